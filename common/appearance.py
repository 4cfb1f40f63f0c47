"""Light, dark or of high contrast: as the reader chose, else as their system asks (`common/styles.py`)."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "portal_appearance"
A_YEAR = 366 * 24 * 3600  # seconds


class Appearance(TextChoices):
    SYSTEM = "", _("随系统")
    LIGHT = "light", _("浅色")
    DARK = "dark", _("深色")
    CONTRAST = "contrast", _("高对比度")


def appearance_of(request: HttpRequest) -> str:
    """The reader's choice; whatever else the cookie may hold is none."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in Appearance.values else Appearance.SYSTEM


@require_POST
@login_not_required
@csrf_exempt
def change_appearance(request: HttpRequest) -> HttpResponse:
    """Without a token, as the switch of the language: it changes how pages look, and nothing else."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if is_ours else reverse("home"))
    chosen = request.POST.get("appearance", "")
    if chosen == Appearance.SYSTEM or chosen not in Appearance.values:
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
