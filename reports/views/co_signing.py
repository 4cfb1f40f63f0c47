"""The further lead's page of a part put up to it, and the button that puts parts up."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.due import due
from common.errors import InvalidError, NotVisibleError
from common.typed import whole_number
from events.selectors import events_of
from motions.words import stage_words
from reports.co_signatures import co_signature_for, latest_of
from reports.forms import plain_text
from reports.models import CoSignature
from reports.pages import part_view_of
from reports.permissions import can_read_co_signature, co_signature_actors
from reports.services.co_signing import co_sign, object_to, put_up
from reports.words import CO_SIGNATURE_STATUS_WORDS, CO_SIGNATURE_WORDS
from reports.workflow import CO_SIGNATURE_LIFE, CoSignatureAction, CoSignatureStatus
from units.access import access_for, person_of
from units.permissions import unit_actors
from units.selectors import work_calendar

STEPS: dict[str, Callable[..., Any]] = {
    CoSignatureAction.SIGN: co_sign,
    CoSignatureAction.OBJECT: object_to,
}
DONE_WORDS = {
    CoSignatureAction.SIGN: gettext_lazy("已会签；这一项以后有改动，会再请您会签。"),
    CoSignatureAction.OBJECT: gettext_lazy("异议已送牵头单位。"),
}


@require_safe
def duty(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """To the part that waits; where it was not put up yet, to “my work”."""
    row = latest_of(obligation_id)
    if row is None or not unit_actors(access_for(request), row.obligation.unit_id):
        raise NotVisibleError
    if can_read_co_signature(access_for(request), row):
        return redirect("co_signature", row.pk)
    return redirect("my_work")


@require_safe
def co_signature(request: HttpRequest, co_signature_id: int) -> HttpResponse:
    return _page(request, _required(request, co_signature_id))


@require_POST
def step(request: HttpRequest, co_signature_id: int, action: str) -> HttpResponse:
    if action not in STEPS:
        raise NotVisibleError
    arguments: dict[str, Any] = {
        "co_signature_id": co_signature_id,
        "seen_revision": whole_number(request.POST.get("revision", "")),
        "by": person_of(request),
        "access": access_for(request),
        "now": clock.now(),
    }
    reason = plain_text(request.POST.get("reason", ""))
    if CO_SIGNATURE_LIFE[action].needs_reason:
        arguments["reason"] = reason
    try:
        STEPS[action](**arguments)
    except InvalidError as refusal:
        row = _required(request, co_signature_id)
        return _page(request, row, refusal=refusal, reason=reason, status=refusal.status)
    messages.success(request, DONE_WORDS[CoSignatureAction(action)])
    return redirect("co_signature", co_signature_id)


@require_POST
def ask(request: HttpRequest, filing_id: int) -> HttpResponse:
    """All parts that are written, or the one named."""
    rows = put_up(
        filing_id=filing_id,
        part_id=whole_number(request.POST.get("part", "")),
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )
    messages.success(request, _("已请会签，共 %s 处；对方可以看到这些事项的草稿。") % len(rows))
    return redirect("filing", filing_id)


def _required(request: HttpRequest, co_signature_id: int) -> CoSignature:
    row = co_signature_for(co_signature_id)
    if row is None or not can_read_co_signature(access_for(request), row):
        raise NotVisibleError
    return row


def _page(
    request: HttpRequest, row: CoSignature, *, status: int = 200, **extra: Any
) -> HttpResponse:
    access, version = access_for(request), row.part.version
    steps = CO_SIGNATURE_LIFE.open_to(co_signature_actors(access, row), row.status)
    actions = {step.action for step in steps} if version.number is None else set()
    context = {
        "row": row,
        "part_view": part_view_of(row.part),
        "stage": stage_words(row.part.obligation.deadline.due_on),
        "status_words": CO_SIGNATURE_STATUS_WORDS[CoSignatureStatus(row.status)],
        "due": due(work_calendar(row.government_id), row.obligation.due_on, clock.today()),
        "may_sign": CoSignatureAction.SIGN in actions,
        "may_object": CoSignatureAction.OBJECT in actions,
        "is_frozen": version.number is not None,
        "events": events_of(row, CO_SIGNATURE_WORDS),
        **extra,
    }
    return render(request, "reports/co_signature.html", context, status=status)
