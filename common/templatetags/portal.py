"""Template tags of the whole portal. A builtin: needs no {% load %}."""

from datetime import date
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

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
def day(value: date | None) -> str:
    """2022年8月31日, in English 2022-08-31."""
    if value is None:
        return ""
    if get_language() == "en":
        return value.isoformat()
    return f"{value.year}年{value.month}月{value.day}日"
