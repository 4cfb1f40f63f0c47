"""二、主要指标完成情况: goal, accepted figure, percentage, pace, and a word with its shape."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from common.official.content import (
    Align,
    Block,
    Column,
    Figure,
    Heading,
    Paragraph,
    Table,
    Tone,
    numbered,
)
from common.templatetags.portal import figure, percent, short_day
from dashboards.charts import row_label
from dashboards.exports.consolidated.stage import StageReport
from dashboards.exports.lead import paces, reached
from dashboards.pages import MeasureGroup, ProgressLine, measure_groups
from dashboards.standing.shapes import FigureStanding, MeasureTotal
from dashboards.standing.words import LIGHT_WORDS
from dashboards.templatetags.boards import tenth
from reports.progress import Light

# The shapes of the charts, as GB 2312 has them: never colour alone.
SHAPES = {Light.ON_PACE: "●", Light.SLOW: "▲", Light.BEHIND: "■"}
CHART_WIDTH = 720.0


def measures(report: StageReport) -> Iterator[Block]:
    groups = measure_groups(report.standing)
    yield Paragraph(_sentence(report))
    for place, group in enumerate(groups, start=1):
        unit = f"（{group.total.unit}）" if group.total else ""
        yield Heading(numbered(2, place) + group.title + unit, 2)
        if any(line.target.accepted or line.target.submitted for line in group.lines):
            title = _("%(measure)s：目标、完成数和序时进度") % {"measure": group.title}
            yield Figure(replace(group.chart, title=title), CHART_WIDTH)
        yield _table(group)


def _sentence(report: StageReport) -> str:
    found = [
        reached(total)
        for total in report.standing.measure_totals
        if total.leaves > 1 and not total.is_scope and total.accepted is not None
    ]
    found += paces(report.standing)
    return "".join(found) or _("本阶段还没有审核通过的数字。")


def _table(group: MeasureGroup) -> Table:
    has_submitted = any(line.target.submitted for line in group.lines)
    submitted = (Column(_("待审核数"), 22, Align.RIGHT, Tone.WARN),) if has_submitted else ()
    behind = (at for at, line in enumerate(group.lines) if line.target.light == Light.BEHIND)
    foot = () if group.total is None else (_total(group.total, has_submitted=has_submitted),)
    return Table(
        columns=(
            Column(_("事项"), 33),
            Column(_("目标"), 29),
            Column(_("已审核数"), 24, Align.RIGHT),
            *submitted,
            Column(_("完成率"), 16, Align.RIGHT),
            Column(_("序时应达"), 20, Align.RIGHT),
            Column(_("进度"), 32),
        ),
        rows=tuple(tuple(_cells(line, has_submitted=has_submitted)) for line in group.lines),
        foot=foot,
        row_heads=True,
        details=True,
        alerts=frozenset((at, 5 + len(submitted)) for at in behind),
    )


def _cells(line: ProgressLine, *, has_submitted: bool) -> Iterator[str]:
    target = line.target
    yield row_label(line.leaf, target)
    yield target.words
    yield _dated(target.accepted)
    if has_submitted:
        yield _dated(target.submitted)
    yield percent(target.percent)
    yield tenth(target.pace)
    yield f"{SHAPES[target.light]} {LIGHT_WORDS[target.light]}" if target.light else "—"


def _dated(found: FigureStanding | None) -> str:
    """A figure always says the day it stands at."""
    if found is None:
        return "—"
    return f"{figure(found.value)}\n" + _("截至%s") % short_day(found.as_of)


def _total(total: MeasureTotal, *, has_submitted: bool) -> tuple[str, ...]:
    submitted = (figure(total.submitted) or "—",) if has_submitted else ()
    counted = _("%(all)s 项中 %(have)s 项有数") % {
        "all": total.leaves,
        "have": total.with_figure,
    }
    return (
        _("合计"),
        f"{figure(total.goal)} {total.unit}",
        figure(total.accepted) or "—",
        *submitted,
        percent(total.percent),
        "",
        counted,
    )
