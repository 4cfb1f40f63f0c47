"""Filters of the boards: {% load boards %}."""

from datetime import datetime, time
from decimal import ROUND_DOWN, Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from common.charts import render_wide_and_narrow
from common.charts.drawing import Chart
from common.templatetags.portal import day, figure, moment

register = template.Library()


@register.filter
def percent(value: Decimal | None) -> str:
    """63.8%. Cut, not rounded: 100% is only ever said of what is complete. A dash for None."""
    if value is None:
        return "—"
    return f"{figure(value.quantize(Decimal('0.1'), ROUND_DOWN))}%"


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
def chart(data: Chart) -> SafeString:
    """The chart for wide and for narrow screens; the style sheet shows one of them."""
    return render_wide_and_narrow(data)
