"""How each leaf stood: figures, milestones and words, accepted and beside them submitted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.standing.reading import Facts, year_of
from dashboards.standing.shapes import (
    AllocationStanding,
    FigureStanding,
    FilingStanding,
    LeafEnd,
    LeafStanding,
    MilestoneStanding,
    Narrative,
    Reached,
    Source,
    TargetStanding,
)
from motions.workflow import Result
from reports.models import Part
from reports.progress import pace_at, progress_of
from reports.workflow import Decision
from tasks.goals import allocation_sum, goal_of
from tasks.models import LeafClosing, Milestone, Target, Task, TaskParty
from tasks.parties import gatherers_of, holders_of, leads_of, responsible_of, units_of_party
from tasks.wording import bounds_words, remainder_words, target_words


@dataclass(frozen=True)
class Reported:
    """A part as it stood, with where it came from."""

    part: Part
    source: Source

    @property
    def place(self) -> tuple[int, int]:
        """The later stage, then the later version."""
        return self.source.stage.number, self.source.version


@dataclass(frozen=True)
class LeafParts:
    """Of one unit on one leaf, the latest stage first: accepted a stage, and the one not reviewed."""

    accepted: tuple[Reported, ...]
    pending: Reported | None


def leaves_of(
    facts: Facts, filings: Iterable[FilingStanding], *, with_submitted: bool
) -> tuple[LeafStanding, ...]:
    cells: Mapping[tuple[int, int | None], FilingStanding] = {
        (row.unit.id, row.stage.id): row for row in filings
    }
    by_unit: dict[tuple[int | None, int], list[Reported]] = {}
    for part in facts.parts:
        cell = cells.get((part.obligation.unit_id, part.obligation.deadline_id))
        if cell is not None and came_in_time(part, cell):
            key = (part.obligation.task_id, part.obligation.unit_id)
            by_unit.setdefault(key, []).append(reported(part, cell, facts))
    parts = {key: _in_force(rows, with_submitted=with_submitted) for key, rows in by_unit.items()}
    return tuple(_leaf(facts, task, parts) for task in facts.leaves)


def came_in_time(part: Part, cell: FilingStanding) -> bool:
    """What came in after its stage had been closed changes nothing of its figures."""
    closed_at = cell.stage.closed_at
    return closed_at is None or part.version.submitted_at <= closed_at  # type: ignore[operator]


def reported(part: Part, cell: FilingStanding, facts: Facts) -> Reported:
    version: Any = part.version  # submitted, so its number and moment are set
    was_decided = part.decided_at is not None and part.decided_at <= facts.at
    return Reported(
        part,
        Source(
            unit=cell.unit,
            stage=cell.stage,
            version=version.number,
            submitted_at=version.submitted_at,
            decision=Decision(part.decision) if was_decided else Decision.PENDING,
            decided_at=part.decided_at if was_decided else None,
            is_sample=version.is_sample,
            is_entered=version.entered_by_id is not None,
            filing_id=None if version.recalled_at else cell.filing_id,
        ),
    )


def _in_force(rows: list[Reported], *, with_submitted: bool) -> LeafParts:
    """A stage's accepted part is that of its highest version; an unreviewed one counts when newer."""
    rows = sorted(rows, key=lambda row: row.place)
    by_stage = {row.source.stage.id: row for row in rows if row.source.is_accepted}
    accepted = tuple(reversed(by_stage.values()))
    waiting = [
        row
        for row in rows
        if row.source.decision == Decision.PENDING
        and (not accepted or row.place > accepted[0].place)
    ]
    return LeafParts(accepted, waiting[-1] if with_submitted and waiting else None)


def _leaf(
    facts: Facts, task: Task, parts: Mapping[tuple[int | None, int], LeafParts]
) -> LeafStanding:
    of_leaf = {unit_id: rows for (task_id, unit_id), rows in parts.items() if task_id == task.pk}
    gathered = _gathered(facts, task, of_leaf)
    return LeafStanding(
        id=task.pk,
        key=task.key,
        number=task.number,
        title=task.title,
        summary=task.summary,
        parent_number=task.parent.number if task.parent else None,
        parent_title=task.parent.title if task.parent else None,
        due_on=task.due_on,
        due_text=task.due_text,
        milestones_open=task.milestones_open,
        leads=tuple(facts.units[unit.pk] for unit in leads_of(task, facts.at)),
        responsible=tuple(facts.units[unit.pk] for unit in responsible_of(task, facts.at)),
        responsible_named=_named(facts, task),
        targets=tuple(_target(facts, target, gathered) for target in task.targets.all()),
        milestones=_milestones(facts, task, gathered),
        narratives=_narratives(facts, task, of_leaf),
        closing=_closing(facts.leaves_closed.get(task.pk)),
        predecessor_id=task.predecessor_id,
    )


def _closing(row: LeafClosing | None) -> LeafEnd | None:
    if row is None:
        return None
    return LeafEnd(Result(row.result), row.words, row.despite, row.closed_at, row.closed_by_name)


