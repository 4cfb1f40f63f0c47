"""How stages are called, in one place."""

import calendar
from datetime import date

from django.utils.translation import gettext as _

from common.dates import month_words


def stage_words(due_on: date) -> str:
    """8月底 for the last day of a month, 12月15日 for another."""
    is_end = due_on.day == calendar.monthrange(due_on.year, due_on.month)[1]
    words = _("%(month)s月底") if is_end else _("%(month)s月%(day)s日")
    return words % {"month": month_words(due_on), "day": due_on.day}
