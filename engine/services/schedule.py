"""The schedule beat goes by: django-celery-beat's tables, written once from `JOBS_SCHEDULE`."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_celery_beat.models import IntervalSchedule, PeriodicTask

# A tick that lay in the queue this long, or for an interval, is dropped: later ones do the same.
EXPIRES_SECONDS = 300


@transaction.atomic
def write_missing_schedule() -> None:
    """Adds the jobs that are not there yet; what an administrator changed stays.

    A job the portal does not have any more is taken off: each of its ticks would be a dead letter.
    """
    PeriodicTask.objects.exclude(name__in=list(settings.JOBS_SCHEDULE)).delete()
    known = set(PeriodicTask.objects.values_list("name", flat=True))
    for name, seconds in settings.JOBS_SCHEDULE.items():
        if name not in known:
            PeriodicTask.objects.get_or_create(
                name=name,
                defaults={
                    "task": name,
                    "interval": interval_of(seconds=seconds),
                    "expire_seconds": max(EXPIRES_SECONDS, seconds),
                    # Due at once.
                    "last_run_at": timezone.now() - timedelta(seconds=seconds),
                },
            )


@transaction.atomic
def change_interval(*, task: PeriodicTask, seconds: int) -> None:
    """Beat sees it within seconds: the package notes every `save()`."""
    task.interval = interval_of(seconds=seconds)
    task.expire_seconds = max(EXPIRES_SECONDS, seconds)
    task.save()


def interval_of(*, seconds: int) -> IntervalSchedule:
    found = IntervalSchedule.objects.filter(every=seconds, period=IntervalSchedule.SECONDS).first()
    return found or IntervalSchedule.objects.create(every=seconds, period=IntervalSchedule.SECONDS)
