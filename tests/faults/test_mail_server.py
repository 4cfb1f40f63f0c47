"""A mail server that refuses every third recipient and then takes them, and one that is slow."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from notifications import delivery
from notifications.models import Message, message
from notifications.services import deliver_due
from reminders.services import send_reminders, still_due
from tests.faults.scene import RUNG, country, end_pauses, is_all_sent, morning, outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.faults.scene import Outcome
    from tests.notifications.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

GOVERNMENTS = 6
NOW = morning(RUNG)
WORKERS = 2


def deliver_all() -> None:
    while deliver_due(now=NOW, recheck=still_due(RUNG)).handled:
        pass


def refuse_every_third(sink: Sink) -> int:
    addresses = Message.objects.filter(channel="mail").order_by("pk")
    thirds = list(addresses.values_list("recipient__email", flat=True))[::3]
    sink.refused = dict.fromkeys(thirds, "452 4.3.1 try again later")
    return len(thirds)


def test_every_third_refused_and_then_taken(sink: Sink, record: Callable[[Outcome], Outcome]):
    expected = country(GOVERNMENTS)
    send_reminders(now=NOW)
    refused = refuse_every_third(sink)
    deliver_all()
    waiting = Message.objects.filter(state="queued")
    assert waiting.count() == refused
    assert set(waiting.values_list("answer", flat=True)) == {"452 4.3.1 try again later"}
    assert not Message.objects.filter(state="failed").exists()
    sink.refused.clear()
    end_pauses()
    deliver_all()
    came = record(outcome(expected, sink))
    assert is_all_sent()
    assert (came.lost, came.doubled_in_inbox, came.doubled_mails) == (0, 0, 0)


def test_every_third_refused_without_another_attempt(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, record: Callable[[Outcome], Outcome]
):
    """The protection off: what was refused once has failed."""
    monkeypatch.setattr(delivery, "PAUSES", ())
    expected = country(GOVERNMENTS)
    send_reminders(now=NOW)
    refused = refuse_every_third(sink)
    deliver_all()
    sink.refused.clear()
    end_pauses()
    deliver_all()
    assert record(outcome(expected, sink)).lost == refused


def deliver_side_by_side() -> None:
    def work() -> None:
        try:
            deliver_all()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_slow_server(sink: Sink, record: Callable[[Outcome], Outcome]):
    expected = country(1)
    sink.seconds_a_mail = 0.3
    send_reminders(now=NOW)
    deliver_side_by_side()
    came = record(outcome(expected, sink))
    assert (came.lost, came.doubled_in_inbox, came.doubled_mails) == (0, 0, 0)


def test_a_slow_server_without_claims_that_outlast_it(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, record: Callable[[Outcome], Outcome]
):
    """The protection off: what is on its way counts as a dead worker's at once."""
    monkeypatch.setattr(message, "CLAIM_IS_STALE_AFTER", -NOW.resolution)
    expected = country(1)
    sink.seconds_a_mail = 0.3
    send_reminders(now=NOW)
    deliver_side_by_side()
    assert record(outcome(expected, sink)).doubled_mails > 0
