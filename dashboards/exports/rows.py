"""What a line of ledger or summary is: a part of a standing with the leaf it belongs to.

Filings and laggards are lines as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboards.standing.partner_shapes import PartnerRow, Partners
from dashboards.standing.shapes import (
    AllocationStanding,
    Correction,
    FigureStanding,
    LeafStanding,
    MilestoneStanding,
    Narrative,
    Stage,
    TargetStanding,
)


@dataclass(frozen=True)
class TargetRow:
    """`target` is None on a leaf whose task is in words only."""

    leaf: LeafStanding
    target: TargetStanding | None


@dataclass(frozen=True)
class TaskRow:
    """A task with its leaves, which is the task itself where it has no sub-projects."""

    number: str
    title: str
    leaves: tuple[LeafStanding, ...]

    @property
    def leaf(self) -> LeafStanding:
        return self.leaves[0]


@dataclass(frozen=True)
class SubProjectRow:
    leaf: LeafStanding


@dataclass(frozen=True)
class FigureRow:
    leaf: LeafStanding
    target: TargetStanding
    figure: FigureStanding


@dataclass(frozen=True)
class AllocationRow:
    """`allocation` is None on the line that says what no unit was given."""

    leaf: LeafStanding
    target: TargetStanding
    allocation: AllocationStanding | None


@dataclass(frozen=True)
class MilestoneRow:
    leaf: LeafStanding
    milestone: MilestoneStanding


@dataclass(frozen=True)
class NarrativeRow:
    """`explanations` are the clerk's words on what the portal had warned of."""

    leaf: LeafStanding
    narrative: Narrative
    explanations: tuple[str, ...]


@dataclass(frozen=True)
class CorrectionRow:
    leaf: LeafStanding
    correction: Correction


@dataclass(frozen=True)
class LeafPartnerRow:
    leaf: LeafStanding
    row: PartnerRow


def partner_rows(leaves: Iterable[LeafStanding], partners: Partners) -> Iterator[LeafPartnerRow]:
    """By stage, then in the directive's order."""
    by_id = {leaf.id: leaf for leaf in leaves}
    for row in partners.rows:
        if row.leaf_id in by_id:
            yield LeafPartnerRow(by_id[row.leaf_id], row)


@dataclass(frozen=True)
class ShareRow:
    """A running total that a responsible unit told its lead: the latest of each measure."""

    leaf: LeafStanding
    target: TargetStanding
    row: PartnerRow
    value: Decimal

    @property
    def allocated(self) -> str:
        given = (row.words for row in self.target.allocations if row.unit.id == self.row.unit.id)
        return next(given, "")


@dataclass(frozen=True)
class GrowthRow:
    """What was accepted of a measure by the end of a stage, also where that stage said nothing new."""

    leaf: LeafStanding
    target: TargetStanding
    stage: Stage
    figure: FigureStanding


Leaves = Iterable[LeafStanding]


def task_rows(leaves: Leaves) -> Iterator[TaskRow]:
    """In the directive's order; a narrowed question has the leaves that it asks for."""
    tasks: dict[tuple[str, str], list[LeafStanding]] = {}
    for leaf in leaves:
        key = (leaf.parent_number or leaf.number, leaf.parent_title or leaf.title)
        tasks.setdefault(key, []).append(leaf)
    for (number, title), found in tasks.items():
        yield TaskRow(number, title, tuple(found))


def sub_project_rows(leaves: Leaves) -> Iterator[SubProjectRow]:
    for leaf in leaves:
        if leaf.parent_title:
            yield SubProjectRow(leaf)


def target_rows(leaves: Leaves) -> Iterator[TargetRow]:
    for leaf in leaves:
        for target in leaf.targets or (None,):
            yield TargetRow(leaf, target)


def figure_rows(leaves: Leaves) -> Iterator[FigureRow]:
    for leaf in leaves:
        for target in leaf.targets:
            for figure in (target.accepted, target.submitted):
                if figure is not None:
                    yield FigureRow(leaf, target, figure)


def allocation_rows(leaves: Leaves) -> Iterator[AllocationRow]:
    for leaf in leaves:
        for target in leaf.targets:
            for allocation in target.allocations:
                yield AllocationRow(leaf, target, allocation)
            if target.allocations:
                yield AllocationRow(leaf, target, None)


def share_rows(leaves: Leaves, partners: Partners) -> Iterator[ShareRow]:
    latest = {
        (row.leaf_id, target_id, row.unit.id): (row, value)
        for row in partners.rows
        for target_id, value in row.figures.items()
    }
    told: dict[tuple[int, int], list[tuple[PartnerRow, Decimal]]] = {}
    for (leaf_id, target_id, _unit), share in latest.items():
        told.setdefault((leaf_id, target_id), []).append(share)
    for leaf in leaves:
        for target in leaf.progress_targets:
            for row, value in told.get((leaf.id, target.id), ()):
                yield ShareRow(leaf, target, row, value)


def growth_rows(leaves: Leaves) -> Iterator[GrowthRow]:
    """Of the stages that some leaf with the same measure told a figure in."""
    leaves = tuple(leaves)
    stages: dict[tuple[str, str], dict[int, Stage]] = {}
    for leaf in leaves:
        for target in leaf.progress_targets:
            found = stages.setdefault((target.name, target.unit), {})
            found |= {row.source.stage.number: row.source.stage for row in target.by_stage}
    for leaf in leaves:
        for target in leaf.progress_targets:
            for number, stage in sorted(stages[target.name, target.unit].items()):
                told = [row for row in target.by_stage if row.source.stage.number <= number]
                if told:
                    yield GrowthRow(leaf, target, stage, told[-1])


def milestone_rows(leaves: Leaves) -> Iterator[MilestoneRow]:
    for leaf in leaves:
        for milestone in leaf.milestones:
            yield MilestoneRow(leaf, milestone)


def correction_rows(leaves: Leaves, corrections: Iterable[Correction]) -> Iterator[CorrectionRow]:
    by_key = {leaf.key: leaf for leaf in leaves}
    for row in corrections:
        if row.leaf_key in by_key:
            yield CorrectionRow(by_key[row.leaf_key], row)
