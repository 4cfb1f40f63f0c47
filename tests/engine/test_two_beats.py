"""Two real beats, two real workers, one schedule: each slot is begun once."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import WORKER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

COUNTING = ("celery", "-A", "tests.engine.counting")
BEAT = (*COUNTING, "--skip-checks", "beat", "--loglevel", "WARNING", "--pidfile=")
EVERY = 3  # seconds
SLOTS = 4
PATIENCE = 240  # seconds, on a busy machine


@pytest.fixture
def asked_by_both(
    broker: Any, portal_process: Callable[..., Any], tmp_path: Path
) -> Callable[..., Counter[str]]:
    """Runs two beats and two workers until several slots were asked for twice; answers who ran."""

    def run(*, slots: str) -> Counter[str]:
        file = tmp_path / "counted"
        environment = {
            "COUNT_FILE": str(file),
            "COUNT_EVERY": str(EVERY),
            "COUNT_SLOTS": slots,
        }
        file.touch()
        for number in range(2):
            options = (*WORKER[3:], "--concurrency", "1", "--hostname", f"count{number}@localhost")
            portal_process(*COUNTING, *options, **environment)
        beats = [portal_process(*BEAT, **environment) for _ in range(2)]
        deadline = time.monotonic() + PATIENCE
        while len(twice(file)) < SLOTS:
            assert all(beat.poll() is None for beat in beats), "a beat ended"
            assert time.monotonic() < deadline, file.read_text()
            time.sleep(0.1)
        settled = {slot for slot in twice(file) if slot != max(twice(file))}
        while not settled <= set(noted(file, "ran")):
            assert time.monotonic() < deadline, file.read_text()
            time.sleep(0.1)
        return noted(file, "ran")

    return run


def noted(file: Path, what: str) -> Counter[str]:
    words = (line.split() for line in file.read_text().splitlines())
    return Counter(slot for kind, slot in words if kind == what)


def twice(file: Path) -> set[str]:
    return {slot for slot, times in noted(file, "asked").items() if times > 1}


def test_two_beats_begin_each_slot_once(asked_by_both):
    ran = asked_by_both(slots="yes")
    assert len(ran) >= SLOTS - 1
    assert set(ran.values()) == {1}


def test_without_slots_they_would_do_everything_twice(asked_by_both):
    """The experiment sees what it is there to see."""
    assert max(asked_by_both(slots="no").values()) > 1
