"""How ledger and summary name what a standing holds."""

from typing import Protocol

from django.utils.translation import gettext as _

from common.templatetags.portal import figure
from dashboards.crosscheck.lines import FindingLine
from dashboards.crosscheck.shapes import Finding
from dashboards.exports.rows import LeafPartnerRow, TaskRow
from dashboards.standing.partner_shapes import Kind, PartnerRow
from dashboards.standing.shapes import (
    AllocationStanding,
    FigureStanding,
    FilingStanding,
    Laggard,
    LeafStanding,
    MilestoneStanding,
    Reached,
    Source,
)
from dashboards.standing.words import ACTOR_WORDS, PARTNER_WORDS
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


def units_words(row: TaskRow, role: str) -> str:
    """Each once, in the directive's order, as it names them."""
    names = {"leads": lambda leaf: leaf.leads, "responsible": lambda leaf: leaf.responsible_named}
    found = dict.fromkeys(str(unit) for leaf in row.leaves for unit in names[role](leaf))
    return _("、").join(found)


def goals_words(leaf: LeafStanding) -> str:
    """Every measure on a line; a scope figure says how large the work is."""
    return "\n".join(f"{target.name} {target.words}" for target in leaf.targets)


def figures_words(leaf: LeafStanding) -> str:
    return "\n".join(
        f"{target.name} {figure(target.accepted.value)} {target.unit}"
        for target in leaf.progress_targets
        if target.accepted is not None
    )


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


class Dated(Protocol):
    @property
    def is_provisional(self) -> bool: ...


def provisional(row: Dated) -> str:
    """The mark that stands beside such dates everywhere: on pages, in calendars, in files."""
    return _("暂定") if row.is_provisional else ""


def taken_words(figure: FigureStanding | None) -> str:
    return _("、").join(figure.taken_from) if figure else ""


def partner_words(row: PartnerRow) -> str:
    """A gap is said as one: the report went without it."""
    words = str(PARTNER_WORDS[row.word])
    return _("%s，报告已报") % words if row.is_gap else words


def partner_figures(line: LeafPartnerRow) -> str:
    names = {target.id: target for target in line.leaf.targets}
    return _("；").join(
        f"{names[pk].name} {figure(value)} {names[pk].unit}"
        for pk, value in line.row.figures.items()
        if pk in names
    )


def between_units(rows: tuple[PartnerRow, ...]) -> str:
    """8月底函告 3/10、会签 1/2（市财政局 有异议：…）; of the stages that have begun."""
    found: dict[str, list[PartnerRow]] = {}
    for row in rows:
        found.setdefault(row.stage.label, []).append(row)
    return _("；").join(
        _of_stage(label, of_stage) for label, of_stage in found.items() if _has_begun(of_stage)
    )


def _has_begun(rows: list[PartnerRow]) -> bool:
    return any(row.is_in or row.is_gap or row.is_overdue for row in rows)


def _of_stage(label: str, rows: list[PartnerRow]) -> str:
    parts = []
    for kind in (Kind.CONTRIBUTION, Kind.CO_SIGNATURE):
        of_kind = [row for row in rows if row.kind == kind]
        if of_kind:
            facts = {"kind": kind.label, "n": sum(r.is_in for r in of_kind), "all": len(of_kind)}
            parts.append(_("%(kind)s %(n)s/%(all)s") % facts)
    gaps = [gap_words(row) for row in rows if row.is_gap]
    words = label + _("、").join(parts)
    return words + (_("（缺 %s）") % _("；").join(gaps) if gaps else "")


def gap_words(row: PartnerRow) -> str:
    words = f"{row.unit} {PARTNER_WORDS[row.word]}"
    return words + (_("：%s") % row.objection if row.objection else "")
