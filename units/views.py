from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.i18n import set_language

from common import clock
from common.errors import NotAllowedError, NotVisibleError
from common.gallery import gallery_examples
from common.templatetags.portal import moment as spoken
from units.access import access_for
from units.demo import demo_password, demo_sign_ins
from units.forms import MoveClockForm, SignInForm
from units.roles import Permission


class SignInView(LoginView):
    """In embedded mode it offers the sample people; a click on one fills in the user name."""

    form_class = SignInForm
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.request.GET.get("as", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sign_ins = demo_sign_ins()
        password = demo_password() if sign_ins else ""
        return super().get_context_data(sign_ins=sign_ins, demo_password=password, **kwargs)


class ChangePasswordView(SuccessMessageMixin, PasswordChangeView):
    template_name = "registration/password_change.html"
    success_url = reverse_lazy("home")
    success_message = gettext_lazy("密码已修改，下次登录请用新密码。")


@login_not_required
@csrf_exempt
def change_language(request: HttpRequest) -> HttpResponse:
    """Without a token, which would bring its cookie to every page that has the switch, also to those
    for anybody; whoever forges it changes the words that a page is read in, and nothing else.
    """
    return set_language(request)


@require_http_methods(["GET", "HEAD", "POST"])
def clock_page(request: HttpRequest) -> HttpResponse:
    if not clock.is_rehearsal():
        raise NotVisibleError
    may_move = access_for(request).has_anywhere(Permission.MOVE_CLOCK)
    form = MoveClockForm(request.POST or None, initial=_tomorrow())
    if request.method == "POST":
        if not may_move:
            raise NotAllowedError
        if form.is_valid() and _moved(request, form):
            return redirect("clock")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "may_move": may_move, "machine_now": timezone.now()}
    return render(request, "units/clock.html", context, status=status)


def _tomorrow() -> dict[str, str]:
    day = clock.today() + timedelta(days=1)
    return {"day": day.isoformat(), "hour": f"{clock.OPENING_TIME:%H:%M}"}


def _moved(request: HttpRequest, form: MoveClockForm) -> bool:
    try:
        moment: datetime = clock.move_forward(form.moment())
    except (clock.ClockRunsForwardError, clock.ClockLeapError) as refusal:
        form.add_error(None, str(refusal))
        return False
    words = _("演练时钟已拨到 %(moment)s。") % {"moment": spoken(moment)}
    messages.success(request, words)
    return True


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build the portal."""
    manages = access_for(request).has_anywhere(Permission.MANAGE_REFERENCE_DATA)
    if settings.IN_PRODUCTION or not manages:
        raise NotVisibleError
    return render(request, "common/gallery.html", gallery_examples(request.GET, clock.today()))
