"""What stood between units at a moment, as frozen rows: contributions and co-signatures."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from dashboards.standing.shapes import Stage, UnitRef
from tasks.models import Obligation

Kind = Obligation.Kind


class Word(StrEnum):
    """How one of them stands. What a draft's objection says is told once the report is out."""

    ARRIVED = "arrived"  # 函告 came
    SIGNED = "signed"
    OPEN = "open"  # not yet, and nobody waits for it
    AWAITING = "awaiting"  # put up for co-signing, no answer yet
    OBJECTED = "objected"
    MISSING = "missing"  # the report went without it


@dataclass(frozen=True)
class PartnerRow:
    """One contribution, or one co-signature, of one unit on one leaf in one stage.

    `went` is the number of the report's version that went with the gap. `address_id`: the contribution
    that may be opened.
    """

    kind: Kind
    leaf_id: int
    leaf: str
    unit: UnitRef
    lead: UnitRef
    stage: Stage
    due_on: date
    word: Word
    days_late: int
    at: datetime | None
    by: str
    version: int | None
    went: int | None
    objection: str
    figures: Mapping[int, Decimal]
    address_id: int | None
    is_sample: bool
    is_provisional: bool = False

    @property
    def is_in(self) -> bool:
        return self.word in {Word.ARRIVED, Word.SIGNED}

    @property
    def is_gap(self) -> bool:
        return self.went is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_in and self.days_late > 0


@dataclass(frozen=True)
class StagePartners:
    """Of one stage: how many are in of how many owed, how many late or missing, and the gaps."""

    stage: Stage
    contributions: int
    contributions_owed: int
    contributions_overdue: int
    co_signatures: int
    co_signatures_owed: int
    gaps: int


@dataclass(frozen=True)
class Holder:
    """A unit that others wait for."""

    unit: UnitRef
    stage: Stage
    kind: Kind
    number: int
    days: int

    @property
    def names(self) -> str:
        """What its rows are called in the ledger's address."""
        return f"{self.kind}.awaited.days-{self.days}"


@dataclass(frozen=True)
class Partners:
    rows: tuple[PartnerRow, ...]

    def of(self, kind: str) -> tuple[PartnerRow, ...]:
        return tuple(row for row in self.rows if row.kind == kind)

    def of_unit(self, unit_id: int | None) -> "Partners":
        return Partners(tuple(row for row in self.rows if unit_id in {None, row.unit.id}))

    def on(self, leaves: Collection[int]) -> "Partners":
        return Partners(tuple(row for row in self.rows if row.leaf_id in leaves))

    def of_leaf(self, leaf_id: int) -> tuple[PartnerRow, ...]:
        return tuple(row for row in self.rows if row.leaf_id == leaf_id)

    @property
    def stages(self) -> tuple[StagePartners, ...]:
        return stages_of_rows(self.rows)

    @property
    def gaps(self) -> tuple[PartnerRow, ...]:
        return tuple(row for row in self.rows if row.is_gap)

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Who is past its day, the longest first; what a report went without is among the gaps."""
        late = [row for row in self.rows if row.is_overdue and not row.is_gap]
        counted = Counter((row.unit, row.stage, row.kind, row.days_late) for row in late)
        found = [
            Holder(unit, stage, kind, n, days) for (unit, stage, kind, days), n in counted.items()
        ]
        return tuple(sorted(found, key=lambda row: (-row.days, -row.number, row.unit.id)))


def stages_of_rows(rows: Iterable[PartnerRow]) -> tuple[StagePartners, ...]:
    by_stage: dict[Stage, list[PartnerRow]] = {}
    for row in rows:
        by_stage.setdefault(row.stage, []).append(row)
    return tuple(_stage(stage, found) for stage, found in by_stage.items())


def _stage(stage: Stage, rows: list[PartnerRow]) -> StagePartners:
    contributions = [row for row in rows if row.kind == Kind.CONTRIBUTION]
    co_signatures = [row for row in rows if row.kind == Kind.CO_SIGNATURE]
    return StagePartners(
        stage=stage,
        contributions=sum(row.is_in for row in contributions),
        contributions_owed=len(contributions),
        contributions_overdue=sum(row.is_overdue for row in contributions),
        co_signatures=sum(row.is_in for row in co_signatures),
        co_signatures_owed=len(co_signatures),
        gaps=sum(row.is_gap for row in co_signatures),
    )
