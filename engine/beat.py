"""Beat: the schedule from the database, each message with its slot, a sign of life, any clock.

Several may run: they number the slots alike, and a slot is begun once (`services.ticks`).
"""

import logging
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django_celery_beat.models import PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler, ModelEntry

from common.health import ask_database
from engine.services.schedule import write_missing_schedule
from engine.services.ticks import Slot
from engine.task import SLOT_HEADER

log = logging.getLogger(__name__)

SIGN_OF_LIFE_SECONDS = 10
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
    _is_published = True

    def setup_schedule(self) -> None:
        write_missing_schedule()

    def tick(self, **options: Any) -> Any:
        now = time.time()
        if now < self._looked_at:
            self._heap = None  # its times are those of the clock before it was put back
        self._looked_at = now
        pause = super().tick(**options)
        self._say_alive()
        return pause

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
