"""The charts of boards and summary: a standing in, charts as data out."""

from datetime import date

from django.utils.translation import gettext as _

from common.charts import ProgressBars, ProgressRow, Timeline, TimelineEvent
from dashboards.addresses import NOWHERE, Rows
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import DateAhead, LeafStanding, TargetStanding
from reports.progress import Light
from tasks.models import Obligation


def progress_chart(
    key: str, title: str, rows: list[tuple[LeafStanding, TargetStanding]]
) -> ProgressBars:
    return ProgressBars(key, title, [_row(leaf, target) for leaf, target in rows])


def row_label(leaf: LeafStanding, target: TargetStanding) -> str:
    """A leaf with one target goes by its title, one with several by what is counted."""
    words = leaf.title if len(leaf.progress_targets) == 1 else target.name
    return f"{leaf.number} {words}"


def _row(leaf: LeafStanding, target: TargetStanding) -> ProgressRow:
    return ProgressRow(
        label=row_label(leaf, target),
        unit=target.unit,
        target=target.goal,
        accepted=target.accepted.value if target.accepted else None,
        submitted=target.submitted.value if target.submitted else None,
        pace=target.pace or target.pace_today,
        is_slow=target.light == Light.SLOW,
        target_text=target.words.removesuffix(f" {target.unit}"),
    )


def timeline(key: str, standing: PlanStanding, rows: Rows = NOWHERE) -> Timeline:
    days = [row.due_on for row in standing.deadlines]
    years = {day.year for day in days} or {standing.today.year}
    return Timeline(
        key=key,
        title=_("时间轴"),
        start=date(min(years), 1, 1),
        end=date(max(years), 12, 31),
        today=standing.today,
        events=[_event(row, standing.today, rows) for row in standing.deadlines],
    )


def _event(row: DateAhead, today: date, rows: Rows) -> TimelineEvent:
    if row.kind == Obligation.Kind.REPLY:
        label, note = _("答复代表"), _("共 %(total)s 件，本平台已登记 %(done)s 件")
    else:
        label, note = _("阶段报告"), _("应报 %(total)s 份，已报 %(done)s 份")
    return TimelineEvent(
        day=row.due_on,
        label=label,
        note=note % {"total": row.total, "done": row.total - row.open},
        late=row.open > 0 and row.due_on < today,
        address=rows(row.rows[0], only=row.rows[1]),
    )
