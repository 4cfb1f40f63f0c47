"""One leaf of a report as blocks: figures in a table, then what the unit wrote."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from common.official.content import Align, Block, Column, Paragraph, Table, paragraphs
from common.templatetags.portal import day, figure, percent
from reports.models import MilestoneResult
from reports.pages import PartView
from reports.progress import percent_of
from tasks.goals import goal_of
from tasks.models import Target
from tasks.wording import target_words


class Told(Protocol):
    """A figure of a filing or of a contribution."""

    target: Target
    value: Decimal
    as_of: date


def part_blocks(view: PartView) -> Iterator[Block]:
    """Everything under one leaf's heading."""
    part = view.part
    if part.is_nil:
        yield Paragraph(_("本阶段无情况可报。"))
    yield from paragraphs(part.narrative)
    yield from figure_table(row.figure for row in view.figures)
    yield from milestone_table(list(part.milestone_results.all()))
    yield from paragraphs(part.problems, lead=_("存在问题和下一步打算："))
    yield from _remarks(view)


def _remarks(view: PartView) -> Iterator[Block]:
    """What the unit said to what looked wrong, and whose co-signature is missing."""
    for warning in view.warnings:
        if warning.explanation:
            words = {"warning": warning.words, "explanation": warning.explanation}
            yield Paragraph(_("%(warning)s%(explanation)s") % words, lead=_("说明："))
    for row in view.gaps:
        words = {"unit": str(row.obligation.unit), "status": row.get_status_display()}
        objection = _("：%s") % row.objection if row.objection else ""
        yield Paragraph(_("%(unit)s%(status)s") % words + objection + _("。"), lead=_("会签缺口："))


def figure_table(figures: Iterable[Told], *, with_goals: bool = True) -> Iterator[Table]:
    """None at all where nothing was told. Percentages are of what the directive asks for."""
    rows = tuple(_figure_row(row, with_goals=with_goals) for row in figures)
    if rows:
        yield Table(_figure_columns(with_goals=with_goals), rows, row_heads=True)


def _figure_columns(*, with_goals: bool) -> tuple[Column, ...]:
    goal = (Column(_("目标"), 3.2),) if with_goals else ()
    share = (Column(_("完成率"), 1.8, Align.RIGHT),) if with_goals else ()
    value = Column(_("累计完成"), 2.6, Align.RIGHT)
    return (Column(_("指标"), 3.6), *goal, value, *share, Column(_("截至日期"), 3.4, Align.CENTRE))


def _figure_row(row: Told, *, with_goals: bool) -> tuple[str, ...]:
    value = f"{figure(row.value)} {row.target.unit}"
    if not with_goals:
        return (row.target.name, value, day(row.as_of))
    share = percent(percent_of(row.value, goal_of(row.target)))
    return (row.target.name, target_words(row.target), value, share, day(row.as_of))


def milestone_table(results: Sequence[MilestoneResult]) -> Iterator[Table]:
    if results:
        columns = (
            Column(_("节点"), 4),
            Column(_("类别"), 2.4, Align.CENTRE),
            Column(_("完成日期"), 3, Align.CENTRE),
            Column(_("依据"), 4),
        )
        yield Table(columns, tuple(_milestone_row(row) for row in results), row_heads=True)


def _milestone_row(row: MilestoneResult) -> tuple[str, ...]:
    kind = row.milestone.get_kind_display()
    return (row.milestone.name, kind, day(row.done_on), row.evidence)
