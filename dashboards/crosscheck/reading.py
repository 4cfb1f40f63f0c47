"""What the checks look at, read in the same number of queries however much was filed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from common.limits import Limit
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import (
    DoneSaid,
    FigureSaid,
    LeafStanding,
    MilestoneStanding,
    Said,
    Source,
    TargetStanding,
)
from motions.models import Deputy, GroupMember
from reports.models import Attachment, Explanation
from reports.workflow import Decision
from units.models import UnitAlias, UnitName
from units.selectors import answer_limit

FIRST = 0  # the place of the lead proposer among a motion's deputies


@dataclass(frozen=True)
class Report:
    """What a unit said on a leaf in one stage, whether files go with it, its words on warnings."""

    said: Said
    leaf: LeafStanding
    has_files: bool
    told: Mapping[str, str]

    @property
    def source(self) -> Source:
        return self.said.source

    @property
    def address(self) -> str:
        if self.source.filing_id is None:
            return ""
        return reverse("filing_version", args=[self.source.filing_id, self.source.version])


@dataclass(frozen=True)
class Checked:
    """Everything about one plan at one moment. `reports` are in the order of stages."""

    standing: PlanStanding
    reports: tuple[Report, ...]
    answer: Limit | None
    members: tuple[GroupMember, ...]
    proposers: frozenset[str]
    names: Mapping[int, tuple[str, ...]]

    def targets(self) -> list[tuple[LeafStanding, TargetStanding]]:
        return [(leaf, target) for leaf in self.standing.leaves for target in leaf.targets]

    def milestones(self) -> list[tuple[LeafStanding, MilestoneStanding]]:
        return [(leaf, row) for leaf in self.standing.leaves for row in leaf.milestones]

    def figures_of(self, target_id: int) -> list[tuple[Report, FigureSaid]]:
        """Every stage's figure for a target, the earliest first."""
        rows = self.reports
        return [(row, row.said.figures[target_id]) for row in rows if target_id in row.said.figures]

    def completions_of(self, milestone_id: int) -> list[tuple[Report, DoneSaid]]:
        rows = self.reports
        return [(row, row.said.done[milestone_id]) for row in rows if milestone_id in row.said.done]


def checked(standing: PlanStanding) -> Checked:
    plan = standing.plan
    proposers = Deputy.objects.filter(motion__plan=plan, order=FIRST).exclude(name="")
    return Checked(
        standing=standing,
        reports=tuple(_reports(standing)),
        answer=answer_limit(plan.rule_set_id),
        members=tuple(GroupMember.objects.filter(plan=plan)),
        proposers=frozenset(proposers.values_list("name", flat=True)),
        names=_names(standing),
    )


def _reports(standing: PlanStanding) -> list[Report]:
    """What the office has returned is being mended, and no source."""
    in_plan = {"part__version__filing__obligation__plan": standing.plan}
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for row in Explanation.objects.filter(**in_plan):
        told[row.part_id][row.warning] = row.text
    proven = Attachment.objects.filter(**in_plan, part__milestone_results__isnull=False)
    with_files = set(proven.values_list("part_id", flat=True))
    leaves = {leaf.id: leaf for leaf in standing.leaves}
    return [
        Report(said, leaves[said.leaf_id], said.part_id in with_files, told.get(said.part_id, {}))
        for said in standing.said
        if said.leaf_id in leaves and _counts(said, standing)
    ]


def _counts(said: Said, standing: PlanStanding) -> bool:
    if said.source.decision == Decision.PENDING:
        return standing.with_submitted
    return said.source.is_accepted


def _names(standing: PlanStanding) -> dict[int, tuple[str, ...]]:
    """By unit of the plan: every name it goes or went by."""
    units = {
        unit.id: unit.name for leaf in standing.leaves for unit in (*leaf.leads, *leaf.responsible)
    }
    in_city = {"unit__government": standing.plan.government_id}
    others: dict[int, list[str]] = defaultdict(list)
    aliases, former = (
        model.objects.filter(**in_city).values_list("unit_id", "name")
        for model in (UnitAlias, UnitName)
    )
    for unit_id, name in aliases.order_by().union(former.order_by(), all=True):
        others[unit_id].append(name)
    return {unit_id: (name, *others.get(unit_id, ())) for unit_id, name in units.items()}
