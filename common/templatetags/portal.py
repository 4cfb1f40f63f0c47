"""Template tags of the whole portal. A builtin: needs no {% load %}."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common.dates import day_words, moment_words, month_day, month_of_year
from common.due import Due
from common.pasted import rules_for_scripts
from common.ways_back import page_of_form

register = template.Library()


@register.filter
def figure(value: Decimal | int | None) -> str:
    """A figure without trailing zeros, thousands parted: 1587, 12.5. Empty for None."""
    if value is None:
        return ""
    value = Decimal(value)
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


@register.filter
def percent(value: Decimal | None) -> str:
    """63.8%. Cut, not rounded: 100% is only ever said of what is complete. A dash for None."""
    if value is None:
        return "—"
    return f"{figure(value.quantize(Decimal('0.1'), ROUND_DOWN))}%"


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """2022年8月31日, in English 31 Aug 2022."""
    return "" if value is None else day_words(value)


@register.filter(expects_localtime=True)
def short_day(value: date) -> str:
    """8月31日, in English 31 Aug."""
    return month_day(value)


@register.filter(expects_localtime=True)
def month_name(value: date) -> str:
    """2022年8月, in English August 2022."""
    return month_of_year(value)


@register.filter
def moment(value: datetime | None) -> str:
    """2022年8月31日 08:30, on the wall clock of Asia/Shanghai."""
    return "" if value is None else moment_words(value)


@register.simple_tag
def pasting_rules() -> str:
    """What a page's script cleans out of pasted text: the same that the server does."""
    return rules_for_scripts()


@register.simple_tag
def moved(original: date, on: date, form: str = "long") -> str:
    """原定 8月31日，延至 9月5日: the day first set and the one in force; in the form `short` without years."""
    words = (
        _("原定 %(original)s，延至 %(on)s")
        if on > original
        else _("原定 %(original)s，改为 %(on)s")
    )
    said = month_day if form == "short" else day_words
    return words % {"original": said(original), "on": said(on)}


@register.simple_tag
def provisional(due: Due) -> str:
    """What is not certain of a day in a year whose holidays are not known, and whether it will change."""
    return {
        "": _("节假日安排尚未公布，工作日为暂计。"),
        "follows": _("节假日安排尚未公布，工作日和这个期限都是暂计，公布后随之调整。"),
        "stays": _("节假日安排尚未公布，工作日为暂计；这个期限已经告知，公布后也不变。"),
    }[due.afterwards]


@register.filter
def machine_moment(value: datetime) -> str:
    """For the attribute `datetime`, in which HTML wants at most three digits after the second."""
    return timezone.localtime(value).isoformat(timespec="seconds")


@register.filter
def listed(values: Iterable[object]) -> str:
    """甲、乙、丙, in English with commas."""
    return _("、").join(map(str, values))


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside a word, never instead of one. Names: static/img/icons.svg."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("img/icons.svg"),
        name,
    )


@register.filter
def numbers(page: Page[Any]) -> list[int | str]:
    """The first and last page and those about this one, so that they are few on a telephone too."""
    paginator = page.paginator
    return list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.simple_tag
def trail(*words_and_addresses: str) -> list[tuple[str, str]]:
    """`{% trail word address word address as crumbs %}`: the way from the top to this page."""
    words, addresses = words_and_addresses[::2], words_and_addresses[1::2]
    return list(zip(words, addresses, strict=True))


@register.simple_tag(takes_context=True)
def came_from(context: template.Context) -> str:
    """The page of this portal on which the person pressed the button; empty if there is none."""
    request = context.get("request")
    if request is None:  # the page that says the server failed
        return ""
    address = page_of_form(request)
    return address if address != request.build_absolute_uri() else ""
