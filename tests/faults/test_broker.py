"""Redis away for a day, and Redis that comes back empty."""

from __future__ import annotations

import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import redis
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from common import clock
from engine.models import JobState
from notifications.models import Message
from scripts.processes import start_child, stop_child
from tests.faults.conftest import BEAT, wait_until
from tests.faults.scene import DAY, RUNG, age_claims, country, is_all_sent, morning, outcome
from tests.services import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.scene import Outcome
    from tests.notifications.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

GOVERNMENTS = 6
DAY_BEFORE = RUNG - DAY


@dataclass
class Broker:
    """A Redis server of the experiment's own, which it may stop, start and empty."""

    folder: Path
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[Any] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = start_child(
            ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port)]
            + ["--dir", str(self.folder), "--save", "", "--appendonly", "yes"],
            stdout=subprocess.DEVNULL,
        )
        client = redis.Redis(port=self.port)
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        if self.server is not None:
            stop_child(self.server)
            self.server = None

    def lose_everything(self) -> None:
        self.stop()
        for path in self.folder.rglob("*"):
            if path.is_file():
                path.unlink()
        self.start()


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    server = Broker(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def rehearsal(settings: Any) -> None:
    """This process moves the clock that the workers read."""
    settings.REHEARSAL_CLOCK = DAY_BEFORE


def is_nothing_running() -> bool:
    return not JobState.objects.filter(runner__isnull=False).exists()


def away_on_the_day(own_broker: Broker, worker: Any, beat: Any, expected: int, **off: str) -> bool:
    """Redis is down on the day of the rung and back the day after. Answers whether all was sent."""
    place = {"REDIS_URL": own_broker.url, "REHEARSAL_CLOCK": DAY_BEFORE.isoformat()}
    clock.now()
    worker(**place, **off)
    beat(**place)
    time.sleep(10)
    assert not Message.objects.exists()
    own_broker.stop()
    time.sleep(5)
    assert wait_until(is_nothing_running, lambda: 0)  # of what the worker had taken before
    clock.move_forward(morning(RUNG))
    time.sleep(10)
    assert not Message.objects.exists()
    clock.move_forward(morning(RUNG + DAY))
    own_broker.start()
    return wait_until(is_all_sent, Message.objects.count)


def test_redis_away_on_the_day(
    sink: Sink,
    rehearsal: None,
    own_broker: Broker,
    worker: Any,
    beat: Any,
    record: Callable[[Outcome], Outcome],
):
    expected = country(GOVERNMENTS)
    assert away_on_the_day(own_broker, worker, beat, expected)
    came = record(outcome(expected, sink))
    assert (came.lost, came.doubled_in_inbox, came.doubled_mails) == (0, 0, 0)


def test_redis_away_without_due_by_now(
    sink: Sink,
    rehearsal: None,
    own_broker: Broker,
    worker: Any,
    beat: Any,
    record: Callable[[Outcome], Outcome],
):
    """The protection off: "exactly ten days away" is never true again."""
    expected = country(GOVERNMENTS)
    assert not away_on_the_day(own_broker, worker, beat, expected, without="by now")
    assert record(outcome(expected, sink)).lost == 2 * expected


def empty_in_the_middle(own_broker: Broker, sink: Sink, worker: Any, **off: str) -> None:
    """The worker dies with its queue; what it had claimed is taken up when its claim is stale."""
    sink.hold_after = 20
    first = worker(REDIS_URL=own_broker.url)
    assert sink.is_holding.wait(60)
    first.send_signal(signal.SIGKILL)
    first.wait()
    own_broker.lose_everything()
    sink.hold_after = None
    sink.released.set()
    age_claims()
    worker(REDIS_URL=own_broker.url, **off)


def test_redis_comes_back_empty(
    sink: Sink,
    own_broker: Broker,
    worker: Any,
    beat: Any,
    record: Callable[[Outcome], Outcome],
):
    expected = country(GOVERNMENTS)
    empty_in_the_middle(own_broker, sink, worker)
    beat(REDIS_URL=own_broker.url)
    assert wait_until(is_all_sent, lambda: len(sink.mails))
    came = record(outcome(expected, sink))
    assert (came.lost, came.doubled_in_inbox) == (0, 0)
    assert came.doubled_mails <= 1  # the one in flight at the kill
    assert came.copies_known_as_such


def test_redis_comes_back_empty_and_nothing_ticks(
    sink: Sink, own_broker: Broker, worker: Any, record: Callable[[Outcome], Outcome]
):
    """The protection off: neither beat nor a worker's own first look makes up for the lost queue."""
    expected = country(GOVERNMENTS)
    empty_in_the_middle(own_broker, sink, worker, without="catching up")
    assert not wait_until(is_all_sent, lambda: len(sink.mails))
    assert record(outcome(expected, sink)).lost > 0


DAILY = "reminders.fill_in"


def is_daily_job_asked_for(own_broker: Broker, portal_process: Any, *around: str) -> bool:
    """Its one tick of the day falls while Redis is away, which then comes back."""

    def is_in_queue() -> bool:
        queue = redis.Redis(port=own_broker.port)
        return any(DAILY.encode() in message for message in queue.lrange("celery", 0, -1))

    portal_process(*around, *BEAT, REDIS_URL=own_broker.url)
    assert wait_until(is_in_queue, lambda: 0)
    own_broker.stop()
    task = PeriodicTask.objects.get(name=DAILY)
    task.last_run_at = timezone.now() - 2 * DAY
    task.save()  # beat sees it within seconds
    time.sleep(15)  # and asks in vain
    own_broker.lose_everything()
    return wait_until(is_in_queue, lambda: 0)


def test_redis_away_at_the_tick_of_a_daily_job(own_broker: Broker, portal_process: Any):
    assert is_daily_job_asked_for(own_broker, portal_process)


def test_redis_away_at_the_tick_of_a_daily_job_without_asking_again(
    own_broker: Broker, portal_process: Any
):
    """The protection off: it waits for the next day."""
    around = ("tests.faults.without", "asking again")
    assert not is_daily_job_asked_for(own_broker, portal_process, *around)
