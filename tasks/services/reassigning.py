"""The office gives a leaf to another unit: after a return, or in mid-year.

What the unit has filed stays its own. What it still owes for the leaf goes to the other unit.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common.language import for_others
from common.templatetags.portal import day
from events.services import note, take_step
from motions.services import hold_open
from tasks.errors import WrongUnitError
from tasks.models import Assignment, Obligation, Reassignment, TaskParty
from tasks.obligations import key_for
from tasks.services.assignments import (
    check_assignment,
    locked_assignment,
    meet_reassignment,
    visible_assignment,
)
from tasks.services.handing_out import new_assignment, new_receipt, receipt_due_on
from tasks.services.telling import people_of, tell_of_assignment
from tasks.withdrawing import restore, withdraw
from tasks.workflow import ASSIGNMENT_LIFE, AssignmentAction
from units.models import Unit, User
from units.permissions import Access

MOVED_WITH = {
    TaskParty.Role.LEAD.value: (Obligation.Kind.PART, Obligation.Kind.CO_SIGNATURE),
    TaskParty.Role.RESPONSIBLE.value: (Obligation.Kind.CONTRIBUTION,),
}


@transaction.atomic
def reassign(
    *, assignment_id: int, to_unit_id: int, by: User, access: Access, reason: str, now: datetime
) -> Assignment:
    """Returns the new unit's assignment. `reports.services.reassigning` brings drafts along."""
    _lock_filings(visible_assignment(assignment_id, access), to_unit_id)
    row = locked_assignment(assignment_id, access)
    check_assignment(row, AssignmentAction.REASSIGN, access, reason)
    to_unit = _checked_unit(row, to_unit_id)
    step = ASSIGNMENT_LIFE[AssignmentAction.REASSIGN]
    take_step(row, step, by=by, now=now, reason=reason)
    meet_reassignment(row, now)
    with for_others():
        words = _("已改派%(unit)s：%(reason)s") % {"unit": to_unit, "reason": reason.strip()}
    withdraw(owed=[row.receipt], reason=words, now=now)
    _note_move(row, to_unit, by=by, reason=reason, now=now)
    successor = _hand_on(row, to_unit, by=by, now=now)
    _move_owed(row, successor, now=now, words=words)
    with for_others():
        _tell(row, successor, reason, now)
    return successor


