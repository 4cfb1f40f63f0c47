"""What stood at a moment, as frozen rows. Everything here was submitted; no draft has a place in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from motions.models import Plan
from motions.workflow import Result
from replies.rates import RepliesStanding
from reports.progress import Light
from reports.workflow import AT_THE_OFFICE, Actor, Decision, Status
from supervision.selectors.standing import DifficultyStanding, NoticeStanding
from tasks.models import Milestone, Obligation

if TYPE_CHECKING:
    from dashboards.standing.hand_out import HandOutStanding
    from dashboards.standing.partner_shapes import Partners


class State(StrEnum):
    """How a filing stands. Whether it came late or says nothing to report is told apart."""

    NOT_DUE = "not_due"
    DRAFT = "draft"  # begun inside the unit; no more of it is known outside
    MISSING = "missing"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"  # also while the unit writes it anew
    ACCEPTED = "accepted"
    CORRECTION_ASKED = "correction_asked"
    CORRECTING = "correcting"  # granted; the accepted version stays in force


WAITING = frozenset(State(status) for status in AT_THE_OFFICE)


class Punctuality(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True)
class UnitRef:
    """A unit under the name it had on the day asked for."""

    id: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Stage:
    """A deadline for reports. `last_workday` only where the printed date is no working day.

    `closed_at`: the office has closed it; its figures are those of that moment.
    """

    id: int
    number: int
    label: str
    due_on: date
    last_workday: date | None
    copies: int | None
    phase: str  # past | now | future
    workdays_left: int
    closed_at: datetime | None = None
    is_provisional: bool = False  # its year's holidays are not known


@dataclass(frozen=True)
class VersionRef:
    """`signed_by` and `submitted_at` as the receipt shows them.

    `entered_by` and `received_at`: of what the office entered from a paper, otherwise empty.
    """

    number: int
    submitted_at: datetime
    signed_by: str
    unit_name: str
    document_number: str
    is_sample: bool
    entered_by: str
    received_at: datetime | None


@dataclass(frozen=True)
class FilingStanding:
    """One cell of the matrix. `filing_id` is None where readers may not open that version today.

    `version` is the last one submitted and not recalled, `accepted_number` the one in force.
    `due_on` is the day in force, `original_due_on` the printed one. `days_late` counts calendar days:
    of the first submission, or of what is missing so far.
    """

    unit: UnitRef
    stage: Stage
    due_on: date
    original_due_on: date
    state: State
    status: Status
    is_nil: bool
    punctuality: Punctuality | None
    days_late: int
    first_submitted_at: datetime | None
    version: VersionRef | None
    accepted_number: int | None
    next_actor: Actor | None
    since: date | None
    review_due_on: date | None
    correction_due_on: date | None
    copies_registered: int
    filing_id: int | None
    is_provisional: bool = False  # one of its days lies in a year whose holidays are not known

    @property
    def is_sample(self) -> bool:
        return self.version is not None and self.version.is_sample

    @property
    def is_extended(self) -> bool:
        return self.due_on != self.original_due_on


@dataclass(frozen=True)
class Source:
    """Where something reported comes from, and the office's word on it as it stood."""

    unit: UnitRef
    stage: Stage
    version: int
    submitted_at: datetime
    decision: Decision
    decided_at: datetime | None
    is_sample: bool
    is_entered: bool
    filing_id: int | None

    @property
    def is_accepted(self) -> bool:
        return self.decision == Decision.ACCEPTED


@dataclass(frozen=True)
class FigureStanding:
    """`taken_from`: the contributions it was taken over from, in words."""

    value: Decimal
    as_of: date
    source: Source
    taken_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class AllocationStanding:
    unit: UnitRef
    words: str
    minimum: Decimal | None
    maximum: Decimal | None


@dataclass(frozen=True)
class TargetStanding:
    """`goal` counts as 100 %. Scope figures say how large the work is and have no progress.

    `percent`, `pace` and `light` are those of the accepted figure at its own date.
    `pace_today` is where an even year would be today. `unallocated` is None where the whole is unknown.
    `by_stage`: the accepted figure of each stage, the last of them being `accepted`.
    `words` is what is asked for with its unit, `remainder_words` what of it no unit was given.
    """

    id: int
    name: str
    unit: str
    is_scope: bool
    minimum: Decimal | None
    maximum: Decimal | None
    goal: Decimal | None
    words: str
    remainder_words: str
    allocations: tuple[AllocationStanding, ...]
    allocated: Decimal
    unallocated: Decimal | None
    accepted: FigureStanding | None
    submitted: FigureStanding | None
    by_stage: tuple[FigureStanding, ...]
    percent: Decimal | None
    pace: Decimal | None
    pace_today: Decimal | None
    light: Light | None


