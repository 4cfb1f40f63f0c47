"""Difficulties and notices within a scope, as they stood."""

from dashboards.standing.reading import Facts
from dashboards.standing.shapes import Scope
from supervision.selectors.standing import (
    DifficultyStanding,
    NoticeStanding,
    difficulties_at,
    notices_at,
)
from tasks.models import Task


def difficulties_of(facts: Facts, scope: Scope) -> tuple[DifficultyStanding, ...]:
    """A difficulty belongs to no stage."""
    rows = difficulties_at(facts.plan, at=facts.at, units=facts.units, calendar=facts.calendar)
    return tuple(
        row
        for row in rows
        if scope.stage_id is None
        and scope.unit_id in {None, row.unit.id}
        and _is_within(row.task, scope)
    )


def notices_of(facts: Facts, scope: Scope) -> tuple[NoticeStanding, ...]:
    rows = notices_at(facts.plan, at=facts.at, units=facts.units)
    return tuple(
        row
        for row in rows
        if scope.stage_id in {None, row.deadline_id}
        and scope.unit_id in {None, row.unit.id}
        and _is_within(row.task, scope)
    )


def _is_within(task: Task | None, scope: Scope) -> bool:
    if scope.task_key is None:
        return True
    if task is None:
        return False
    return scope.task_key in {task.key, task.parent.key if task.parent else None}
