"""What is counted: each measure with its chart, its table and, where leaves share it, its sum."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from common.official.content import Block, Figure, Heading, Paragraph, Table
from common.templatetags.portal import figure, percent
from common.workbook import Column
from dashboards.exports import columns as c
from dashboards.exports.rows import TargetRow
from dashboards.exports.shown import shown
from dashboards.exports.summary.overview import CHART_WIDTH
from dashboards.exports.summary.tables import PROGRESS, PROGRESS_BESIDE, paper_table
from dashboards.pages import MeasureGroup, measure_groups
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import LeafStanding, MeasureTotal
from reports.progress import Light

COUNTED = (
    "goal",
    "accepted",
    "as_of",
    "percent",
    "pace",
    "light",
    "submitted",
    "submitted_as_of",
)
IN_GROUP = ("number", "title", *COUNTED)
IN_MIXED_GROUP = ("number", "target", *COUNTED)
IN_LEAF = ("target", *COUNTED)


def targets(standing: PlanStanding) -> Iterator[Block]:
    for group in measure_groups(standing):
        yield from group_blocks(group, standing)


def group_blocks(group: MeasureGroup, standing: PlanStanding) -> Iterator[Block]:
    unit = f"（{group.total.unit}）" if group.total else ""
    yield Heading(group.title + unit, 2)
    if any(line.target.accepted or line.target.submitted for line in group.lines):
        title = _("%(measure)s：目标、完成数和序时进度") % {"measure": group.title}
        yield Figure(replace(group.chart, title=title), CHART_WIDTH)
    else:
        yield Paragraph(_("到这一时刻还没有已报送的数。"), is_note=True)
    if len(standing.leaves) > 1:
        yield _group_table(group, standing)


def leaf_table(leaf: LeafStanding, standing: PlanStanding) -> Table:
    rows = [TargetRow(leaf, target) for target in leaf.progress_targets]
    return _progress_table(rows, IN_LEAF, _columns(standing))


def _group_table(group: MeasureGroup, standing: PlanStanding) -> Table:
    rows = [TargetRow(line.leaf, line.target) for line in group.lines]
    names, columns = IN_GROUP if group.total else IN_MIXED_GROUP, _columns(standing)
    table = _progress_table(rows, names, columns)
    if group.total is None:
        return table
    kept = [head.name for head in shown(columns, rows, names).heads]
    return replace(table, foot=(tuple(_total_cells(group.total, kept)),))


def _progress_table(
    rows: Sequence[TargetRow], names: Sequence[str], columns: list[Column]
) -> Table:
    caption = "" if names is IN_LEAF else _("目标、已审核数和序时进度；全年累计数，各阶段不相加")
    has_submitted = any(row.target and row.target.submitted for row in rows)
    widths = PROGRESS_BESIDE if has_submitted else PROGRESS
    table = paper_table(columns, rows, names, widths, caption=caption)
    behind = (at for at, row in enumerate(rows) if row.target and row.target.light == Light.BEHIND)
    place = names.index("light")
    return replace(table, alerts=frozenset((at, place) for at in behind))


def _total_cells(total: MeasureTotal, names: Sequence[str]) -> Iterator[str]:
    known = {
        "number": _("合计"),
        "goal": f"{figure(total.goal)} {total.unit}",
        "accepted": figure(total.accepted) or "—",
        "percent": percent(total.percent),
        "light": _("%(all)s 项中 %(have)s 项有数")
        % {"all": total.leaves, "have": total.with_figure},
        "submitted": figure(total.submitted) or "—",
    }
    for name in names:
        yield known.get(name, "")


def _columns(standing: PlanStanding) -> list[Column]:
    found = c.target_columns()
    return found if standing.with_submitted else c.without_submitted(found)
