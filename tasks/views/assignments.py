"""Hand-out and receipt: the unit confirms or returns, the office sees who has not."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotAllowedError, NotVisibleError
from common.fields import plain_text
from motions.permissions import can_read_submitted, runs_plan
from motions.selectors import plan_for
from tasks.assigned import (
    assignment_for,
    assignment_lines,
    assignment_owed,
    assignment_states,
    hand_out_of,
    narrowed,
    own_states,
    receipt_counts,
    units_assigned,
)
from tasks.forms import AssignmentFilter
from tasks.pages import assignment_context
from tasks.services import assignments as services
from tasks.services import handing_out
from tasks.workflow import ASSIGNMENT_LIFE, AssignmentAction
from units.access import access_for, person_of

STEPS: dict[str, Callable[..., Any]] = {
    AssignmentAction.CONFIRM: services.confirm,
    AssignmentAction.RETURN: services.return_assignment,
    AssignmentAction.INSIST: services.insist,
    AssignmentAction.FINISH: services.finish,
}
DONE_WORDS = {
    AssignmentAction.CONFIRM: gettext_lazy("已签收。"),
    AssignmentAction.RETURN: gettext_lazy("已退回领导小组办公室，等待重新交办。"),
    AssignmentAction.INSIST: gettext_lazy("已答复单位：仍由该单位承办。"),
    AssignmentAction.FINISH: gettext_lazy("已办结。"),
}


@require_safe
def receipts(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A unit's own assignments, to confirm or to return."""
    access = access_for(request)
    plan = plan_for(access, plan_id)
    lines = assignment_lines(access, own_states(access, plan), clock.today())
    context = {
        "plan": plan,
        "handed": hand_out_of(plan),
        "lines": lines,
        "open": sum(line.may_confirm for line in lines),
    }
    return render(request, "tasks/receipts.html", context)


@require_POST
def confirm_all(request: HttpRequest, plan_id: int) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    count = services.confirm_all(
        plan_id=plan.pk, by=person_of(request), access=access, now=clock.now()
    )
    words = ngettext("已签收 %(n)s 项。", "已签收 %(n)s 项。", count) % {"n": count}
    messages.success(request, words)
    return redirect("receipts", plan_id)


@require_safe
def assignments(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Who has not confirmed: one list, with its filter in the address."""
    access, now = access_for(request), clock.now()
    plan = plan_for(access, plan_id)
    if not can_read_submitted(access, plan):
        raise NotAllowedError
    form = AssignmentFilter(request.GET, units=units_assigned(plan))
    wanted = form.cleaned_data if form.is_valid() else {}
    states = assignment_states(plan, now)
    context = {
        "plan": plan,
        "handed": hand_out_of(plan),
        "counts": receipt_counts(states, now),
        "form": form,
        "lines": assignment_lines(access, narrowed(states, **wanted), clock.today()),
        "runs_plan": runs_plan(access, plan),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "tasks/assignments.html", context, status=status)


@require_POST
def hand_out(request: HttpRequest, plan_id: int) -> HttpResponse:
    handing_out.hand_out(
        plan_id=plan_id, by=person_of(request), access=access_for(request), now=clock.now()
    )
    messages.success(request, _("已交办，各单位的经办人和负责人已收到通知。"))
    return redirect("assignments", plan_id)


@require_POST
def chase(request: HttpRequest, plan_id: int) -> HttpResponse:
    chased = handing_out.chase_receipts(
        plan_id=plan_id, by=person_of(request), access=access_for(request), now=clock.now()
    )
    tell = messages.success if chased.asked else messages.info
    tell(request, _chased_words(chased))
    return redirect("assignments", plan_id)


def _chased_words(chased: handing_out.Chased) -> str:
    words = []
    if chased.asked:
        words.append(
            ngettext("已催 %(n)s 个单位。", "已催 %(n)s 个单位。", chased.asked)
            % {"n": chased.asked}
        )
    if chased.before:
        words.append(
            ngettext(
                "%(n)s 个单位今天已经催过，没有再催。",
                "%(n)s 个单位今天已经催过，没有再催。",
                chased.before,
            )
            % {"n": chased.before}
        )
    if chased.nobody:
        words.append(
            ngettext(
                "%(n)s 个单位在平台上还没有人员，请用别的方式催。",
                "%(n)s 个单位在平台上还没有人员，请用别的方式催。",
                chased.nobody,
            )
            % {"n": chased.nobody}
        )
    return "".join(words)


@require_safe
def assignment(request: HttpRequest, assignment_id: int) -> HttpResponse:
    row = assignment_for(access_for(request), assignment_id)
    context = assignment_context(access_for(request), row, clock.now())
    return render(request, "tasks/assignment.html", context)


@require_POST
def step(request: HttpRequest, assignment_id: int, action: str) -> HttpResponse:
    """Take one step; a refusal for missing words shows the page again with what was typed."""
    if action not in STEPS:
        raise NotVisibleError
    access, now = access_for(request), clock.now()
    reason = plain_text(request.POST.get("reason", ""))
    words = {"reason": reason} if ASSIGNMENT_LIFE[action].needs_reason else {}
    try:
        STEPS[action](
            assignment_id=assignment_id, by=person_of(request), access=access, now=now, **words
        )
    except InvalidError as refusal:
        row = assignment_for(access, assignment_id)
        context = assignment_context(access, row, now)
        context |= {"refusal": refusal, "refused": action, "reason": reason}
        return render(request, "tasks/assignment.html", context, status=refusal.status)
    messages.success(request, DONE_WORDS[AssignmentAction(action)])
    return redirect("assignment", assignment_id)


@require_safe
def duty(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """From what is owed to the page where it is done."""
    row = assignment_owed(access_for(request), obligation_id)
    return redirect("assignment", row.pk)
