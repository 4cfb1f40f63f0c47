"""How it stands as a whole: leading words, key figures, the year with its dates."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from common.official.content import Block, Figure, KeyFigures, Paragraph
from common.templatetags.portal import day, figure, percent
from dashboards.charts import timeline
from dashboards.exports.lead import lead_sentences
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import MeasureTotal, Rate
from replies.rate_words import answered_figure

# In the charts' own units, 15 of which are a label's height: 8 pt on the page's 156 mm.
CHART_WIDTH = 840.0

KeyFigure = tuple[str, str, str]


def overview(standing: PlanStanding) -> Iterator[Block]:
    yield Paragraph("".join(lead_sentences(standing)))
    yield KeyFigures(tuple(_rates(standing)))
    measures = tuple(_measures(standing))
    if measures:
        yield KeyFigures(measures)
    if standing.deadlines:
        chart = replace(
            timeline("timeline", standing), today_words=_("截至"), title=_("各期限完成情况")
        )
        yield Figure(chart, CHART_WIDTH)


def _rates(standing: PlanStanding) -> Iterator[KeyFigure]:
    rate = standing.rate
    yield _("按时报送率"), percent(rate.percent), _rate_words(rate)
    yield _("逾期未报"), _("%s 份") % rate.missing, _("截至时刻仍未报送")
    yield _("待办公室审核"), _("%s 份") % len(standing.queue), _("含更正申请")
    if standing.replies is not None and standing.replies.motions:
        answered = answered_figure(standing.replies)
        yield answered.label, answered.value, answered.note


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
    return total.name, value, _("%s 个事项的规模，不计进度") % total.leaves


def _progress_figure(standing: PlanStanding, total: MeasureTotal) -> KeyFigure:
    label = _("%(name)s（目标 %(goal)s %(unit)s）") % {
        "name": total.name,
        "goal": figure(total.goal),
        "unit": total.unit,
    }
    if total.accepted is None:
        return label, "—", _("还没有已审核的数")
    note = _("完成 %(percent)s，%(all)s 项中 %(have)s 项有数，截至 %(days)s") % {
        "percent": percent(total.percent),
        "all": total.leaves,
        "have": total.with_figure,
        "days": _days(standing, total),
    }
    if total.submitted is not None:
        note += _("；计入待审核为 %s") % figure(total.submitted)
    return label, f"{figure(total.accepted)} {total.unit}", note


def _days(standing: PlanStanding, total: MeasureTotal) -> str:
    """The day the accepted figures stand at, or the first and the last of them."""
    found = {
        target.accepted.as_of
        for leaf in standing.leaves
        for target in leaf.targets
        if (target.name, target.unit) == (total.name, total.unit) and target.accepted
    }
    return _("至").join(day(value) for value in sorted({min(found), max(found)}))
