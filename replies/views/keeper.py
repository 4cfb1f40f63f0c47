"""The deputies' office: roster, links, what came in. It fills in no rating and reads none before."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotAllowedError, NotVisibleError
from common.typed import whole_number
from replies.forms import AssessmentForm, EntryForm, NewDateForm, entry_initial
from replies.keeping import (
    change_lines,
    followed_lines,
    rating_context,
    require_followed,
    roster_lines,
    sheets,
)
from replies.selectors import deputy_for, kept_governments
from replies.services.following import (
    close_rating,
    extend_rating,
    make_links,
    record_assessment,
)
from replies.services.keepers import confirm_keeper
from replies.services.roster import save_entry
from units.access import access_for, person_of
from units.permissions import Access

FORMS: dict[str, tuple[Callable[..., Any], type[Any] | None]] = {
    "extend": (extend_rating, NewDateForm),
    "close": (close_rating, None),
    "assess": (record_assessment, AssessmentForm),
}


def _kept(access: Access) -> list[int]:
    governments = kept_governments(access)
    if not governments:
        raise NotAllowedError
    return governments


@require_safe
def deputies(request: HttpRequest) -> HttpResponse:
    governments = _kept(access_for(request))
    return render(request, "replies/deputies.html", {"motions": roster_lines(governments)})


@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, deputy_id: int) -> HttpResponse:
    row = deputy_for(access_for(request), deputy_id)
    form = EntryForm(request.POST or None, initial=entry_initial(row))
    if request.method == "POST" and form.is_valid():
        save_entry(deputy_id=row.pk, access=access_for(request), content=form.content())
        messages.success(request, _("名册已保存。"))
        return redirect("deputies")
    context = {"deputy": row, "form": form}
    return render(request, "replies/deputy.html", context, status=422 if form.errors else 200)


@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    governments = _kept(access_for(request))
    today = clock.today()
    context = followed_lines(governments, today)
    context["changes"] = change_lines(access_for(request), governments, today)
    return render(request, "replies/ratings.html", context)


@require_POST
def confirm_change(request: HttpRequest, change_id: int) -> HttpResponse:
    confirm_keeper(change_id=change_id, **_actor(request))
    messages.success(request, _("已确认，这个账号可以制作评价链接。"))
    return redirect("ratings")


@require_safe
def rating(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return _page(request, obligation_id)


@sensitive_variables("made")
@require_POST
def links(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """The sheets with the new links, shown this once: nobody can have them again, only newer ones."""
    require_followed(access_for(request), obligation_id)
    made = make_links(
        obligation_id=obligation_id,
        numbers=_asked(request),
        seen=whole_number(request.POST.get("seen", "")),
        **_actor(request),
    )
    address = settings.PORTAL_URL + reverse("rate")
    context = rating_context(access_for(request), obligation_id, clock.today())
    return render(request, "replies/links.html", {**context, "sheets": sheets(made, address)})


def _asked(request: HttpRequest) -> list[int] | None:
    """One letter, or all: a number that is none would otherwise revoke every link that is out."""
    if "number" not in request.POST:
        return None
    number = whole_number(request.POST["number"])
    if number is None:
        raise NotVisibleError
    return [number]


@require_POST
def step(request: HttpRequest, obligation_id: int, action: str) -> HttpResponse:
    require_followed(access_for(request), obligation_id)
    if action not in FORMS:
        raise NotVisibleError
    service, form_class = FORMS[action]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        return _page(request, obligation_id, status=422, **{f"{action}_form": form})
    try:
        service(
            obligation_id=obligation_id,
            **(form.cleaned_data if form else {}),
            **_actor(request),
        )
    except InvalidError as refusal:
        extra = {f"{action}_form": form, "refusal": refusal}
        return _page(request, obligation_id, status=refusal.status, **extra)
    messages.success(request, _("已记下。"))
    return redirect("rating", obligation_id)


def _actor(request: HttpRequest) -> dict[str, Any]:
    return {"by": person_of(request), "access": access_for(request), "now": clock.now()}


def _page(
    request: HttpRequest, obligation_id: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    forms = {"extend_form": NewDateForm(), "assess_form": AssessmentForm()}
    context = rating_context(access_for(request), obligation_id, clock.today())
    return render(request, "replies/rating.html", {**forms, **context, **extra}, status=status)
