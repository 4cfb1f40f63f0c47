"""A clock that runs a day ahead and is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notifications.services import deliver_due
from reminders.services import send_reminders, still_due
from tests.faults.scene import DAY, RUNG, country, morning, outcome
from tests.faults.without import without

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.faults.scene import Outcome
    from tests.notifications.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

GOVERNMENTS = 6
# The day before, the clock a day ahead, put back, and the day itself.
DAYS = (RUNG - DAY, RUNG, RUNG - DAY, RUNG, RUNG + DAY)


def live_through(days: tuple[date, ...]) -> None:
    for day in days:
        send_reminders(now=morning(day))
        while deliver_due(now=morning(day), recheck=still_due(day)).handled:
            pass


def test_a_clock_a_day_ahead_and_back(sink: Sink, record: Callable[[Outcome], Outcome]):
    expected = country(GOVERNMENTS)
    live_through(DAYS)
    came = record(outcome(expected, sink))
    assert (came.lost, came.doubled_in_inbox, came.doubled_mails) == (0, 0, 0)


def test_a_clock_ahead_and_back_without_the_ledger(
    sink: Sink, without_unique_rows: None, record: Callable[[Outcome], Outcome]
):
    """The protection off: a day that is lived twice tells twice."""
    expected = country(GOVERNMENTS)
    with without("ledger"):
        live_through(DAYS)
    assert record(outcome(expected, sink)).doubled_in_inbox > 0
