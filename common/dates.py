"""Dates as people read them: with Chinese words, in English by name of the month."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language


def is_english() -> bool:
    return get_language() == "en"


def day_words(value: date) -> str:
    """2022年8月31日; 31 Aug 2022."""
    if is_english():
        return format_date(value, "j M Y")
    return f"{value.year}年{value.month}月{value.day}日"


def moment_words(value: datetime) -> str:
    """2022年8月31日 08:30; 31 Aug 2022, 08:30: on the wall clock of Asia/Shanghai."""
    local = timezone.localtime(value)
    comma = "," if is_english() else ""
    return f"{day_words(local.date())}{comma} {local:%H:%M}"


def month_words(value: date) -> str:
    """What stands in the place of the 8 in 8月底; August."""
    return format_date(value, "F") if is_english() else str(value.month)


def short_month(value: date) -> str:
    """8月; Aug."""
    return format_date(value, "M") if is_english() else f"{value.month}月"


def month_day(value: date) -> str:
    """8月31日; 31 Aug."""
    return format_date(value, "j M") if is_english() else f"{value.month}月{value.day}日"


def month_of_year(value: date) -> str:
    """2022年8月; August 2022."""
    return format_date(value, "F Y") if is_english() else f"{value.year}年{value.month}月"