def _gathered(facts: Facts, task: Task, of_leaf: dict[int, LeafParts]) -> LeafParts:
    """Figures and milestones come from the first lead alone, and from who had its place before."""
    units = {pk for unit in gatherers_of(task, facts.at) for pk in (unit.pk, unit.merged_into_id)}
    found = [rows for unit_id, rows in of_leaf.items() if unit_id in units]
    accepted = sorted(
        (row for rows in found for row in rows.accepted), key=_latest_stage, reverse=True
    )
    pending = sorted((rows.pending for rows in found if rows.pending), key=_latest_stage)
    is_newer = pending and (
        not accepted or _latest_stage(accepted[0]) <= _latest_stage(pending[-1])
    )
    return LeafParts(tuple(accepted), pending[-1] if is_newer else None)


def _latest_stage(row: Reported) -> tuple[int, datetime]:
    return row.source.stage.number, row.source.submitted_at


def _named(facts: Facts, task: Task) -> tuple[str, ...]:
    """As printed, groups not spelled out; who took over stands in the place of who was printed."""
    role = TaskParty.Role.RESPONSIBLE
    names: dict[str, None] = {}
    for party in task.parties.all():
        if party.role == role:
            units = units_of_party(party)
            now = [
                facts.units[holders_of(task, role, unit, facts.at)[-1].pk].name for unit in units
            ]
            is_whole = party.group and {facts.units[unit.pk].name for unit in units} == set(now)
            names |= dict.fromkeys([str(party.group)] if is_whole else now)
    return tuple(names)


def _target(facts: Facts, target: Target, gathered: LeafParts) -> TargetStanding:
    goal, parts = goal_of(target), allocation_sum(target)
    accepted = _first_figure(facts, target, gathered.accepted)
    submitted = _first_figure(facts, target, _listed(gathered.pending))
    progress = progress_of(
        accepted.value if accepted else None,
        goal,
        _in_year(facts, accepted.as_of) if accepted else None,
        facts.amber_from,
    )
    return TargetStanding(
        id=target.pk,
        name=target.name,
        unit=target.unit,
        is_scope=target.is_scope,
        minimum=target.minimum,
        maximum=target.maximum,
        goal=goal,
        words=target_words(target),
        remainder_words=remainder_words(target) if target.allocations.all() else "",
        allocations=tuple(
            AllocationStanding(
                facts.units[row.unit_id],
                bounds_words(row, target.unit),
                row.minimum,
                row.maximum,
            )
            for row in target.allocations.all()
        ),
        allocated=parts.allocated,
        unallocated=parts.unallocated,
        accepted=accepted,
        submitted=submitted,
        by_stage=_by_stage(facts, target, gathered.accepted),
        percent=progress.percent,
        pace=progress.pace,
        pace_today=None if target.is_scope or not goal else pace_at(goal, _today(facts)),
        light=progress.light,
    )


def _today(facts: Facts) -> date:
    return _in_year(facts, facts.today)


def _in_year(facts: Facts, day: date) -> date:
    """The year's figures stand still once the plan's last stage's year is over."""
    return min(day, date(year_of(facts), 12, 31))


def _first_figure(facts: Facts, target: Target, rows: Iterable[Reported]) -> FigureStanding | None:
    for row in rows:
        for figure in facts.figures.get(row.part.pk, []):
            if figure.target_id == target.pk:
                taken = tuple(facts.taken_from.get((row.part.pk, target.pk), ()))
                return FigureStanding(figure.value, figure.as_of, row.source, taken)
    return None


def _by_stage(facts: Facts, target: Target, rows: Iterable[Reported]) -> tuple[FigureStanding, ...]:
    """`rows` come the latest first."""
    found: dict[int, FigureStanding] = {}
    for row in rows:
        figure = _first_figure(facts, target, (row,))
        if figure is not None:
            found.setdefault(row.source.stage.number, figure)
    return tuple(found[number] for number in sorted(found))


def _listed(row: Reported | None) -> tuple[Reported, ...]:
    return () if row is None else (row,)


def _milestones(facts: Facts, task: Task, gathered: LeafParts) -> tuple[MilestoneStanding, ...]:
    return tuple(
        MilestoneStanding(
            id=row.pk,
            kind=Milestone.Kind(row.kind),
            name=row.name,
            added_on=row.added_on,
            accepted=_reached(facts, row, gathered.accepted),
            submitted=_reached(facts, row, _listed(gathered.pending)),
        )
        for row in task.milestones.all()
    )


def _reached(facts: Facts, milestone: Milestone, rows: Iterable[Reported]) -> Reached | None:
    """Once accepted it stays reached, whether or not a later stage says so again."""
    for row in rows:
        for result in facts.results.get(row.part.pk, []):
            if result.milestone_id == milestone.pk:
                return Reached(result.done_on, result.evidence, row.source)
    return None


def _narratives(facts: Facts, task: Task, of_leaf: dict[int, LeafParts]) -> tuple[Narrative, ...]:
    """In the order of the lead units; who led before comes last."""
    places = {unit.pk: place for place, unit in enumerate(leads_of(task, facts.at))}
    units = sorted(of_leaf, key=lambda unit_id: places.get(unit_id, len(places)))
    return tuple(
        Narrative(row.source, row.part.narrative, row.part.problems, row.part.is_nil)
        for unit_id in units
        for row in (*of_leaf[unit_id].accepted[:1], *_listed(of_leaf[unit_id].pending))
    )
