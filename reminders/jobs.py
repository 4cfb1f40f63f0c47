"""Looking for what is due, and delivering it: two jobs, so that several workers deliver side by side."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from common import clock
from engine.publishing import publish
from notifications.delivery import deliver_due
from reminders import digest, services, wakes
from reminders.working_days import asking

# As many as there are workers.
WORKERS = 2


@shared_task(name="reminders.send_reminders", ticks=True, alone=True)  # type: ignore[untyped-decorator]
def send_reminders() -> None:
    """Note what is due; what was noted is committed by now and leaves at once."""
    if services.send_reminders(now=clock.now()).told:
        for _worker in range(WORKERS):
            publish(deliver)


@shared_task(name="reminders.deliver", ticks=True)  # type: ignore[untyped-decorator]
def deliver() -> None:
    """One run's worth; publishes itself while it gets on, so that other jobs get their turn."""
    now = clock.now()
    done = deliver_due(now=now, recheck=services.still_due(timezone.localdate(now)))
    if done.sent or done.cancelled:
        publish(deliver)


@shared_task(name="reminders.fill_in", ticks=True, alone=True)  # type: ignore[untyped-decorator]
def fill_in() -> None:
    """Once a day over everything that is open: whatever no sweep has heard of is looked at next."""
    wakes.go_over_everything(today=clock.today())


@shared_task(name="reminders.send_digests", ticks=True, alone=True)  # type: ignore[untyped-decorator]
def send_digests() -> None:
    """Once a week there is something to do; on all other ticks it sees that there is not."""
    digest.send_digests(now=clock.now())


@shared_task(name="reminders.ask_for_years", ticks=True, alone=True)  # type: ignore[untyped-decorator]
def ask_for_years() -> None:
    asking.ask_for_years(now=clock.now())


@worker_ready.connect  # type: ignore[untyped-decorator]
def catch_up(**_options: Any) -> None:
    """A worker makes up for what was missed at once, not at beat's next tick."""
    publish(send_reminders)
    publish(deliver)
