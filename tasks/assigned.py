"""Who has what, and whether it was confirmed: as it stands, or stood at a moment."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.due import Due
from common.errors import NotVisibleError
from common.life import Step
from events.models import Event
from motions.models import Plan
from tasks.duties import owed_due
from tasks.models import Assignment, HandOut, Obligation
from tasks.permissions import assignment_steps, spoken_for
from tasks.redating import days_before, put_back
from tasks.words import ASSIGNMENT_TONES, ASSIGNMENT_WORDS
from tasks.workflow import GONE, UNCONFIRMED, AssignmentAction, AssignmentStatus
from units.models import Membership, Unit
from units.permissions import Access
from units.roles import ABOVE_THE_WORK
from units.selectors import work_calendar

RELATED = ("plan", "task", "unit", "receipt")
# Whoever owes one of these has a share in a plan.
OF_A_SHARE = (Obligation.Kind.FILING, Obligation.Kind.CONTRIBUTION, Obligation.Kind.REPLY)


@dataclass(frozen=True)
class AssignmentState:
    """`since`, `by_name` and `reason` are those of its latest step by then."""

    assignment: Assignment
    status: AssignmentStatus
    since: datetime
    by_name: str
    reason: str

    @property
    def is_confirmed(self) -> bool:
        return self.status in {AssignmentStatus.IN_HAND, AssignmentStatus.DONE}

    @property
    def is_unconfirmed(self) -> bool:
        return self.status in UNCONFIRMED

    @property
    def is_standing(self) -> bool:
        """The unit still had it then."""
        return self.status not in GONE

    @property
    def words(self) -> str | Promise:
        return ASSIGNMENT_WORDS.statuses[self.status]

    @property
    def tone(self) -> str:
        return ASSIGNMENT_TONES[self.status]


def hand_out_of(plan: Plan) -> HandOut | None:
    return HandOut.objects.filter(plan=plan).first()


def assignment_states(
    plan: Plan, at: datetime, days: Mapping[int, date] | None = None
) -> list[AssignmentState]:
    """Every assignment of a plan as it stood, in the directive's order. Three queries.

    `days`: what `days_before` said, where that was asked already.
    """
    handed = Assignment.objects.filter(plan=plan, handed_at__lte=at)
    rows = list(handed.select_related(*RELATED))
    put_back((row.receipt for row in rows), days_before(plan, at) if days is None else days)
    return _states(rows, at)


def own_states(access: Access, plan: Plan) -> list[AssignmentState]:
    """Those of the units for which the person writes or signs."""
    units = access.working_units
    rows = Assignment.objects.filter(plan=plan, unit__in=units).select_related(*RELATED)
    return _states(rows)


def leaf_states(access: Access, plan: Plan, key: str) -> list[AssignmentState]:
    """Of one leaf, as far as the person may see them."""
    rows = Assignment.objects.visible_to(access).filter(plan=plan, task__key=key)
    return _states(rows.select_related(*RELATED))


def state_of(row: Assignment) -> AssignmentState:
    (state,) = _states([row])
    return state


def _states(rows: Iterable[Assignment], at: datetime | None = None) -> list[AssignmentState]:
    """Now, or by a moment. One query."""
    rows = list(rows)
    steps = Event.objects.filter(
        subject_kind=Assignment._meta.label_lower, subject_id__in=[row.pk for row in rows]
    )
    if at is not None:
        steps = steps.filter(at__lte=at)
    latest = {event.subject_id: event for event in steps.order_by("pk")}
    return [_state(row, latest[row.pk]) for row in rows]


def _state(row: Assignment, latest: Event) -> AssignmentState:
    status = AssignmentStatus(latest.to_status)
    return AssignmentState(row, status, latest.at, latest.by_name, latest.reason)


# -- pages -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AssignmentLine:
    """`due` is the day of the receipt, while it is open; `steps` are open to the reader."""

    state: AssignmentState
    due: Due | None
    steps: tuple[Step, ...]

    @property
    def may_confirm(self) -> bool:
        return any(step.action == AssignmentAction.CONFIRM for step in self.steps)

    @property
    def may_return(self) -> bool:
        return any(step.action == AssignmentAction.RETURN for step in self.steps)

    @property
    def may_reassign(self) -> bool:
        return any(step.action == AssignmentAction.REASSIGN for step in self.steps)


def assignment_lines(
    access: Access, states: Iterable[AssignmentState], today: date
) -> list[AssignmentLine]:
    states = list(states)
    own = spoken_for(access, [state.assignment for state in states])
    calendars = {g: work_calendar(g) for g in {row.assignment.government_id for row in states}}
    return [
        AssignmentLine(
            state,
            owed_due(receipt, calendars[state.assignment.government_id], today)
            if (receipt := state.assignment.receipt).is_open
            else None,
            assignment_steps(access, state.assignment, today, own),
        )
        for state in states
    ]


def assignment_for(access: Access, assignment_id: int) -> Assignment:
    visible = Assignment.objects.visible_to(access).filter(pk=assignment_id)
    row = visible.select_related(*RELATED).first()
    if row is None:
        raise NotVisibleError
    return row


def assignment_owed(access: Access, obligation_id: int) -> Assignment:
    """The assignment that a receipt or a re-assignment is owed for."""
    owed = Obligation.objects.filter(pk=obligation_id).values_list("pk", "parent").first()
    visible = Assignment.objects.visible_to(access).filter(receipt__in=owed or ())
    row = visible.select_related(*RELATED).first()
    if row is None:
        raise NotVisibleError
    return row


def units_for_work(government_id: int) -> QuerySet[Unit]:
    """Who can be given something to do: not a body that only stands above the work, unless it has a share."""
    above = Membership.objects.filter(role__in=ABOVE_THE_WORK).values("unit")
    share = Obligation.objects.filter(kind__in=OF_A_SHARE).values("unit")
    units = Unit.objects.filter(government=government_id, merged_into__isnull=True)
    return units.exclude(Q(pk__in=above) & ~Q(pk__in=share)).order_by("name")


def units_to_choose(row: Assignment) -> QuerySet[Unit]:
    """Of the same government, still there, and without this very thing."""
    holding = Assignment.objects.standing().filter(task=row.task, role=row.role).values("unit")
    return units_for_work(row.government_id).exclude(pk__in=holding)


def units_assigned(plan: Plan) -> QuerySet[Unit]:
    return Unit.objects.filter(assignments__plan=plan).distinct().order_by("name")


class Shown(StrEnum):
    """What the office's list can be narrowed to."""

    UNCONFIRMED = "unconfirmed"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    REASSIGNED = "reassigned"
    ALL = "all"


