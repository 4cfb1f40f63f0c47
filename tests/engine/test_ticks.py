"""Who may begin a job of the schedule."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from engine.models import JobState
from engine.models.job_state import LAPSES_AFTER
from engine.services.ticks import Slot, begin, end, keep_alive

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

JOB = "reminders.send_reminders"


def slot(number: int, every: int = 60) -> Slot:
    return Slot(every, number)


def run(**asked: object) -> bool:
    """Begun and ended."""
    runner = begin(job=JOB, **asked)
    if runner is None:
        return False
    end(job=JOB, runner=runner, well=True)
    return True


def test_a_slot_is_begun_once_and_the_next_one_again():
    assert [run(slot=slot(7)), run(slot=slot(7)), run(slot=slot(8)), run(slot=slot(7))] == [
        True, False, True, False,
    ]  # fmt: skip


def test_all_beats_number_the_slots_alike():
    assert Slot.of(every=60, moment=1_800_000_001.5) == Slot.of(every=60, moment=1_800_000_059)
    assert Slot.of(every=60, moment=1_800_000_060) != Slot.of(every=60, moment=1_800_000_059)
    assert Slot.from_text(slot(7).as_text()) == slot(7)


def test_what_no_beat_asked_for_is_begun_whatever_the_slot():
    assert run(slot=slot(7))
    assert run()
    assert not run(slot=slot(7))


def test_a_changed_interval_does_not_wait_for_slots_of_the_old_one():
    assert run(slot=slot(1000, every=60))
    assert run(slot=slot(10, every=3600))
    assert run(slot=slot(1001, every=60))


def test_a_clock_put_back_by_a_day_stops_nothing():
    now = timezone.now()
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert run(slot=Slot.of(every=60, moment=timezone.now().timestamp()))
    with time_machine.travel(now, tick=False):
        today = Slot.of(every=60, moment=now.timestamp())
        assert run(slot=today, alone=True)
        assert not run(slot=today, alone=True)


def test_a_job_alone_waits_for_the_one_that_runs():
    runner = begin(job=JOB, slot=slot(7), alone=True)
    assert begin(job=JOB, slot=slot(8), alone=True) is None
    assert begin(job=JOB, alone=True) is None
    assert begin(job="reminders.deliver", slot=slot(7), alone=True)
    end(job=JOB, runner=runner, well=False)
    assert begin(job=JOB, slot=slot(8), alone=True)


def test_a_job_that_is_of_use_beside_itself_does_not_wait():
    assert begin(job=JOB, slot=slot(7))
    assert begin(job=JOB, slot=slot(8))


def test_a_dead_runner_lapses_and_a_slow_one_does_not():
    now = timezone.now()
    with time_machine.travel(now, tick=False) as machine:
        slow = begin(job=JOB, slot=slot(7), alone=True)
        machine.shift(LAPSES_AFTER - timedelta(seconds=1))
        keep_alive(runner=slow)
        machine.shift(LAPSES_AFTER - timedelta(seconds=1))
        assert begin(job=JOB, slot=slot(8), alone=True) is None
        machine.shift(timedelta(seconds=2))
        second = begin(job=JOB, slot=slot(8), alone=True)
        assert second
        end(job=JOB, runner=slow, well=False)  # it was not dead after all: it frees nothing
        assert begin(job=JOB, slot=slot(9), alone=True) is None


def test_only_what_ended_well_is_a_tick():
    end(job=JOB, runner=begin(job=JOB), well=False)
    assert JobState.objects.get(name=JOB).ticked_at is None
    run()
    assert JobState.objects.get(name=JOB).ticked_at is not None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_begins():
    begun = []
    start = threading.Barrier(8)

    def try_it() -> None:
        start.wait()
        begun.append(begin(job=JOB, slot=slot(7)))
        connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 8
    assert len([runner for runner in begun if runner]) == 1
