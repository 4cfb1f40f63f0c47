"""The responsible unit's pages: what of a stage it writes to its leads, and each contribution."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.asked import wants_json
from common.errors import InvalidError, NotVisibleError, PortalError
from common.fields import start_at_first_error
from common.typed import whole_number
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.pages import IssuedPanel, issued_panel
from documents.permissions import may_issue
from events.selectors import events_of
from motions.selectors import plan_for
from motions.words import stage_words
from reports.contributions import (
    ContributionCard,
    ContributionView,
    cards_of,
    contribution_rows,
    contribution_view,
)
from reports.errors import EditConflictError, FigureRefusedError
from reports.forms import ContributionForm, plain_text
from reports.gathering import asked_targets, own_targets
from reports.models import Contribution
from reports.permissions import can_read_contribution
from reports.selectors import contribution_for, contributions_of_stage
from reports.services import contributing
from reports.views.draft_answers import (
    conflict_answer,
    refused_answer,
    saved_contribution_answer,
)
from reports.words import CONTRIBUTION_WORDS
from reports.workflow import CONTRIBUTION_LIFE, ContributionAction, ContributionStatus
from units.access import access_for, person_of
from units.permissions import Access, unit_actors

STEPS: dict[str, Callable[..., Any]] = {
    ContributionAction.SEND: contributing.send_contribution,
    ContributionAction.REVISE: contributing.revise_contribution,
    ContributionAction.RETURN: contributing.return_contribution,
}
DONE_WORDS = {
    ContributionAction.SEND: gettext_lazy("函告已发出，牵头单位可以看到了。"),
    ContributionAction.REVISE: gettext_lazy("可以修改了；重新签发以前，原来的函告仍然有效。"),
    ContributionAction.RETURN: gettext_lazy("已退回责任单位，理由已通知对方。"),
}


# -- a stage of the unit -----------------------------------------------------------------------------


@require_safe
def contributions(request: HttpRequest, plan_id: int, deadline_id: int) -> HttpResponse:
    return _stage_page(request, plan_id, deadline_id)


@require_POST
def stage_step(request: HttpRequest, plan_id: int, deadline_id: int, action: str) -> HttpResponse:
    """The head sends all that is written, or the clerk asks the head to."""
    cards = _cards(request, plan_id, deadline_id)
    actor = {"by": person_of(request), "access": access_for(request), "now": clock.now()}
    try:
        if action == "send":
            sent = contributing.send_contributions(seen=_seen(request, cards), **actor)
            messages.success(request, _("已签发 %s 件函告。") % len(sent))
        elif action == "ask_head":
            for card in cards:
                ids = [row.obligation.pk for row in card.to_ask]
                contributing.ask_head(obligation_ids=ids, **actor)
            messages.success(request, _("已请单位负责人签发。"))
        else:
            raise NotVisibleError
    except InvalidError as refusal:
        return _stage_page(request, plan_id, deadline_id, refusal=refusal, status=refusal.status)
    return redirect("contributions", plan_id, deadline_id)


def _seen(request: HttpRequest, cards: list[ContributionCard]) -> dict[int, int]:
    """By obligation the revision that stood on the page; only what is still to be sent counts."""
    found = {}
    for card in cards:
        for row in card.rows:
            revision = whole_number(request.POST.get(f"revision-{row.obligation.pk}", ""))
            if revision is not None:
                found[row.obligation.pk] = revision
    return found


def _cards(request: HttpRequest, plan_id: int, deadline_id: int) -> list[ContributionCard]:
    rows = contributions_of_stage(access_for(request), plan_id, deadline_id)
    cards = cards_of(contribution_rows(rows, clock.today()))
    if not cards:
        raise NotVisibleError
    return cards


def _stage_page(
    request: HttpRequest, plan_id: int, deadline_id: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    access, today = access_for(request), clock.today()
    plan = plan_for(access, plan_id)
    cards = _cards(request, plan_id, deadline_id)
    context = {
        "plan": plan,
        "stage": cards[0].stage,
        "cards": [
            (card, contributing.actors_for_stage(access, card.rows[0].obligation, today))
            for card in cards
        ],
        **extra,
    }
    return render(request, "reports/contributions.html", context, status=status)


# -- one contribution --------------------------------------------------------------------------------


@require_safe
def duty(request: HttpRequest, obligation_id: int) -> HttpResponse:
    _required(request, obligation_id)
    return redirect("contribution", obligation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, obligation_id: int) -> HttpResponse:
    row = _required(request, obligation_id)
    if request.method != "POST":
        return contribution_page(request, row)
    contributing.check_writable(row, access_for(request), clock.now())
    form = _form(row, request.POST)
    return _save(request, row, form) if form.is_valid() else _refused(request, row, form)


def _save(request: HttpRequest, row: Contribution, form: ContributionForm) -> HttpResponse:
    """As one types (JSON) or by the button."""
    obligation_id = row.obligation.pk
    try:
        written = contributing.write_contribution(
            obligation_id=obligation_id,
            by=person_of(request),
            access=access_for(request),
            revision=form.cleaned_data["revision"],
            content=form.content(),
            now=clock.now(),
        )
    except FigureRefusedError as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, row, form)
    except EditConflictError as conflict:
        return _conflict(request, obligation_id, conflict)
    if wants_json(request):
        return saved_contribution_answer(written.draft)
    messages.success(request, _("“%s”的函告已保存，还没有发出。") % row.obligation.task)
    if request.POST.get("then") == "back":
        return redirect("contributions", row.obligation.plan_id, row.obligation.deadline_id)
    return redirect("contribution", obligation_id)


def _refused(request: HttpRequest, row: Contribution, form: ContributionForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if wants_json(request):
        return refused_answer(form, status)
    start_at_first_error(form)
    return contribution_page(request, row, form=form, status=status)


@require_POST
def step(request: HttpRequest, obligation_id: int, action: str) -> HttpResponse:
    if action not in STEPS:
        raise NotVisibleError
    arguments: dict[str, Any] = {
        "obligation_id": obligation_id,
        "by": person_of(request),
        "access": access_for(request),
        "now": clock.now(),
    }
    reason = plain_text(request.POST.get("reason", ""))
    if CONTRIBUTION_LIFE[action].needs_reason:
        arguments["reason"] = reason
    if action == ContributionAction.SEND:
        arguments["seen_revision"] = whole_number(request.POST.get("revision", ""))
    try:
        STEPS[action](**arguments)
    except InvalidError as refusal:
        row = _required(request, obligation_id)
        return contribution_page(
            request, row, refusal=refusal, refused=action, reason=reason, status=refusal.status
        )
    messages.success(request, DONE_WORDS[ContributionAction(action)])
    return redirect("contribution", obligation_id)


def _required(request: HttpRequest, obligation_id: int) -> Contribution:
    row = contribution_for(obligation_id)
    if row is None or not can_read_contribution(access_for(request), row):
        raise NotVisibleError
    return row


def _form(row: Contribution, data: Any = None) -> ContributionForm:
    owed = row.obligation
    return ContributionForm(
        data,
        draft=row.draft,
        targets=own_targets(owed.task, owed.unit_id, asked_targets(owed)),
        unit_id=owed.unit_id,
        last_day=min(owed.deadline.due_on, clock.today()),
    )


def _conflict(
    request: HttpRequest, obligation_id: int, conflict: EditConflictError
) -> HttpResponse:
    """What was typed, ready to be saved over what a colleague saved, if that is meant."""
    if wants_json(request):
        return conflict_answer(conflict)
    row = _required(request, obligation_id)
    # It may have been sent since.
    contributing.check_writable(row, access_for(request), clock.now())
    typed = request.POST.copy()
    typed["revision"] = str(row.draft.revision)
    return contribution_page(
        request,
        row,
        form=_form(row, typed),
        conflict=conflict,
        theirs=row.draft,
        status=conflict.status,
    )


def _view(request: HttpRequest, row: Contribution) -> ContributionView:
    access, today = access_for(request), clock.today()
    return contribution_view(
        row,
        contributing.actors_of(access, row, today),
        today,
        is_own=bool(unit_actors(access, row.obligation.unit_id)),
    )


def contribution_page(
    request: HttpRequest,
    row: Contribution,
    *,
    status: int = 200,
    issue_form: IssueForm | None = None,
    issue_refusal: PortalError | None = None,
    **extra: Any,
) -> HttpResponse:
    view = _view(request, row)
    may_write = view.may(ContributionAction.WRITE)
    context = {
        "view": view,
        "row": row,
        "owed": row.obligation,
        "stage": stage_words(row.obligation.deadline.due_on),
        "may_write": may_write,
        "may_send": view.may(ContributionAction.SEND) and row.draft is not None,
        "may_revise": view.may(ContributionAction.REVISE),
        "may_return": view.may(ContributionAction.RETURN),
        "is_draft_shown": view.is_own and row.status == ContributionStatus.DRAFT and not may_write,
        "form": _form(row) if may_write else None,
        "events": events_of(row, CONTRIBUTION_WORDS) if row.pk else [],
        "panel": _panel(access_for(request), row, issue_form, issue_refusal),
        **extra,
    }
    return render(request, "reports/contribution.html", context, status=status)


def _panel(
    access: Access, row: Contribution, form: IssueForm | None, refusal: PortalError | None
) -> IssuedPanel | None:
    """The unit issues what it sent last; nothing is issued once the plan is archived."""
    if not row.pk:
        return None
    owed = row.obligation
    is_open = row.standing_id is not None and not owed.plan.closed_at
    may = is_open and may_issue(access, Kind.CONTRIBUTION, owed.unit_id)
    return issued_panel(
        access,
        row,
        kind=Kind.CONTRIBUTION,
        address=reverse("issue_letter", args=[owed.pk]) if may else "",
        form=form,
        refusal=refusal,
    )
