"""Taking back what is owed, and owing it once more."""

from collections.abc import Iterable
from datetime import datetime

from tasks.models import Obligation
from tasks.models.obligation import LONGEST_REASON, PLANNED


def withdraw(*, owed: Iterable[Obligation], reason: str, now: datetime) -> None:
    """What of it is open, and whatever is open below it: nobody signs what is asked for no more.

    Whoever calls it holds the plan, or what is owed.
    """
    rows = [row for row in owed if row.is_open]
    while rows:
        for row in rows:
            row.withdrawn_at, row.reason = now, reason[:LONGEST_REASON]
            row.save()
        below = Obligation.objects.open().filter(parent__in=rows)
        rows = list(below.select_for_update(no_key=True).order_by("pk"))


def restore(*, owed: Obligation, reason: str) -> None:
    """Owed once more, with what was taken along. What the plan itself owes it says row by row."""
    for row in _taken_along(owed):
        restore(owed=row, reason=reason)
    owed.withdrawn_at, owed.reason = None, reason[:LONGEST_REASON]
    owed.save()


def _taken_along(owed: Obligation) -> Iterable[Obligation]:
    if owed.withdrawn_at is None:
        return []
    rows = Obligation.objects.filter(parent=owed.pk, withdrawn_at=owed.withdrawn_at)
    return list(rows.exclude(kind__in=PLANNED).order_by("pk"))