@dataclass(frozen=True)
class Reached:
    """A milestone as reported: its day and evidence, as far as they were given."""

    done_on: date | None
    evidence: str
    source: Source


@dataclass(frozen=True)
class MilestoneStanding:
    id: int
    kind: Milestone.Kind
    name: str
    added_on: date | None
    accepted: Reached | None
    submitted: Reached | None


@dataclass(frozen=True)
class Narrative:
    """What one lead unit wrote on a leaf: its latest accepted part, or its latest unreviewed one."""

    source: Source
    narrative: str
    problems: str
    is_nil: bool


@dataclass(frozen=True)
class LeafEnd:
    """How the office closed a leaf. `despite`: why, although its last report was not accepted."""

    result: Result
    words: str
    despite: str
    closed_at: datetime
    closed_by: str


@dataclass(frozen=True)
class Correction:
    """What was accepted after its stage had been closed: beside what stands, never in its place.

    `what` is a target or a milestone, empty where only words changed. Without a value it was not there.
    """

    leaf_key: str
    leaf: str
    unit: UnitRef
    stage: Stage
    what: str
    before: str
    after: str
    before_version: int | None
    after_version: int
    accepted_at: datetime
    filing_id: int
    is_sample: bool


@dataclass(frozen=True)
class LeafStanding:
    """`responsible` has groups spelled out, `responsible_named` as the directive prints them.

    `narratives` holds for each lead unit the accepted part, and after it the unreviewed one.
    """

    id: int
    key: str
    number: str
    title: str
    summary: str | None
    parent_number: str | None
    parent_title: str | None
    due_on: date | None
    due_text: str | None
    milestones_open: bool
    leads: tuple[UnitRef, ...]
    responsible: tuple[UnitRef, ...]
    responsible_named: tuple[str, ...]
    targets: tuple[TargetStanding, ...]
    milestones: tuple[MilestoneStanding, ...]
    narratives: tuple[Narrative, ...]
    closing: LeafEnd | None = None
    predecessor_id: int | None = None

    @property
    def progress_targets(self) -> tuple[TargetStanding, ...]:
        return tuple(target for target in self.targets if not target.is_scope)

    @property
    def scope_targets(self) -> tuple[TargetStanding, ...]:
        return tuple(target for target in self.targets if target.is_scope)


@dataclass(frozen=True)
class TotalPoint:
    """A measure's sum after one stage: of each leaf the latest accepted figure by then.

    `as_of`: the latest day one of that stage's figures stands at. `pace` is the whole goal's on that day.
    """

    stage: Stage
    as_of: date
    value: Decimal
    with_figure: int
    pace: Decimal | None


@dataclass(frozen=True)
class MeasureTotal:
    """One measure over all leaves that have it. `with_figure`: leaves that reported an accepted one.

    `submitted` is the sum with unreviewed figures in place of accepted ones; None without any.
    `by_stage` ends with what `accepted` is.
    """

    name: str
    unit: str
    is_scope: bool
    leaves: int
    with_figure: int
    goal: Decimal
    accepted: Decimal | None
    submitted: Decimal | None
    submitted_as_of: date | None
    by_stage: tuple[TotalPoint, ...]
    percent: Decimal | None

    @property
    def label(self) -> str:
        return measure_label(self.name, self.unit)


def measure_label(name: str, unit: str) -> str:
    """By which the ledger's address names a measure."""
    return f"{name} {unit}"


@dataclass(frozen=True)
class RegionShare:
    """What a region's own reports to the leads add up to, and what of the target it was given."""

    name: str
    unit: str
    told: Decimal | None
    allocated: str


@dataclass(frozen=True)
class RegionStanding:
    """One of the units a directive names together: 各县、区. Its contributions, and its shares of targets.

    `due`: contributions whose day is past; `overdue` of them have not come, `late` came after their day.
    """

    unit: UnitRef
    place: tuple[int, int] | None
    owed: int
    arrived: int
    due: int
    overdue: int
    late: int
    shares: tuple[RegionShare, ...]
    difficulties: int


@dataclass(frozen=True)
class Rate:
    """按时报送率: of the filings whose day is past. `percent` is None while none is."""

    on_time: int
    late: int
    missing: int

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missing

    @property
    def percent(self) -> Decimal | None:
        return Decimal(self.on_time * 100) / self.due if self.due else None


@dataclass(frozen=True)
class StageSummary:
    stage: Stage
    counts: Mapping[State, int]
    nil: int
    rate: Rate

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Arrears(StrEnum):
    MISSING = "missing"  # 逾期未报
    CORRECTION = "correction"  # 逾期未补正
    REVIEW = "review"  # 逾期未审
    LATE = "late"  # 已报，迟于期限


