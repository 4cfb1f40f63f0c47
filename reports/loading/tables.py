"""A report's figures as tables of a workbook. Headers belong to the format: never translated."""

from collections.abc import Iterator, Sequence
from typing import Any

from common.tables import Column, Table, sheet_of
from common.templatetags.portal import figure
from common.workbook import write_workbook
from reports.models import Figure, Filing, MilestoneResult, Part
from reports.selectors import parts_with_content, previous_figures
from reports.warnings import EarlierFigures
from tasks.goals import gathers_figures
from tasks.models import Target
from tasks.planfile.sheets import MILESTONE_KINDS
from tasks.wording import target_words

Content = dict[str, Any]
_LEAF = (
    Column("task", "事项标识", width=12),
    Column("number", "序号", "note", 8, is_optional=True),
    Column("title", "事项", "note", 30, is_optional=True),
)
REPORT = Table(
    "报告",
    (
        Column("plan", "计划编号", width=24),
        Column("unit", "单位", width=34),
        Column("due", "阶段期限", "date", 14),
    ),
)
FIGURES = Table(
    "完成数",
    (
        *_LEAF,
        Column("target", "指标", width=34),
        Column("goal", "目标", "note", 20, is_optional=True),
        Column("earlier", "上次累计数", "note", 14, is_optional=True),
        Column("earlier_as_of", "上次截至", "note", 14, is_optional=True),
        Column("value", "累计完成数", "number", 14),
        Column("as_of", "截至日期", "date", 14),
    ),
)
MILESTONES = Table(
    "节点",
    (
        *_LEAF,
        Column("kind", "类别", "word", 10, words=MILESTONE_KINDS),
        Column("name", "名称", width=50),
        Column("done", "已完成", "flag", 10),
        Column("done_on", "完成日期", "date", 14),
        Column("evidence", "依据", "prose", 40),
    ),
)
TABLES = (REPORT, FIGURES, MILESTONES)


def figure_parts(filing: Filing) -> list[Part]:
    """The parts of the draft whose figures this unit gathers."""
    return [
        part
        for part in parts_with_content(filing.draft)
        if gathers_figures(part.obligation.task, part.obligation.unit_id)
    ]


def progress_targets(part: Part) -> list[Target]:
    return [target for target in part.obligation.task.targets.all() if not target.is_scope]


def figures_workbook(filing: Filing) -> bytes:
    """What is in the draft, beside it what was told last; empty where nothing is yet."""
    parts, earlier = figure_parts(filing), previous_figures(filing)
    sheets = [
        sheet_of(REPORT, [report_facts(filing)]),
        sheet_of(FIGURES, list(_figures(parts, earlier))),
        sheet_of(MILESTONES, list(_milestones(parts))),
    ]
    return write_workbook(sheets, title=str(filing.obligation.plan), subject=REPORT.title)


def report_facts(filing: Filing) -> Content:
    owed = filing.obligation
    return {
        "plan": owed.plan.slug,
        "unit": owed.unit.name,
        "due": owed.deadline.due_on.isoformat(),
    }


def _figures(parts: Sequence[Part], earlier: EarlierFigures) -> Iterator[Content]:
    for part in parts:
        there: dict[int, Figure] = {row.target_id: row for row in part.figures.all()}
        for target in progress_targets(part):
            row, before = there.get(target.pk), earlier.get(target.pk)
            yield {
                **_leaf(part),
                "target": target.name,
                "goal": target_words(target),
                "earlier": before and f"{figure(before.value)} {target.unit}",
                "earlier_as_of": before and before.as_of.isoformat(),
                "value": row and row.value.normalize(),
                "as_of": row and row.as_of,
            }


def _milestones(parts: Sequence[Part]) -> Iterator[Content]:
    for part in parts:
        there: dict[int, MilestoneResult] = {
            row.milestone_id: row for row in part.milestone_results.all()
        }
        for milestone in part.obligation.task.milestones.all():
            row = there.get(milestone.pk)
            yield {
                **_leaf(part),
                "kind": milestone.kind,
                "name": milestone.name,
                "done": True if row else None,
                "done_on": row and row.done_on,
                "evidence": row and row.evidence,
            }


def _leaf(part: Part) -> Content:
    task = part.obligation.task
    return {"task": task.key, "number": task.number, "title": task.title}
