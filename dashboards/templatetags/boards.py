"""Filters of the boards: {% load boards %}."""

from datetime import date, datetime, time
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from common.charts import render_wide_and_narrow
from common.charts.drawing import Chart
from common.templatetags.portal import day, figure, moment, percent
from motions.words import stage_words

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


@register.filter
def stage(due_on: date) -> str:
    return stage_words(due_on)


@register.simple_tag
def chart(data: Chart) -> SafeString:
    """The chart for wide and for narrow screens; the style sheet shows one of them."""
    return render_wide_and_narrow(data)
