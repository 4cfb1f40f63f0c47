"""Business time: what deadlines, workflow moments and documents go by.

It is machine time, unless `settings.REHEARSAL_CLOCK` starts it on another day; then it runs on from
there, survives a restart and moves only forward. History, sessions, tokens and Celery keep machine
time. Services take `now` or `today` as an argument; only views, jobs and commands ask this module.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError
from common.models import RehearsalClock

OPENING_TIME = time(8, 30)
LONGEST_LEAP = timedelta(days=366)
_ONLY_ROW = 1
# The row, once it was read; None where every question reads it anew.
_read: ContextVar[list[RehearsalClock] | None] = ContextVar("rehearsal_clock", default=None)


class ClockRunsForwardError(InvalidError):
    words = _("演练时钟现在是 %(now)s，只能往后拨；%(asked)s 已经过去。")


class ClockLeapError(InvalidError):
    words = _("演练时钟一次最多往后拨一年；%(asked)s 太远了，而拨过去就回不来。")


class NoRehearsalClockError(InvalidError):
    words = _("演练时钟没有启用：正式运行时按真实时间办理，不能拨动。")


def is_rehearsal() -> bool:
    return settings.REHEARSAL_CLOCK is not None


def now() -> datetime:
    """The business moment, aware, in UTC."""
    first_day = settings.REHEARSAL_CLOCK
    return timezone.now() if first_day is None else _moment_of(_row(first_day))


def today() -> date:
    """The business day in Asia/Shanghai."""
    return timezone.localdate(now())


def start_of(day: date) -> datetime:
    """08:30 of a day, when an office opens."""
    return timezone.make_aware(datetime.combine(day, OPENING_TIME))


@contextmanager
def reading_once() -> Iterator[None]:
    """Within it the clock's row is read once at most, and the clock runs on from there."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


def move_forward(to: datetime) -> datetime:
    """Set the rehearsal clock to a later moment; returns it."""
    first_day = settings.REHEARSAL_CLOCK
    if first_day is None:
        raise NoRehearsalClockError
    with transaction.atomic():
        _row(first_day)
        row = RehearsalClock.objects.select_for_update().get(pk=_ONLY_ROW)
        current = _moment_of(row)
        if to > current + LONGEST_LEAP:
            raise ClockLeapError(asked=to)
        if to <= current:
            raise ClockRunsForwardError(now=current, asked=to)
        row.machine_at, row.business_at = timezone.now(), to
        row.save()
    _keep(row)
    return to


def _row(first_day: date) -> RehearsalClock:
    kept = _read.get()
    return kept[0] if kept else _keep(_stored(first_day))


def _keep(row: RehearsalClock) -> RehearsalClock:
    kept = _read.get()
    if kept is not None:
        kept[:] = [row]
    return row


def _stored(first_day: date) -> RehearsalClock:
    row = RehearsalClock.objects.filter(pk=_ONLY_ROW).first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            return RehearsalClock.objects.create(
                pk=_ONLY_ROW,
                machine_at=timezone.now(),
                business_at=start_of(first_day),
            )
    except IntegrityError:  # another process started the clock first
        return RehearsalClock.objects.get(pk=_ONLY_ROW)


def _moment_of(row: RehearsalClock) -> datetime:
    return row.business_at + (timezone.now() - row.machine_at)
