"""Two beats and three workers on the morning of a stage's first reminder."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from notifications.models import Message
from tests.faults.conftest import wait_until
from tests.faults.scene import country, is_all_sent, outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.scene import Outcome
    from tests.notifications.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

GOVERNMENTS = 20
Start = "Callable[..., Popen[Any]]"


def test_two_beats_and_three_workers(
    sink: Sink, worker: Start, beat: Start, record: Callable[[Outcome], Outcome]
):
    expected = country(GOVERNMENTS)
    for _n in range(3):
        worker()
    for _n in range(2):
        beat()
    assert wait_until(is_all_sent, lambda: len(sink.mails))
    time.sleep(5)  # five more ticks of each beat
    came = record(outcome(expected, sink))
    assert (came.lost, came.doubled_in_inbox, came.doubled_mails) == (0, 0, 0)


def test_two_beats_without_the_ledger(
    sink: Sink,
    worker: Start,
    beat: Start,
    without_unique_rows: None,
    record: Callable[[Outcome], Outcome],
):
    """The protection off: every tick tells everybody again."""
    expected = country(2)
    for _n in range(3):
        worker(without="ledger")
    for _n in range(2):
        beat()
    assert wait_until(lambda: Message.objects.count() > 4 * expected, Message.objects.count)
    came = record(outcome(expected, sink))
    assert came.doubled_in_inbox > 0
