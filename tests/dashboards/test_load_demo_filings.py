"""`load_demo_filings`: hand-out to October played by the sample people, with every day's reminders."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from common import clock
from common.errors import PortalError
from dashboards.demo import filing
from dashboards.demo.playing import PLAYED
from dashboards.demo.script import (
    AlreadyFiledError,
    NoDemoInProductionError,
    days_to_play,
    read_script,
)
from events.models import Event
from notifications.models import Message
from reminders.models import Reminder
from replies.models import Contact, Letter, Promise, Rating, Reply
from reports.models import Attachment, Filing, FilingEvent, FilingVersion, PaperReceipt
from reports.workflow import Status
from supervision.models import Difficulty, Notice
from tasks.models import Assignment, Extension, Obligation
from tests.playing import Player, at, load
from units.demo import load_demo_people
from units.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LEAVES_NO_EVENT = {"cover", "write", "paper", "contact", "roster", "write_reply", "chase_receipts"}
# Their events are of another thing than a report.
BESIDE_FILINGS = LEAVES_NO_EVENT | {"put_up", "co_sign"} | (PLAYED.keys() - filing.STEPS.keys())


@pytest.fixture
def portal(settings, quick_press):
    """The portal as `make demo` finds it: plan and people, clock on its first day."""
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    plan = load()
    load_demo_people()
    return plan


@pytest.fixture
def short_script(monkeypatch):
    """The last week of August alone."""
    script = read_script()
    begins = at("2022-08-24", 0)
    script = replace(
        script,
        first_day=begins.date(),
        steps=tuple(step for step in script.steps if begins < step.at < at("2022-08-30", 0)),
        ends=at("2022-08-30", 9),
    )
    monkeypatch.setattr(
        "dashboards.management.commands.load_demo_filings.read_script", lambda: script
    )
    return script


@pytest.mark.full  # half a year, day by day: four minutes on PostgreSQL
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
    assert missing == {"市财政局"}
    assert not Obligation.objects.open().filter(kind="reply").exists()
    copies = Counter(PaperReceipt.objects.values_list("copies", flat=True))
    assert copies == {5: 6, 3: 2}
    assert {row.kind for row in Attachment.objects.all()} == {"pdf", "png", "xlsx"}
    _everything_beside_reports_is_there()


def _everything_beside_reports_is_there():
    assert Counter(Assignment.objects.values_list("status", flat=True)).keys() == {"in_hand"}
    insisted = Event.objects.filter(subject_kind="tasks.assignment", action="insist")
    assert [row.at for row in insisted] == [at("2022-03-22", 9, 40)]
    written = Obligation.objects.filter(kind="contribution", due_on__lt="2022-10-01")
    came = Counter(row.was_met_late() if row.met_at else None for row in written)
    assert came == {False: 214, True: 19, None: 3}
    assert list(Extension.objects.values_list("status", "granted_on")) == [
        ("granted", date(2022, 10, 14))
    ]
    assert set(Difficulty.objects.values_list("status", flat=True)) == {"solved", "instructed"}
    assert set(Notice.objects.values_list("level", "status")) == {
        ("yellow", "closed"),
        ("blue", "open"),
    }
    replies = Reply.objects.values_list("obligation__kind", "obligation__motion__order", "status")
    assert set(replies) == {
        ("reply", 0, "dissatisfied"),
        ("reply", 1, "rating"),
        ("second_reply", 0, "draft"),
    }
    assert not Reply.objects.filter(is_sample=False).exists()
    assert Letter.objects.count() == Contact.objects.count() == 26
    assert Counter(Rating.objects.values_list("result", flat=True)) == {
        "satisfied": 3,
        "basically": 2,
        "dissatisfied": 1,
    }
    assert list(Promise.objects.values_list("status", flat=True)) == ["open"]


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


def test_what_the_counties_tell_adds_up_to_what_their_lead_files():
    script = read_script()
    filed: dict[tuple[str, str, str], str] = {}
    for step in script.steps:
        for number, part in step.said.get("parts", {}).items():
            for name, value in part.get("figures", {}).items():
                filed[script.owed[step.owed]["due"], number, name] = value
    told = {
        (stage, number, name): sum(map(Decimal, by_unit.values()))
        for stage, leaves in script.figures.items()
        for number, targets in leaves.items()
        for name, by_unit in targets.items()
    }
    assert told
    assert told == {key: Decimal(filed[key]) for key in told}
