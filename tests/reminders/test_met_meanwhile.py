"""What changes between the sweep and the delivery, with a real mail server."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from notifications.models import Message
from notifications.services import deliver_due
from reminders.models import Reminder
from reminders.services import run_once, still_due
from tests.notifications.sink import HOST, Sink, smtp_sink
from tests.playing import Player, at
from tests.reminders.city import inbox, meet, move, sweep
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.delivery import Delivery
    from units.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

AUGUST, SEPTEMBER = "2022-08-31", "2022-09-30"
COMMERCE = "市商务局"


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.port
        yield server


def deliver(day: str) -> Delivery:
    return deliver_due(now=at(day, 10), recheck=still_due(date.fromisoformat(day)))


def to(sink: Sink, user: User) -> list[str]:
    """The reminders that arrived there."""
    mails = (mail for mail in sink.mails if mail.to == user.email)
    return [mail.body for mail in mails if mail.subject.startswith("提醒")]


def test_a_sweep_and_its_delivery(city, sink):
    swept, delivery = run_once(now=at("2022-08-24"))
    assert (swept.people, delivery.sent) == (7, 7)
    assert sorted(mail.to for mail in sink.mails) == sorted(u.email for u in city.clerks.values())
    assert len({mail.message_id for mail in sink.mails}) == 7
    assert run_once(now=at("2022-08-24", 10))[1].sent == 0
    states = Reminder.objects.filter(decision="tell").values_list("message__state", flat=True)
    assert set(states) == {"sent"}


def test_a_message_with_nothing_left_is_cancelled(city, sink):
    sweep("2022-08-24")
    meet(city.owed(COMMERCE, AUGUST), at("2022-08-24", 9, 30))
    delivery = deliver("2022-08-24")
    assert (delivery.sent, delivery.cancelled) == (6, 1)
    assert to(sink, city.clerks[COMMERCE]) == []
    row = Reminder.objects.get(
        recipient=city.clerks[COMMERCE], channel="mail", decision=Reminder.Decision.DROPPED
    )
    assert row.message.state == Message.State.CANCELLED
    assert row.state == Reminder.State.CANCELLED
    assert list(Reminder.objects.in_state("cancelled")) == [row]


def test_what_is_met_meanwhile_drops_out_of_the_text(city, sink):
    sweep("2022-09-30")
    player = Player(city.plan, COMMERCE)
    player.submit(at("2022-09-30", 9, 30))
    deliver("2022-09-30")
    (body,) = to(sink, city.clerks[COMMERCE])
    assert "9月底阶段报告" in body
    assert "8月底阶段报告" not in body
    message = Message.objects.get(
        recipient=city.clerks[COMMERCE], channel="mail", key__startswith="reminders/"
    )
    assert message.subject == "提醒：市商务局 9月底阶段报告，今天 24:00 截止"
    (bureau,) = to(sink, city.bureau)
    assert "市商务局 8月底阶段报告" not in bureau
    assert "市财政局 8月底阶段报告" in bureau


def test_a_new_date_drops_the_old_one(city, sink):
    sweep("2022-08-24")
    move(city.owed(COMMERCE, AUGUST), date(2022, 11, 30))
    assert deliver("2022-08-24").cancelled == 1
    assert to(sink, city.clerks[COMMERCE]) == []


def test_who_has_left_the_post_meanwhile_reads_no_more_of_the_units_work(city, sink):
    sweep("2022-08-24")
    clerk = city.clerks[COMMERCE]
    clerk.memberships.update(until_on=date(2022, 8, 24))
    assert deliver("2022-08-24").cancelled == 1
    assert to(sink, clerk) == []
    assert len(to(sink, city.clerks["市财政局"])) == 1


def test_who_holds_another_post_that_the_rule_names_still_reads_it(city, sink):
    sweep("2022-08-24")
    clerk = city.clerks[COMMERCE]
    rule = Reminder.objects.filter(recipient=clerk, decision="tell").first().rule
    rule.audiences = ["clerks", "heads"]
    rule.save()
    clerk.memberships.update(role=Role.HEAD)
    deliver("2022-08-24")
    assert len(to(sink, clerk)) == 1


def test_a_mail_that_comes_late_counts_the_days_anew(city, sink):
    clerk = city.clerks[COMMERCE]
    sink.refused[clerk.email] = "452 4.2.2 mailbox full"
    sweep("2022-08-24")
    deliver("2022-08-24")
    waiting = Message.objects.filter(recipient=clerk, state="queued")
    assert waiting.get().answer == "452 4.2.2 mailbox full"
    sink.refused.clear()
    waiting.update(next_attempt_at=waiting.get().recorded_at)
    deliver("2022-08-25")
    (body,) = to(sink, clerk)
    assert "还有 4 个工作日" in body
    assert "还有 5 个工作日" in inbox(clerk)[0].body


def test_other_messages_go_out_as_they_were_written(city, sink):
    Player(city.plan, COMMERCE).submit(at("2022-08-23"))
    written = Message.objects.filter(channel="mail").exclude(key__startswith="reminders/")
    count = written.count()
    assert count > 0
    assert deliver("2022-08-24").sent == count
    assert sorted(mail.subject for mail in sink.mails) == sorted(
        written.values_list("subject", flat=True)
    )
