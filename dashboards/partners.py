"""What the boards show of what goes between units: counts, who is waited for, and the gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from dashboards.standing import PlanStanding
from dashboards.standing.partner_shapes import Holder, Kind, PartnerRow, StagePartners, Word
from dashboards.standing.shapes import LeafStanding, Stage, TargetStanding
from dashboards.standing.words import PARTNER_WORDS

MOST_HOLDERS = 8
# Tone and symbol of templates/components/badge.html.
LOOKS = {
    Word.ARRIVED: ("ok", "check-circle"),
    Word.SIGNED: ("ok", "check-circle"),
    Word.OPEN: ("neutral", "circle"),
    Word.AWAITING: ("waiting", "clock"),
    Word.OBJECTED: ("danger", "octagon"),
    Word.MISSING: ("warn", "triangle"),
}
OVERDUE = ("danger", "octagon")


@dataclass(frozen=True)
class Mark:
    row: PartnerRow
    word: str | Promise
    tone: str
    icon: str
    address: str


@dataclass(frozen=True)
class BoardPartners:
    stages: tuple[StagePartners, ...]
    gaps: tuple[Mark, ...]
    holders: tuple[Holder, ...]
    more: int


def partners_context(standing: PlanStanding) -> BoardPartners:
    found = standing.partners
    holders = found.holders
    return BoardPartners(
        stages=found.stages,
        gaps=tuple(mark_of(row, is_past=True) for row in found.gaps),
        holders=holders[:MOST_HOLDERS],
        more=max(0, len(holders) - MOST_HOLDERS),
    )


def mark_of(row: PartnerRow, *, is_past: bool) -> Mark:
    tone, icon = OVERDUE if row.is_overdue else LOOKS[row.word]
    opens = row.address_id is not None and not is_past
    address = reverse("contribution", args=[row.address_id]) if opens else ""
    return Mark(row, PARTNER_WORDS[row.word], tone, icon, address)


@dataclass(frozen=True)
class UnitLine:
    """A responsible unit: how it stands in each stage, and its latest figure of each target."""

    unit: str
    marks: tuple[Mark | None, ...]
    shares: tuple[tuple[TargetStanding, Decimal | None, str], ...]


@dataclass(frozen=True)
class LeafPartners:
    stages: tuple[StagePartners, ...]
    targets: tuple[TargetStanding, ...]
    lines: tuple[UnitLine, ...]
    sums: tuple[tuple[TargetStanding, Decimal | None], ...]
    co_signatures: tuple[Mark, ...]


def leaf_partners(standing: PlanStanding, leaf: LeafStanding, *, is_past: bool) -> LeafPartners:
    """Figures are running totals of the year, so each unit's latest stands for it."""
    rows = standing.partners.of_leaf(leaf.id)
    contributions = [row for row in rows if row.kind == Kind.CONTRIBUTION]
    told = {pk for row in contributions for pk in row.figures}
    targets = tuple(t for t in leaf.progress_targets if t.id in told or t.allocations)
    stages = tuple(row for row in standing.partners.stages)
    lines = tuple(_lines(contributions, [s.stage for s in stages], targets, is_past=is_past))
    return LeafPartners(
        stages=stages,
        targets=targets,
        lines=lines,
        sums=tuple(
            (target, _sum(line.shares[place][1] for line in lines))
            for place, target in enumerate(targets)
        ),
        co_signatures=tuple(
            mark_of(row, is_past=is_past) for row in rows if row.kind == Kind.CO_SIGNATURE
        ),
    )


def _lines(
    rows: list[PartnerRow],
    stages: list[Stage],
    targets: tuple[TargetStanding, ...],
    *,
    is_past: bool,
) -> list[UnitLine]:
    by_unit: dict[Any, dict[int, PartnerRow]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, {})[row.stage.id] = row
    return [
        UnitLine(
            unit=unit.name,
            marks=tuple(
                mark_of(found[stage.id], is_past=is_past) if stage.id in found else None
                for stage in stages
            ),
            shares=tuple(
                (target, _latest(found.values(), target.id), _allocated(target, unit.id))
                for target in targets
            ),
        )
        for unit, found in by_unit.items()
    ]


def _latest(rows: Iterable[PartnerRow], target_id: int) -> Decimal | None:
    told = [row.figures[target_id] for row in rows if target_id in row.figures]
    return told[-1] if told else None


def _allocated(target: TargetStanding, unit_id: int) -> str:
    return next((row.words for row in target.allocations if row.unit.id == unit_id), "")


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    told = [value for value in values if value is not None]
    return sum(told, Decimal(0)) if told else None
