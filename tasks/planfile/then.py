"""A plan as it was: the leaves and deadlines of the version that was in force at a moment.

Rows keep their identity, so what was filed finds them; what they say is what that version said.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model, Prefetch, Q, QuerySet

from motions.models import Deadline, Plan, PlanVersion, UnitGroup
from tasks.models import Allocation, Milestone, Target, Task, TaskParty
from tasks.parties import PREFETCH
from tasks.planfile.names import units_by_name
from tasks.planfile.versions import content_of
from units.models import Unit

Content = dict[str, Any]


@dataclass(frozen=True)
class PlanThen:
    """`version` is None where what is in the tables was in force."""

    version: int | None
    leaves: tuple[Task, ...]
    deadlines: tuple[Deadline, ...]
    proposers: tuple[int, ...] | None


def proposers_at(plan: Plan, at: datetime) -> tuple[int, ...] | None:
    """How many deputies each motion had, in the file's order; None where what is in the tables was in
    force. Motions and places are only ever added, at the end.
    """
    version = _version_at(plan, at)
    return _proposers(content_of(version)) if version else None


def _proposers(content: Content) -> tuple[int, ...]:
    return tuple(motion["proposers"] for motion in content["motions"])


def plan_at(plan: Plan, at: datetime) -> PlanThen:
    version = _version_at(plan, at)
    if version is None:
        leaves = Task.objects.filter(plan=plan).leaves().select_related("parent", "predecessor")
        return PlanThen(
            None,
            tuple(leaves.prefetch_related(*PREFETCH, "targets__allocations", "milestones")),
            tuple(plan.deadlines.order_by("due_on", "order")),
            None,
        )
    then = _Then(plan, version)
    return PlanThen(
        version.number,
        tuple(then.leaves()),
        _deadlines(plan, version),
        _proposers(then.content),
    )


def _version_at(plan: Plan, at: datetime) -> PlanVersion | None:
    if plan.version == 1:
        return None
    in_force = plan.versions.filter(Q(applied_at__isnull=True) | Q(applied_at__lte=at))
    version = in_force.order_by("-number").first()
    return None if version is None or version.number == plan.version else version


def _deadlines(plan: Plan, version: PlanVersion) -> tuple[Deadline, ...]:
    rows = [
        row for row in Deadline.with_withdrawn.filter(plan=plan) if str(row.order) in version.dates
    ]
    for row in rows:
        row.due_on = date.fromisoformat(version.dates[str(row.order)])
    return tuple(sorted(rows, key=lambda row: (row.due_on, row.order)))


class _Then:
    """One version's leaves, on the rows that are there, withdrawn ones too."""

    def __init__(self, plan: Plan, version: PlanVersion) -> None:
        self.content = content_of(version)
        self.units = units_by_name(plan.government)
        groups = UnitGroup.with_withdrawn.filter(plan=plan).prefetch_related("members__unit")
        self.groups: Mapping[str, UnitGroup] = {group.name: group for group in groups}
        targets = Target.with_withdrawn.prefetch_related(
            Prefetch("allocations", Allocation.with_withdrawn.all())
        )
        tasks = (
            Task.with_withdrawn.filter(plan=plan)
            .select_related("predecessor")
            .prefetch_related(
                Prefetch("targets", targets),
                Prefetch("milestones", Milestone.with_withdrawn.all()),
                "reassignments__to_unit",
            )
        )
        self.tasks = {task.key: task for task in tasks}

    def leaves(self) -> Iterator[Task]:
        for content in self.content["tasks"]:
            yield from self._leaves(content, None)

    def _leaves(self, content: Content, parent: Task | None) -> Iterator[Task]:
        task = self._said(self.tasks[content["key"]], content, parent)
        for item in content["items"]:
            yield from self._leaves(item, task)
        if not content["items"]:
            yield task

    def _said(self, task: Task, content: Content, parent: Task | None) -> Task:
        for name in ("number", "title", "summary", "due_text", "milestones_open"):
            setattr(task, name, content[name])
        task.parent = parent
        task.due_on = date.fromisoformat(content["due"]) if content["due"] else None
        targets = {row.name: row for row in task.targets.all()}
        milestones = {(row.kind, row.name): row for row in task.milestones.all()}
        _hold(task, "targets", [self._target(targets[c["name"]], c) for c in content["targets"]])
        _hold(task, "milestones", [milestones[c["kind"], c["name"]] for c in content["milestones"]])
        _hold(task, "parties", list(self._parties(task, content)))
        return task

    def _target(self, target: Target, content: Content) -> Target:
        _bound(target, content)
        target.unit = content["unit"]
        rows = {row.unit_id: row for row in target.allocations.all()}
        parts = [_bound(rows[self._unit(part["unit"]).pk], part) for part in content["allocations"]]
        _hold(target, "allocations", parts)
        return target

    def _parties(self, task: Task, content: Content) -> Iterator[TaskParty]:
        for role, names in (
            (TaskParty.Role.LEAD, content["lead_units"]),
            (TaskParty.Role.RESPONSIBLE, content["responsible_units"]),
        ):
            for order, name in enumerate(names):
                group = self.groups.get(name)
                unit = None if group else self._unit(name)
                yield TaskParty(task=task, role=role, order=order, unit=unit, group=group)

    def _unit(self, name: str) -> Unit:
        return self.units[name]


def _bound(row: Any, content: Content) -> Any:
    for name in ("minimum", "maximum"):
        value = content[name]
        setattr(row, name, None if value is None else Decimal(value))
    return row


def _hold(row: Model, name: str, found: Iterable[Model]) -> None:
    """As if these had been prefetched."""
    rows: QuerySet[Model] = getattr(row, name).none()
    rows._result_cache = list(found)
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = rows
