"""Notices: issued and raised by the bureau, answered by the unit, checked, closed, reviewed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.downloads import download
from common.errors import NotAllowedError, NotVisibleError
from motions.selectors import plan_for
from supervision.causes import cause_for
from supervision.duties import NOTICE, NOTICE_CHECK, NOTICE_CLOSING, key_of
from supervision.exports import notice_docx, notice_filename, notice_pdf
from supervision.forms import AnswerForm, NoticeForm, RaiseForm
from supervision.models import Notice, NoticeIssue
from supervision.pages import events_outside, status_badge, step_buttons
from supervision.permissions import notice_steps, review_steps, supervises
from supervision.selectors.difficulties import open_duty
from supervision.selectors.notices import (
    issue_for,
    issues_of,
    latest_review,
    notice_for,
    papers_of,
)
from supervision.services import notices as services
from supervision.services import reviewing
from supervision.services.answering import TO_NOTICE
from supervision.services.steps import due_after
from supervision.suggesting import suggested_text
from supervision.views import answering
from supervision.views.sending import send_form, take_step
from supervision.words import LEVEL_LOOKS, LEVEL_WORDS, NOTICE_WORDS, REVIEW_WORDS
from supervision.workflow import (
    NOTICE_LIFE,
    REVIEW_LIFE,
    Action,
    Level,
    ReviewAction,
    Status,
    next_level,
)
from tasks.duties import is_owed_by, owed_due
from tasks.models import Obligation
from units.access import access_for
from units.permissions import unit_actors
from units.selectors import work_calendar

STEPS: dict[str, Callable[..., Any]] = {
    Action.MADE_GOOD: services.find_made_good,
    Action.MADE_GOOD_AND_WATCH: services.begin_watch,
    Action.NOT_MADE_GOOD: services.find_not_made_good,
    Action.CLOSE: services.close_notice,
    Action.WITHDRAW: services.withdraw_notice,
}
REVIEW_STEPS: dict[str, Callable[..., Any]] = {
    ReviewAction.ASK: reviewing.ask_review,
    ReviewAction.UPHOLD: reviewing.uphold_notice,
    ReviewAction.WITHDRAW: reviewing.withdraw_on_review,
}
FILES: dict[str, Callable[[NoticeIssue], bytes]] = {"pdf": notice_pdf, "docx": notice_docx}
# Before the action, on the page of the notice, which has steps of its own.
REVIEW = "review_"
# What is owed where it is not the unit's answer.
OWED_IN: dict[str, Obligation.Kind] = {
    Status.ANSWERED: NOTICE_CHECK,
    Status.WATCHED: NOTICE_CLOSING,
}
# The form sends for signature; a raise has a form; the review has its own buttons.
ELSEWHERE = (*answering.ELSEWHERE, Action.RAISE, Action.WITHDRAW_ON_REVIEW)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The words are the portal's suggestion; the bureau edits them and issues."""
    access = access_for(request)
    plan = plan_for(access, plan_id)
    if not supervises(access, plan):
        raise NotAllowedError
    cause = cause_for(plan, request.GET.get("cause", ""))
    initial = {
        "level": request.GET.get("level", Level.BLUE),
        "text": suggested_text(cause.unit, cause.title, cause.owed, clock.today()),
        "due_on": due_after(plan, "notice_answer", clock.now()),
    }
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=initial)
    row = send_form(
        request,
        form,
        services.issue_notice,
        done=_("已发出，单位会收到通知。"),
        plan_id=plan_id,
        cause=cause.key,
    )
    if row is not None:
        return redirect("notice", row.pk)
    context = {"plan": plan, "cause": cause, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "supervision/issue_notice.html", context, status=status)


@require_safe
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    return _page(request, notice_id)


@require_safe
def file(request: HttpRequest, notice_id: int, number: int, kind: str) -> HttpResponse:
    """One paper of it."""
    row = issue_for(access_for(request), notice_id, number)
    return download(FILES[kind](row), notice_filename(row), kind)


@require_POST
def answer(request: HttpRequest, notice_id: int) -> HttpResponse:
    return answering.write_answer(request, notice_id, TO_NOTICE, _page)


@require_POST
def step(request: HttpRequest, notice_id: int, action: str) -> HttpResponse:
    if action in answering.STEPS:
        return answering.take_answer_step(request, notice_id, action, TO_NOTICE, _page)
    if action not in STEPS:
        raise NotVisibleError
    again = partial(_page, request, notice_id)
    response = take_step(request, STEPS[action], NOTICE_LIFE[action], again, notice_id=notice_id)
    return response or redirect("notice", notice_id)