@dataclass(frozen=True)
class Laggard:
    """`acting_unit` and `next_actor` act next; None when nothing is left to do."""

    kind: Arrears
    filing: FilingStanding
    due_on: date
    days: int
    acting_unit: UnitRef | None


@dataclass(frozen=True)
class DateAhead:
    """`open` of `total` are still owed on this day."""

    due_on: date
    kind: Obligation.Kind
    label: str
    open: int
    total: int
    workdays_left: int
    is_provisional: bool = False

    @property
    def rows(self) -> tuple[str, str]:
        """Its table in the ledger, and what its rows are called there."""
        names = {Obligation.Kind.REVIEW: "review", Obligation.Kind.CORRECTION: "correction"}
        sheet = "replies" if self.kind == Obligation.Kind.REPLY else "filings"
        return sheet, f"{names.get(self.kind, 'due')}-{self.due_on.isoformat()}"


@dataclass(frozen=True)
class Scope:
    """A part of a plan: of one lead unit, one stage (a deadline's id), one task (its key), or what one
    unit owes to the leads (`partner_id`).
    """

    unit_id: int | None = None
    stage_id: int | None = None
    task_key: str | None = None
    partner_id: int | None = None

    @property
    def is_of_some_leaves(self) -> bool:
        return self.task_key is not None or self.partner_id is not None

    def is_of(self, unit_id: int) -> bool:
        """What a unit itself reported or was handed."""
        return {self.unit_id, self.partner_id} <= {None, unit_id}


@dataclass(frozen=True)
class ScopeOptions:
    """What of a plan can be asked for. `tasks` are keys and words, a task before its parts.

    `partners` write contributions or co-sign.
    """

    stages: tuple[Stage, ...]
    units: tuple[UnitRef, ...]
    tasks: tuple[tuple[str, str], ...]
    partners: tuple[UnitRef, ...]

    def has(self, scope: Scope) -> bool:
        return (
            scope.stage_id in {None, *(row.id for row in self.stages)}
            and scope.unit_id in {None, *(row.id for row in self.units)}
            and scope.task_key in {None, *(key for key, _words in self.tasks)}
            and scope.partner_id in {None, *(row.id for row in self.partners)}
        )


@dataclass(frozen=True)
class FigureSaid:
    value: Decimal
    as_of: date


@dataclass(frozen=True)
class DoneSaid:
    done_on: date | None
    evidence: str


@dataclass(frozen=True)
class Said:
    """What a unit's part on a leaf said, stage by stage, in the version that stood; by target, milestone."""

    part_id: int
    leaf_id: int
    source: Source
    figures: Mapping[int, FigureSaid]
    done: Mapping[int, DoneSaid]


@dataclass(frozen=True)
class PrintedDate:
    """`last_workday`: on the date, or before it where it is no working day."""

    order: int
    kind: str
    due_on: date
    last_workday: date


@dataclass(frozen=True)
class PlanStanding:
    """`year`: the one that figures are running totals of.

    `deadlines` are all dates of reports and replies as they stand; `dates_ahead` what is to come.

    `replies` is None where a stage, a task or a unit that answers no deputy was asked for.
    `partners` are within the scope; `of_leaves` has what other units owe on the same leaves too.
    """

    plan: Plan
    at: datetime
    today: date
    year: int
    with_submitted: bool
    scope: Scope
    options: ScopeOptions
    is_sample: bool
    stages: tuple[Stage, ...]
    units: tuple[UnitRef, ...]
    filings: tuple[FilingStanding, ...]
    leaves: tuple[LeafStanding, ...]
    measure_totals: tuple[MeasureTotal, ...]
    rate: Rate
    counts: Mapping[State, int]
    stage_summaries: tuple[StageSummary, ...]
    laggards: tuple[Laggard, ...]
    queue: tuple[FilingStanding, ...]
    deadlines: tuple[DateAhead, ...]
    dates_ahead: tuple[DateAhead, ...]
    hand_out: "HandOutStanding"
    partners: "Partners"
    of_leaves: "Partners"
    difficulties: tuple[DifficultyStanding, ...]
    notices: tuple[NoticeStanding, ...]
    said: tuple[Said, ...] = ()
    printed: tuple[PrintedDate, ...] = ()
    corrections: tuple[Correction, ...] = ()
    replies: RepliesStanding | None = None
    regions: tuple[RegionStanding, ...] = ()

    @property
    def matrix(self) -> tuple[tuple[UnitRef, tuple[FilingStanding | None, ...]], ...]:
        """Each unit with one cell a stage; None where it owes nothing."""
        cells = {(row.unit.id, row.stage.id): row for row in self.filings}
        return tuple(
            (unit, tuple(cells.get((unit.id, stage.id)) for stage in self.stages))
            for unit in self.units
        )
