"""Beat's sign of life, and a clock that is put back."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from celery import current_app
from django.conf import settings as project
from django.db import DatabaseError
from django_celery_beat import schedulers
from django_celery_beat.models import PeriodicTask
from kombu.exceptions import OperationalError

from engine import beat
from engine.beat import PortalScheduler
from engine.selectors import LOST_AFTER
from engine.services.ticks import Slot, begin, end
from engine.task import SLOT_HEADER
from scripts import healthcheck

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def the_test_keeps_its_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedulers, "close_old_connections", lambda: None)


@pytest.fixture
def file(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "alive"
    settings.BEAT_ALIVE_FILE = str(path)
    monkeypatch.setenv("BEAT_ALIVE_FILE", str(path))
    monkeypatch.setattr(beat, "SIGN_OF_LIFE_SECONDS", -1)
    return path


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have gone to the broker: job and options."""
    messages: list[dict[str, Any]] = []
    current_app.loader.import_default_modules()

    def keep(self: Any, _args: Any = None, _kwargs: Any = None, **options: Any) -> None:
        messages.append({"job": self.name} | options)

    monkeypatch.setattr("engine.task.PortalTask.apply_async", keep)
    return messages


def scheduler() -> PortalScheduler:
    made = PortalScheduler(app=current_app._get_current_object())
    made.producer = None  # nothing goes to a broker here
    made._finalize.cancel()  # nor to the database once the test is over
    return made


def turn(beat: PortalScheduler, times: int = len(project.JOBS_SCHEDULE)) -> None:
    """It asks for one job at a time."""
    for _ in range(times):
        beat.tick()


def test_it_asks_for_every_job_with_the_slot_and_notes_it_at_once(sent, settings):
    before = time.time()
    turn(scheduler())
    assert sorted(message["job"] for message in sent) == sorted(settings.JOBS_SCHEDULE)
    for message in sent:
        slot = Slot.from_text(message["headers"][SLOT_HEADER])
        every = settings.JOBS_SCHEDULE[message["job"]]
        assert slot in {Slot.of(every=every, moment=at) for at in (before, time.time())}
        assert message["expires"] == max(300, every)
    assert PeriodicTask.objects.filter(total_run_count=1).count() == len(sent)


def test_it_does_not_write_over_what_the_administrator_changed_meanwhile(sent):
    running = scheduler()
    running.schedule  # noqa: B018  # read, as it was
    PeriodicTask.objects.update(expire_seconds=77)
    turn(running)
    assert set(PeriodicTask.objects.values_list("expire_seconds", flat=True)) == {77}


def test_it_says_that_it_is_alive(sent, file):
    assert not healthcheck.beat()
    turn(scheduler())
    assert healthcheck.beat()
    long_ago = time.time() - healthcheck.BEAT_SILENT_SECONDS - 1
    os.utime(file, (long_ago, long_ago))
    assert not healthcheck.beat()


def test_it_is_not_well_without_a_broker(file, monkeypatch, settings):
    def away(*_arguments: object, **_options: object) -> None:
        raise OperationalError

    settings.JOBS_SCHEDULE = {"reminders.deliver": 60}
    current_app.loader.import_default_modules()
    monkeypatch.setattr("engine.task.PortalTask.apply_async", away)
    turn(scheduler())
    assert not healthcheck.beat()


@pytest.fixture
def broker_away(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Until the test says `clear` to it: what came instead of being published."""
    asked: list[dict[str, Any]] = []
    current_app.loader.import_default_modules()

    def away(self: Any, _args: Any = None, _kwargs: Any = None, **options: Any) -> None:
        asked.append({"job": self.name} | options)
        raise OperationalError

    monkeypatch.setattr("engine.task.PortalTask.apply_async", away)
    return asked


DAILY = "reminders.fill_in"


def asked_at() -> Any:
    return PeriodicTask.objects.get(name=DAILY).last_run_at


def test_a_daily_job_that_the_broker_did_not_take_is_asked_for_when_it_is_back(
    broker_away, request, settings
):
    settings.JOBS_SCHEDULE = {DAILY: 86_400}
    running = scheduler()
    before = asked_at()
    pauses = [running.tick() for _ in range(3)]
    assert len(broker_away) == 3
    assert min(pauses) >= beat.ASK_AGAIN_SECONDS  # it does not spin
    task = PeriodicTask.objects.get(name=DAILY)
    assert (task.last_run_at, task.total_run_count) == (before, 0)  # so a new beat asks too
    sent = request.getfixturevalue("sent")  # the broker is back
    turn(running, 2)
    assert [message["job"] for message in sent] == [DAILY]
    assert asked_at() > before
    turn(scheduler(), 3)
    assert len(sent) == 1


def test_a_beat_that_starts_while_the_broker_is_away_loses_nothing_either(
    broker_away, request, settings
):
    settings.JOBS_SCHEDULE = {DAILY: 86_400}
    turn(scheduler(), 2)
    sent = request.getfixturevalue("sent")
    turn(scheduler(), 2)
    assert [message["job"] for message in sent] == [DAILY]


def test_what_an_empty_broker_lost_is_asked_for_again(sent, settings):
    """Published a while ago, and nobody has begun it since."""
    settings.JOBS_SCHEDULE = {DAILY: 86_400, "reminders.deliver": 60}
    now = time.time()
    with time_machine.travel(now, tick=False) as machine:
        turn(scheduler(), 3)
        assert len(sent) == 2
        machine.shift(LOST_AFTER.total_seconds() - 10)
        turn(scheduler(), 3)
        assert [message["job"] for message in sent].count(DAILY) == 1
        machine.shift(20)
        turn(scheduler(), 3)
        assert [message["job"] for message in sent].count(DAILY) == 2
        runner = begin(job=DAILY)
        end(job=DAILY, runner=runner, well=True)
        machine.shift(LOST_AFTER.total_seconds() + 10)
        turn(scheduler(), 3)
        assert [message["job"] for message in sent].count(DAILY) == 2


def test_it_is_not_well_without_a_database(sent, file, monkeypatch):
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(beat, "ask_database", away)
    turn(scheduler())
    assert not healthcheck.beat()


def test_a_clock_put_back_by_a_day_does_not_silence_it(sent, settings):
    settings.JOBS_SCHEDULE = {"reminders.deliver": 60}
    now = time.time()
    with time_machine.travel(now + timedelta(days=1).total_seconds(), tick=False) as machine:
        running = scheduler()
        turn(running)
        assert len(sent) == 1
        machine.move_to(now)
        turn(running)
        machine.shift(61)
        turn(running)
        assert len(sent) == 2
        machine.shift(61)
        turn(running)
        assert len(sent) == 3


def test_a_beat_that_starts_after_the_clock_was_put_back_is_not_silent(sent, settings):
    settings.JOBS_SCHEDULE = {"reminders.deliver": 60}
    now = time.time()
    with time_machine.travel(now + timedelta(days=1).total_seconds(), tick=False) as machine:
        turn(scheduler())
        machine.move_to(now)
        running = scheduler()
        turn(running)
        machine.shift(61)
        turn(running)
    assert len(sent) == 2
