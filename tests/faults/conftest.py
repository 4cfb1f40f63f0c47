"""What every experiment shares: a mail server, real workers, and a table of what came out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django_celery_beat.models import PeriodicTask

from engine.services.schedule import interval_of
from tests.conftest import WORKER
from tests.faults.scene import RUNG, Outcome
from tests.notifications.sink import HOST, Sink, smtp_sink

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

ROWS = pytest.StashKey[list[tuple[str, Outcome]]]()
STALLED_AFTER = 45  # seconds without any progress
BEAT = ("celery", "-A", "config", "--skip-checks", "beat", "--loglevel", "WARNING", "--pidfile=")
UNIQUE = ("reminder_once", "message_once")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[ROWS] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    rows = config.stash[ROWS]
    if not rows:
        return
    terminalreporter.section("what came of each fault")
    terminalreporter.line(
        f"{'experiment':64}{'to tell':>8}{'lost':>6}{'inbox x2':>9}{'mail x2':>8}{'unwanted':>9}"
    )
    for name, row in rows:
        terminalreporter.line(
            f"{name:64}{row.expected:>8}{row.lost:>6}{row.doubled_in_inbox:>9}"
            f"{row.doubled_mails:>8}{row.unwanted:>9}"
        )


@pytest.fixture
def record(request: pytest.FixtureRequest) -> Callable[[Outcome], Outcome]:
    """Into the table at the end."""

    def note(outcome: Outcome) -> Outcome:
        name = request.node.name.removeprefix("test_").replace("_", " ")
        request.config.stash[ROWS].append((name, outcome))
        return outcome

    return note


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    """Of this process and, by its address, of the workers."""
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.port
        yield server


@pytest.fixture
def worker(
    portal_process: Callable[..., subprocess.Popen[Any]], sink: Sink, broker: object
) -> Callable[..., subprocess.Popen[Any]]:
    """A Celery worker on the day of the rung; `without` takes one protection away."""

    def start(*, without: str = "", **environment: str) -> subprocess.Popen[Any]:
        around = ["tests.faults.without", without] if without else []
        name = f"fault{time.monotonic_ns()}@localhost"
        given = {"EMAIL_URL": sink.url, "REHEARSAL_CLOCK": RUNG.isoformat()} | environment
        return portal_process(*around, *WORKER, "--hostname", name, **given)

    return start


@pytest.fixture
def beat(
    portal_process: Callable[..., subprocess.Popen[Any]],
) -> Callable[..., subprocess.Popen[Any]]:
    """Asks for every job each second."""
    for name in settings.JOBS_SCHEDULE:
        interval = interval_of(seconds=1)
        PeriodicTask.objects.create(name=name, task=name, interval=interval, expire_seconds=30)

    def start(**environment: str) -> subprocess.Popen[Any]:
        given = {"REHEARSAL_CLOCK": RUNG.isoformat()} | environment
        return portal_process(*BEAT, **given)

    return start


@pytest.fixture
def without_unique_rows(transactional_db: None) -> Iterator[None]:
    """The database would take a second row of the same reminder or message."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(UNIQUE)]
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reminders_reminder")
        cursor.execute("DELETE FROM notifications_message")
        for _name, definition in found:
            cursor.execute(definition)


def wait_until(done: Callable[[], bool], progress: Callable[[], int]) -> bool:
    """False when nothing moved for `STALLED_AFTER` seconds."""
    before, since = progress(), time.monotonic()
    while not done():
        time.sleep(0.1)
        now = progress()
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > STALLED_AFTER:
            return False
    return True
