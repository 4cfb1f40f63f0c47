"""What the checks look at, read in the same number of queries however much was filed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from common.calendar import WorkCalendar
from common.limits import Limit
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import LeafStanding, MilestoneStanding, TargetStanding, UnitRef
from motions.models import Deadline, Deputy, GroupMember
from motions.words import stage_words
from reports.models import Part
from reports.workflow import Decision
from tasks.closings import leaf_closings
from tasks.models import LeafClosing
from units.models import Rule, Unit
from units.selectors import work_calendar

ANSWER = "answer"
FIRST = 0  # the place of the lead proposer among a motion's deputies


@dataclass(frozen=True)
class Figure:
    value: Decimal
    as_of: date


@dataclass(frozen=True)
class Done:
    done_on: date | None
    evidence: str


@dataclass(frozen=True)
class Report:
    """One unit's part on a leaf in the version that stood: what it said, and its words on warnings."""

    leaf: LeafStanding
    unit: UnitRef
    stage: str
    due_on: date
    version: int
    address: str
    figures: Mapping[int, Figure]
    done: Mapping[int, Done]
    has_files: bool
    told: Mapping[str, str]


@dataclass(frozen=True)
class Checked:
    """Everything about one plan at one moment. `reports` are in the order of stages."""

    standing: PlanStanding
    reports: tuple[Report, ...]
    closings: tuple[LeafClosing, ...]
    deadlines: tuple[Deadline, ...]
    calendar: WorkCalendar
    answer: Limit | None
    members: tuple[GroupMember, ...]
    proposers: frozenset[str]
    names: Mapping[int, tuple[str, ...]]

    def targets(self) -> list[tuple[LeafStanding, TargetStanding]]:
        return [(leaf, target) for leaf in self.standing.leaves for target in leaf.targets]

    def milestones(self) -> list[tuple[LeafStanding, MilestoneStanding]]:
        return [(leaf, row) for leaf in self.standing.leaves for row in leaf.milestones]

    def told_of(self, target_id: int) -> list[tuple[Report, Figure]]:
        """Every stage's figure for a target, the earliest first."""
        return [(row, row.figures[target_id]) for row in self.reports if target_id in row.figures]


def checked(standing: PlanStanding) -> Checked:
    plan = standing.plan
    rule = Rule.objects.filter(rule_set=plan.rule_set_id, key=ANSWER).first()
    return Checked(
        standing=standing,
        reports=tuple(_reports(standing)),
        closings=tuple(leaf_closings(plan, standing.at)),
        deadlines=tuple(plan.deadlines.order_by("due_on", "order")),
        calendar=work_calendar(plan.government_id),
        answer=Limit(rule.amount, rule.measure) if rule else None,
        members=tuple(GroupMember.objects.filter(plan=plan)),
        proposers=frozenset(
            Deputy.objects.filter(motion__plan=plan, order=FIRST)
            .exclude(name="")
            .values_list("name", flat=True)
        ),
        names=_names(standing),
    )


def _reports(standing: PlanStanding) -> list[Report]:
    """Of each filing the latest version; what the office has returned is being mended and left out."""
    at, plan = standing.at, standing.plan
    stood = Q(version__submitted_at__lte=at) & (
        Q(version__recalled_at__isnull=True) | Q(version__recalled_at__gt=at)
    )
    parts = (
        Part.objects.filter(stood, version__filing__obligation__plan=plan)
        .select_related("obligation__deadline", "version")
        .prefetch_related("figures", "milestone_results", "explanations", "attachments")
        .order_by("obligation__deadline__due_on", "version__number", "pk")
    )
    latest: dict[int, Any] = {part.obligation_id: part for part in parts}
    leaves = {leaf.id: leaf for leaf in standing.leaves}
    units = {unit.id: unit for leaf in standing.leaves for unit in leaf.leads}
    return [
        _report(part, leaves[part.obligation.task_id], units[part.obligation.unit_id])
        for part in latest.values()
        if part.obligation.task_id in leaves
        and part.obligation.unit_id in units
        and standing.scope.stage_id in {None, part.obligation.deadline_id}
        and _counts(part, standing)
    ]


def _counts(part: Any, standing: PlanStanding) -> bool:
    was_decided = part.decided_at is not None and part.decided_at <= standing.at
    decision = Decision(part.decision) if was_decided else Decision.PENDING
    if decision == Decision.PENDING:
        return standing.with_submitted
    return decision == Decision.ACCEPTED


def _report(part: Any, leaf: LeafStanding, unit: UnitRef) -> Report:
    version = part.version
    address = reverse("filing_version", args=[version.filing_id, version.number])
    return Report(
        leaf=leaf,
        unit=unit,
        stage=stage_words(part.obligation.deadline.due_on),
        due_on=part.obligation.deadline.due_on,
        version=version.number,
        address="" if version.recalled_at else address,
        figures={row.target_id: Figure(row.value, row.as_of) for row in part.figures.all()},
        done={
            row.milestone_id: Done(row.done_on, row.evidence)
            for row in part.milestone_results.all()
        },
        has_files=bool(part.attachments.all()),
        told={row.warning: row.text for row in part.explanations.all()},
    )


def _names(standing: PlanStanding) -> dict[int, tuple[str, ...]]:
    """By unit of the plan: every name it goes or went by."""
    ids = {unit.id for leaf in standing.leaves for unit in (*leaf.leads, *leaf.responsible)}
    units = Unit.objects.filter(pk__in=ids).prefetch_related("aliases", "former_names")
    return {
        unit.pk: (
            unit.name,
            *(row.name for row in unit.aliases.all()),
            *(row.name for row in unit.former_names.all()),
        )
        for unit in units
    }
