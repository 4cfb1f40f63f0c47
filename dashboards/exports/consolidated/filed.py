"""一、报送情况: every unit, on time, late or missing, with its dates."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from common.official.content import Block, Column, Paragraph, Table
from common.templatetags.portal import day, moved, percent
from dashboards.exports.consolidated.stage import StageReport
from dashboards.pages import cell_of
from dashboards.standing.shapes import WAITING, FilingStanding, Punctuality, State


def filed(report: StageReport) -> Iterator[Block]:
    yield Paragraph(_sentence(report))
    filings = report.standing.filings
    if filings:
        yield _table(filings)


def _sentence(report: StageReport) -> str:
    standing, rate = report.standing, report.standing.rate
    words = _("本阶段应于%(day)s前报送，应报单位 %(all)s 个。") % {
        "day": day(report.stage.due_on),
        "all": len(standing.filings),
    }
    if rate.due:
        words += _(
            "按时报送 %(on_time)s 个、迟报 %(late)s 个、未报 %(missing)s 个，按时报送率 %(percent)s。"
        ) % {
            "on_time": rate.on_time,
            "late": rate.late,
            "missing": rate.missing,
            "percent": percent(rate.percent),
        }
    else:
        words += _("期限未到，不计按时报送率。")
    waiting = sum(standing.counts.get(state, 0) for state in WAITING)
    return words + _("审核通过 %(accepted)s 个，待审核 %(waiting)s 个。") % {
        "accepted": sum(row.accepted_number is not None for row in standing.filings),
        "waiting": waiting,
    }


def _table(filings: tuple[FilingStanding, ...]) -> Table:
    late = {Punctuality.LATE, Punctuality.MISSING}
    return Table(
        columns=(
            Column(_("单位"), 42),
            Column(_("期限"), 36),
            Column(_("首次报送"), 36),
            Column(_("是否按时"), 24),
            Column(_("状态"), 24),
        ),
        rows=tuple(tuple(_cells(row)) for row in filings),
        caption=_("各牵头单位报送情况"),
        row_heads=True,
        details=True,
        alerts=frozenset((at, 3) for at, row in enumerate(filings) if row.punctuality in late),
    )


def _cells(row: FilingStanding) -> Iterator[str]:
    cell = cell_of(row, is_past=False)
    yield row.unit.name
    changed = moved(row.original_due_on, row.due_on, "short") if row.is_extended else ""
    yield "\n".join(filter(None, (day(row.due_on), changed)))
    first = row.first_submitted_at
    yield day(timezone.localdate(first)) if first else "—"
    yield cell.timing or "—"
    nil = _("无情况可报") if row.is_nil else ""
    sent = _("第%s版") % row.version.number if row.version else ""
    state = "" if row.state == State.MISSING else str(cell.word)
    yield "\n".join(filter(None, (state, nil or sent))) or "—"
