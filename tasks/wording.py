"""The words for what a target asks: one place for pages, PDF and workbooks."""

from decimal import Decimal

from django.utils.translation import gettext as _

from common.templatetags.portal import figure
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


def target_words(target: Target) -> str:
    return bounds_words(target, target.unit) or _("没有总数，只有分解数")


def amount_words(amount: Decimal, unit: str) -> str:
    return f"{figure(amount)} {unit}"