@require_POST
def raise_(request: HttpRequest, notice_id: int) -> HttpResponse:
    row = notice_for(access_for(request), notice_id)
    services.check_raisable(row, access_for(request))  # before a word about what was typed
    form = RaiseForm(request.POST)
    done = _("已升级，单位会收到通知。")
    if send_form(request, form, services.raise_notice, done=done, notice_id=notice_id) is None:
        return _page(request, notice_id, status=422, raise_form=form)
    return redirect("notice", notice_id)


@require_POST
def review(request: HttpRequest, notice_id: int, action: str) -> HttpResponse:
    """Asked for by the unit's head, decided by somebody of the bureau who had no part in it."""
    if action not in REVIEW_STEPS:
        raise NotVisibleError
    again = partial(_page, request, notice_id)
    service, step = REVIEW_STEPS[action], REVIEW_LIFE[action]
    mark = f"{REVIEW}{action}"
    response = take_step(request, service, step, again, mark=mark, notice_id=notice_id)
    return response or redirect("notice", notice_id)


def _page(
    request: HttpRequest,
    notice_id: int,
    *,
    status: int = 200,
    typed: str | None = None,
    **extra: Any,
) -> HttpResponse:
    access, today = access_for(request), clock.today()
    row = notice_for(access, notice_id)
    is_own = bool(unit_actors(access, row.unit_id))
    issues = issues_of(row)
    kept = papers_of(access, issues)
    steps = notice_steps(access, row)
    form = answering.answer_form(access, row)
    if form is not None and typed is not None:
        form = AnswerForm(initial={"answer": typed, "revision": row.revision})
    shown = Status.OPEN if not is_own and row.status == Status.AWAITING_SIGNATURE else row.status
    kind = OWED_IN.get(row.status, NOTICE)
    duty = open_duty(row.plan, kind, key_of(kind, row.pk))
    context = {
        "row": row,
        "issues": [(one, LEVEL_LOOKS[Level(one.level)], kept.get(one.pk)) for one in issues],
        "level": (LEVEL_WORDS[Level(row.level)], *LEVEL_LOOKS[Level(row.level)]),
        "badge": status_badge(shown, NOTICE_WORDS),
        "is_own": is_own,
        "due": duty and owed_due(duty, work_calendar(row.government_id), today),
        "own_duty": duty if is_owed_by(access, duty) else None,
        "buttons": step_buttons(steps, NOTICE_WORDS, "notice_step", row.pk, but=ELSEWHERE),
        "raise_form": _raise_form(request, row) if Action.RAISE in _actions(steps) else None,
        "next_level": LEVEL_WORDS.get(next_level(row.level) or ""),
        "answer_form": form,
        "answer_address": "notice_answer",
        "events": events_outside(row, NOTICE_WORDS, is_own=is_own),
        **_review_context(request, row, issues),
        **extra,
    }
    return render(request, "supervision/notice.html", context, status=status)


def _actions(steps: Any) -> set[str]:
    return {step.action for step in steps}


def _raise_form(request: HttpRequest, row: Notice) -> RaiseForm:
    level = next_level(row.level)
    text = suggested_text(row.unit, row.title, row.owed, clock.today())
    due_on = due_after(row.plan, "notice_answer", clock.now())
    return RaiseForm(initial={"level": level, "text": text, "due_on": due_on})


def _review_context(request: HttpRequest, row: Notice, issues: list[Any]) -> dict[str, Any]:
    access = access_for(request)
    found = latest_review(issues)
    issues[0].notice = row
    refusal = reviewing.review_refusal(issues[0], clock.today())
    return {
        "review": found,
        "review_badge": found and status_badge(found.status, REVIEW_WORDS),
        "review_until": reviewing.review_until(issues[0]),
        "review_buttons": step_buttons(
            review_steps(access, found), REVIEW_WORDS, "notice_review", row.pk
        )
        if found
        else [],
        "ask_buttons": step_buttons(
            [REVIEW_LIFE[ReviewAction.ASK]], REVIEW_WORDS, "notice_review", row.pk
        )
        if reviewing.is_head_of(access, row) and refusal is None
        else [],
        "review_events": events_outside(found, REVIEW_WORDS, is_own=True) if found else [],
    }
