"""The rows a standing is made of, in the same number of queries however much was filed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from dashboards.standing.shapes import UnitRef
from motions.models import Deadline, Plan
from reports.models import (
    Figure,
    FigureSource,
    FilingEvent,
    FilingVersion,
    MilestoneResult,
    PaperReceipt,
    Part,
)
from reports.workflow import Action
from tasks.closings import leaf_closings, stage_closings
from tasks.models import LeafClosing, Obligation, StageClosing, Task, TaskParty
from tasks.parties import holders_of, printed_units
from tasks.planfile.then import PlanThen, plan_at
from tasks.redating import days_before, put_back
from units.models import Unit
from units.selectors import limit, work_calendar

_PRINTED = (Obligation.Kind.FILING, Obligation.Kind.REPLY)
_OWED = (
    Obligation.Kind.FILING,
    Obligation.Kind.REVIEW,
    Obligation.Kind.CORRECTION,
    Obligation.Kind.REPLY,
)


@dataclass(frozen=True)
class Facts:
    """Events, versions and receipts are by filing, figures and results by part.

    `days`: by what is owed the day in force then, where it was moved since.
    """

    plan: Plan
    at: datetime
    today: date
    calendar: WorkCalendar
    amber_from: int
    units: Mapping[int, UnitRef]
    places: Mapping[int, tuple[int, int]]  # of units on the map
    deadlines: tuple[Deadline, ...]
    leaves: tuple[Task, ...]
    stages_closed: Mapping[int, StageClosing]  # by deadline
    leaves_closed: Mapping[int, LeafClosing]  # by task
    filings: tuple[Obligation, ...]
    replies: tuple[Obligation, ...]
    days: Mapping[int, date]
    duties: Mapping[str, Obligation]  # reviews and corrections by key
    events: Mapping[int, list[FilingEvent]]
    versions: Mapping[int, list[FilingVersion]]
    receipts: Mapping[int, list[PaperReceipt]]
    parts: tuple[Part, ...]
    figures: Mapping[int, list[Figure]]
    results: Mapping[int, list[MilestoneResult]]
    taken_from: Mapping[tuple[int, int], list[str]]  # by part and target


def year_of(facts: Facts) -> int:
    """The year the figures are running totals of: that of the plan's last stage."""
    years = [row.due_on.year for row in facts.deadlines if row.kind == Deadline.Kind.REPORT]
    return max(years) if years else facts.today.year


def facts_of(plan: Plan, *, at: datetime, today: date) -> Facts:
    then = plan_at(plan, at)
    units = Unit.objects.filter(government=plan.government_id).prefetch_related("former_names")
    days = days_before(plan, at)
    owed = _owed(plan, at, then, days)
    parts = tuple(
        Part.objects.filter(_stood_at(at, "version__"), version__filing__obligation__plan=plan)
        .select_related("obligation", "version")
        .order_by("obligation__task__order", "pk")
    )
    in_plan = {"filing__obligation__plan": plan}
    in_parts = Q(_stood_at(at, "part__version__"), part__version__filing__obligation__plan=plan)
    return Facts(
        plan=plan,
        at=at,
        today=today,
        calendar=work_calendar(plan.government_id),
        amber_from=limit(plan.rule_set_id, "pace_amber_from"),
        units={unit.pk: UnitRef(unit.pk, unit.name_on(today)) for unit in units},
        places={
            unit.pk: (unit.map_row, unit.map_column)
            for unit in units
            if unit.map_row and unit.map_column
        },
        deadlines=then.deadlines,
        leaves=then.leaves,
        stages_closed={row.deadline_id: row for row in stage_closings(plan, at)},
        leaves_closed={row.task_id: row for row in leaf_closings(plan, at)},
        filings=tuple(row for row in owed if row.kind == Obligation.Kind.FILING),
        replies=tuple(row for row in owed if row.kind == Obligation.Kind.REPLY),
        days=days,
        duties={row.key: row for row in owed},
        events=_grouped(
            FilingEvent.objects.filter(**in_plan, at__lte=at).exclude(action=Action.HAND_OVER),
            "filing_id",
        ),
        versions=_grouped(
            FilingVersion.objects.filter(_stood_at(at), **in_plan).order_by("number"), "filing_id"
        ),
        receipts=_grouped(
            PaperReceipt.objects.filter(**in_plan, registered_at__lte=at), "filing_id"
        ),
        parts=parts,
        figures=_grouped(Figure.objects.filter(in_parts), "part_id"),
        results=_grouped(MilestoneResult.objects.filter(in_parts), "part_id"),
        taken_from=_taken_from(parts),
    )


def _taken_from(parts: Iterable[Part]) -> dict[tuple[int, int], list[str]]:
    # No part is 0: asked also where nothing was submitted, so that pages ask the same at any time.
    rows = FigureSource.objects.filter(part__in=[0, *(part.pk for part in parts)])
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in rows.select_related("version").order_by("version__contribution_id"):
        words = _("%(unit)s第%(number)s版") % {
            "unit": row.version.unit_name,
            "number": row.version.number,
        }
        found[row.part_id, row.target_id].append(words)
    return dict(found)


def _owed(plan: Plan, at: datetime, then: PlanThen, days: Mapping[int, date]) -> list[Obligation]:
    """With the days in force then. What was withdrawn at that very moment still stood."""
    rows = (
        Obligation.objects.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=at), plan=plan, kind__in=_OWED
        )
        .select_related("filing", "deadline", "motion", "reply_receipt")
        .order_by("due_on", "pk")
    )
    found = list(rows) if then.version is None else _owed_then(rows, then, at)
    put_back(found, days)
    return sorted(found, key=lambda row: (row.due_on, row.pk))


def _owed_then(rows: Iterable[Obligation], then: PlanThen, at: datetime) -> list[Obligation]:
    """Without what later versions added, and by the dates that held before they changed them."""
    dates = {row.pk: row.due_on for row in then.deadlines}
    leads = {unit.pk for leaf in then.leaves for unit in _who_led(leaf, at)}
    leaves = {None, *(leaf.pk for leaf in then.leaves)}
    found = []
    for row in rows:
        if row.task_id not in leaves or not _was_owed(row, leads) or _is_younger(row, then):
            continue
        if row.deadline_id not in {None, *dates}:
            continue
        if row.plan_version > (then.version or 0) and row.deadline_id and row.kind in _PRINTED:
            row.due_on = dates[row.deadline_id]
        found.append(row)
    return found


def _who_led(leaf: Task, at: datetime) -> Iterator[Unit]:
    """Also before a change of hands: what a unit had filed stayed its own."""
    for unit in printed_units(leaf, TaskParty.Role.LEAD):
        yield from holders_of(leaf, TaskParty.Role.LEAD, unit, at)


def _is_younger(row: Obligation, then: PlanThen) -> bool:
    """Of a motion that a later version added."""
    return row.motion is not None and row.motion.order >= len(then.proposers or ())


def _was_owed(row: Obligation, leads: Collection[int]) -> bool:
    return row.kind != Obligation.Kind.FILING or row.unit_id in leads


def _stood_at(at: datetime, prefix: str = "") -> Q:
    """Versions that had been submitted and not been recalled by then."""
    submitted = Q(**{f"{prefix}submitted_at__lte": at})
    return submitted & (
        Q(**{f"{prefix}recalled_at__isnull": True}) | Q(**{f"{prefix}recalled_at__gt": at})
    )


def _grouped(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return dict(groups)