SHOWN: Mapping[str, str | Promise] = {
    Shown.UNCONFIRMED: _("未签收"),
    Shown.RETURNED: _("退回，待重新交办"),
    Shown.CONFIRMED: _("已签收"),
    Shown.REASSIGNED: _("已改派或撤销"),
    Shown.ALL: _("全部"),
}
_IS_SHOWN: Mapping[str, Callable[[AssignmentState], bool]] = {
    Shown.UNCONFIRMED: lambda row: row.is_unconfirmed,
    Shown.RETURNED: lambda row: row.status == AssignmentStatus.RETURNED,
    Shown.CONFIRMED: lambda row: row.is_confirmed,
    Shown.REASSIGNED: lambda row: not row.is_standing,
    Shown.ALL: lambda row: True,
}


def narrowed(
    states: Iterable[AssignmentState], *, state: str = "", unit: Unit | None = None
) -> list[AssignmentState]:
    """Without a choice: who has not confirmed."""
    is_shown = _IS_SHOWN[state or Shown.UNCONFIRMED]
    return [row for row in states if is_shown(row) and unit in {None, row.assignment.unit}]


@dataclass(frozen=True)
class ReceiptCounts:
    """`total` without what was handed on; every other one of these is a part of it."""

    total: int
    confirmed: int
    unconfirmed: int
    returned: int
    overdue: int


def receipt_counts(states: Iterable[AssignmentState], at: datetime) -> ReceiptCounts:
    standing = [row for row in states if row.is_standing]
    today = timezone.localdate(at)
    waiting = [row for row in standing if row.is_unconfirmed]
    return ReceiptCounts(
        total=len(standing),
        confirmed=sum(row.is_confirmed for row in standing),
        unconfirmed=len(waiting),
        returned=sum(row.status == AssignmentStatus.RETURNED for row in standing),
        overdue=sum(row.assignment.receipt.due_on < today for row in waiting),
    )
