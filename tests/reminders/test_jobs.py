"""The sweep asks for delivery at once; a lost message costs a minute and nothing else."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core import mail
from kombu.exceptions import OperationalError

from notifications.models import Message
from reminders import jobs
from reminders.models import Reminder

if TYPE_CHECKING:
    import redis

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def in_august(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def queued(broker: redis.Redis) -> list[str]:
    return [json.loads(message)["headers"]["task"] for message in broker.lrange("celery", 0, -1)]


def test_what_was_noted_is_sent_for_at_once(city, broker):
    jobs.send_reminders()
    assert queued(broker) == ["reminders.deliver"] * jobs.WORKERS
    assert len(mail.outbox) == 0
    broker.flushdb()
    jobs.send_reminders()
    assert queued(broker) == [], "nothing new was noted"


def test_delivery_goes_on_while_it_gets_on(city, broker):
    jobs.send_reminders()
    broker.flushdb()
    jobs.deliver()
    assert len(mail.outbox) == 7
    assert queued(broker) == ["reminders.deliver"]
    broker.flushdb()
    jobs.deliver()
    assert queued(broker) == []


def test_without_a_broker_the_next_tick_makes_up_for_it(city, monkeypatch):
    def away(*_arguments: object, **_options: object) -> None:
        raise OperationalError

    monkeypatch.setattr("engine.task.PortalTask.apply_async", away)
    jobs.send_reminders()
    assert Reminder.objects.filter(decision="tell").count() == 14
    assert Message.objects.filter(channel="mail", state="queued").count() == 7
    jobs.deliver()
    assert len(mail.outbox) == 7
