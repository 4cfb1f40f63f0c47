"""`load_demo_filings`: two stages played by the sample people, with the reminders of every day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from common import clock
from common.errors import PortalError
from notifications.models import Message
from reminders.models import Reminder
from reports.demo import (
    PLAYED,
    AlreadyFiledError,
    NoDemoInProductionError,
    days_to_play,
    read_script,
)
from reports.models import Attachment, Filing, FilingEvent, FilingVersion, PaperReceipt
from reports.workflow import Status
from tasks.models import Obligation
from tests.playing import Player, at, load
from units.demo import load_demo_people
from units.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LEAVES_NO_EVENT = {"cover", "write", "paper", "reply"}
# Their events are of another thing than a report.
BESIDE_FILINGS = LEAVES_NO_EVENT | {"contribute", "send_contribution", "put_up", "co_sign"}


@pytest.fixture
def portal(settings):
    """The portal as `make demo` finds it: plan and people, clock on its first day."""
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    plan = load()
    load_demo_people()
    return plan


@pytest.fixture
def short_script(monkeypatch):
    """The first week alone."""
    script = read_script()
    script = replace(
        script,
        steps=tuple(step for step in script.steps if step.at < at("2022-08-30", 0)),
        ends=at("2022-08-30", 9),
    )
    monkeypatch.setattr(
        "dashboards.management.commands.load_demo_filings.read_script", lambda: script
    )
    return script


def test_two_stages_are_filed_some_late_one_returned_one_missing(portal):
    call_command("load_demo_filings")

    assert timedelta(0) <= clock.now() - at("2022-10-10", 9) < timedelta(minutes=1)
    assert not FilingVersion.objects.filter(is_sample=False).exists()
    stages = {
        (due_on.month, status): count
        for (due_on, status), count in Counter(
            Filing.objects.values_list("obligation__due_on", "status")
        ).items()
    }
    assert stages == {
        (8, Status.ACCEPTED): 7,
        (9, Status.ACCEPTED): 3,
        (9, Status.RETURNED): 1,
        (9, Status.SUBMITTED): 1,
        (9, Status.AWAITING_SIGNATURE): 1,
    }
    owed = Obligation.objects.filter(kind="filing", due_on__lte="2022-09-30")
    late = {(row.unit.name, row.due_on.month) for row in owed if row.was_met_late()}
    assert late == {("市农业农村局", 8), ("市工业和信息化局", 9)}
    missing = {row.unit.name for row in owed if not row.met_at}
    assert missing == {"市农业农村局", "市财政局"}
    assert not Obligation.objects.open().filter(kind="reply").exists()
    copies = Counter(PaperReceipt.objects.values_list("copies", flat=True))
    assert copies == {5: 6, 3: 2}
    assert {row.kind for row in Attachment.objects.all()} == {"pdf", "png", "xlsx"}


def test_reminders_went_out_as_in_a_real_run(portal, short_script):
    call_command("load_demo_filings")

    told = Reminder.objects.filter(decision=Reminder.Decision.TELL, channel="inbox")
    first_day = told.filter(created_at__lt=at("2022-08-25", 0))
    late = Obligation.objects.filter(kind="contribution", due_on__lt="2022-08-24")
    heads = User.objects.filter(memberships__role="head", memberships__unit__in=late.values("unit"))
    clerks = User.objects.filter(memberships__role="clerk")
    assert set(first_day.values_list("recipient")) == set((clerks | heads).values_list("pk"))
    assert not Message.objects.filter(state=Message.State.QUEUED).exists()


def test_second_run_changes_nothing(portal, short_script):
    call_command("load_demo_filings")
    before = FilingEvent.objects.count(), Reminder.objects.count(), Message.objects.count()
    clock.move_forward(at("2022-11-01"))

    call_command("load_demo_filings")

    assert before == (
        FilingEvent.objects.count(),
        Reminder.objects.count(),
        Message.objects.count(),
    )
    assert clock.today() == date(2022, 11, 1)


def test_an_interrupted_run_is_finished_by_the_next(portal, short_script, monkeypatch):
    def power_cut(turn):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setitem(PLAYED, "decide", power_cut)
        with pytest.raises(KeyboardInterrupt):
            call_command("load_demo_filings")
    assert FilingEvent.objects.exists()

    call_command("load_demo_filings")

    played = [step for step in short_script.steps if step.do not in BESIDE_FILINGS]
    assert FilingEvent.objects.count() == len(played)
    assert days_to_play(short_script) == []


def test_every_day_of_the_script_leaves_an_event_to_go_on_from():
    for day in read_script().days:
        kinds = {step.do for step in day.steps}
        assert not kinds or kinds - LEAVES_NO_EVENT, day.on


def test_refused_in_production(portal, settings):
    settings.IN_PRODUCTION = True
    with pytest.raises(NoDemoInProductionError):
        days_to_play(read_script())


def test_refused_without_a_rehearsal_clock(portal, settings):
    settings.REHEARSAL_CLOCK = None
    with pytest.raises(PortalError):
        days_to_play(read_script())


def test_refused_where_somebody_has_filed(portal):
    Player(portal, "市商务局").start(at("2022-08-24", 9, 20))
    with pytest.raises(AlreadyFiledError):
        days_to_play(read_script())


def test_refused_where_a_sample_person_has_tried_it(portal):
    player = Player(portal, "市商务局")
    player.start(at("2022-08-24", 9, 21))
    User.objects.filter(pk=player.clerk.user.pk).update(is_sample=True)
    with pytest.raises(CommandError):
        call_command("load_demo_filings")


def test_refused_without_plan_or_people(db, settings):
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    with pytest.raises(CommandError, match="演示人员"):
        call_command("load_demo_filings")
