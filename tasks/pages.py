"""What the pages of one assignment and of one extension show."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.due import Due
from common.templatetags.portal import day
from events.buttons import buttons_of
from events.selectors import events_of
from motions.models import Plan
from motions.permissions import can_read_submitted, runs_plan
from tasks.assigned import (
    assignment_lines,
    assignment_states,
    hand_out_of,
    own_states,
    receipt_counts,
    state_of,
    units_to_choose,
)
from tasks.duties import duty_title, owed_due
from tasks.forms import GrantExtensionForm, ReassignForm, RefuseExtensionForm
from tasks.models import Assignment, Extension, Obligation
from tasks.permissions import extension_steps
from tasks.words import ASSIGNMENT_WORDS, EXTENSION_TONES, EXTENSION_WORDS
from tasks.workflow import AssignmentAction, ExtensionAction, ExtensionStatus
from units.permissions import Access
from units.selectors import work_calendar


def hand_out_context(access: Access, plan: Plan, now: datetime) -> dict[str, Any]:
    """For who reads the whole plan: how far its receipts are. For a unit: what waits for it."""
    if can_read_submitted(access, plan):
        return {
            "handed": hand_out_of(plan),
            "counts": receipt_counts(assignment_states(plan, now), now),
            "runs_plan": runs_plan(access, plan),
        }
    own = own_states(access, plan)
    return {"has_own": bool(own), "own_open": sum(row.is_unconfirmed for row in own)}


def assignment_context(access: Access, row: Assignment, now: datetime) -> dict[str, Any]:
    (line,) = assignment_lines(access, [state_of(row)], timezone.localdate(now))
    return {
        "row": row,
        "plan": row.plan,
        "line": line,
        "decide_due": _decide_due(row, timezone.localdate(now)),
        "buttons": buttons_of(
            line.steps,
            ASSIGNMENT_WORDS.actions,
            "assignment_step",
            row.pk,
            notes={AssignmentAction.RETURN: _return_words(row)},
            but=(AssignmentAction.REASSIGN,),
        ),
        "reassign_form": ReassignForm(units=units_to_choose(row)) if line.may_reassign else None,
        "events": events_of(row, ASSIGNMENT_WORDS),
    }


def _return_words(row: Assignment) -> str:
    return _(
        "不属于本单位职责的，在 %(due)s（含）以前书面退回，写明理由和依据。单位之间不能自行转交。"
    ) % {"due": day(row.receipt.due_on)}


def _decide_due(row: Assignment, today: date) -> Due | None:
    """By when the office decides on what came back."""
    owed = row.receipt.children.open().filter(kind=Obligation.Kind.REASSIGNMENT).first()
    return owed_due(owed, work_calendar(row.government_id), today) if owed else None


def extension_context(access: Access, row: Extension, today: date) -> dict[str, Any]:
    owed = row.obligation
    actions = {step.action for step in extension_steps(access, row)}
    asked = {"granted_on": row.asked_on}
    status = ExtensionStatus(row.status)
    return {
        "row": row,
        "owed": owed,
        "plan": owed.plan,
        "title": duty_title(owed),
        "status_words": EXTENSION_WORDS.statuses[status],
        "tone": EXTENSION_TONES[status],
        "due": owed_due(owed, work_calendar(owed.government_id), today),
        "grant_form": GrantExtensionForm(initial=asked)
        if ExtensionAction.GRANT in actions
        else None,
        "refuse_form": RefuseExtensionForm() if ExtensionAction.REFUSE in actions else None,
        "may_take_back": ExtensionAction.TAKE_BACK in actions,
        "events": events_of(row, EXTENSION_WORDS),
    }
