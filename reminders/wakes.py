"""Which obligations a sweep has to look at. It is told by what changed, and by the calendar of rungs."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from reminders.models import AT_ONCE, ReminderRule, SweepMark, Wake
from tasks.models import Obligation
from units.models import Delegation, Membership, Unit

CHANGES = "changes"
ONE_DAY = timedelta(days=1)
# A change counts from its commit, which is later than the moment that stands in its history.
LONGEST_CHANGE = timedelta(minutes=5)
# The same of posts, rules, delegations and units, whose governments are looked at whole each time.
LONGEST_CHANGE_OF_PEOPLE = timedelta(seconds=20)
A_DAY_AND_A_BIT = timedelta(hours=25)

# EXCEPT reads each table once. NOT EXISTS was planned while nothing was noted yet and then looked through all
# rows it had just written for each of two million: after seven minutes it had not ended.
# `WHERE true`: SQLite would take ON for that of a join.
FILL_IN = """
INSERT INTO reminders_wake (obligation_id, government_id, "on")
SELECT owed.id, owed.government_id, '2000-01-01' FROM (
  SELECT id, government_id FROM tasks_obligation WHERE met_at IS NULL AND withdrawn_at IS NULL
  EXCEPT SELECT obligation_id, government_id FROM reminders_wake
) owed WHERE true
ON CONFLICT (obligation_id) DO NOTHING
"""


@transaction.atomic
def note_changes(*, today: date) -> None:
    """Look again at what was changed since the last sweep, and where people, posts or rules did."""
    at = timezone.now()
    mark = SweepMark.objects.filter(name=CHANGES).first()
    if mark is None:
        fill_in()
        SweepMark.objects.get_or_create(
            name=CHANGES, defaults={"seen_until": at, "posts_until": today}
        )
        return
    _write(_changed(mark.seen_until - LONGEST_CHANGE), "on")
    since = mark.seen_until - LONGEST_CHANGE_OF_PEOPLE
    look_again(government_ids=_governments_changed(since, mark.posts_until, today))
    SweepMark.objects.filter(pk=mark.pk).update(
        seen_until=at, posts_until=max(today, mark.posts_until)
    )


def look_begins() -> datetime:
    """To be asked before the rows are read and held; `note_looks` takes it."""
    return timezone.now()


def note_looks(*, wakes: Iterable[Wake], at: datetime) -> None:
    wakes = list(wakes)
    for wake in wakes:
        wake.looked_at = at
    _write(wakes, "on", "looked_at")


def fill_in() -> int:
    """Whatever is open and no sweep has heard of, as after a restore or a bulk load. Answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(FILL_IN)
        return int(cursor.rowcount)


def go_over_everything(*, today: date) -> None:
    """Once a day: what no sweep has heard of, and where people or rules changed in a long transaction."""
    fill_in()
    since = timezone.now() - A_DAY_AND_A_BIT
    look_again(government_ids=_governments_changed(since, today - ONE_DAY, today))


def look_again(*, government_ids: Iterable[int]) -> None:
    """Whatever of theirs is open may have its next rung on another day."""
    ids = list(government_ids)
    if ids:
        Wake.objects.filter(government__in=ids).update(on=AT_ONCE)


def _changed(since: datetime) -> list[Wake]:
    """What was changed after the last look at it. A look holds the row, so it saw every change before."""
    histories = Obligation.history.filter(history_date__gt=since).order_by().values("id")
    changes = dict(histories.annotate(last=Max("history_date")).values_list("id", "last"))
    looks = dict(Wake.objects.filter(pk__in=changes).values_list("pk", "looked_at"))
    new = [pk for pk, last in changes.items() if not (looks.get(pk) and looks[pk] >= last)]
    rows = Obligation.objects.filter(pk__in=new).order_by("pk")
    return [
        Wake(obligation_id=pk, government_id=government_id)
        for pk, government_id in rows.values_list("pk", "government_id")
    ]


def _write(wakes: Iterable[Wake], *fields: str) -> None:
    Wake.objects.bulk_create(
        wakes, update_conflicts=True, unique_fields=["obligation"], update_fields=fields
    )


def _governments_changed(since: datetime, posts_until: date, today: date) -> set[int]:
    """Where rules, posts, delegations or mergers changed, or a post begins that was entered before."""
    begins = Q(from_on__gt=posts_until, from_on__lte=today)
    return {
        government_id
        for rows in _readings(since, begins)
        for government_id in rows
        if government_id
    }


def _readings(since: datetime, begins: Q) -> Iterator[Iterable[int]]:
    changed = Q(history_date__gt=since)
    yield ReminderRule.history.filter(changed).order_by().values_list("government_id", flat=True)
    yield Unit.history.filter(changed).order_by().values_list("government_id", flat=True)
    yield Delegation.history.filter(changed).order_by().values_list("government_id", flat=True)
    units = Membership.history.filter(changed).order_by().values("unit_id")
    yield Unit.objects.filter(pk__in=units).values_list("government_id", flat=True)
    yield Membership.objects.filter(begins).values_list("unit__government_id", flat=True)
    yield Delegation.objects.filter(begins).values_list("government_id", flat=True)
