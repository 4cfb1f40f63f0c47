"""Changing the day by which something is owed, and telling which day was in force at a moment."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from events.models import Event
from events.services import note_change
from motions.models import Plan
from tasks.models import Obligation
from tasks.models.obligation import LONGEST_REASON
from units.models import User

REDATE = "redate"


def redate(owed: Obligation, due_on: date, *, by: User, now: datetime, reason: str) -> None:
    """The day first set stays in `original_due_on`; the event says when the other came into force."""
    before, owed.due_on, owed.reason = owed.due_on, due_on, reason[:LONGEST_REASON]
    owed.save()
    note_redating(owed, before, by=by, now=now, reason=reason)


def note_redating(
    owed: Obligation, before: date, *, by: User | None, now: datetime, reason: str
) -> None:
    """For who has changed the day already, as an amendment of the plan does."""
    note_change(
        owed,
        REDATE,
        before=before.isoformat(),
        after=owed.due_on.isoformat(),
        by=by,
        now=now,
        reason=reason,
    )


def days_before(plan: Plan, at: datetime) -> dict[int, date]:
    """By what is owed in a plan the day in force at a moment, where it was moved since. One query."""
    later = Event.objects.filter(
        subject_kind=Obligation._meta.label_lower,
        action=REDATE,
        subject_id__in=Obligation.objects.filter(plan=plan).values("pk"),
        at__gt=at,
    )
    found: dict[int, date] = {}
    for event in later.order_by("pk"):
        found.setdefault(event.subject_id, date.fromisoformat(event.from_status))
    return found


def put_back(rows: Iterable[Obligation], days: Mapping[int, date]) -> None:
    """Give the rows, read for a past moment, the day that was in force then. Saves nothing."""
    for row in rows:
        row.due_on = days.get(row.pk, row.due_on)
