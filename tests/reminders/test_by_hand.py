"""The command and the job."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from engine.selectors import last_tick
from reminders.jobs import deliver, send_reminders
from reminders.models import Reminder

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def by_hand(*arguments: str) -> str:
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did(city):
    assert by_hand("--today", "2022-08-24") == (
        "2022-08-24: 14 reminders to 7 people, 14 skipped for a later one; "
        "mails: 7 sent, 0 cancelled, 0 refused or not delivered\n"
    )
    assert len(mail.outbox) == 7
    assert by_hand("--today", "2022-08-24").startswith("2022-08-24: 0 reminders to 0 people")


def test_the_command_goes_by_the_portals_clock(city, settings):
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    assert by_hand().startswith("2022-08-24: 14 reminders")


@pytest.mark.parametrize("day", ["24.8.2022", "2022-02-30", ""])
def test_a_wrong_date_is_refused_and_nothing_is_sent(city, day):
    with pytest.raises(CommandError, match="expected YYYY-MM-DD"):
        by_hand("--today", day)
    assert not Reminder.objects.exists()


def test_the_jobs_do_the_same_and_leave_their_ticks(city, settings, broker):
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    assert last_tick(send_reminders.name) is None
    before = timezone.now()
    send_reminders()
    assert len(mail.outbox) == 0
    deliver()
    assert len(mail.outbox) == 7
    first = last_tick(send_reminders.name)
    assert before <= first <= last_tick(deliver.name) <= timezone.now()
    send_reminders()
    deliver()
    assert last_tick(send_reminders.name) > first
    assert len(mail.outbox) == 7


def test_no_plan_no_reminders(db):
    assert by_hand("--today", "2022-08-24").startswith("2022-08-24: 0 reminders to 0 people")
