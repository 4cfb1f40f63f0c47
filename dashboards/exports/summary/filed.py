"""Who has filed, and who has not: rates by stage, units by stage, arrears."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from common.official.content import Align, Block, Column, Paragraph, Table
from common.templatetags.portal import moved, percent, short_day
from dashboards.exports import columns as c
from dashboards.exports.summary.tables import LAGGARDS, WHOLE, paper_table
from dashboards.exports.words import provisional
from dashboards.pages import Cell, MatrixRow, matrix_of
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import WAITING, FilingStanding, Stage, StageSummary, State

OF_LAGGARDS = ("unit", "stage", "kind", "due", "original", "days", "acting")
BACK = (State.RETURNED, State.CORRECTING)
UNIT_WIDTH = 38.0


def filed(standing: PlanStanding) -> Iterator[Block]:
    yield rates_table(standing)
    yield matrix_table(standing)


def late(standing: PlanStanding) -> Iterator[Block]:
    if not standing.laggards:
        yield Paragraph(_("没有逾期，也没有迟报。"))
        return
    caption = _("先列尚未完成的，再列已报但迟于期限的；天数为日历天")
    yield paper_table(
        c.laggard_columns(), standing.laggards, OF_LAGGARDS, LAGGARDS, caption=caption
    )


def rates_table(standing: PlanStanding) -> Table:
    counts = (_("应报"), _("按时"), _("迟报"), _("未报"))
    states = (_("待审核"), _("补正中"), _("已审核"))
    columns = (
        Column(_("阶段"), 20),
        Column(_("期限"), 20),
        *(Column(head, 12, Align.RIGHT) for head in counts),
        Column(_("按时报送率"), 26, Align.RIGHT),
        *(Column(head, 14, Align.RIGHT) for head in states),
    )
    rows = tuple(_rate_row(row) for row in standing.stage_summaries)
    return Table(columns, rows, caption=_("各阶段按时报送率"), row_heads=True, details=True)


def _rate_row(row: StageSummary) -> tuple[str, ...]:
    rate, stage = row.rate, row.stage
    closed = "\n" + _("已结账") if stage.closed_at else ""
    judged = (
        (str(rate.on_time), str(rate.late), str(rate.missing), percent(rate.percent))
        if rate.due
        else ("—", "—", "—", _("期限未到，不计"))
    )
    return (
        stage.label + closed,
        stage.due_on.isoformat(),
        str(row.total),
        *judged,
        str(sum(row.counts[state] for state in WAITING)),
        str(sum(row.counts[state] for state in BACK)),
        str(row.counts[State.ACCEPTED]),
    )


def matrix_table(standing: PlanStanding) -> Table:
    rows = matrix_of(standing, is_past=False)
    return Table(
        columns=(
            Column(_("牵头单位"), UNIT_WIDTH),
            *(
                Column(_stage_head(stage), (WHOLE - UNIT_WIDTH) / len(standing.stages))
                for stage in standing.stages
            ),
        ),
        rows=tuple(_matrix_row(row) for row in rows),
        caption=_("各牵头单位各阶段报送情况"),
        row_heads=True,
        details=True,
        alerts=frozenset(
            (at, place)
            for at, row in enumerate(rows)
            for place, cell in enumerate(row.cells, start=1)
            if cell and cell.is_late
        ),
    )


def _stage_head(stage: Stage) -> str:
    last = (
        _("最后工作日 %(day)s") % {"day": short_day(stage.last_workday)}
        if stage.last_workday
        else ""
    )
    mark = _("工作日%(mark)s") % {"mark": provisional(stage)} if stage.is_provisional else ""
    return "\n".join(filter(None, (stage.label, last, mark)))


def _matrix_row(row: MatrixRow) -> tuple[str, ...]:
    return (str(row.unit), *(_cell_words(cell) if cell else "—" for cell in row.cells))


def _cell_words(cell: Cell) -> str:
    filing = cell.filing
    nil = _("无情况可报") if filing.is_nil else ""
    words = " ".join(filter(None, (str(cell.word), nil, cell.timing)))
    moved_words = (
        moved(filing.original_due_on, filing.due_on, "short") if filing.is_extended else ""
    )
    return "\n".join(filter(None, (words, _version_words(filing), moved_words)))


def _version_words(filing: FilingStanding) -> str:
    if filing.version is None:
        return ""
    version, accepted = filing.version, filing.accepted_number
    sent = {"number": version.number, "day": short_day(timezone.localdate(version.submitted_at))}
    found = [_("第%(number)s版 %(day)s报送") % sent]
    if version.entered_by:
        found.append(_("%(name)s代录") % {"name": version.entered_by})
    if accepted and accepted != version.number:
        found.append(_("第%(number)s版有效") % {"number": accepted})
    if filing.stage.copies:
        copies = {"have": filing.copies_registered, "wanted": filing.stage.copies}
        found.append(_("纸质 %(have)s/%(wanted)s") % copies)
    return _("，").join(found)
