from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

# A runner gives a sign of life every few seconds; one that has given none for this long is dead.
LAPSES_AFTER = timedelta(seconds=60)
# What lies further ahead than clocks differ was noted before the clock was put back.
TURNED_BACK = timedelta(seconds=30)


class JobStateQuerySet(models.QuerySet["JobState"]):
    def not_yet_begun(self, every: int, slot: int, machine_now: datetime) -> Self:
        """This slot, or a later one, was not begun; nor was one of a clock that was put back since."""
        later = Q(slot__lt=slot) | ~Q(every=every)
        return self.filter(later | Q(begun_at__gt=machine_now + TURNED_BACK))

    def not_running(self, machine_now: datetime) -> Self:
        dead = Q(alive_at__lt=machine_now - LAPSES_AFTER)
        return self.filter(
            Q(runner__isnull=True) | dead | Q(alive_at__gt=machine_now + TURNED_BACK)
        )


class JobState(models.Model):
    """Where one job of the schedule stands. One row a job, all in machine time.

    A slot is one interval of the schedule, counted from the beginning of time, so that every beat
    gives the same number to the same minute.
    """

    name = models.CharField(max_length=200, unique=True)
    every = models.PositiveIntegerField(default=0, help_text="Seconds of one slot.")
    slot = models.BigIntegerField(default=0, help_text="The last one that was begun.")
    begun_at = models.DateTimeField(null=True)
    runner = models.UUIDField(null=True, help_text="Who runs it now.")
    alive_at = models.DateTimeField(null=True)
    ticked_at = models.DateTimeField(null=True, help_text="When it last ended well.")

    objects = JobStateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} {self.ticked_at}"
