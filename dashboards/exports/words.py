"""How ledger and summary name what a standing holds."""

from django.utils.translation import gettext as _

from dashboards.crosscheck.lines import FindingLine
from dashboards.crosscheck.shapes import Finding
from dashboards.standing.shapes import (
    AllocationStanding,
    FilingStanding,
    Laggard,
    LeafStanding,
    MilestoneStanding,
    Reached,
    Source,
)
from dashboards.standing.words import ACTOR_WORDS
from motions.words import RESULT_WORDS
from reports.workflow import Actor


def source_words(source: Source) -> str:
    """市财政局 8月底 第2版."""
    return _("%(unit)s %(stage)s 第%(number)s版") % {
        "unit": source.unit.name,
        "stage": source.stage.label,
        "number": source.version,
    }


def decision_words(source: Source) -> str:
    return _("已审核") if source.is_accepted else _("待审核")


def parent_words(leaf: LeafStanding) -> str:
    return f"{leaf.parent_number} {leaf.parent_title}" if leaf.parent_title else ""


def leads_words(leaf: LeafStanding) -> str:
    """The first gathers the figures, which matters where there are several."""
    first, *others = (unit.name for unit in leaf.leads)
    return _("、").join([_("%s（汇总）") % first, *others]) if others else first


def responsible_words(leaf: LeafStanding) -> str:
    return _("、").join(leaf.responsible_named)


def allocation_words(allocation: AllocationStanding | None) -> str:
    return _("未分解") if allocation is None else allocation.unit.name


def reached_of(milestone: MilestoneStanding) -> Reached | None:
    return milestone.accepted or milestone.submitted


def milestone_words(milestone: MilestoneStanding) -> str:
    if milestone.accepted:
        return _("已完成")
    return _("报完成，待审核") if milestone.submitted else _("未报完成")


def milestones_done(leaf: LeafStanding) -> str:
    """2 / 4; empty where the directive names none."""
    done = sum(row.accepted is not None for row in leaf.milestones)
    return f"{done} / {len(leaf.milestones)}" if leaf.milestones else ""


def resolver_words(finding: Finding) -> str:
    return finding.unit.name if finding.unit else str(ACTOR_WORDS[Actor.OFFICE])


def finding_state(line: FindingLine) -> str:
    return _("已说明") if line.is_explained else _("待说明")


def next_words(filing: FilingStanding) -> str:
    """Who acts next: a person of the unit, or the office."""
    if filing.next_actor is None:
        return ""
    words = str(ACTOR_WORDS[filing.next_actor])
    return words if filing.next_actor == Actor.OFFICE else f"{filing.unit} {words}"


def acting_words(laggard: Laggard) -> str:
    if laggard.acting_unit is None:
        return _("已报送，无需再办")
    return next_words(laggard.filing) or laggard.acting_unit.name


def result_words(leaf: LeafStanding) -> str:
    """How the office closed it; empty while it is open."""
    return str(RESULT_WORDS[leaf.closing.result]) if leaf.closing else ""


def yes(value: object) -> str:
    """是, or nothing: a column of 否 hides the few that matter."""
    return _("是") if value else ""
