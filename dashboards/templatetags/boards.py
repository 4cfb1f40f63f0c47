"""Filters of the boards: {% load boards %}."""

from datetime import datetime, time
from decimal import Decimal

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from common.charts import render_chart, render_wide_and_narrow
from common.charts.drawing import Chart
from common.templatetags.portal import day, figure, moment, percent

register = template.Library()
register.filter(percent)


@register.filter
def tenth(value: Decimal | None) -> str:
    """A computed figure, such as the pace, to one decimal."""
    return "—" if value is None else figure(value.quantize(Decimal("0.1")))


@register.filter
def as_of(at: datetime) -> str:
    """A moment; the end of a day is its 24:00."""
    local = timezone.localtime(at)
    return f"{day(local.date())} 24:00" if local.time() == time.max else moment(at)


@register.simple_tag
def ledger_rows(
    plan_id: int, query: str, sheet: str, stage: int | None = None, **narrower: str | int
) -> str:
    """The address of the rows a figure is counted from, with the filters of the page in force.

    `narrower`: a `partner`, and `only` or `measure` (`dashboards.exports.only`).
    """
    asked = QueryDict(query.removeprefix("?"), mutable=True)
    for name, value in {"sheet": sheet, "stage": stage, **narrower}.items():
        if value:
            asked[name] = str(value)
    return f"{reverse('ledger', args=[plan_id])}?{asked.urlencode()}"


@register.simple_tag
def chart(data: Chart) -> SafeString:
    """The chart for wide and for narrow screens; the style sheet shows one of them."""
    return render_wide_and_narrow(data)


@register.simple_tag
def chart_of_width(data: Chart, width: int) -> SafeString:
    """One drawing, for a place whose shape is known."""
    return render_chart(data, width=width)
