"""What pages read of a plan's work: tasks and parts with their units, targets and named projects.

Rows are frozen and in words; reading a plan takes the same number of queries whatever its size.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from common.errors import NotVisibleError
from motions.models import Plan
from tasks.goals import allocation_sum
from tasks.models import Milestone, Target, Task, TaskParty
from tasks.parties import holders_of, units_of, units_of_party
from tasks.wording import bounds_words, remainder_words, target_words
from units.models import Unit

PREFETCH = (
    "parties__unit__former_names",
    "parties__group__members__unit__former_names",
    "reassignments__to_unit",
    "targets__allocations__unit__former_names",
    "milestones",
)


@dataclass(frozen=True)
class PartyRow:
    """A unit as the directive names it, or a group with its units; and who has taken over what."""

    name: str
    members: tuple[str, ...] = ()
    moves: tuple["Move", ...] = ()


@dataclass(frozen=True)
class Move:
    """What the directive gives to `printed`, `holder` has now."""

    printed: str
    holder: str


@dataclass(frozen=True)
class TargetRow:
    """`allocations`: the units' parts in words. `unallocated` is None where there is no whole.

    `remainder` is what was handed to nobody, in words; empty for a target without allocations.
    """

    name: str
    unit: str
    words: str
    minimum: Decimal | None
    is_at_least: bool
    is_scope: bool
    allocations: Mapping[str, str]
    allocated: Decimal
    unallocated: Decimal | None
    remainder: str

    @property
    def has_remainder(self) -> bool:
        return bool(self.remainder and self.unallocated)


@dataclass(frozen=True)
class MilestoneGroup:
    kind: str
    word: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class TaskRow:
    """`own_role`: what the reader's own units do here, lead or responsible, empty for neither."""

    key: str
    number: str
    title: str
    summary: str
    text: str
    due_on: date | None
    due_text: str
    leads: tuple[PartyRow, ...]
    responsible: tuple[PartyRow, ...]
    targets: tuple[TargetRow, ...]
    milestones: tuple[MilestoneGroup, ...]
    milestones_open: bool
    own_role: str
    parts: tuple["TaskRow", ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.parts

    @property
    def has_parties(self) -> bool:
        return bool(self.leads or self.responsible)

    @cached_property
    def table(self) -> "PartsTable":
        return parts_table(self.parts)

    @cached_property
    def allocations(self) -> "AllocationTable":
        return allocation_table(self.targets)


@dataclass(frozen=True)
class Measure:
    """What several leaves count, and its sum; `is_at_least`: one of them is asked for no less."""

    name: str
    unit: str
    is_scope: bool
    total: Decimal
    is_at_least: bool

    def is_of(self, target: TargetRow) -> bool:
        return (target.name, target.unit) == (self.name, self.unit)


@dataclass(frozen=True)
class PartLine:
    part: TaskRow
    cells: tuple[TargetRow | None, ...]
    others: tuple[TargetRow, ...]


@dataclass(frozen=True)
class PartsTable:
    """Parts side by side: what several of them count in columns with its sum, the rest in words."""

    measures: tuple[Measure, ...]
    lines: tuple[PartLine, ...]


def parts_table(parts: Sequence[TaskRow]) -> PartsTable:
    measures = shared_measures(parts)
    return PartsTable(measures, tuple(_part_line(part, measures) for part in parts))


def _part_line(part: TaskRow, measures: tuple[Measure, ...]) -> PartLine:
    cells = tuple(next((t for t in part.targets if m.is_of(t)), None) for m in measures)
    return PartLine(part, cells, tuple(t for t in part.targets if t not in cells))


def shared_measures(rows: Sequence[TaskRow]) -> tuple[Measure, ...]:
    targets: dict[tuple[str, str], list[TargetRow]] = {}
    for row in rows:
        for target in row.targets:
            targets.setdefault((target.name, target.unit), []).append(target)
    return tuple(_measure(found) for found in targets.values() if len(found) > 1)


def _measure(targets: list[TargetRow]) -> Measure:
    return Measure(
        name=targets[0].name,
        unit=targets[0].unit,
        is_scope=targets[0].is_scope,
        total=sum((t.minimum or Decimal(0) for t in targets), Decimal(0)),
        is_at_least=any(t.is_at_least for t in targets),
    )


@dataclass(frozen=True)
class AllocationTable:
    """Units down, targets across: what the directive hands to each, empty where nothing."""

    targets: tuple[TargetRow, ...]
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def allocation_table(targets: Sequence[TargetRow]) -> AllocationTable:
    split = tuple(target for target in targets if target.allocations)
    units = dict.fromkeys(unit for target in split for unit in target.allocations)
    lines = tuple((unit, tuple(t.allocations.get(unit, "") for t in split)) for unit in units)
    return AllocationTable(split, lines)


@dataclass(frozen=True)
class PlanWork:
    """All tasks of a plan in the directive's order."""

    tasks: tuple[TaskRow, ...]

    @cached_property
    def leaves(self) -> list[TaskRow]:
        return [row for task in self.tasks for row in (task.parts or (task,))]

    @cached_property
    def lead_units(self) -> list[str]:
        return _distinct(party for leaf in self.leaves for party in leaf.leads)

    @cached_property
    def responsible_units(self) -> list[str]:
        return _distinct(party for leaf in self.leaves for party in leaf.responsible)

    @cached_property
    def own_leads(self) -> int:
        return sum(leaf.own_role == TaskParty.Role.LEAD for leaf in self.leaves)

    @cached_property
    def own_shares(self) -> int:
        return sum(leaf.own_role == TaskParty.Role.RESPONSIBLE for leaf in self.leaves)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        return shared_measures(self.leaves)


def _distinct(parties: Iterable[PartyRow]) -> list[str]:
    names: dict[str, None] = {}
    for party in parties:
        names |= dict.fromkeys(party.members or (party.name,))
    return list(names)


def plan_work(plan: Plan, own_units: frozenset[int] = frozenset()) -> PlanWork:
    tasks = list(Task.objects.filter(plan=plan).prefetch_related(*PREFETCH))
    parts: dict[int | None, list[Task]] = {}
    for task in tasks:
        parts.setdefault(task.parent_id, []).append(task)
    reading = _Reading(plan.named_on, own_units, parts)
    return PlanWork(tuple(_row(task, reading) for task in parts.get(None, [])))


@dataclass(frozen=True)
class LeafPage:
    """One leaf with its neighbours in the directive's order."""

    leaf: TaskRow
    parent_title: str
    before: TaskRow | None
    after: TaskRow | None


def leaf_page(plan: Plan, key: str, own_units: frozenset[int] = frozenset()) -> LeafPage:
    work = plan_work(plan, own_units)
    leaves = work.leaves
    place = next((i for i, leaf in enumerate(leaves) if leaf.key == key), None)
    if place is None:
        raise NotVisibleError
    leaf = leaves[place]
    parents = (task for task in work.tasks if leaf in task.parts)
    return LeafPage(
        leaf=leaf,
        parent_title=next((f"{task.number} {task.title}" for task in parents), ""),
        before=leaves[place - 1] if place else None,
        after=leaves[place + 1] if place + 1 < len(leaves) else None,
    )


@dataclass(frozen=True)
class _Reading:
    day: date | None
    own_units: frozenset[int]
    parts: Mapping[int | None, list[Task]]


def _row(task: Task, reading: _Reading) -> TaskRow:
    return TaskRow(
        key=task.key,
        number=task.number,
        title=task.title,
        summary=task.summary or "",
        text=task.text or "",
        due_on=task.due_on,
        due_text=task.due_text or "",
        leads=tuple(_parties(task, TaskParty.Role.LEAD, reading.day)),
        responsible=tuple(_parties(task, TaskParty.Role.RESPONSIBLE, reading.day)),
        targets=tuple(_target(target, reading.day) for target in task.targets.all()),
        milestones=tuple(_milestones(task)),
        milestones_open=task.milestones_open,
        own_role=_own_role(task, reading.own_units),
        parts=tuple(_row(part, reading) for part in reading.parts.get(task.pk, [])),
    )


def _own_role(task: Task, own_units: frozenset[int]) -> str:
    for role in TaskParty.Role:
        if own_units & {unit.pk for unit in units_of(task, role)}:
            return role.value
    return ""


def _parties(task: Task, role: str, day: date | None) -> Iterator[PartyRow]:
    for party in task.parties.all():
        if party.role != role:
            continue
        units = units_of_party(party)
        moves = tuple(_moves(task, role, units, day))
        if party.group:
            members = tuple(unit.name_on(day) for unit in units)
            yield PartyRow(party.group.name, members, moves)
        else:
            yield PartyRow(party.unit.name_on(day), moves=moves)


def _moves(task: Task, role: str, units: Iterable[Unit], day: date | None) -> Iterator[Move]:
    for unit in units:
        holder = holders_of(task, role, unit)[-1]
        if holder != unit:
            yield Move(unit.name_on(day), holder.name)


def _target(target: Target, day: date | None) -> TargetRow:
    allocations = list(target.allocations.all())
    split = allocation_sum(target)
    return TargetRow(
        name=target.name,
        unit=target.unit,
        words=target_words(target),
        minimum=target.minimum,
        is_at_least=target.minimum is not None and target.maximum is None,
        is_scope=target.is_scope,
        allocations={a.unit.name_on(day): bounds_words(a, target.unit) for a in allocations},
        allocated=split.allocated,
        unallocated=split.unallocated,
        remainder=remainder_words(target) if allocations else "",
    )


def _milestones(task: Task) -> Iterator[MilestoneGroup]:
    """By kind, in the order in which the kinds are listed."""
    rows = list(task.milestones.all())
    for kind in Milestone.Kind:
        names = tuple(row.name for row in rows if row.kind == kind)
        if names:
            yield MilestoneGroup(kind.value, str(kind.label), names)
