"""kill -9 of a worker, at any moment."""

from __future__ import annotations

import random
import signal
from typing import TYPE_CHECKING, Any

import pytest

from notifications.models import Message
from tests.faults.conftest import wait_until
from tests.faults.scene import age_claims, country, is_all_sent, outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import Popen

    from tests.faults.scene import Outcome
    from tests.notifications.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

GOVERNMENTS = 147  # 4 998 people to tell
KILLS = 10


def kill(worker: Popen[Any]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_ten_kills_in_a_run_of_five_thousand(
    sink: Sink, worker: Callable[..., Popen[Any]], record: Callable[[Outcome], Outcome]
):
    expected = country(GOVERNMENTS)
    moments = sorted(random.sample(range(1, expected - 100), KILLS))
    running = worker()
    for moment in moments:
        assert wait_until(lambda at=moment: len(sink.mails) >= at, lambda: len(sink.mails))
        kill(running)
        age_claims()
        running = worker()
    assert wait_until(is_all_sent, lambda: len(sink.mails))
    came = record(outcome(expected, sink))
    assert came.lost == 0
    assert came.doubled_in_inbox == 0
    assert came.doubled_mails <= KILLS  # the one in flight at each kill
    assert came.copies_known_as_such


def test_a_kill_without_taking_up_stale_claims(
    sink: Sink, worker: Callable[..., Popen[Any]], record: Callable[[Outcome], Outcome]
):
    """The protection off: whoever was in flight never gets the mail."""
    expected = country(2)
    sink.hold_after = 10
    first = worker(without="stale claims")
    assert sink.is_holding.wait(60)
    kill(first)
    sink.hold_after = None
    sink.released.set()
    age_claims()
    worker(without="stale claims")
    assert not wait_until(is_all_sent, lambda: len(sink.mails))
    came = record(outcome(expected, sink))
    assert came.lost > 0
    assert Message.objects.filter(state="sending").count() == came.lost
