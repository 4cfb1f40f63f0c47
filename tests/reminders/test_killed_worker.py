"""A real Celery worker, a real mail server, SIGKILL between two reminders."""

from __future__ import annotations

import signal
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from engine.models import JobState
from engine.models.job_state import LAPSES_AFTER
from engine.selectors import last_tick
from notifications.models import Message
from notifications.models.message import CLAIM_IS_STALE_AFTER
from reminders.models import Reminder
from tests.notifications.sink import Sink, smtp_sink
from tests.reminders.city import inbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import Popen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

PATIENCE = 120  # seconds, on a busy machine


@pytest.fixture
def server() -> Iterator[Sink]:
    with smtp_sink() as sink:
        yield sink


def wait_for(happened: Callable[[], object], worker: Popen[Any]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def kill(worker: Popen[Any]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def age_claims() -> None:
    """As if the time after which a claim is stale were over."""
    for message in Message.objects.filter(state="sending"):
        message.claimed_at -= CLAIM_IS_STALE_AFTER + timedelta(seconds=1)
        message.save()
    for job in JobState.objects.filter(runner__isnull=False):
        job.alive_at -= LAPSES_AFTER + timedelta(seconds=1)
        job.save()


def all_sent() -> bool:
    return (
        not Message.objects.exclude(state="sent").exists()
        and last_tick("reminders.deliver") is not None
    )


def test_each_reminder_arrives_exactly_once(city, server, celery_worker):
    """Killed after three of seven, the next claimed and its recipient named, not yet its text."""
    clock_and_server = {"REHEARSAL_CLOCK": "2022-08-24", "EMAIL_URL": server.url}
    server.hold_after = 3
    first = celery_worker(
        threads=1, **clock_and_server
    )  # makes up for what is due as soon as it is ready
    wait_for(server.is_holding.is_set, first)
    wait_for(lambda: Message.objects.filter(state="sent", channel="mail").count() == 3, first)
    assert (
        Message.objects.filter(state="sending").count() == 4
    )  # one in flight, three claimed with it
    kill(first)
    server.hold_after = None
    server.released.set()
    age_claims()

    second = celery_worker(**clock_and_server)
    wait_for(all_sent, second)
    kill(second)
    arrived = Counter(mail.to for mail in server.mails)
    assert arrived == Counter(clerk.email for clerk in city.clerks.values())
    assert {len(inbox(clerk)) for clerk in city.clerks.values()} == {1}
    assert Reminder.objects.filter(decision="tell").count() == 14


@pytest.mark.full
def test_killed_again_and_again_at_any_moment_nothing_is_noted_twice_or_lost(
    city, server, celery_worker
):
    """Kills that fall where they fall; only a mail in flight may come as a copy of itself."""
    clock_and_server = {"REHEARSAL_CLOCK": "2022-08-24", "EMAIL_URL": server.url}
    for pause in (0.0, 0.15):
        worker = celery_worker(**clock_and_server)
        time.sleep(pause)
        kill(worker)
        age_claims()
    worker = celery_worker(**clock_and_server)
    wait_for(all_sent, worker)
    kill(worker)
    assert {mail.to for mail in server.mails} == {c.email for c in city.clerks.values()}
    assert len({mail.message_id for mail in server.mails}) == 7
    assert {len(inbox(clerk)) for clerk in city.clerks.values()} == {1}
    assert Reminder.objects.filter(decision="tell").count() == 14
