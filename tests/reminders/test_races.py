"""Workers side by side: each reminder once, whoever is first."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import connection, transaction

from notifications.models import Message
from reminders import services
from reminders.deliveries import again
from reminders.digest import send_digests
from reminders.errors import AgainAlreadyError
from reminders.models import Reminder, ReminderRule
from reminders.services import Sweep, run_once, send_reminders
from tasks.models import Obligation
from tests.playing import at
from tests.reminders.city import SHIPPED_RULES, inbox, meet, sweep
from units.models import Government
from units.permissions import access_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from reminders.sweep import Look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NOW = at("2022-08-24")
WORKERS = 4


def at_once(work: Callable[[], object]) -> None:
    errors = []

    def run() -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001  # shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def assert_each_once() -> None:
    told = Reminder.objects.filter(decision="tell")
    assert told.count() == 14  # seven clerks, two channels
    messages = Counter(Message.objects.values_list("recipient", "channel"))
    assert set(messages.values()) == {1}
    assert len(messages) == 14
    assert not told.filter(message__isnull=True).exists()


def test_sweeps_side_by_side_tell_each_person_once(city):
    start = threading.Barrier(WORKERS)

    def work() -> None:
        start.wait(timeout=20)
        run_once(now=NOW)

    at_once(work)
    assert_each_once()
    assert Counter(m.to[0] for m in mail.outbox) == Counter(u.email for u in city.clerks.values())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_the_ledger_alone_keeps_them_apart(city, monkeypatch):
    """The worst order, and no lock: every worker has read everything before any of them writes."""
    start = threading.Barrier(WORKERS)
    look_at = services.look_at
    sweep("2022-08-01")

    def look_and_wait(owed: list[Obligation], **arguments: Any) -> Look:
        look = look_at(owed, **arguments)
        start.wait(timeout=20)
        return look

    monkeypatch.setattr(services, "_held", lambda ids: list(Government.objects.filter(pk__in=ids)))
    monkeypatch.setattr(services, "_due", due_unlocked)
    monkeypatch.setattr(services, "look_at", look_and_wait)
    swept: list[Sweep] = []
    at_once(lambda: swept.append(send_reminders(now=NOW)))
    assert_each_once()
    assert sum(row.told for row in swept) == 14


def due_unlocked(governments: list[Government], today: date) -> list[Obligation]:
    rows = Obligation.objects.open().filter(wake__on__lte=today, government__in=governments)
    return list(rows.select_related("plan"))


def test_governments_get_their_rules_once(city):
    start = threading.Barrier(WORKERS)

    def work() -> None:
        start.wait(timeout=20)
        services.seed_rules(government=city.plan.government)

    at_once(work)
    assert ReminderRule.objects.count() == len(SHIPPED_RULES)


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_what_somebody_is_filing_right_now_waits_for_the_next_sweep(city):
    """The sweep does not wait for them either."""
    owed = city.owed("市商务局", "2022-08-31")
    sweeping = threading.Thread(target=lambda: (send_reminders(now=NOW), connection.close()))
    with transaction.atomic():
        Obligation.objects.select_for_update().get(pk=owed.pk)
        sweeping.start()
        sweeping.join(timeout=20)
        had_to_wait = sweeping.is_alive()
        meet(owed, NOW)
    sweeping.join()
    assert not had_to_wait
    assert inbox(city.clerks["市商务局"]) == []
    assert sweep("2022-08-25").told == 0
    assert len(inbox(city.clerks["市财政局"])) == 1


def test_a_digest_is_written_once_whoever_is_first(city):
    at_once(lambda: send_digests(now=at("2022-08-29", 8, 30)))
    written = Message.objects.filter(key__startswith="digest/", channel="mail")
    assert sorted(written.values_list("recipient", flat=True)) == sorted(
        [city.office.pk, city.bureau.pk]
    )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time there")
def test_two_clicks_on_send_again_are_one_sending(city, monkeypatch):
    """The worst order: all have asked for the same sending before the first of them writes."""
    sweep("2022-08-24")
    row = Reminder.objects.filter(channel="inbox", decision="tell").earliest("pk")
    counted, times_sent = threading.Barrier(WORKERS), again.times_sent

    def count_late(found: Reminder) -> int:
        """Without the lock all of them come this far; with it, one, and the others wait for it."""
        number = times_sent(found)
        with suppress(threading.BrokenBarrierError):
            counted.wait(timeout=2)
        return number

    monkeypatch.setattr(again, "times_sent", count_late)
    refusals: list[AgainAlreadyError] = []

    def click() -> None:
        access = access_of(city.office, NOW.date())
        try:
            again.send_again(
                reminder_id=row.pk, by=city.office, access=access, reason="没收到", seen=1, now=NOW
            )
        except AgainAlreadyError as refusal:
            refusals.append(refusal)

    at_once(click)
    assert len(refusals) == WORKERS - 1
    assert Reminder.objects.filter(occasion__contains="#").count() == 1
    assert len(inbox(row.recipient)) == 2
