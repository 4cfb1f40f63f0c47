"""The columns of every ledger, once: the screen, the workbook and the PDF tables take them from here.

Each function makes its list anew, so that the heads are in the language asked for. Columns of what is
not yet reviewed are named `submitted…` and fall away where only accepted figures were asked for.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.workbook import Column
from dashboards.exports import words
from dashboards.exports.rows import AllocationRow, MilestoneRow, NarrativeRow, TargetRow, TaskRow
from dashboards.pages import cell_of
from dashboards.standing.shapes import (
    DateAhead,
    FigureStanding,
    FilingStanding,
    Source,
)
from dashboards.standing.words import ARREARS_WORDS, LIGHT_WORDS, STATE_WORDS
from dashboards.supervision import holder_words
from supervision.selectors.standing import DifficultyStanding, NoticeStanding
from supervision.words import DIFFICULTY_WORDS, LEVEL_WORDS, NOTICE_WORDS, REVIEW_WORDS
from tasks.models import Obligation

SUBMITTED = "submitted"
PROVISIONAL = "provisional"
HUNDRED = Decimal(100)


def is_submitted(column: Column) -> bool:
    return column.name.startswith(SUBMITTED)


def without_submitted(columns: Iterable[Column]) -> list[Column]:
    return [column for column in columns if not is_submitted(column)]


def target_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("leads", _("牵头单位"), lambda r: words.leads_words(r.leaf), width=28),
        Column("responsible", _("责任单位"), lambda r: words.responsible_words(r.leaf), width=28),
        Column("due", _("完成期限"), lambda r: r.leaf.due_on or r.leaf.due_text, "date", 14),
        Column("milestones", _("节点完成"), lambda r: words.milestones_done(r.leaf), width=10),
        Column("result", _("办结结果"), lambda r: words.result_words(r.leaf), width=12),
        Column("target", _("指标"), lambda r: r.target and r.target.name, width=26),
        Column("unit", _("计量单位"), lambda r: r.target and r.target.unit, width=9),
        Column("kind", _("类别"), _kind, width=10),
        Column("goal", _("目标"), lambda r: r.target and r.target.words, width=18),
        Column("minimum", _("目标下限"), lambda r: r.target and r.target.minimum, "figure", 10),
        Column("maximum", _("目标上限"), lambda r: r.target and r.target.maximum, "figure", 10),
        Column("allocated", _("已分解"), _allocated, "figure", 10),
        Column("accepted", _("已审核数"), lambda r: _value(_accepted(r)), "figure", 11),
        Column("as_of", _("截至日期"), lambda r: _as_of(_accepted(r)), "date", 12),
        Column("percent", _("完成率"), _percent, "percent", 9),
        Column("pace", _("序时应达"), _pace, "figure", 10),
        Column("light", _("进度"), _light, width=16),
        Column("source", _("依据的报告"), lambda r: _source(_accepted(r)), width=26),
        Column("taken_from", _("取自函告"), lambda r: words.taken_words(_accepted(r)), width=30),
        Column("submitted", _("待审核数"), lambda r: _value(_submitted(r)), "figure", 11),
        Column("submitted_as_of", _("待审核截至"), lambda r: _as_of(_submitted(r)), "date", 13),
        Column("submitted_source", _("待审核的报告"), lambda r: _source(_submitted(r)), width=26),
    ]


def task_columns() -> list[Column]:
    return [
        Column("number", _("序号"), lambda r: r.number, width=7),
        Column("title", _("任务"), lambda r: r.title, width=44),
        Column("leads", _("牵头单位"), lambda r: words.units_words(r, "leads"), width=40),
        Column(
            "responsible", _("责任单位"), lambda r: words.units_words(r, "responsible"), width=50
        ),
        Column("leaves", _("填报事项"), lambda r: len(r.leaves), "integer", 10),
        Column("targets", _("进度指标"), _progress_targets, "integer", 10),
        Column("with_figure", _("已有审核数"), _with_figure, "integer", 12),
        Column("ended", _("已办结事项"), _ended, "integer", 12),
        Column("due", _("最晚期限"), _latest_due, "date", 12),
    ]


def sub_project_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("summary", _("概要"), lambda r: r.leaf.summary, width=50),
        Column("leads", _("牵头单位"), lambda r: words.leads_words(r.leaf), width=28),
        Column("responsible", _("责任单位"), lambda r: words.responsible_words(r.leaf), width=28),
        Column("due", _("完成期限"), lambda r: r.leaf.due_on or r.leaf.due_text, "date", 14),
        Column("goals", _("目标"), lambda r: words.goals_words(r.leaf), width=34),
        Column("reached", _("已审核数"), lambda r: words.figures_words(r.leaf), width=34),
        Column("milestones", _("节点完成"), lambda r: words.milestones_done(r.leaf), width=10),
        Column("result", _("办结结果"), lambda r: words.result_words(r.leaf), width=12),
    ]


def filing_columns() -> list[Column]:
    return [
        Column("unit", _("牵头单位"), lambda r: r.unit.name, width=30),
        Column("stage", _("阶段"), lambda r: r.stage.label, width=10),
        Column("due", _("期限"), lambda r: r.due_on, "date", 12),
        Column("original", _("原定期限"), _original_day, "date", 12),
        Column("last_workday", _("最后工作日"), lambda r: r.stage.last_workday, "date", 12),
        Column(PROVISIONAL, _("工作日暂定"), words.provisional, width=12),
        Column("state", _("状态"), lambda r: STATE_WORDS[r.state], width=12),
        Column("timing", _("是否按时"), _timing, width=12),
        Column("late", _("逾期天数"), lambda r: r.days_late or None, "integer", 10),
        Column("first", _("首次报送"), lambda r: r.first_submitted_at, "datetime", 17),
        Column("version", _("现报版本"), lambda r: r.version and r.version.number, "integer", 9),
        Column("at", _("现报时间"), lambda r: r.version and r.version.submitted_at, "datetime", 17),
        Column("signed_by", _("审签人"), lambda r: r.version and r.version.signed_by, width=16),
        Column("entered_by", _("代录人"), lambda r: r.version and r.version.entered_by, width=14),
        Column("received", _("纸质件收到时间"), _received, "datetime", 17),
        Column("document", _("来文字号"), _document, width=20),
        Column("in_force", _("有效版本"), lambda r: r.accepted_number, "integer", 9),
        Column("nil", _("无情况可报"), lambda r: words.yes(r.is_nil), width=10),
        Column("review_due", _("审核期限"), lambda r: r.review_due_on, "date", 12),
        Column("correction_due", _("补正期限"), lambda r: r.correction_due_on, "date", 12),
        Column("copies", _("应交纸质件"), lambda r: r.stage.copies, "integer", 10),
        Column("registered", _("已收纸质件"), lambda r: r.copies_registered, "integer", 10),
        Column("next", _("下一步由谁办"), words.next_words, width=30),
        Column("closed", _("结账时间"), lambda r: r.stage.closed_at, "datetime", 17),
        Column("sample", _("演示数据"), lambda r: words.yes(r.is_sample), width=9),
    ]


def correction_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("unit", _("填报单位"), lambda r: r.correction.unit.name, width=26),
        Column("stage", _("阶段"), lambda r: r.correction.stage.label, width=10),
        Column("closed", _("结账时间"), lambda r: r.correction.stage.closed_at, "datetime", 17),
        Column("what", _("指标或节点"), lambda r: r.correction.what or _("只改了文字"), width=26),
        Column("before", _("结账时"), lambda r: r.correction.before, width=14),
        Column("after", _("更正为"), lambda r: r.correction.after, width=14),
        Column("old", _("结账时版本"), lambda r: r.correction.before_version, "integer", 10),
        Column("new", _("更正版本"), lambda r: r.correction.after_version, "integer", 10),
        Column("accepted_at", _("审核通过"), lambda r: r.correction.accepted_at, "datetime", 17),
        Column("sample", _("演示数据"), lambda r: words.yes(r.correction.is_sample), width=9),
    ]


def laggard_columns() -> list[Column]:
    return [
        Column("unit", _("牵头单位"), lambda r: r.filing.unit.name, width=30),
        Column("stage", _("阶段"), lambda r: r.filing.stage.label, width=10),
        Column("kind", _("情况"), lambda r: ARREARS_WORDS[r.kind], width=12),
        Column("due", _("期限"), lambda r: r.due_on, "date", 12),
        Column("original", _("原定期限"), lambda r: _original_day(r.filing), "date", 12),
        Column("days", _("天数"), lambda r: r.days, "integer", 8),
        Column("acting", _("下一步由谁办"), words.acting_words, width=30),
    ]


def figure_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("target", _("指标"), lambda r: r.target.name, width=26),
        Column("unit", _("计量单位"), lambda r: r.target.unit, width=9),
        Column("value", _("累计数"), lambda r: r.figure.value, "figure", 11),
        Column("as_of", _("截至日期"), lambda r: r.figure.as_of, "date", 12),
        Column("taken_from", _("取自函告"), lambda r: words.taken_words(r.figure), width=30),
        *_source_columns(lambda r: r.figure.source),
    ]


def growth_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("target", _("指标"), lambda r: r.target.name, width=26),
        Column("unit", _("计量单位"), lambda r: r.target.unit, width=9),
        Column("by", _("到哪个阶段"), lambda r: r.stage.label, width=12),
        Column("value", _("累计数"), lambda r: r.figure.value, "figure", 11),
        Column("as_of", _("截至日期"), lambda r: r.figure.as_of, "date", 12),
        *_source_columns(lambda r: r.figure.source),
    ]


def share_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("target", _("指标"), lambda r: r.target.name, width=26),
        Column("measured", _("计量单位"), lambda r: r.target.unit, width=9),
        Column("unit", _("函告单位"), lambda r: r.row.unit.name, width=28),
        Column("value", _("累计数"), lambda r: r.value, "figure", 11),
        Column("allocated", _("分解数"), lambda r: r.allocated, width=14),
        Column("stage", _("阶段"), lambda r: r.row.stage.label, width=10),
        Column("version", _("版本"), lambda r: r.row.version, "integer", 7),
        Column("at", _("时间"), lambda r: r.row.at, "datetime", 17),
        Column("sample", _("演示数据"), lambda r: words.yes(r.row.is_sample), width=9),
    ]


def allocation_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("target", _("指标"), lambda r: r.target.name, width=26),
        Column("unit", _("计量单位"), lambda r: r.target.unit, width=9),
        Column("goal", _("目标"), lambda r: r.target.words, width=18),
        Column("to", _("分解到"), lambda r: words.allocation_words(r.allocation), width=24),
        Column("amount", _("分解数"), _amount, "figure", 12),
        Column("maximum", _("上限"), lambda r: r.allocation and r.allocation.maximum, "figure", 10),
    ]


def milestone_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("name", _("项目节点"), lambda r: r.milestone.name, width=36),
        Column("kind", _("要求"), lambda r: r.milestone.kind.label, width=14),
        Column("state", _("情况"), lambda r: words.milestone_words(r.milestone), width=14),
        Column("done_on", _("完成日期"), lambda r: _reached(r, "done_on"), "date", 12),
        Column("evidence", _("依据"), lambda r: _reached(r, "evidence"), width=30),
        Column("source", _("来自"), _reached_source, width=26),
        Column("added_on", _("增列日期"), lambda r: r.milestone.added_on, "date", 12),
    ]


def narrative_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        *_source_columns(lambda r: r.narrative.source),
        Column("nil", _("无情况可报"), lambda r: words.yes(r.narrative.is_nil), width=10),
        Column("narrative", _("进展情况"), _narrative, width=60),
        Column("problems", _("存在问题和下一步打算"), lambda r: r.narrative.problems, width=40),
        Column("explanations", _("对提示的说明"), lambda r: "\n".join(r.explanations), width=40),
    ]


def finding_columns() -> list[Column]:
    return [
        Column("kind", _("情况"), lambda r: r.kind_words, width=20),
        Column("subject", _("事项"), lambda r: r.finding.subject, width=32),
        Column("where", _("来源一"), lambda r: r.sides[0].where, width=28),
        Column("says", _("来源一所说"), lambda r: r.sides[0].says, width=30),
        Column("other_where", _("来源二"), lambda r: r.sides[1].where, width=28),
        Column("other_says", _("来源二所说"), lambda r: r.sides[1].says, width=30),
        Column("resolver", _("由谁说明"), lambda r: words.resolver_words(r.finding), width=24),
        Column("state", _("状态"), lambda r: words.finding_state(r), width=10),
        Column("words", _("说明"), lambda r: r.words, width=40),
        Column("by", _("说明人"), lambda r: r.by_name, width=14),
    ]


def partner_columns() -> list[Column]:
    return [
        *_leaf_columns(),
        Column("kind", _("类别"), lambda r: r.row.kind.label, width=8),
        Column("unit", _("单位"), lambda r: r.row.unit.name, width=28),
        Column("lead", _("牵头汇总单位"), lambda r: r.row.lead.name, width=24),
        Column("stage", _("阶段"), lambda r: r.row.stage.label, width=10),
        Column("due", _("期限"), lambda r: r.row.due_on, "date", 12),
        Column(PROVISIONAL, _("工作日暂定"), lambda r: words.provisional(r.row), width=12),
        Column("state", _("情况"), lambda r: words.partner_words(r.row), width=16),
        Column("late", _("逾期天数"), lambda r: r.row.days_late or None, "integer", 10),
        Column("at", _("时间"), lambda r: r.row.at, "datetime", 17),
        Column("by", _("签发人、会签人"), lambda r: r.row.by, width=18),
        Column("version", _("版本"), lambda r: r.row.version, "integer", 7),
        Column("figures", _("报的数"), words.partner_figures, width=36),
        Column("objection", _("异议"), lambda r: r.row.objection, width=40),
        Column("sample", _("演示数据"), lambda r: words.yes(r.row.is_sample), width=9),
    ]


def date_columns() -> list[Column]:
    return [
        Column("due", _("日期"), lambda r: r.due_on, "date", 12),
        Column("kind", _("事项"), lambda r: Obligation.Kind(r.kind).label, width=14),
        Column("stage", _("阶段"), _stage_of_date, width=10),
        Column("open", _("未完成"), lambda r: r.open, "integer", 9),
        Column("total", _("共"), lambda r: r.total, "integer", 9),
        Column("workdays", _("还有几个工作日"), lambda r: r.workdays_left, "integer", 12),
        Column(PROVISIONAL, _("工作日暂定"), words.provisional, width=12),
    ]


def difficulty_columns() -> list[Column]:
    return [
        Column("number", _("序号"), lambda r: r.task.number, width=7),
        Column("title", _("事项"), lambda r: r.task.title, width=26),
        Column("unit", _("报告单位"), lambda r: r.unit.name, width=26),
        Column("what", _("困难和问题"), lambda r: r.what, width=50),
        Column("since", _("从何时起"), lambda r: r.since_on, "date", 12),
        Column("tried", _("已经做过什么"), lambda r: r.tried, width=40),
        Column("asked", _("请求解决什么"), lambda r: r.asked, width=40),
        Column("asked_of", _("请谁解决"), lambda r: r.asked_of, width=20),
        Column("reported_at", _("报告时间"), lambda r: r.reported_at, "datetime", 17),
        Column("state", _("状态"), lambda r: DIFFICULTY_WORDS.statuses[r.status], width=16),
        Column("holder", _("现在由谁办理"), holder_words, width=22),
        Column("age", _("已过工作日"), lambda r: r.age, "integer", 11),
        Column("opinion", _("办公室意见"), lambda r: r.opinion, width=40),
        Column("answer", _("办公室答复"), lambda r: r.answer, width=40),
        Column("instruction", _("批示"), lambda r: _instructed(r, "text"), width=40),
        Column("instructed", _("批示责任单位"), lambda r: _instructed(r, "unit"), width=26),
        Column("due", _("批示期限"), lambda r: _instructed(r, "due_on"), "date", 12),
        Column("result", _("办理结果"), lambda r: _instructed(r, "answer"), width=40),
        Column("ended_at", _("办结时间"), lambda r: r.ended_at, "datetime", 17),
        Column("sample", _("演示数据"), lambda r: words.yes(r.is_sample), width=9),
    ]


def notice_columns() -> list[Column]:
    return [
        Column("unit", _("督办对象"), lambda r: r.unit.name, width=26),
        Column("title", _("事由"), lambda r: r.title, width=40),
        Column("level", _("级别"), lambda r: LEVEL_WORDS[r.level], width=14),
        Column("highest", _("最高级别"), lambda r: LEVEL_WORDS[r.highest], width=14),
        Column("state", _("状态"), lambda r: NOTICE_WORDS.statuses[r.status], width=12),
        Column("opened_at", _("首次发出"), lambda r: r.opened_at, "datetime", 17),
        Column("text", _("督办内容"), lambda r: r.text, width=50),
        Column("due", _("答复期限"), lambda r: r.due_on, "date", 12),
        Column("answer", _("单位答复"), lambda r: r.answer, width=50),
        Column("checked", _("核查情况"), lambda r: r.checked, width=40),
        Column("review", _("复核"), _reviewed, width=12),
        Column("ended_at", _("销号时间"), lambda r: r.ended_at, "datetime", 17),
        Column("sample", _("演示数据"), lambda r: words.yes(r.is_sample), width=9),
    ]


def _instructed(row: DifficultyStanding, name: str) -> Any:
    value = getattr(row.instruction, name) if row.instruction else None
    return value if value is None or isinstance(value, date) else str(value)


def _reviewed(row: NoticeStanding) -> str:
    return str(REVIEW_WORDS.statuses[row.review]) if row.review else ""


def _leaf_columns() -> list[Column]:
    return [
        Column("number", _("序号"), lambda r: r.leaf.number, width=7),
        Column("parent", _("所属任务"), lambda r: words.parent_words(r.leaf), width=32),
        Column("title", _("事项"), lambda r: r.leaf.title, width=26),
    ]


def _source_columns(source_of: Callable[[Any], Source]) -> list[Column]:
    return [
        Column("from", _("填报单位"), lambda r: source_of(r).unit.name, width=26),
        Column("stage", _("阶段"), lambda r: source_of(r).stage.label, width=10),
        Column("version", _("版本"), lambda r: source_of(r).version, "integer", 7),
        Column("decision", _("审核"), lambda r: words.decision_words(source_of(r)), width=9),
        Column("at", _("报送时间"), lambda r: source_of(r).submitted_at, "datetime", 17),
        Column("decided_at", _("审核时间"), lambda r: source_of(r).decided_at, "datetime", 17),
        Column("sample", _("演示数据"), lambda r: words.yes(source_of(r).is_sample), width=9),
    ]


def _progress_targets(row: TaskRow) -> int:
    return sum(len(leaf.progress_targets) for leaf in row.leaves)


def _with_figure(row: TaskRow) -> int:
    targets = (target for leaf in row.leaves for target in leaf.progress_targets)
    return sum(target.accepted is not None for target in targets)


def _ended(row: TaskRow) -> int:
    return sum(leaf.closing is not None for leaf in row.leaves)


def _latest_due(row: TaskRow) -> date | None:
    return max((leaf.due_on for leaf in row.leaves if leaf.due_on), default=None)


def _kind(row: TargetRow) -> str:
    """Scope says how large the work is and never counts as progress."""
    if row.target is None:
        return ""
    return _("规模") if row.target.is_scope else _("进度")


def _allocated(row: TargetRow) -> Decimal | None:
    return row.target.allocated if row.target and row.target.allocations else None


def _accepted(row: TargetRow) -> FigureStanding | None:
    return row.target.accepted if row.target else None


def _submitted(row: TargetRow) -> FigureStanding | None:
    return row.target.submitted if row.target else None


def _value(figure: FigureStanding | None) -> Decimal | None:
    return figure.value if figure else None


def _as_of(figure: FigureStanding | None) -> date | None:
    return figure.as_of if figure else None


def _source(figure: FigureStanding | None) -> str:
    return words.source_words(figure.source) if figure else ""


def _percent(row: TargetRow) -> Decimal | None:
    """As a share of one, cut as on the boards: 100% is only ever said of what is complete."""
    if row.target is None or row.target.percent is None:
        return None
    return (row.target.percent / HUNDRED).quantize(Decimal("0.001"), ROUND_DOWN)


def _pace(row: TargetRow) -> Decimal | None:
    if row.target is None or row.target.pace is None:
        return None
    return row.target.pace.quantize(Decimal("0.1"))


def _light(row: TargetRow) -> str:
    return str(LIGHT_WORDS[row.target.light]) if row.target and row.target.light else ""


def _timing(filing: FilingStanding) -> str:
    return cell_of(filing, is_past=False).timing


def _original_day(filing: FilingStanding) -> date | None:
    """Only where a later one is in force."""
    return filing.original_due_on if filing.is_extended else None


def _document(filing: FilingStanding) -> str:
    return filing.version.document_number if filing.version else ""


def _received(filing: FilingStanding) -> datetime | None:
    return filing.version.received_at if filing.version else None


def _amount(row: AllocationRow) -> Decimal | str | None:
    if row.allocation is not None:
        return row.allocation.minimum
    return _("文件没有总数") if row.target.unallocated is None else row.target.unallocated


def _reached(row: MilestoneRow, name: str) -> Any:
    reached = words.reached_of(row.milestone)
    return reached and getattr(reached, name)


def _reached_source(row: MilestoneRow) -> str:
    reached = words.reached_of(row.milestone)
    return words.source_words(reached.source) if reached else ""


def _narrative(row: NarrativeRow) -> str:
    return _("本阶段无情况可报") if row.narrative.is_nil else row.narrative.narrative


def _stage_of_date(row: DateAhead) -> str:
    """The reply belongs to no stage."""
    return "" if row.kind == Obligation.Kind.REPLY else row.label
