"""What happens between queueing and sending: a new date, a merged unit, a report that was filed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from notifications.delivery import as_written
from notifications.services import deliver_due
from reminders import services
from reminders.services import send_reminders, still_due
from tasks.models import Obligation
from tests.faults.scene import DAY, RUNG, country, morning, outcome
from units.models import Unit, User
from units.services import merge_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from notifications.delivery import Recheck
    from tests.faults.scene import Outcome
    from tests.notifications.sink import Sink

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

NOW = morning(RUNG)


def some_units() -> list[Unit]:
    return list(Unit.objects.order_by("pk")[:10])


def move_deadlines() -> None:
    for owed in Obligation.objects.filter(unit__in=some_units(), due_on=date(2022, 8, 31)):
        owed.due_on, owed.reason = date(2022, 11, 30), "extended"
        owed.save()


def file_reports() -> None:
    for owed in Obligation.objects.filter(unit__in=some_units(), due_on=date(2022, 8, 31)):
        owed.met_at = NOW
        owed.save()


def run(change: Callable[[], None], sink: Sink, recheck: Recheck) -> Outcome:
    """`unwanted`: mails to those whose report is not due by then any more."""
    expected = country(1)
    send_reminders(now=NOW)
    change()
    while deliver_due(now=NOW, recheck=recheck).handled:
        pass
    spared = {f"clerk{unit.pk}@bench.test" for unit in some_units()}
    came = outcome(expected, sink)
    came.unwanted = sum(came.mails[address] for address in spared)
    came.expected -= len(spared)
    for address in spared:
        came.mails.pop(address, None)
    for user in User.objects.filter(email__in=spared):
        came.inbox.pop(user.pk, None)
    return came


@pytest.mark.parametrize("change", [move_deadlines, file_reports])
def test_before_it_is_sent(
    change: Callable[[], None], sink: Sink, record: Callable[[Outcome], Outcome]
):
    came = record(run(change, sink, still_due(RUNG)))
    assert (came.unwanted, came.lost, came.doubled_mails) == (0, 0, 0)


@pytest.mark.parametrize("change", [move_deadlines, file_reports])
def test_without_looking_again(
    change: Callable[[], None], sink: Sink, record: Callable[[Outcome], Outcome]
):
    """The protection off: they are asked for what they have done."""
    assert record(run(change, sink, as_written)).unwanted == len(some_units())


def merged(sink: Sink) -> Outcome:
    """A unit is merged after the sweep: its clerk and its successor's have to be told of each other's."""
    country(1)
    unit, into = some_units()[:2]
    send_reminders(now=NOW)
    while deliver_due(now=NOW, recheck=still_due(RUNG)).handled:
        pass
    sink.mails.clear()
    merge_unit(unit=unit, into=into, on=RUNG)
    for day in (RUNG, RUNG + DAY):
        send_reminders(now=morning(day))
        while deliver_due(now=morning(day), recheck=still_due(day)).handled:
            pass
    came = outcome(2, sink)
    clerks = User.objects.filter(email__in=[f"clerk{row.pk}@bench.test" for row in (unit, into)])
    came.inbox = +Counter({user.pk: came.inbox[user.pk] - 1 for user in clerks})
    return came


def test_a_unit_is_merged(sink: Sink, record: Callable[[Outcome], Outcome]):
    came = record(merged(sink))
    assert (came.lost, came.doubled_in_inbox, came.doubled_mails) == (0, 0, 0)


def test_a_unit_is_merged_and_nobody_looks(
    sink: Sink, monkeypatch: pytest.MonkeyPatch, record: Callable[[Outcome], Outcome]
):
    """The protection off: a sweep that is not told of changes leaves the successor in the dark."""
    note_changes, first = services.note_changes, []

    def only_once(**arguments: date) -> None:
        if not first:
            first.append(note_changes(**arguments))

    monkeypatch.setattr(services, "note_changes", only_once)
    assert record(merged(sink)).lost > 0
