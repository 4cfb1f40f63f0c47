"""Counts, rates, totals, arrears, queue and dates: all from the cells and the leaves."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dashboards.standing.reading import Facts
from dashboards.standing.shapes import (
    WAITING,
    Arrears,
    DateAhead,
    FilingStanding,
    Laggard,
    LeafStanding,
    MeasureTotal,
    Punctuality,
    Rate,
    Stage,
    StageSummary,
    State,
    TargetStanding,
    TotalPoint,
)
from motions.models import Deadline
from motions.words import stage_words
from reports.progress import pace_at, percent_of
from tasks.models import Obligation

ZERO = Decimal(0)

Filings = Iterable[FilingStanding]


def rate_of(filings: Filings, facts: Facts) -> Rate:
    """A filing counts once its day is past: until 24:00 it can still come on time."""
    seen = Counter(row.punctuality for row in filings if row.due_on < facts.today)
    return Rate(
        on_time=seen[Punctuality.ON_TIME],
        late=seen[Punctuality.LATE],
        missing=seen[Punctuality.MISSING],
    )


def counts_of(filings: Filings) -> dict[State, int]:
    seen = Counter(row.state for row in filings)
    return {state: seen[state] for state in State}


def stage_summaries(
    stages: Iterable[Stage], filings: Filings, facts: Facts
) -> tuple[StageSummary, ...]:
    filings = tuple(filings)
    found = []
    for stage in stages:
        rows = [row for row in filings if row.stage.id == stage.id]
        nil = sum(row.is_nil for row in rows)
        found.append(StageSummary(stage, counts_of(rows), nil, rate_of(rows, facts)))
    return tuple(found)


def measure_totals(leaves: Iterable[LeafStanding], year: int) -> tuple[MeasureTotal, ...]:
    groups: dict[tuple[str, str, bool], list[TargetStanding]] = {}
    for leaf in leaves:
        for target in leaf.targets:
            groups.setdefault((target.name, target.unit, target.is_scope), []).append(target)
    return tuple(_total(key, rows, date(year, 12, 31)) for key, rows in groups.items())


def _total(key: tuple[str, str, bool], rows: list[TargetStanding], last_day: date) -> MeasureTotal:
    name, unit, is_scope = key
    goal = sum((row.goal or ZERO for row in rows), ZERO)
    accepted = [row.accepted.value for row in rows if row.accepted]
    latest = [row.submitted or row.accepted for row in rows]
    has_submitted = any(row.submitted for row in rows)
    total = sum(accepted, ZERO) if accepted else None
    return MeasureTotal(
        name=name,
        unit=unit,
        is_scope=is_scope,
        leaves=len(rows),
        with_figure=len(accepted),
        goal=goal,
        accepted=total,
        submitted=sum((row.value for row in latest if row), ZERO) if has_submitted else None,
        submitted_as_of=max((row.submitted.as_of for row in rows if row.submitted), default=None),
        by_stage=_points(rows, goal, last_day),
        percent=None if total is None else percent_of(total, goal),
    )


def _points(rows: list[TargetStanding], goal: Decimal, last_day: date) -> tuple[TotalPoint, ...]:
    figures = [figure for row in rows for figure in row.by_stage]
    stages = {figure.source.stage.number: figure.source.stage for figure in figures}
    return tuple(
        _point(
            rows, stage, max(f.as_of for f in figures if f.source.stage == stage), goal, last_day
        )
        for _number, stage in sorted(stages.items())
    )


def _point(
    rows: list[TargetStanding], stage: Stage, as_of: date, goal: Decimal, last_day: date
) -> TotalPoint:
    """A leaf that said nothing new in a stage counts with what it had said before."""
    latest = [
        [figure for figure in row.by_stage if figure.source.stage.number <= stage.number]
        for row in rows
    ]
    values = [figures[-1].value for figures in latest if figures]
    pace = pace_at(goal, min(as_of, last_day)) if goal else None
    return TotalPoint(stage, as_of, sum(values, ZERO), len(values), pace)


def laggards_of(filings: Filings, facts: Facts) -> tuple[Laggard, ...]:
    """What is overdue first, the longest first; then what came late."""
    found = [laggard for row in filings for laggard in _arrears(row, facts)]
    return tuple(sorted(found, key=lambda row: (row.kind == Arrears.LATE, -row.days)))


def _arrears(row: FilingStanding, facts: Facts) -> Iterator[Laggard]:
    office = facts.units[facts.plan.reviewing_unit_id]
    if row.punctuality == Punctuality.MISSING:
        yield Laggard(Arrears.MISSING, row, row.due_on, row.days_late, row.unit)
    for kind, due_on, unit in (
        (Arrears.CORRECTION, row.correction_due_on, row.unit),
        (Arrears.REVIEW, row.review_due_on, office),
    ):
        if due_on is not None and due_on < facts.today:
            yield Laggard(kind, row, due_on, (facts.today - due_on).days, unit)
    if row.punctuality == Punctuality.LATE:
        acting = None if row.next_actor is None else row.unit
        acting = office if row.state in WAITING else acting
        yield Laggard(Arrears.LATE, row, row.due_on, row.days_late, acting)


def queue_of(filings: Filings) -> tuple[FilingStanding, ...]:
    """What the office has to decide, the review due first at the top."""
    waiting = [row for row in filings if row.state in WAITING]
    return tuple(sorted(waiting, key=lambda row: (row.review_due_on or row.due_on, row.since)))


def deadlines_of(filings: Filings, facts: Facts) -> tuple[DateAhead, ...]:
    """Every date in force that something in the scope is owed by: the printed ones, and later ones
    that single units were granted.
    """
    filings = tuple(filings)
    with_year = len({row.due_on.year for row in facts.deadlines}) > 1
    found: list[DateAhead] = []
    for deadline in facts.deadlines:
        label = stage_words(deadline.due_on, with_year=with_year)
        if deadline.kind == Deadline.Kind.REPORT:
            found += _of_stage(
                [row for row in filings if row.stage.id == deadline.pk], label, facts
            )
        elif deadline.kind == Deadline.Kind.REPLY:
            replies = [row for row in facts.replies if row.deadline_id == deadline.pk]
            found.append(_of_replies(replies, deadline.due_on, label, facts))
    by_rule = [row for row in facts.replies if row.deadline_id is None]
    for day in sorted({row.due_on for row in by_rule}):
        replies = [row for row in by_rule if row.due_on == day]
        label = stage_words(day, with_year=with_year)
        found.append(_of_replies(replies, day, label, facts))
    return tuple(row for row in found if row.total)


def _of_stage(rows: list[FilingStanding], label: str, facts: Facts) -> Iterator[DateAhead]:
    for day in sorted({row.due_on for row in rows}):
        owed = [row for row in rows if row.due_on == day]
        still = sum(row.first_submitted_at is None for row in owed)
        yield _date(day, Obligation.Kind.FILING, label, still, len(owed), facts)


def _of_replies(rows: list[Obligation], day: date, label: str, facts: Facts) -> DateAhead:
    still = sum(not _stood_replied(row, facts.at) for row in rows)
    return _date(day, Obligation.Kind.REPLY, label, still, len(rows), facts)


def _stood_replied(row: Obligation, at: datetime) -> bool:
    """Noted by then: a reply noted today changes no answer about yesterday."""
    receipt = getattr(row, "reply_receipt", None)
    return receipt is not None and receipt.registered_at <= at


def _date(
    due_on: date, kind: Obligation.Kind, label: str, still: int, total: int, facts: Facts
) -> DateAhead:
    left = facts.calendar.workdays_until(facts.today, due_on)
    is_provisional = facts.calendar.is_provisional(facts.today, due_on)
    return DateAhead(due_on, kind, label, still, total, left, is_provisional)


def dates_ahead(
    filings: Filings, deadlines: Iterable[DateAhead], facts: Facts
) -> tuple[DateAhead, ...]:
    """Dates of filings and replies, reviews and corrections from today on of which something is open."""
    printed = [row for row in deadlines if row.due_on >= facts.today and row.open]
    inner: Counter[tuple[Obligation.Kind, Any, str]] = Counter()
    for row in filings:
        inner[Obligation.Kind.REVIEW, row.review_due_on, row.stage.label] += 1
        inner[Obligation.Kind.CORRECTION, row.correction_due_on, row.stage.label] += 1
    found = [
        _date(day, kind, label, number, number, facts)
        for (kind, day, label), number in inner.items()
        if day is not None and day >= facts.today
    ]
    return tuple(sorted([*printed, *found], key=lambda row: row.due_on))
