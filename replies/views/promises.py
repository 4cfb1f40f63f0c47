"""承诺事项台账: the list with its filters, and one promise with everything said of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotVisibleError
from replies.forms import NewDateForm
from replies.ledger import ledger_context, promise_context
from replies.selectors import promise_for
from replies.services import promises as services
from replies.workflow import PROMISE_LIFE, PromiseAction
from reports.forms import plain_text
from units.access import access_for, person_of

STEPS: dict[str, Callable[..., Any]] = {
    PromiseAction.REPORT: services.report_progress,
    PromiseAction.CLAIM: services.claim_kept,
    PromiseAction.CONFIRM: services.confirm_kept,
    PromiseAction.REJECT: services.reject_claim,
}


@require_safe
def promises(request: HttpRequest, plan_id: int) -> HttpResponse:
    context = ledger_context(access_for(request), plan_id, request.GET, clock.now())
    return render(request, "replies/promises.html", context)


@require_safe
def promise(request: HttpRequest, promise_id: int) -> HttpResponse:
    return _page(request, promise_id)


@require_POST
def step(request: HttpRequest, promise_id: int, action: str) -> HttpResponse:
    promise_for(access_for(request), promise_id)
    if action == PromiseAction.REDATE:
        return _redate(request, promise_id)
    if action not in STEPS:
        raise NotVisibleError
    reason = plain_text(request.POST.get("reason", ""))
    arguments = {"reason": reason} if PROMISE_LIFE[action].needs_reason else {}
    try:
        STEPS[action](promise_id=promise_id, **arguments, **_actor(request))
    except InvalidError as refusal:
        extra = {"refusal": refusal, "refused": action, "reason": reason}
        return _page(request, promise_id, status=refusal.status, **extra)
    messages.success(request, _("已记下。"))
    return redirect("promise", promise_id)


def _redate(request: HttpRequest, promise_id: int) -> HttpResponse:
    services.check_redate(promise_id=promise_id, access=access_for(request))
    form = NewDateForm(request.POST)
    if not form.is_valid():
        return _page(request, promise_id, redate_form=form, status=422)
    try:
        services.redate_promise(promise_id=promise_id, **form.cleaned_data, **_actor(request))
    except InvalidError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, promise_id, redate_form=form, status=refusal.status)
    messages.success(request, _("期限已调整，原来的期限仍会列出。"))
    return redirect("promise", promise_id)


def _actor(request: HttpRequest) -> dict[str, Any]:
    return {"by": person_of(request), "access": access_for(request), "now": clock.now()}


def _page(
    request: HttpRequest, promise_id: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    context = promise_context(access_for(request), promise_id, clock.today())
    return render(
        request,
        "replies/promise.html",
        {"redate_form": NewDateForm(), **context, **extra},
        status=status,
    )
