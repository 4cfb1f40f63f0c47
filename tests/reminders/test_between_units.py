"""What goes between units: one line for many contributions, silence where nobody can act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from notifications.models import Message
from notifications.services import deliver_due
from reminders.models import Reminder
from reminders.services import still_due
from reports.models import CoSignature
from tasks.models import Obligation
from tests import co_signing
from tests.contributing import Contributor
from tests.playing import Player, at
from tests.reminders.city import SHIPPED_RULES, City, open_city, sweep

if TYPE_CHECKING:
    from units.models import User

pytestmark = pytest.mark.django_db

COUNTY = "兰考县人民政府"
STAGE = "2022-08-31"


@pytest.fixture
def city() -> City:
    return open_city(between_units=True)


def inbox(user: User) -> list[Message]:
    return list(Message.objects.filter(recipient=user, channel="inbox").order_by("pk"))


def owed_by(city: City, unit: str) -> int:
    return Obligation.objects.filter(
        plan=city.plan, kind="contribution", unit__name=unit, deadline__due_on=STAGE
    ).count()


def test_all_contributions_of_a_stage_are_one_line_that_leads_to_the_list(city: City) -> None:
    sweep("2022-08-17")
    (message,) = inbox(city.clerks[COUNTY])
    number = owed_by(city, COUNTY)
    assert number > 1
    assert f"{COUNTY} 函告 {number} 项（8月底）" in message.subject
    assert message.body.count("函告") == 1
    assert message.link == f"/plans/{city.plan.pk}/stages/{_stage(city)}/contributions/"


def _stage(city: City) -> int:
    return city.plan.deadlines.get(due_on=STAGE).pk


def test_what_was_sent_meanwhile_is_told_no_more(city: City) -> None:
    Contributor(city.plan, COUNTY, "t1").submit(at("2022-08-15"))
    sweep("2022-08-17")
    (message,) = inbox(city.clerks[COUNTY])
    assert f"函告 {owed_by(city, COUNTY) - 1} 项" in message.subject


def test_nobody_is_asked_to_co_sign_what_was_not_put_up_or_was_answered(city: City) -> None:
    def told() -> int:
        return Reminder.objects.filter(obligation__kind="co_signature", decision="tell").count()

    assert any(rule["kind"] == "co_signature" for rule in SHIPPED_RULES)
    lead = Player(city.plan, "市财政局")
    lead.start(at("2022-08-24"))
    lead.write(at("2022-08-24"))
    sweep("2022-08-25")
    assert told() == 0
    co_signing.ask(lead, at("2022-08-25"))
    sweep("2022-08-25")
    before = told()
    assert before > 0
    co_signing.refuse(CoSignature.objects.get(), at("2022-08-25"))
    sweep("2022-08-26")
    assert told() == before


def test_an_objection_before_the_mail_leaves_is_an_answer_too(city: City) -> None:
    lead = Player(city.plan, "市财政局")
    lead.start(at("2022-08-24"))
    lead.write(at("2022-08-24"))
    co_signing.ask(lead, at("2022-08-25"))
    sweep("2022-08-25")
    rows = Reminder.objects.filter(obligation__kind="co_signature", decision="tell", channel="mail")
    assert rows.exists()
    co_signing.refuse(CoSignature.objects.get(), at("2022-08-25"))
    deliver_due(now=at("2022-08-25", 10), recheck=still_due(date(2022, 8, 25)))
    assert not rows.exists()
