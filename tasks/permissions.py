"""Who may do what with an assignment or an extension. The same answer draws buttons and guards services."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from common.errors import PortalError
from common.life import Step
from common.templatetags.portal import day
from events.selectors import taken_part_in
from motions.permissions import runs_plan
from tasks.errors import AskedTooLateError, NotExtendableError
from tasks.models import Assignment, Extension, Obligation
from tasks.workflow import (
    ASSIGNMENT_LIFE,
    EXTENSION_LIFE,
    FOR_THE_UNIT,
    Actor,
    AssignmentAction,
)
from units.permissions import Access, unit_actors
from units.roles import Permission

EXTENDABLE = frozenset({Obligation.Kind.FILING, Obligation.Kind.CORRECTION})


def spoken_for(access: Access, rows: Collection[Assignment]) -> frozenset[int]:
    """Which of these the person confirmed or returned for a unit. One query, however many there are."""
    return taken_part_in(access.user_id, rows, FOR_THE_UNIT)


def assignment_actors(
    access: Access, row: Assignment, spoken_for: Collection[int]
) -> frozenset[str]:
    """Whoever spoke for the unit does not decide for the office, also where both are one bureau."""
    actors = unit_actors(access, row.unit_id)
    decides = runs_plan(access, row.plan) and row.pk not in spoken_for
    return actors | {Actor.OFFICE} if decides else actors


def may_still_return(row: Assignment, today: date) -> bool:
    """Within the rule set's days after the hand-out; its day counts whole."""
    return today <= row.receipt.due_on


def assignment_steps(
    access: Access, row: Assignment, today: date, spoken_for: Collection[int]
) -> tuple[Step, ...]:
    """Open from this status and permitted to this person on this day. No query."""
    return tuple(
        step
        for step in ASSIGNMENT_LIFE.open_to(assignment_actors(access, row, spoken_for), row.status)
        if step.action != AssignmentAction.RETURN or may_still_return(row, today)
    )


def extension_actors(access: Access, row: Extension) -> frozenset[str]:
    """Whoever asked for the unit does not decide for the office, also where both are one bureau."""
    actors = unit_actors(access, row.obligation.unit_id)
    decides = runs_plan(access, row.obligation.plan) and access.user_id != row.asked_by_id
    return actors | {Actor.OFFICE} if decides else actors


def extension_steps(access: Access, row: Extension) -> tuple[Step, ...]:
    return EXTENSION_LIFE.open_to(extension_actors(access, row), row.status)


def may_ask_extension(access: Access, owed: Obligation, today: date) -> bool:
    return can_ask_extensions(access, owed) and extension_refusal(owed, today) is None


def can_ask_extensions(access: Access, owed: Obligation) -> bool:
    """The head of the owing unit."""
    return access.has(Permission.SIGN_REPORTS, owed.unit_id)


def extension_refusal(owed: Obligation, today: date) -> PortalError | None:
    """Why nobody can ask for a later day, in words; None where one can."""
    if owed.kind not in EXTENDABLE:
        return NotExtendableError(found=_("这一类不能延期"))
    if owed.withdrawn_at is not None:
        return NotExtendableError(found=_("已经撤销"))
    if owed.met_at is not None:
        return NotExtendableError(found=_("已经报送"))
    if today >= owed.due_on:
        return AskedTooLateError(due=day(owed.due_on))
    return None
