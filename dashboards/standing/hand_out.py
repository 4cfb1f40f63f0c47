"""Who had confirmed what was handed out, and which later days were asked for, at a moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dashboards.standing.shapes import Scope, UnitRef
from motions.models import Plan
from tasks.assigned import (
    AssignmentState,
    ReceiptCounts,
    assignment_states,
    receipt_counts,
)
from tasks.extended import ExtensionState, extension_states
from tasks.workflow import AssignmentStatus


@dataclass(frozen=True)
class Waiting:
    """A unit that has not confirmed: how many leaves, and by when the first of them."""

    unit: UnitRef
    number: int
    due_on: date
    is_overdue: bool


@dataclass(frozen=True)
class HandOutStanding:
    """`handed_at` is None before the hand-out; then nothing is asked of anybody."""

    handed_at: datetime | None
    counts: ReceiptCounts
    waiting: tuple[Waiting, ...]
    returned: tuple[AssignmentState, ...]
    assignments: tuple[AssignmentState, ...]
    extensions: tuple[ExtensionState, ...]

    @property
    def open_extensions(self) -> tuple[ExtensionState, ...]:
        return tuple(row for row in self.extensions if row.is_open)

    @property
    def is_sample(self) -> bool:
        return any(row.assignment.is_sample for row in self.assignments) or any(
            row.extension.is_sample for row in self.extensions
        )


def hand_out_standing(
    plan: Plan,
    *,
    at: datetime,
    today: date,
    scope: Scope,
    units: Mapping[int, UnitRef],
    leaves: frozenset[int],
    days: Mapping[int, date],
) -> HandOutStanding:
    """Within the scope's unit and task; extensions also within its stage. `leaves` of the task."""
    states = tuple(
        row
        for row in assignment_states(plan, at, days)
        if scope.is_of(row.assignment.unit_id)
        and (scope.task_key is None or row.assignment.task_id in leaves)
    )
    returned = tuple(row for row in states if row.status == AssignmentStatus.RETURNED)
    return HandOutStanding(
        handed_at=min((row.assignment.handed_at for row in states), default=None),
        counts=receipt_counts(states, at),
        waiting=_waiting(states, today, units),
        returned=returned,
        assignments=states,
        extensions=_extensions(plan, at, scope),
    )


def _waiting(
    states: Iterable[AssignmentState], today: date, units: Mapping[int, UnitRef]
) -> tuple[Waiting, ...]:
    days: dict[int, list[date]] = {}
    for row in states:
        if row.is_unconfirmed:
            days.setdefault(row.assignment.unit_id, []).append(row.assignment.receipt.due_on)
    found = [
        Waiting(units[unit_id], len(due), min(due), min(due) < today)
        for unit_id, due in days.items()
    ]
    return tuple(sorted(found, key=lambda row: (row.due_on, row.unit.name)))


def _extensions(plan: Plan, at: datetime, scope: Scope) -> tuple[ExtensionState, ...]:
    """A report is no task's own, so within a task there are none."""
    if scope.task_key is not None:
        return ()
    return tuple(
        row
        for row in extension_states(plan, at)
        if scope.is_of(row.extension.obligation.unit_id)
        and scope.stage_id in {None, row.extension.obligation.deadline_id}
    )
