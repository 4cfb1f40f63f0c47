"""What every test shares. The servers behind it: `tests/services.py`."""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import trans_real

from config.celery import app as celery_app
from documents.services import issuing
from scripts.compile_messages import compile_messages
from scripts.processes import start_child, stop_child
from tests.documents.press import print_quickly

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    import redis

ROOT = Path(__file__).resolve().parent.parent
WORKER = [
    "celery",
    "-A",
    "config",
    "worker",
    "--pool",
    "threads",
    "--loglevel",
    "WARNING",
]
WORKER_READY_WITHIN_SECONDS = 30


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # In a file, as in `make run`: other threads and processes see it, and its locks are real.
        database.setdefault("TEST", {})["NAME"] = f"{settings.VAR_DIR}/test.sqlite3"


def pytest_collection_finish() -> None:
    """What was loaded by now lives to the end: looking through it for rubbish took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def own_database_url() -> str:
    """The address of the database that pytest-django made for this test process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@pytest.fixture(scope="session")
def english_catalogue() -> None:
    """Compiled from what the checkout holds now."""
    compile_messages()
    trans_real._translations.pop("en", None)  # type: ignore[attr-defined]


@pytest.fixture
def real_press() -> None:
    """Documents look as they do for people. It takes a quarter of a second each."""


@pytest.fixture
def quick_press(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are issued as ever, but set on a blank page: for tests that read no paper."""
    if "real_press" not in request.fixturenames:
        monkeypatch.setattr(issuing, "render_official", print_quickly)


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """This test process's own queue, empty before and after."""
    with celery_app.connection_for_write() as link:
        client: redis.Redis = link.default_channel.client
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def portal_process(transactional_db: None) -> Iterator[Callable[..., subprocess.Popen[Any]]]:
    """Starts `python -m …` beside the test, on the test's database and queue; ended after the test."""
    children: list[subprocess.Popen[Any]] = []

    def start(*command: str, **environment: str) -> subprocess.Popen[Any]:
        child = start_child(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": own_database_url()} | environment,
        )
        children.append(child)
        return child

    yield start
    for child in children:
        stop_child(child)


@pytest.fixture
def celery_worker(
    broker: redis.Redis, portal_process: Callable[..., subprocess.Popen[Any]]
) -> Callable[..., subprocess.Popen[Any]]:
    """Starts a Celery worker and waits until it answers; kill it or start several as you like."""

    def start(*, threads: int = 2, **environment: str) -> subprocess.Popen[Any]:
        name = f"test{time.monotonic_ns()}@localhost"
        own = ("--hostname", name, "--concurrency", str(threads))
        worker = portal_process(*WORKER, *own, **environment)
        deadline = time.monotonic() + WORKER_READY_WITHIN_SECONDS
        while not celery_app.control.ping([name], timeout=0.5):
            assert worker.poll() is None, "the worker ended"
            assert time.monotonic() < deadline, "the worker is not ready"
        return worker

    return start
