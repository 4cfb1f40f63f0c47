"""Contradictions in what was reported: with the plan, with itself, with what was said before."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from common.templatetags.portal import day, figure
from dashboards.crosscheck.reading import Checked, Report
from dashboards.crosscheck.shapes import Finding, Kind, Side
from dashboards.standing.shapes import (
    DoneSaid,
    FigureSaid,
    LeafStanding,
    MilestoneStanding,
    TargetStanding,
)
from motions.words import RESULT_WORDS
from motions.workflow import Result


def falling_totals(checked: Checked) -> Iterator[Finding]:
    """A running total of the year never becomes less from one day to a later one."""
    for leaf, target in checked.targets():
        told = checked.figures_of(target.id)
        for before, after in pairwise(told):
            if after[1].as_of > before[1].as_of and after[1].value < before[1].value:
                yield _two_reports(Kind.FALLS, leaf, target, before, after)


def figures_retold(checked: Checked) -> Iterator[Finding]:
    """For one and the same day, two filings say two figures."""
    for leaf, target in checked.targets():
        told = checked.figures_of(target.id)
        for place, after in enumerate(told):
            for before in told[:place]:
                same_day = before[1].as_of == after[1].as_of
                if same_day and before[1].value != after[1].value:
                    yield _two_reports(Kind.RETOLD, leaf, target, before, after)


def results_over_target(checked: Checked) -> Iterator[Finding]:
    for leaf, target in checked.targets():
        ceiling = _ceiling(target)
        for report, row in checked.figures_of(target.id)[-1:]:
            if ceiling is not None and not target.is_scope and row.value > ceiling:
                yield Finding(
                    kind=Kind.OVER,
                    key=f"{Kind.OVER}/{leaf.key}/{target.name}",
                    subject=_subject(leaf, target),
                    sides=(
                        Side(_("文件目标"), target.words, _leaf_address(checked, leaf)),
                        reported_side(report, target, row),
                    ),
                    facts=(str(ceiling.normalize()), str(row.value.normalize())),
                    unit=report.source.unit,
                    leaf_key=leaf.key,
                    told=report.told.get(f"over:{target.id}", ""),
                )


def closed_below_target(checked: Checked) -> Iterator[Finding]:
    """A leaf closed as met while an accepted figure stands below its goal."""
    for leaf, target in checked.targets():
        accepted = target.accepted
        is_met = leaf.closing is not None and leaf.closing.result == Result.MET
        if not is_met or target.is_scope or target.goal is None or accepted is None:
            continue
        if accepted.value < target.goal:
            yield Finding(
                kind=Kind.RESULT,
                key=f"{Kind.RESULT}/{leaf.key}/{target.name}",
                subject=_subject(leaf, target),
                sides=(
                    Side(_("办结结果"), str(RESULT_WORDS[Result.MET])),
                    Side(
                        _("已审核数"),
                        _("%(value)s，目标 %(goal)s")
                        % {"value": figure(accepted.value), "goal": target.words},
                        _leaf_address(checked, leaf),
                    ),
                ),
                facts=(str(accepted.value.normalize()), str(target.goal.normalize())),
                leaf_key=leaf.key,
            )


def completions_undated(checked: Checked) -> Iterator[Finding]:
    for leaf, milestone in checked.milestones():
        for report, done in checked.completions_of(milestone.id)[-1:]:
            if done.done_on is None:
                yield _completion(Kind.UNDATED, leaf, milestone, report, _("没有日期"))


def completions_unproven(checked: Checked) -> Iterator[Finding]:
    for leaf, milestone in checked.milestones():
        for report, done in checked.completions_of(milestone.id)[-1:]:
            if not done.evidence.strip() and not report.has_files:
                yield _completion(Kind.UNPROVEN, leaf, milestone, report, _("没有依据或附件"))


def milestones_done_twice(checked: Checked) -> Iterator[Finding]:
    """One named project, completed on two days."""
    for leaf, milestone in checked.milestones():
        told = checked.completions_of(milestone.id)
        dated = [(report, done) for report, done in told if done.done_on]
        for before, after in pairwise(dated):
            if before[1].done_on != after[1].done_on:
                yield Finding(
                    kind=Kind.DONE_TWICE,
                    key=f"{Kind.DONE_TWICE}/{leaf.key}/{milestone.name}/{place_of(after[0])}",
                    subject=f"{leaf.number} {milestone.name}",
                    sides=(_dated(*before), _dated(*after)),
                    facts=(str(before[1].done_on), str(after[1].done_on)),
                    unit=after[0].source.unit,
                    leaf_key=leaf.key,
                )


def _ceiling(target: TargetStanding) -> Decimal | None:
    """As the clerk is warned by: above this is more than was asked for."""
    return target.maximum if target.maximum is not None else target.goal


def _two_reports(
    kind: Kind,
    leaf: LeafStanding,
    target: TargetStanding,
    before: tuple[Report, FigureSaid],
    after: tuple[Report, FigureSaid],
) -> Finding:
    return Finding(
        kind=kind,
        key=f"{kind}/{leaf.key}/{target.name}/{place_of(before[0])}/{place_of(after[0])}",
        subject=_subject(leaf, target),
        sides=(
            reported_side(before[0], target, before[1]),
            reported_side(after[0], target, after[1]),
        ),
        facts=tuple(
            f"{row.value.normalize()} {row.as_of.isoformat()}" for row in (before[1], after[1])
        ),
        unit=after[0].source.unit,
        leaf_key=leaf.key,
        told=after[0].told.get(f"falls:{target.id}", ""),
    )


def _completion(
    kind: Kind, leaf: LeafStanding, milestone: MilestoneStanding, report: Report, lacks: str
) -> Finding:
    where = _where(report)
    return Finding(
        kind=kind,
        key=f"{kind}/{leaf.key}/{milestone.name}",
        subject=f"{leaf.number} {milestone.name}",
        sides=(
            Side(where, _("报完成"), report.address),
            Side(where, lacks, report.address),
        ),
        facts=(place_of(report), str(report.source.version)),
        unit=report.source.unit,
        leaf_key=leaf.key,
        told=report.told.get(f"{kind}:{milestone.id}", ""),
    )


def reported_side(report: Report, target: TargetStanding, row: FigureSaid) -> Side:
    says = _("%(value)s %(unit)s，截至 %(day)s") % {
        "value": figure(row.value),
        "unit": target.unit,
        "day": day(row.as_of),
    }
    return Side(_where(report), says, report.address)


def _dated(report: Report, done: DoneSaid) -> Side:
    return Side(_where(report), _("%s 完成") % day(done.done_on), report.address)


def _where(report: Report) -> str:
    return _("%(unit)s %(stage)s报告第 %(number)s 版") % {
        "unit": report.source.unit,
        "stage": report.source.stage.label,
        "number": report.source.version,
    }


def place_of(report: Report) -> str:
    return f"{report.source.unit.id}-{report.source.stage.due_on.isoformat()}"


def _subject(leaf: LeafStanding, target: TargetStanding) -> str:
    return f"{leaf.number} {target.name}"


def _leaf_address(checked: Checked, leaf: LeafStanding) -> str:
    return reverse("leaf", args=[checked.standing.plan.pk, leaf.key])
