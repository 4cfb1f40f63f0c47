"""What a clerk has sent to the head waits for the head by a day of its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from notifications.delivery import deliver_due
from reminders.models import Reminder
from reminders.services import still_due
from reports.services.drafting import give_back, recall_from_signature
from tasks.models import Obligation
from tasks.withdrawing import withdraw
from tests.playing import Player, at, load
from tests.reminders.city import City, inbox, open_city, sweep

if TYPE_CHECKING:
    from tests.playing import Person

pytestmark = pytest.mark.django_db

COMMERCE, AUGUST = "市商务局", "2022-08-31"


def signing() -> Obligation:
    return Obligation.objects.filter(kind=Obligation.Kind.SIGN_OFF).latest("pk")


def step(player: Player, person: Person, now: datetime) -> dict[str, Any]:
    return {
        "filing_id": player.filing.pk,
        "by": person.user,
        "access": person.access,
        "now": now,
    }


def send(player: Player, day: str) -> Obligation:
    player.start(at(day))
    player.write(at(day))
    player.send(at(day))
    return signing()


@pytest.fixture
def city() -> City:
    return open_city()


def test_it_is_owed_a_working_day_before_the_report_until_the_head_answers():
    player = Player(load(), COMMERCE)
    owed = send(player, "2022-08-24")
    assert (owed.unit, owed.due_on, owed.is_open) == (player.unit, date(2022, 8, 30), True)
    give_back(**step(player, player.head, at("2022-08-25")), reason="数字不对")
    owed.refresh_from_db()
    assert owed.met_at == at("2022-08-25")
    player.send(at("2022-08-26"))
    assert signing() != owed
    player.sign(at("2022-08-26"))
    assert signing().met_at == at("2022-08-26")


def test_before_a_report_that_is_due_on_a_saturday_it_is_owed_a_day_before_the_friday():
    player = Player(load(), COMMERCE, stage=2)
    assert player.obligation.due_on == date(2022, 12, 31)
    assert send(player, "2022-12-12").due_on == date(2022, 12, 29)


def test_what_is_sent_late_is_owed_on_that_day():
    assert send(Player(load(), COMMERCE), "2022-09-02").due_on == date(2022, 9, 2)


def test_a_draft_that_is_taken_back_waits_for_nobody():
    player = Player(load(), COMMERCE)
    owed = send(player, "2022-08-24")
    recall_from_signature(**step(player, player.clerk, at("2022-08-25")))
    owed.refresh_from_db()
    assert (owed.withdrawn_at, owed.reason) == (at("2022-08-25"), "经办人撤回修改")


def test_the_head_is_reminded_of_it_in_the_place_of_the_report(city):
    player = Player(city.plan, COMMERCE)
    send(player, "2022-08-24")
    sweep("2022-08-30")
    head = inbox(city.heads[COMMERCE])[-1]
    assert head.subject.startswith("提醒：市商务局 审签 8月底阶段报告")
    assert head.body.count("8月底阶段报告") == 1
    clerk = inbox(city.clerks[COMMERCE])[-1]
    assert "审签" not in clerk.subject
    assert "目前待审签" in clerk.body


def test_the_head_is_not_reminded_of_what_was_withdrawn(city):
    send(Player(city.plan, COMMERCE), "2022-08-24")
    withdraw(owed=[city.owed(COMMERCE, AUGUST)], reason="计划调整", now=at("2022-08-25"))
    sweep("2022-08-30")
    assert inbox(city.heads[COMMERCE]) == []


def test_a_reminder_that_waits_is_dropped_when_its_report_is_withdrawn(city):
    send(Player(city.plan, COMMERCE), "2022-08-24")
    sweep("2022-08-30")
    told = Reminder.objects.filter(recipient=city.heads[COMMERCE], channel="mail", decision="tell")
    assert "sign_off" in set(told.values_list("obligation__kind", flat=True))
    withdraw(owed=[city.owed(COMMERCE, AUGUST)], reason="计划调整", now=at("2022-08-30"))
    deliver_due(now=at("2022-08-30", 10), recheck=still_due(date(2022, 8, 30)))
    assert not told.exists()
