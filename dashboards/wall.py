"""What the wall shows: few figures, large, the same as on the board."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.templatetags.portal import figure, percent
from dashboards.addresses import Rows
from dashboards.asking import Question, query_of
from dashboards.board_charts import charts_of
from dashboards.pages import MeasureGroup, laggard_lines, measure_groups
from dashboards.standing import PlanStanding
from replies.rate_words import rate_figures

REFRESH_SECONDS = 60
MOST_LAGGARDS = 3
MOST_DATES = 2
SATISFIED = 2  # its place among the rates of answering


@dataclass(frozen=True)
class WallFigure:
    label: str
    value: str
    note: str
    address: str
    tone: str = ""
    note_address: str = ""  # where the note counts something else than the figure


def wall_context(standing: PlanStanding, question: Question) -> dict[str, Any]:
    rows = Rows(standing.plan.pk, query_of(question))
    groups = measure_groups(standing, rows)
    first = next((group for group in groups if group.curve), None)
    charts = charts_of(standing, rows)
    laggards = laggard_lines(standing.laggards, is_past=question.day is not None)
    return {
        "standing": standing,
        "plan": standing.plan,
        "question": question,
        "board_query": rows.query,
        "figures": list(_figures(standing, first, rows)),
        "curve": first.curve if first else charts.get("stages"),
        "tiles": charts.get("regions") or charts.get("milestones"),
        "laggards": laggards[:MOST_LAGGARDS],
        "more_laggards": max(0, len(laggards) - MOST_LAGGARDS),
        "dates": standing.dates_ahead[:MOST_DATES],
        "refresh_seconds": REFRESH_SECONDS,
    }


def _figures(
    standing: PlanStanding, group: MeasureGroup | None, rows: Rows
) -> Iterator[WallFigure]:
    plan_id = standing.plan.pk
    if group is not None:
        yield _measure(group, rows("tasks", measure=group.total.label if group.total else ""))
    rate, late = standing.rate, reverse("late", args=[plan_id]) + rows.query
    note = _("应报 %(due)s 份，按时 %(done)s 份") % {"due": rate.due, "done": rate.on_time}
    yield WallFigure(_("按时报送率"), percent(rate.percent), note, late)
    note = _("%s 份在办公室") % len(standing.queue)
    tone = "danger" if rate.missing else ""
    missing, queue = rows("late", only="missing"), rows("filings", only="office")
    yield WallFigure(_("逾期未报"), str(rate.missing), note, missing, tone, queue)
    yield _satisfied(standing, rows)
    yield _open_matters(standing, rows)


def _measure(group: MeasureGroup, address: str) -> WallFigure:
    total = group.total
    if total is None or total.accepted is None:
        return WallFigure(group.title, "—", _("还没有已审核的数"), address)
    note = _("%(value)s / %(goal)s %(unit)s") % {
        "value": figure(total.accepted),
        "goal": figure(total.goal),
        "unit": total.unit,
    }
    return WallFigure(group.title, percent(total.percent), note, address)


def _satisfied(standing: PlanStanding, rows: Rows) -> WallFigure:
    rates = rate_figures(standing.replies) if standing.replies else []
    if not rates:
        return WallFigure(_("满意率"), "—", _("不在所选范围"), rows("replies"))
    found = rates[SATISFIED]
    done = _("办复率 %s") % rates[SATISFIED - 1].value
    rated, answered = rows("replies", only="rated"), rows("motions")
    return WallFigure(found.label, found.value, done, rated, found.tone, answered)


def _open_matters(standing: PlanStanding, rows: Rows) -> WallFigure:
    difficulties = sum(row.is_open for row in standing.difficulties)
    notices = sum(row.is_open for row in standing.notices)
    note = ngettext("督办 %s 件未销号", "督办 %s 件未销号", notices) % notices
    address, supervised = rows("difficulties", only="open"), rows("notices", only="open")
    return WallFigure(_("未解决的困难"), str(difficulties), note, address, note_address=supervised)
