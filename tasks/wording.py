"""The words for what a target asks: one place for pages, PDF and workbooks."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.templatetags.portal import figure
from tasks.goals import allocation_sum
from tasks.models import Target
from tasks.models.target import Bounds


def bounds_words(bounds: Bounds, unit: str) -> str:
    """至少 105 亿元, 1—2 家, 25 家; empty where no figure is given."""
    low, high = bounds.minimum, bounds.maximum
    if low is None and high is None:
        return ""
    if high is None:
        return _("至少 %(low)s %(unit)s") % {"low": figure(low), "unit": unit}
    if low is None:
        return _("至多 %(high)s %(unit)s") % {"high": figure(high), "unit": unit}
    if low == high:
        return amount_words(low, unit)
    return f"{figure(low)}—{figure(high)} {unit}"


def amount_words(amount: Decimal, unit: str) -> str:
    return f"{figure(amount)} {unit}"


def target_words(target: Target) -> str:
    """Needs `allocations` prefetched."""
    words = bounds_words(target, target.unit)
    if words:
        return words
    amount = amount_words(allocation_sum(target).allocated, target.unit)
    return _("没有总数，已分解 %(amount)s") % {"amount": amount}


def share_words(target: Target, unit_id: int) -> str:
    """What of it the directive hands to one unit; empty where nothing. Needs `allocations` prefetched."""
    found = (row for row in target.allocations.all() if row.unit_id == unit_id)
    return next((bounds_words(row, target.unit) for row in found), "")


def remainder_words(target: Target) -> str:
    """What of the whole no unit was given. Needs `allocations` prefetched."""
    left = allocation_sum(target).unallocated
    if left is None:
        return _("文件没有总数")
    if left == 0:
        return _("已全部分解")
    if left < 0:
        return _("分解数比总数多 %(amount)s") % {"amount": amount_words(-left, target.unit)}
    return _("未分解 %(amount)s") % {"amount": amount_words(left, target.unit)}
