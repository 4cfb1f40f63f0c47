"""Makes the tables say what a plan file says: a new plan and an amended one in the same way.

Deadlines, tasks, targets and milestones that the file no longer has are withdrawn, never deleted.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone

from motions.models import Deadline, Deputy, GroupMember, Motion, Plan, UnitGroup, UnitGroupMember
from tasks.measures import SCOPE_MEASURES
from tasks.models import Allocation, Milestone, Target, Task, TaskParty
from tasks.planfile.matching import matched_deadlines
from tasks.planfile.names import UnitNames

Content = dict[str, Any]
AS_WRITTEN = ("key", "number", "title", "summary", "text", "due_text", "milestones_open")


class Store:
    """`now` is the moment of an amendment; None for a plan that is being loaded."""

    def __init__(self, plan: Plan, content: Content, now: datetime | None = None) -> None:
        self.plan, self.content, self.now = plan, content, now
        self.names = UnitNames(plan.government)
        self.order = 0

    def write(self) -> None:
        aliases = [self.names.alias(*names) for names in self.content["unit_aliases"].items()]
        self._plan()
        self.plan.unit_aliases.set(aliases)
        self._unit_groups()
        self._motions()
        self._leading_group()
        self._deadlines()
        self.tasks = {row.key: row for row in Task.with_withdrawn.filter(plan=self.plan)}
        for content in self.content["tasks"]:
            self._task(content, parent=None)
        self._withdraw(self.tasks.values())

    def _plan(self) -> None:
        content, document = self.content, self.content["document"]
        group = content["leading_group"] or {"office_unit": None, "office_director": None}
        put(
            self.plan,
            number=document["number"],
            title=document["title"],
            signed_on=_day(document["signed"]),
            issued_on=_day(document["issued"]),
            session=document["session"],
            host_unit=self.names.unit_or_none(content["host_unit"]),
            supervisor_unit=self.names.unit_or_none(content["supervisor_unit"]),
            office_unit=self.names.unit_or_none(group["office_unit"]),
            office_director=group["office_director"],
            copied_to=content["copied_to"],
        )

    def _unit_groups(self) -> None:
        rows = {row.name: row for row in UnitGroup.with_withdrawn.filter(plan=self.plan)}
        self.groups: dict[str, UnitGroup] = {}
        for name, names in self.content["unit_groups"].items():
            group = self.groups[name] = (
                rows.pop(name) if name in rows else UnitGroup(plan=self.plan, name=name)
            )
            put(group, withdrawn_at=None)
            units = [self.names.unit(unit) for unit in names]
            if [member.unit_id for member in group.members.all()] != [unit.pk for unit in units]:
                group.members.all().delete()
                for order, unit in enumerate(units):
                    UnitGroupMember.objects.create(group=group, order=order, unit=unit)
        self._withdraw(rows.values())

    def _motions(self) -> None:
        """Motions and the places of their deputies are only ever added: replies hang on them."""
        motions = {motion.order: motion for motion in self.plan.motions.all()}
        for order, content in enumerate(self.content["motions"]):
            motion = motions.get(order) or Motion(plan=self.plan, order=order)
            put(motion, title=content["title"])
            deputies = {deputy.order: deputy for deputy in motion.deputies.all()}
            for place in range(content["proposers"]):
                deputy = deputies.get(place) or Deputy(motion=motion, order=place)
                put(deputy, name=deputy.name if place else content["lead_proposer"] or "")

    def _leading_group(self) -> None:
        members = (self.content["leading_group"] or {"members": []})["members"]
        rows = list(self.plan.group_members.all())
        if [(row.role, row.name, row.post) for row in rows] == [
            (row["role"], row["name"], row["post"]) for row in members
        ]:
            return
        for row in rows:
            row.delete()
        for order, member in enumerate(members):
            GroupMember.objects.create(plan=self.plan, order=order, **member)

    def _deadlines(self) -> None:
        rows = list(self.plan.deadlines.all())
        highest = Deadline.with_withdrawn.filter(plan=self.plan).aggregate(last=Max("order"))
        free = 0 if highest["last"] is None else highest["last"] + 1
        kept = matched_deadlines(
            [(row.kind, row.due_on.isoformat()) for row in rows],
            [(row["kind"], row["due"]) for row in self.content["deadlines"]],
        )
        self._withdraw(row for index, row in enumerate(rows) if index not in kept.values())
        for index, content in enumerate(self.content["deadlines"]):
            row = rows[kept[index]] if index in kept else None
            if row is None:
                row, free = Deadline(plan=self.plan, order=free, kind=content["kind"]), free + 1
            put(
                row,
                due_on=date.fromisoformat(content["due"]),
                copies=content.get("copies"),
                satisfaction_goal=_decimal(content.get("satisfaction_goal")),
            )

    def _task(self, content: Content, *, parent: Task | None) -> None:
        task = self.tasks.pop(content["key"], None) or Task(plan=self.plan)
        put(
            task,
            parent=parent,
            order=self.order,
            due_on=_day(content["due"]),
            predecessor=self._predecessor(content.get("predecessor")),
            withdrawn_at=None,
            **{name: content[name] for name in AS_WRITTEN},
        )
        self.order += 1
        self._parties(task, content)
        self._targets(task, content["targets"])
        self._milestones(task, content["milestones"])
        for item in content["items"]:
            self._task(item, parent=task)

    def _predecessor(self, named: Content | None) -> Task | None:
        if named is None:
            return None
        return Task.objects.get(
            plan__government=self.plan.government, plan__slug=named["plan"], key=named["key"]
        )

    def _parties(self, task: Task, content: Content) -> None:
        wanted = [
            (role, order, None, self.groups[name].pk)
            if name in self.groups
            else (role, order, self.names.unit(name).pk, None)
            for role, names in (
                (TaskParty.Role.LEAD, content["lead_units"]),
                (TaskParty.Role.RESPONSIBLE, content["responsible_units"]),
            )
            for order, name in enumerate(names)
        ]
        rows = list(task.parties.all())
        there = {(row.role, row.order, row.unit_id, row.group_id) for row in rows}
        if there == {(str(role), *rest) for role, *rest in wanted}:
            return
        for row in rows:
            row.delete()
        for role, order, unit_id, group_id in wanted:
            TaskParty.objects.create(
                task=task, role=role, order=order, unit_id=unit_id, group_id=group_id
            )

    def _targets(self, task: Task, contents: list[Content]) -> None:
        rows = {row.name: row for row in Target.with_withdrawn.filter(task=task)}
        for order, content in enumerate(contents):
            name = content["name"]
            target = rows.pop(name, None) or Target(task=task, name=name)
            put(
                target,
                order=order,
                unit=content["unit"],
                is_scope=name in SCOPE_MEASURES,
                withdrawn_at=None,
                **_bounds(content),
            )
            self._allocations(target, content["allocations"])
        self._withdraw(rows.values())

    def _allocations(self, target: Target, contents: list[Content]) -> None:
        rows = {row.unit_id: row for row in Allocation.with_withdrawn.filter(target=target)}
        for order, content in enumerate(contents):
            unit = self.names.unit(content["unit"])
            part = rows.pop(unit.pk, None) or Allocation(target=target, unit=unit)
            put(part, order=order, withdrawn_at=None, **_bounds(content))
        self._withdraw(rows.values())

    def _milestones(self, task: Task, contents: list[Content]) -> None:
        rows = {(row.kind, row.name): row for row in Milestone.with_withdrawn.filter(task=task)}
        added_on = timezone.localdate(self.now) if self.now else None
        for order, content in enumerate(contents):
            row = rows.pop((content["kind"], content["name"]), None)
            row = row or Milestone(task=task, added_on=added_on, **content)
            put(row, order=order, withdrawn_at=None)
        self._withdraw(rows.values())

    def _withdraw(self, rows: Iterable[Any]) -> None:
        for row in rows:
            if row.withdrawn_at is None:
                put(row, withdrawn_at=self.now)


def put(row: Model, **values: Any) -> None:
    """Save a row that is new or says something else; what stays the same leaves no trace."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or row.pk is None:
        row.save()


def _bounds(content: Content) -> dict[str, Decimal | None]:
    return {"minimum": _decimal(content["minimum"]), "maximum": _decimal(content["maximum"])}


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
