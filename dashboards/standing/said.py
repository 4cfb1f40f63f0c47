"""What was said in each stage and what the directive prints, as the cross-check compares it."""

from collections.abc import Iterable

from dashboards.standing.leaves import came_in_time, reported
from dashboards.standing.reading import Facts
from dashboards.standing.shapes import DoneSaid, FigureSaid, FilingStanding, PrintedDate, Said
from reports.models import Part


def said_of(facts: Facts, filings: Iterable[FilingStanding]) -> tuple[Said, ...]:
    """Of each filing the latest version, in the order of stages. No query."""
    cells = {(row.unit.id, row.stage.id): row for row in filings}
    latest: dict[int, tuple[Part, FilingStanding]] = {}
    for part in sorted(facts.parts, key=lambda part: part.version.number or 0):
        cell = cells.get((part.obligation.unit_id, part.obligation.deadline_id or 0))
        if cell is not None and came_in_time(part, cell):
            latest[part.obligation_id] = (part, cell)
    rows = [_said(facts, part, cell) for part, cell in latest.values()]
    return tuple(sorted(rows, key=lambda row: (row.source.stage.number, row.part_id)))


def _said(facts: Facts, part: Part, cell: FilingStanding) -> Said:
    return Said(
        part_id=part.pk,
        leaf_id=part.obligation.task_id or 0,
        source=reported(part, cell, facts).source,
        figures={
            row.target_id: FigureSaid(row.value, row.as_of)
            for row in facts.figures.get(part.pk, [])
        },
        done={
            row.milestone_id: DoneSaid(row.done_on, row.evidence)
            for row in facts.results.get(part.pk, [])
        },
    )


def printed_of(facts: Facts) -> tuple[PrintedDate, ...]:
    return tuple(
        PrintedDate(
            row.order,
            row.kind,
            row.due_on,
            facts.calendar.last_workday_on_or_before(row.due_on),
        )
        for row in facts.deadlines
    )
