"""Difficulties and notices within a scope, as they stood."""

from dashboards.standing.reading import Facts
from dashboards.standing.shapes import Scope
from supervision.selectors.standing import DifficultyStanding, NoticeStanding, supervised_at
from tasks.models import Task


def supervised(
    facts: Facts, scope: Scope
) -> tuple[tuple[DifficultyStanding, ...], tuple[NoticeStanding, ...]]:
    """A difficulty belongs to no stage; a notice to that of what it is about."""
    difficulties, notices = supervised_at(
        facts.plan, at=facts.at, units=facts.units, calendar=facts.calendar
    )
    return (
        tuple(row for row in difficulties if scope.stage_id is None and _is_within(row, scope)),
        tuple(
            row
            for row in notices
            if scope.stage_id in {None, row.deadline_id} and _is_within(row, scope)
        ),
    )


def _is_within(row: DifficultyStanding | NoticeStanding, scope: Scope) -> bool:
    return scope.is_of(row.unit.id) and _is_part_of(row.task, scope.task_key)


def _is_part_of(task: Task | None, key: str | None) -> bool:
    if key is None or task is None:
        return key is None
    return key in {task.key, task.parent.key if task.parent else None}
