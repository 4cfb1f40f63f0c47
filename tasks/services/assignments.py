"""What unit and office do with one assignment: confirm, return, insist, finish."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from common.templatetags.portal import day
from events.services import check_step, take_step
from motions.services import hold_open
from tasks.errors import NothingToConfirmError, StillOwedError, TooLateToReturnError
from tasks.models import Assignment, Obligation
from tasks.permissions import assignment_actors, may_still_return, spoken_for
from tasks.redating import redate
from tasks.services.handing_out import receipt_due_on
from tasks.services.telling import officers_of, people_of, tell_of_assignment
from tasks.words import ASSIGNMENT_WORDS
from tasks.workflow import ASSIGNMENT_LIFE, UNCONFIRMED, AssignmentAction
from units.models import User
from units.permissions import Access, signing_name
from units.roles import Permission
from units.selectors import limit_of, work_calendar

# Stands for words that will be looked at later.
NOT_YET_READ = "—"
RELATED = ("plan", "task", "unit", "receipt")
# What a unit owes for a leaf beside its receipt.
OF_A_LEAF = (
    Obligation.Kind.PART,
    Obligation.Kind.CONTRIBUTION,
    Obligation.Kind.CO_SIGNATURE,
)


@transaction.atomic
def confirm(*, assignment_id: int, by: User, access: Access, now: datetime) -> Assignment:
    row = locked_assignment(assignment_id, access)
    check_assignment(row, AssignmentAction.CONFIRM, access)
    _confirm(row, by=by, now=now)
    return row


@transaction.atomic
def confirm_all(*, plan_id: int, by: User, access: Access, now: datetime) -> int:
    """Everything that waits for the person's units, in one step each."""
    units = access.units_with(Permission.FILE_REPORTS)
    if not units:
        raise NotAllowedError
    waiting = Assignment.objects.filter(plan=plan_id, status__in=UNCONFIRMED, unit__in=units)
    if not waiting.exists():
        raise NothingToConfirmError
    hold_open(plan_id)
    locked = waiting.select_for_update(of=("self",)).select_related(*RELATED)
    rows = list(locked.order_by("pk"))
    if not rows:
        raise NothingToConfirmError
    for row in rows:
        check_assignment(row, AssignmentAction.CONFIRM, access)
        _confirm(row, by=by, now=now)
    return len(rows)


@transaction.atomic
def return_assignment(
    *, assignment_id: int, by: User, access: Access, reason: str, now: datetime
) -> Assignment:
    """Not ours, says the unit in time and in writing. Now the office owes another hand-out."""
    row = locked_assignment(assignment_id, access)
    check_assignment(row, AssignmentAction.RETURN, access, reason)
    if not may_still_return(row, timezone.localdate(now)):
        raise TooLateToReturnError(due=day(row.receipt.due_on))
    step = ASSIGNMENT_LIFE[AssignmentAction.RETURN]
    with for_others():
        name = signing_name(access, by, row.unit_id)
        take_step(row, step, by=by, by_name=name, now=now, reason=reason)
        _meet(row.receipt, now)
        _owe_reassignment(row, now)
        tell_of_assignment(
            row,
            officers_of(row.plan, now),
            news=_("单位退回，请重新交办"),
            detail=reason,
            key="returned",
            now=now,
        )
    return row


@transaction.atomic
def insist(
    *, assignment_id: int, by: User, access: Access, reason: str, now: datetime
) -> Assignment:
    """The office does not agree to the return: the unit confirms after all, with days of its own."""
    row = locked_assignment(assignment_id, access)
    check_assignment(row, AssignmentAction.INSIST, access, reason)
    take_step(row, ASSIGNMENT_LIFE[AssignmentAction.INSIST], by=by, now=now, reason=reason)
    meet_reassignment(row, now)
    row.receipt.met_at = None
    due_on = receipt_due_on(row.plan, now)
    with for_others():
        redate(row.receipt, due_on, by=by, now=now, reason=_("退回未准，重新起算"))
        tell_of_assignment(
            row,
            people_of([row.unit_id], now),
            news=_("退回未准，请签收"),
            detail=reason,
            key="insisted",
            now=now,
        )
    return row


@transaction.atomic
def finish(
    *, assignment_id: int, by: User, access: Access, reason: str, now: datetime
) -> Assignment:
    """Done with: nothing of this leaf is owed by the unit any more."""
    row = locked_assignment(assignment_id, access)
    check_assignment(row, AssignmentAction.FINISH, access, reason)
    owed = Obligation.objects.open().filter(task=row.task, unit=row.unit, kind__in=OF_A_LEAF)
    if count := owed.count():
        raise StillOwedError(task=row.task, unit=row.unit, count=count)
    take_step(row, ASSIGNMENT_LIFE[AssignmentAction.FINISH], by=by, now=now, reason=reason)
    return row


def locked_assignment(assignment_id: int, access: Access) -> Assignment:
    """Locked first and read after, in the order of everybody: the plan, then what is in it."""
    hold_open(visible_assignment(assignment_id, access).plan_id)
    Assignment.objects.select_for_update().filter(pk=assignment_id).first()
    return visible_assignment(assignment_id, access)


def visible_assignment(assignment_id: int, access: Access) -> Assignment:
    visible = Assignment.objects.visible_to(access).filter(pk=assignment_id)
    row = visible.select_related(*RELATED).first()
    if row is None:
        raise NotVisibleError
    return row


def check_assignment(
    row: Assignment, action: AssignmentAction, access: Access, reason: str | None = None
) -> None:
    """Without `reason`: before what was typed is looked at."""
    actors = assignment_actors(access, row, spoken_for(access, [row]))
    words = NOT_YET_READ if reason is None else reason
    check_step(row.status, ASSIGNMENT_LIFE, ASSIGNMENT_WORDS, action, actors=actors, reason=words)


def meet_reassignment(row: Assignment, now: datetime) -> None:
    """The office has decided on a return."""
    for owed in row.receipt.children.open().filter(kind=Obligation.Kind.REASSIGNMENT):
        _meet(owed, now)


def _confirm(row: Assignment, *, by: User, now: datetime) -> None:
    take_step(row, ASSIGNMENT_LIFE[AssignmentAction.CONFIRM], by=by, now=now)
    _meet(row.receipt, now)


def _owe_reassignment(row: Assignment, now: datetime) -> None:
    rule = limit_of(row.plan.rule_set_id, "reassignment_after_refusal")
    due_on = rule.after(timezone.localdate(now), work_calendar(row.government_id))
    Obligation.objects.create(
        government_id=row.government_id,
        plan=row.plan,
        plan_version=row.plan.version,
        key=f"reassignment/{row.receipt.key}",
        kind=Obligation.Kind.REASSIGNMENT,
        unit_id=row.plan.reviewing_unit_id,
        parent=row.receipt,
        task=row.task,
        original_due_on=due_on,
        due_on=due_on,
    )


def _meet(owed: Obligation, now: datetime) -> None:
    owed.met_at = now
    owed.save()