def _lock_filings(row: Assignment, to_unit_id: int) -> None:
    """What both units file, and every report with this leaf: first, as each step of a report does."""
    hold_open(row.plan_id)
    parts = Obligation.objects.filter(task=row.task, kind=Obligation.Kind.PART)
    filings = Obligation.objects.filter(
        Q(unit__in=[row.unit_id, to_unit_id]) | Q(pk__in=parts.values("parent")),
        plan=row.plan_id,
        kind=Obligation.Kind.FILING,
    )
    list(filings.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _checked_unit(row: Assignment, unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id, government=row.government_id).first()
    if unit is None:
        raise WrongUnitError(task=row.task, found=_("没有这个单位"))
    if unit.merged_into_id is not None:
        raise WrongUnitError(task=row.task, found=_("%s已经并走") % unit)
    holding = Assignment.objects.standing().filter(task=row.task, role=row.role, unit=unit)
    if holding.exists():
        raise WrongUnitError(task=row.task, found=_("%s已经承办这一项") % unit)
    return unit


def _note_move(row: Assignment, to_unit: Unit, *, by: User, reason: str, now: datetime) -> None:
    move = Reassignment.objects.create(
        task=row.task,
        role=row.role,
        from_unit=row.unit,
        to_unit=to_unit,
        at=now,
        by=by,
        by_name=by.name,
        reason=reason.strip(),
    )
    move.stages.set({owed.deadline for owed in _still_owed(row)})


def _hand_on(row: Assignment, to_unit: Unit, *, by: User, now: datetime) -> Assignment:
    before = Assignment.objects.filter(task=row.task, role=row.role, unit=to_unit).count()
    due_on = receipt_due_on(row.plan, now)
    receipt = new_receipt(row.task, row.role, to_unit, due_on=due_on, times=before + 1)
    receipt.save()
    successor = new_assignment(row.task, row.role, to_unit, receipt=receipt, by=by, now=now)
    successor.save()
    note(successor, AssignmentAction.HAND_OUT, by=by, now=now)
    return successor


def _still_owed(row: Assignment) -> list[Obligation]:
    owed = Obligation.objects.open().filter(
        task=row.task, unit=row.unit, kind__in=MOVED_WITH[row.role]
    )
    return list(owed.select_related("parent", "deadline", "unit").order_by("due_on", "pk"))


def _move_owed(row: Assignment, successor: Assignment, *, now: datetime, words: str) -> None:
    for old in _still_owed(row):
        withdraw(owed=[old], reason=words, now=now)
        filing = _filing_of(old, successor) if old.kind == Obligation.Kind.PART else None
        due_on = filing.due_on if filing and filing.is_open else old.due_on
        _owe_instead(old, successor, parent=filing, due_on=_fair_day(due_on, successor))
    withdraw(owed=_empty_filings(row), reason=words, now=now)


def _filing_of(part: Obligation, successor: Assignment) -> Obligation:
    """The new unit's filing for the stage; it gets one if it led nothing so far."""
    key = key_for(part.parent, successor.unit)
    filing = Obligation.objects.in_force().filter(plan=part.plan_id, key=key).first()
    due_on = _fair_day(part.due_on, successor)
    return filing or _owe_instead(part.parent, successor, parent=None, due_on=due_on)


def _owe_instead(
    old: Obligation, successor: Assignment, *, parent: Obligation | None, due_on: date
) -> Obligation:
    """The same thing owed by the new unit: a new row, or the one that it had before and lost."""
    key = key_for(old, successor.unit)
    new = Obligation.objects.filter(plan=old.plan_id, key=key).first() or Obligation(
        government_id=old.government_id,
        plan_id=old.plan_id,
        plan_version=old.plan_version,
        key=key,
        kind=old.kind,
        unit_id=successor.unit_id,
        deadline=old.deadline,
        task=old.task,
        original_due_on=old.original_due_on,
    )
    new.parent, new.due_on = parent, due_on
    with for_others():
        restore(owed=new, reason=_("由%(unit)s改派") % {"unit": old.unit})
    return new


def _fair_day(due_on: date, successor: Assignment) -> date:
    """A day that is past binds nobody who is handed the work today: then it is the receipt's day."""
    is_past = due_on < timezone.localdate(successor.handed_at)
    return successor.receipt.due_on if is_past else due_on


def _empty_filings(row: Assignment) -> Iterator[Obligation]:
    """Filings of the old unit in which nothing is left to report."""
    parts = Obligation.objects.in_force().filter(parent=OuterRef("pk"), kind=Obligation.Kind.PART)
    filings = Obligation.objects.open().filter(
        plan=row.plan, unit=row.unit, kind=Obligation.Kind.FILING
    )
    yield from filings.exclude(Exists(parts)).order_by("pk")


def _tell(row: Assignment, successor: Assignment, reason: str, now: datetime) -> None:
    due_on = day(successor.receipt.due_on)
    tell_of_assignment(
        successor,
        people_of([successor.unit_id], now),
        news=_("交本单位承办，请签收"),
        detail=_("由%(unit)s改派：%(reason)s\n请在 %(due)s 前签收。")
        % {"unit": row.unit, "reason": reason, "due": due_on},
        key="handed",
        now=now,
    )
    tell_of_assignment(
        row,
        people_of([row.unit_id], now),
        news=_("已改派%s") % successor.unit,
        detail=_("%s\n已经报送的仍在本单位名下。") % reason,
        key="moved",
        now=now,
    )
