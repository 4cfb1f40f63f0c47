"""From a plan file's content into the database, whole or not at all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from motions.models import Deadline, Deputy, GroupMember, Motion, Plan, UnitGroup, UnitGroupMember
from tasks.measures import SCOPE_MEASURES
from tasks.models import Allocation, Milestone, Target, Task, TaskParty
from tasks.obligations import generate_obligations
from tasks.planfile.compare import differences
from tasks.planfile.errors import PlanChangedError
from tasks.planfile.export import export_plan
from units.models import Government, RuleSet, Unit, UnitAlias, UnitName
from units.selectors import rule_set_for
from units.services import open_government

Content = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    plan: Plan
    is_new: bool


@transaction.atomic
def load_plan(content: Content) -> Loaded:
    """Load checked, canonical content.

    The same content again changes nothing; other content for a loaded plan raises PlanChangedError.
    """
    issuer = content["document"]["issuer"]
    government = Government.objects.filter(name=issuer).first() or open_government(name=issuer)
    government = Government.objects.select_for_update().get(pk=government.pk)
    plan = Plan.objects.filter(government=government, slug=content["id"]).first()
    if plan is None:
        return Loaded(_Loader(government, content).load(), is_new=True)
    found = list(differences(export_plan(plan), content))
    if found:
        raise PlanChangedError(str(plan), found)
    return Loaded(plan, is_new=False)


class _Loader:
    """One load: the government's units by every name they go by, and the plan being made."""

    def __init__(self, government: Government, content: Content) -> None:
        self.government = government
        self.content = content
        self.units = _units_by_name(government)
        self.groups: dict[str, UnitGroup] = {}
        self.order = 0

    def load(self) -> Plan:
        aliases = [self._alias(name, unit) for name, unit in self.content["unit_aliases"].items()]
        self.plan = self._plan()
        self.plan.unit_aliases.set(aliases)
        self._unit_groups()
        self._motions()
        self._leading_group()
        self._deadlines()
        for task in self.content["tasks"]:
            self._task(task, parent=None)
        generate_obligations(self.plan)
        return self.plan

    def _unit(self, name: str) -> Unit:
        if name not in self.units:
            self.units[name] = Unit.objects.create(government=self.government, name=name)
        return self.units[name]

    def _alias(self, name: str, unit: str) -> UnitAlias:
        alias, _ = UnitAlias.objects.get_or_create(
            government=self.government, name=name, defaults={"unit": self._unit(unit)}
        )
        return alias

    def _plan(self) -> Plan:
        content, document = self.content, self.content["document"]
        group = content["leading_group"] or {"office_unit": None, "office_director": None}
        return Plan.objects.create(
            government=self.government,
            slug=content["id"],
            number=document["number"],
            title=document["title"],
            signed_on=_day(document["signed"]),
            issued_on=_day(document["issued"]),
            session=document["session"],
            host_unit=self._unit(content["host_unit"]) if content["host_unit"] else None,
            supervisor_unit=self._unit(content["supervisor_unit"])
            if content["supervisor_unit"]
            else None,
            office_unit=self._unit(group["office_unit"]) if group["office_unit"] else None,
            office_director=group["office_director"],
            copied_to=content["copied_to"],
            rule_set=rule_set_for(self.government, RuleSet.Kind.MOTION),
        )

    def _unit_groups(self) -> None:
        for name, units in self.content["unit_groups"].items():
            group = self.groups[name] = UnitGroup.objects.create(plan=self.plan, name=name)
            for order, unit in enumerate(units):
                UnitGroupMember.objects.create(group=group, order=order, unit=self._unit(unit))

    def _motions(self) -> None:
        for order, content in enumerate(self.content["motions"]):
            motion = Motion.objects.create(plan=self.plan, order=order, title=content["title"])
            named = [content["lead_proposer"] or ""] + [""] * (content["proposers"] - 1)
            for place, name in enumerate(named):
                Deputy.objects.create(motion=motion, order=place, name=name)

    def _leading_group(self) -> None:
        if self.content["leading_group"]:
            for order, member in enumerate(self.content["leading_group"]["members"]):
                GroupMember.objects.create(plan=self.plan, order=order, **member)

    def _deadlines(self) -> None:
        for order, content in enumerate(self.content["deadlines"]):
            Deadline.objects.create(
                plan=self.plan,
                order=order,
                kind=content["kind"],
                due_on=date.fromisoformat(content["due"]),
                copies=content.get("copies"),
                satisfaction_goal=_decimal(content.get("satisfaction_goal")),
            )

    def _task(self, content: Content, *, parent: Task | None) -> None:
        task = Task.objects.create(
            plan=self.plan,
            parent=parent,
            order=self.order,
            due_on=_day(content["due"]),
            **{
                name: content[name]
                for name in ("key", "number", "title", "summary", "text", "due_text")
            },
            milestones_open=content["milestones_open"],
        )
        self.order += 1
        for role, names in (
            (TaskParty.Role.LEAD, content["lead_units"]),
            (TaskParty.Role.RESPONSIBLE, content["responsible_units"]),
        ):
            for order, name in enumerate(names):
                group = self.groups.get(name)
                unit = None if group else self._unit(name)
                TaskParty.objects.create(task=task, role=role, order=order, unit=unit, group=group)
        for order, target in enumerate(content["targets"]):
            self._target(task, order, target)
        for order, milestone in enumerate(content["milestones"]):
            Milestone.objects.create(task=task, order=order, **milestone)
        for item in content["items"]:
            self._task(item, parent=task)

    def _target(self, task: Task, order: int, content: Content) -> None:
        target = Target.objects.create(
            task=task,
            order=order,
            name=content["name"],
            unit=content["unit"],
            is_scope=content["name"] in SCOPE_MEASURES,
            **_bounds(content),
        )
        for place, part in enumerate(content["allocations"]):
            Allocation.objects.create(
                target=target, order=place, unit=self._unit(part["unit"]), **_bounds(part)
            )


def _units_by_name(government: Government) -> dict[str, Unit]:
    names = {
        alias.name: alias.unit
        for alias in UnitAlias.objects.filter(government=government).select_related("unit")
    }
    for former in UnitName.objects.filter(unit__government=government).select_related("unit"):
        names.setdefault(former.name, former.unit)
    return names | {unit.name: unit for unit in Unit.objects.filter(government=government)}


def _bounds(content: Content) -> dict[str, Decimal | None]:
    return {"minimum": _decimal(content["minimum"]), "maximum": _decimal(content["maximum"])}


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)
