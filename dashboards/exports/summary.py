"""The PDF summary: a standing arranged as an official paper reads, and set in type."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.charts import render_chart
from common.charts.drawing import Chart
from common.pdf import render_pdf
from common.templatetags.portal import day, figure, percent
from dashboards.charts import timeline
from dashboards.exports import columns as c
from dashboards.exports import reply_tables as r
from dashboards.exports import words
from dashboards.exports.cover import Cover
from dashboards.exports.hand_out import extension_columns, waiting_columns
from dashboards.exports.lead import lead_sentences
from dashboards.exports.ledger import Ledger
from dashboards.exports.rows import MilestoneRow, NarrativeRow, TargetRow, correction_rows
from dashboards.exports.shown import ShownTable, shown
from dashboards.pages import MatrixRow, MeasureGroup, matrix_of, measure_groups
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import (
    WAITING,
    LeafStanding,
    MeasureTotal,
    Rate,
    StageSummary,
    State,
    TargetStanding,
)
from replies.rate_words import RateFigure, answered_figure, rate_figures
from replies.rates import RepliesStanding

TEMPLATE = "dashboards/exports/summary.html"
# In the charts' own units, 15 of which are a label's height: 9 pt on the page's 170 mm.
CHART_WIDTH = 840

PROGRESS = ("goal", "accepted", "as_of", "percent", "pace", "light", "submitted", "submitted_as_of")
IN_GROUP = ("number", "title", *PROGRESS)
IN_MIXED_GROUP = ("number", "target", *PROGRESS)
IN_LEAF = ("target", *PROGRESS)
OF_MILESTONES = ("name", "kind", "state", "done_on", "evidence")
OF_CORRECTIONS = ("number", "title", "unit", "stage", "what", "before", "after", "accepted_at")
OF_NOTICES = ("unit", "title", "level", "state", "due", "ended_at")
OF_DIFFICULTIES = ("unit", "number", "what", "state", "holder", "age", "instructed", "due")
OF_LAGGARDS = ("unit", "stage", "kind", "due", "original", "days", "acting")
OF_WAITING = ("unit", "number", "due", "overdue")
OF_EXTENSIONS = ("unit", "what", "original", "asked", "state", "granted", "words")
OF_FINDINGS = ("kind", "subject", "where", "says", "other_where", "other_says", "words")
OF_MOTIONS = ("motion", "due", "replied", "again", "contacted") + (
    "satisfied",
    "basically",
    "not",
    "silent",
)
OF_PROMISES = ("text", "unit", "printed", "due", "state", "kept")
OF_DATES = ("due", "kind", "stage", "open", "total", "workdays")


@dataclass(frozen=True)
class KeyFigure:
    label: str
    value: str
    note: str


@dataclass(frozen=True)
class GroupSheet:
    """A chart of nothing is none."""

    title: str
    total: MeasureTotal | None
    chart: SafeString | None
    table: ShownTable


@dataclass(frozen=True)
class LeafSheet:
    """`opens_task`: it is the first of its task's parts."""

    opens_task: bool
    leaf: LeafStanding
    leads: str
    responsible: str
    scope: str
    result: str
    targets: ShownTable
    allocated: tuple[TargetStanding, ...]
    milestones: ShownTable
    narratives: tuple[NarrativeRow, ...]
    between_units: str
    taken: tuple[tuple[str, str], ...]


def summary_pdf(ledger: Ledger, cover: Cover) -> bytes:
    context = summary_context(ledger, cover)
    return render_pdf(TEMPLATE, context, title=cover.title, style="pdf-summary.css")


def summary_context(ledger: Ledger, cover: Cover) -> dict[str, Any]:
    standing = ledger.standing
    return {
        "cover": cover,
        "demo": cover.is_sample,
        "standing": standing,
        "rates": tuple(_rates(standing)),
        "measures": tuple(_measures(standing)),
        "lead": "".join(lead_sentences(standing)),
        "timeline": _timeline(standing),
        "stages": _stage_lines(standing),
        "matrix": _matrix(standing),
        "laggards": shown(c.laggard_columns(), standing.laggards, OF_LAGGARDS),
        "corrections": shown(
            c.correction_columns(),
            correction_rows(standing.leaves, standing.corrections),
            OF_CORRECTIONS,
        ),
        "groups": tuple(_group(group, standing) for group in measure_groups(standing)),
        "leaves": tuple(_leaf_sheets(ledger)),
        "notices": shown(c.notice_columns(), standing.notices, OF_NOTICES),
        "difficulties": shown(c.difficulty_columns(), standing.difficulties, OF_DIFFICULTIES),
        "findings": shown(c.finding_columns(), ledger.findings, OF_FINDINGS),
        "dates": shown(c.date_columns(), standing.dates_ahead, OF_DATES),
        "hand_out": standing.hand_out,
        "waiting": shown(waiting_columns(), standing.hand_out.waiting, OF_WAITING),
        "extensions": shown(extension_columns(), standing.hand_out.extensions, OF_EXTENSIONS),
        "answering": _answering(standing.replies),
    }


@dataclass(frozen=True)
class AnsweringSheet:
    rates: list[RateFigure]
    motions: ShownTable
    promises: ShownTable


def _answering(replies: RepliesStanding | None) -> AnsweringSheet | None:
    if replies is None or not replies.motions:
        return None
    return AnsweringSheet(
        rates=rate_figures(replies),
        motions=shown(r.motion_columns(), replies.motions, OF_MOTIONS),
        promises=shown(r.promise_columns(), replies.promises, OF_PROMISES),
    )


def _chart(chart: Chart) -> SafeString:
    return render_chart(chart, width=CHART_WIDTH)


