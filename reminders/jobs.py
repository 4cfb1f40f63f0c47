from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from common import clock
from reminders.services import note_tick, run_once


@shared_task(name="reminders.send_reminders")  # type: ignore[untyped-decorator]
def send_reminders() -> None:
    run_once(now=clock.now())
    note_tick()


@worker_ready.connect  # type: ignore[untyped-decorator]
def catch_up(**_options: Any) -> None:
    """A worker makes up for what was missed at once, not at beat's next tick."""
    send_reminders.delay()
