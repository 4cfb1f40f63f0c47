"""`GET /healthz`: when it is 503, and what it tells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from config import health
from engine.models import DeadLetter, JobState
from engine.services.letters import Failure, note
from engine.services.schedule import change_interval, write_missing_schedule

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

SWEEP, DELIVER = "reminders.send_reminders", "reminders.deliver"
PARTS = {"database", "migrations", "broker", "worker", "beat", "jobs"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PING_SECONDS", 0.1)


@pytest.fixture(autouse=True)
def schedule(db: None) -> None:
    write_missing_schedule()


def ago(**since: int) -> Any:
    return timezone.now() - timedelta(**since)


def ticked(moment: Any, *names: str) -> None:
    """As if beat had asked and a worker had ended the job then."""
    for name in names or PeriodicTask.objects.values_list("name", flat=True):
        JobState.objects.update_or_create(name=name, defaults={"ticked_at": moment})
        PeriodicTask.objects.filter(name=name).update(last_run_at=moment)


def asked() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/healthz")
    return answer.status_code, answer.json()


def test_it_is_200_when_every_part_has_been_seen(broker: Any):
    ticked(ago(seconds=90))
    status, said = asked()
    assert status == 200
    assert {part: said[part] for part in PARTS} == dict.fromkeys(PARTS, "ok")
    assert set(said) == PARTS | {
        "status", "last_tick", "oldest_due_unsent_seconds", "dead_letters"
    }  # fmt: skip


def test_it_says_when_each_job_last_ended_well(broker: Any):
    ticked(ago(seconds=90))
    ticked(ago(seconds=30), SWEEP)
    said = asked()[1]["last_tick"]
    assert set(said) == set(PeriodicTask.objects.values_list("name", flat=True))
    assert 30 <= said[SWEEP]["seconds"] < 90 <= said[DELIVER]["seconds"]
    assert said[SWEEP]["at"].endswith("+00:00")


def test_no_tick_and_no_worker_that_answers(broker: Any):
    ticked(ago(minutes=4))
    status, said = asked()
    assert (status, said["worker"], said["beat"], said["broker"]) == (
        503,
        "failing",
        "failing",
        "ok",
    )


def test_a_daily_job_says_nothing_of_the_worker_of_today(broker: Any):
    change_interval(task=PeriodicTask.objects.get(name=DELIVER), seconds=86_400)
    ticked(ago(minutes=4))
    status, said = asked()
    assert (status, said["worker"], said["beat"]) == (503, "failing", "failing")


def test_a_beat_that_asks_for_nothing_is_told_from_a_worker_that_does_nothing(broker: Any):
    ticked(ago(minutes=4))
    PeriodicTask.objects.update(last_run_at=ago(seconds=5))
    said = asked()[1]
    assert (said["beat"], said["worker"]) == ("ok", "failing")
    JobState.objects.update(ticked_at=ago(seconds=5))
    PeriodicTask.objects.update(last_run_at=ago(minutes=4))
    status, said = asked()
    assert (status, said["beat"], said["worker"]) == (503, "failing", "ok")


def test_one_job_that_never_ends_well_is_seen_though_the_others_do(broker: Any):
    ticked(ago(seconds=5))
    JobState.objects.filter(name=SWEEP).update(ticked_at=ago(minutes=4))
    status, said = asked()
    assert (status, said["jobs"], said["worker"]) == (503, "failing", "ok")
    JobState.objects.filter(name=SWEEP).update(
        runner="00000000-0000-0000-0000-000000000001", alive_at=ago(seconds=5)
    )
    assert asked()[0] == 200, "it is still at it"
    PeriodicTask.objects.filter(name=SWEEP).update(enabled=False)
    JobState.objects.filter(name=SWEEP).update(runner=None)
    assert asked()[0] == 200, "switched off by the administrator"


def test_what_is_late_goes_by_the_schedule(broker: Any):
    ticked(ago(seconds=5))
    JobState.objects.filter(name=SWEEP).update(ticked_at=ago(minutes=20))
    assert asked()[0] == 503
    change_interval(task=PeriodicTask.objects.get(name=SWEEP), seconds=600)
    assert asked()[0] == 200


def test_an_empty_portal_has_figures_of_nothing(broker: Any):
    ticked(ago(seconds=5))
    said = asked()[1]
    assert (said["oldest_due_unsent_seconds"], said["dead_letters"]) == (0, 0)


def test_failed_jobs_are_counted_and_nothing_of_them_is_said(broker: Any):
    ticked(ago(seconds=5))
    note(Failure("documents.make_batch", DeadLetter.Cause.FAILED, "ValueError: 机密", "", [7]))
    status, said = asked()
    assert (status, said["dead_letters"]) == (200, 1)
    assert "机密" not in str(said)


def test_the_cost_is_the_same_however_much_there_is(broker: Any):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            asked()
        return len(captured)

    ticked(ago(seconds=5))
    asked()
    few = queries()
    for number in range(5):
        note(Failure("documents.make_batch", DeadLetter.Cause.FAILED, "x", "", [number]))
    assert queries() == few


def test_without_a_broker_it_answers_at_once(monkeypatch: pytest.MonkeyPatch):
    ticked(ago(seconds=1))
    monkeypatch.setattr(health, "_broker_answers", lambda: False)
    status, said = asked()
    assert (status, said["broker"]) == (503, "failing")


def test_without_a_database(broker: Any, monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "ask_database", fail)
    status, said = asked()
    assert (status, said["database"], said["beat"]) == (503, "failing", "unknown")
    assert "last_tick" not in said


def test_it_leaves_no_session(broker: Any):
    assert not Client().get("/healthz").cookies
