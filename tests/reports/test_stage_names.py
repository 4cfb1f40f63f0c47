"""A stage that does not end with a month is not called its end, wherever it is named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from motions.words import report_words
from notifications.models import Message
from reminders.words import title_of
from tasks.models import Obligation
from tests.playing import Player, at, load

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(settings: Any) -> Plan:
    """Its first stage is due on the 15th."""
    settings.REHEARSAL_CLOCK = date(2022, 8, 10)
    plan = load()
    stage = plan.deadlines.get(due_on="2022-08-31")
    type(stage).objects.filter(pk=stage.pk).update(due_on=date(2022, 8, 15))
    return plan


def test_months_end_and_another_day() -> None:
    assert report_words(date(2022, 8, 31)) == "8月底阶段报告"
    assert report_words(date(2024, 2, 28)) == "2月28日阶段报告"
    assert report_words(date(2024, 2, 29), with_year=True) == "2024年2月底阶段报告"


def test_pages_messages_and_reminders_say_the_day(plan: Plan) -> None:
    player = Player(plan, "市财政局")
    player.submit(at("2022-08-11"))
    player.open(at("2022-08-12"))
    player.decide(at("2022-08-12", 10), returned=("t5-10",))

    client = Client()
    client.force_login(player.clerk.user)
    page = BeautifulSoup(client.get(f"/filings/{player.filing.pk}/").content, "html.parser")
    assert "2022年8月15日阶段报告" in page.h1.get_text()
    subjects = Message.objects.values_list("subject", flat=True)
    assert "市财政局 8月15日阶段报告：已退回，请补正" in subjects
    owed = Obligation.objects.filter(unit=player.unit).select_related("deadline", "unit")
    correction = owed.get(kind=Obligation.Kind.CORRECTION)
    assert title_of(correction) == "市财政局 8月15日阶段报告补正"
    assert not any("月底" in subject for subject in subjects)