def _timeline(standing: PlanStanding) -> SafeString | None:
    if not standing.deadlines:
        return None
    return _chart(replace(timeline("timeline", standing), today_words=_("截至")))


def _rates(standing: PlanStanding) -> Iterator[KeyFigure]:
    rate = standing.rate
    yield KeyFigure(_("按时报送率"), percent(rate.percent), _rate_words(rate))
    yield KeyFigure(_("逾期未报"), _("%s 份") % rate.missing, _("截至时刻仍未报送"))
    yield KeyFigure(_("待办公室审核"), _("%s 份") % len(standing.queue), _("含更正申请"))
    if standing.replies is not None and standing.replies.motions:
        answered = answered_figure(standing.replies)
        yield KeyFigure(answered.label, answered.value, answered.note)


def _measures(standing: PlanStanding) -> Iterator[KeyFigure]:
    for total in standing.measure_totals:
        if total.leaves > 1:
            yield _scope_figure(total) if total.is_scope else _progress_figure(standing, total)


def _rate_words(rate: Rate) -> str:
    if not rate.due:
        return _("还没有到期的报告")
    return _("应报 %(due)s：按时 %(on_time)s、迟报 %(late)s、未报 %(missing)s") % {
        "due": rate.due,
        "on_time": rate.on_time,
        "late": rate.late,
        "missing": rate.missing,
    }


def _scope_figure(total: MeasureTotal) -> KeyFigure:
    value = f"{figure(total.goal)} {total.unit}"
    return KeyFigure(total.name, value, _("%s 个事项的规模，不计进度") % total.leaves)


def _progress_figure(standing: PlanStanding, total: MeasureTotal) -> KeyFigure:
    label = _("%(name)s（目标 %(goal)s %(unit)s）") % {
        "name": total.name,
        "goal": figure(total.goal),
        "unit": total.unit,
    }
    if total.accepted is None:
        return KeyFigure(label, "—", _("还没有已审核的数"))
    note = _("完成 %(percent)s，%(all)s 项中 %(have)s 项有数，截至 %(days)s") % {
        "percent": percent(total.percent),
        "all": total.leaves,
        "have": total.with_figure,
        "days": _days(standing, total),
    }
    if total.submitted is not None:
        note += _("；计入待审核为 %s") % figure(total.submitted)
    return KeyFigure(label, f"{figure(total.accepted)} {total.unit}", note)


def _days(standing: PlanStanding, total: MeasureTotal) -> str:
    """The day the accepted figures stand at, or the first and the last of them."""
    found = {
        target.accepted.as_of
        for leaf in standing.leaves
        for target in leaf.targets
        if (target.name, target.unit) == (total.name, total.unit) and target.accepted
    }
    return _("至").join(day(value) for value in sorted({min(found), max(found)}))


@dataclass(frozen=True)
class StageLine:
    """`waiting` are with the office, `back` with the unit for mending."""

    summary: StageSummary
    waiting: int
    back: int
    accepted: int


BACK = (State.RETURNED, State.CORRECTING)


def _stage_lines(standing: PlanStanding) -> tuple[StageLine, ...]:
    return tuple(
        StageLine(
            row,
            waiting=sum(row.counts[state] for state in WAITING),
            back=sum(row.counts[state] for state in BACK),
            accepted=row.counts[State.ACCEPTED],
        )
        for row in standing.stage_summaries
    )


def _matrix(standing: PlanStanding) -> tuple[MatrixRow, ...]:
    return matrix_of(standing, is_past=False)


def _group(group: MeasureGroup, standing: PlanStanding) -> GroupSheet:
    rows = [TargetRow(line.leaf, line.target) for line in group.lines]
    names = IN_GROUP if group.total else IN_MIXED_GROUP
    table = shown(_columns(standing), rows, names)
    has_figures = any(line.target.accepted or line.target.submitted for line in group.lines)
    chart = _chart(group.chart) if has_figures else None
    return GroupSheet(group.title, group.total, chart, table)


def _columns(standing: PlanStanding) -> list[Any]:
    found = c.target_columns()
    return found if standing.with_submitted else c.without_submitted(found)


def _leaf_sheets(ledger: Ledger) -> Iterator[LeafSheet]:
    task = None
    for leaf in ledger.leaves:
        yield _leaf_sheet(ledger, leaf, opens_task=leaf.parent_number not in {None, task})
        task = leaf.parent_number


def _leaf_sheet(ledger: Ledger, leaf: LeafStanding, *, opens_task: bool) -> LeafSheet:
    rows = [TargetRow(leaf, target) for target in leaf.progress_targets]
    milestones = [MilestoneRow(leaf, row) for row in leaf.milestones]
    return LeafSheet(
        opens_task=opens_task,
        leaf=leaf,
        leads=words.leads_words(leaf),
        responsible=words.responsible_words(leaf),
        scope=_("，").join(f"{row.name} {row.words}" for row in leaf.scope_targets),
        result=words.result_words(leaf),
        targets=shown(_columns(ledger.standing), rows, IN_LEAF),
        allocated=tuple(row for row in leaf.targets if row.allocations),
        milestones=shown(c.milestone_columns(), milestones, OF_MILESTONES),
        narratives=tuple(row for row in ledger.narratives if row.leaf.id == leaf.id),
        between_units=words.between_units(ledger.standing.partners.of_leaf(leaf.id)),
        taken=tuple(_taken(leaf)),
    )


def _taken(leaf: LeafStanding) -> Iterator[tuple[str, str]]:
    """Figures with the contributions they were taken over from."""
    for target in leaf.progress_targets:
        found = words.taken_words(target.accepted) or words.taken_words(target.submitted)
        if found:
            yield target.name, found
