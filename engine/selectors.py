"""Reads of the jobs page and of `/healthz`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from common.errors import NotAllowedError, NotVisibleError
from engine.models import DeadLetter, JobState
from engine.models.job_state import LAPSES_AFTER
from engine.permissions import can_tend_jobs
from engine.words import interval_words, job_words
from units.permissions import Access

# A job is late when it has missed three of its ticks, and never before three minutes.
TICKS_MISSED = 3
SOONEST = timedelta(minutes=3)
MOST_COUNTED = 1000
# Longer than a message waits in the queue of workers that are busy; a shorter interval makes up for it.
LOST_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    """One job of the schedule and where it stands."""

    schedule: PeriodicTask
    state: JobState | None

    @property
    def name(self) -> str:
        return str(self.schedule.name)

    @property
    def interval_words(self) -> str:
        return interval_words(self.every)

    @property
    def words(self) -> str:
        return job_words(self.name)

    @property
    def every(self) -> timedelta:
        interval = self.schedule.interval
        return timedelta(**{interval.period: interval.every}) if interval else timedelta(minutes=1)

    @property
    def ticked_at(self) -> datetime | None:
        return self.state.ticked_at if self.state else None

    def is_running(self, machine_now: datetime) -> bool:
        state = self.state
        if state is None or state.runner is None or state.alive_at is None:
            return False
        return state.alive_at > machine_now - LAPSES_AFTER

    def is_late(self, machine_now: datetime) -> bool:
        """It did not end well for too long, and is not at it either."""
        if self.is_running(machine_now):
            return False
        return not is_recent(self.ticked_at, self.every, machine_now)

    def is_asked_for(self, machine_now: datetime) -> bool:
        """Beat was at it lately."""
        return is_recent(self.schedule.last_run_at, self.every, machine_now)


def is_recent(moment: datetime | None, every: timedelta, machine_now: datetime) -> bool:
    return moment is not None and moment > machine_now - max(SOONEST, TICKS_MISSED * every)


def jobs() -> list[Job]:
    """Those of the schedule. Two queries."""
    states = {state.name: state for state in JobState.objects.all()}
    schedules = PeriodicTask.objects.select_related("interval").order_by("name")
    return [Job(schedule, states.get(schedule.name)) for schedule in schedules]


def lost_jobs(*, machine_now: datetime) -> set[str]:
    """Those asked for a while ago that nobody has begun since, and whose next slot is far off."""
    return {
        job.name
        for job in jobs()
        if job.every > LOST_AFTER and job.schedule.enabled and _is_lost(job, machine_now)
    }


def _is_lost(job: Job, machine_now: datetime) -> bool:
    asked_at = job.schedule.last_run_at
    if asked_at is None or not job.schedule.total_run_count or job.is_running(machine_now):
        return False
    begun_at = job.state.begun_at if job.state else None
    return asked_at < machine_now - LOST_AFTER and (begun_at is None or begun_at < asked_at)


def last_tick(job: str) -> datetime | None:
    """Machine moment at which it last ended well."""
    return JobState.objects.filter(name=job).values_list("ticked_at", flat=True).first()


def open_letters_count() -> int:
    """The cost is bounded, however many there are."""
    return DeadLetter.objects.open()[:MOST_COUNTED].count()


def dead_letters(access: Access) -> QuerySet[DeadLetter]:
    """What waits for a decision first, then the latest."""
    if not can_tend_jobs(access):
        raise NotAllowedError
    place = Case(
        When(state=DeadLetter.State.OPEN, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return DeadLetter.objects.order_by(place, "-last_at", "-pk")


def letter(access: Access, letter_id: int) -> DeadLetter:
    found = dead_letters(access).filter(pk=letter_id).first()
    if found is None:
        raise NotVisibleError
    return found


def machine_now() -> datetime:
    return timezone.now()
