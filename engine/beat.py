"""Beat: the schedule from the database, each message with its slot, a sign of life, any clock.

Several may run: they number the slots alike, and a slot is begun once (`services.ticks`).
"""

import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler, ModelEntry

from common.health import ask_database
from engine.selectors import lost_jobs
from engine.services.schedule import write_missing_schedule
from engine.services.ticks import Slot
from engine.task import SLOT_HEADER

log = logging.getLogger(__name__)

SIGN_OF_LIFE_SECONDS = 10
# So often a broker that is away is asked whether it is back.
ASK_AGAIN_SECONDS = 5
# So often it looks for what was published and got lost.
LOOK_FOR_LOST_SECONDS = 60
# Schedules that are no interval tick by the minute.
MINUTE = 60


class SlottedEntry(ModelEntry):  # type: ignore[misc]  # the package ships no types
    last_run_at: Any

    def is_due(self) -> Any:
        """A clock that was put back must not silence a job until the old time has come again."""
        now = self._default_now()
        if self.last_run_at > now:
            self.last_run_at = self.model.last_run_at = now
        return super().is_due()

    def save(self) -> None:
        """Only what beat knows better than the administrator."""
        PeriodicTask.objects.filter(pk=self.model.pk).update(
            last_run_at=self.model.last_run_at, total_run_count=self.model.total_run_count
        )

    def slot(self) -> Slot:
        interval = getattr(self.schedule, "run_every", None)
        every = int(interval.total_seconds()) if interval else MINUTE
        return Slot.of(every=max(every, 1), moment=time.time())


class PortalScheduler(DatabaseScheduler):  # type: ignore[misc]
    Entry = SlottedEntry
    _looked_at = 0.0  # by the clock on the wall
    _said_alive_at = 0.0
    _looked_for_lost_at = float("-inf")
    _is_published = True

    def setup_schedule(self) -> None:
        write_missing_schedule()

    def tick(self, **options: Any) -> Any:
        now = time.time()
        if now < self._looked_at:
            self._heap = None  # its times are those of the clock before it was put back
        self._looked_at = now
        self._ask_again_for_what_was_lost()
        pause = super().tick(**options)
        self._say_alive()
        return pause if self._is_published else max(pause, ASK_AGAIN_SECONDS)

    def apply_entry(self, entry: SlottedEntry, producer: Any = None) -> None:
        """What the broker did not take was not asked for: not a day later but as soon as it is back."""
        super().apply_entry(entry, producer=producer)
        if not self._is_published:
            self._put_back(entry, entry.last_run_at, entry.total_run_count)
            self._do_sync()

    def _put_back(self, entry: SlottedEntry, last_run_at: Any, total_run_count: int) -> None:
        """Also for a beat that starts later."""
        entry.last_run_at = entry.model.last_run_at = last_run_at
        entry.total_run_count = entry.model.total_run_count = total_run_count
        self.schedule[entry.name] = entry
        self._dirty.add(entry.name)
        self._heap = None

    def _ask_again_for_what_was_lost(self) -> None:
        """Taken by a broker that came back empty, and begun by nobody."""
        now = time.monotonic()
        if now - self._looked_for_lost_at < LOOK_FOR_LOST_SECONDS:
            return
        self._looked_for_lost_at = now
        try:
            names = lost_jobs(machine_now=timezone.now())
        except DatabaseError:
            log.warning("Beat cannot reach the database", exc_info=True)
            return
        for name in names & self.schedule.keys():
            log.warning("%s was asked for and not begun: asking again", name)
            entry = self.schedule[name]
            long_ago = entry.model.last_run_at - entry.schedule.run_every
            self._put_back(entry, long_ago, entry.total_run_count)

    def apply_async(self, entry: SlottedEntry, **options: Any) -> Any:
        entry.options["headers"][SLOT_HEADER] = entry.slot().as_text()
        self._is_published = False
        answer = super().apply_async(entry, **options)
        self._is_published = True
        return answer

    def _say_alive(self) -> None:
        """For `scripts.healthcheck`: it turns, the database answers, the broker took the last message."""
        now = time.monotonic()
        path = settings.BEAT_ALIVE_FILE
        if path and self._is_published and now - self._said_alive_at > SIGN_OF_LIFE_SECONDS:
            try:
                ask_database()
            except DatabaseError:
                log.warning("Beat cannot reach the database", exc_info=True)
                return
            Path(path).touch()
            self._said_alive_at = now
