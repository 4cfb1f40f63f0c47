"""The trial from start to end. It stops at the first thing that is not as it should be."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tempfile
import time
from pathlib import Path

import scripts.try_compose
from scripts.try_compose import checks
from scripts.try_compose.containers import Failed, Trial, wait_until
from scripts.try_compose.visitor import Refused, Visitor
from scripts.try_compose.walk import (
    ADMINISTRATOR,
    GOVERNMENT,
    PASSWORD,
    PLAN,
    Filed,
    file_a_report,
)

# A second worker shares the work, a second beat does no harm.
TWICE = ("--scale", "worker=2", "--scale", "beat=2")
START = ("up", "--detach", "--no-build", "--wait")


def main() -> int:
    parser = argparse.ArgumentParser(description=scripts.try_compose.__doc__)
    parser.add_argument("--built", action="store_true", help="take the image that is there")
    built = parser.parse_args().built
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        trial = Trial(Path(folder), port)
        try:
            trial.compose("down", "--volumes")  # what a trial that was killed left behind
            _try_and_take_away(trial, port, built=built)
        except (Failed, Refused) as failure:
            print(f"FAIL {failure}", file=sys.stderr)
            return 1
    return 0


def _try_and_take_away(trial: Trial, port: int, *, built: bool) -> None:
    try:
        _try(trial, port, built=built)
    except (Failed, Refused):
        print(trial.compose("logs", "--no-color", "--tail", "40"), file=sys.stderr)
        raise
    finally:
        trial.compose("down", "--volumes")


def _try(trial: Trial, port: int, *, built: bool) -> None:
    checks.a_missing_setting_is_named(trial)
    _done("a start without .env is refused and names what is missing")
    if not built:
        started = time.monotonic()
        trial.compose("build")
        _done(f"built in {time.monotonic() - started:.0f} s")
    started = time.monotonic()
    trial.compose(*START, *TWICE)
    _done(f"healthy after {time.monotonic() - started:.0f} s, from nothing")
    checks.containers_are_confined(trial)
    _done("no container runs as root; those of the portal write to their volume alone")
    checks.the_queue_keeps_what_it_takes(trial)
    _done("the queue is kept on disk and forgets nothing when it is full")
    checks.no_secret_is_in_the_image(trial)
    _done("no secret in the image or in docker-compose.yml")
    filed = _file_a_report(trial, port)
    _done("a report was filed, signed and accepted; the worker delivered what was to be said")
    checks.all_jobs_tick(filed.clerk.json("/healthz"))
    _done("two beats, two workers: every job has ticked, none failed for good")
    _kill_the_worker(trial)
    _stop_and_start(trial, filed)
    checks.logs_are_quiet(trial)
    _done("no fault and no secret in the logs")
    print(checks.figures(trial))


def _file_a_report(trial: Trial, port: int) -> Filed:
    manage = ("exec", "-T", "web", "python", "manage.py")
    trial.compose(*manage, "load_plan", PLAN)
    username, name, unit = ADMINISTRATOR
    who = (username, "--name", name, "--government", GOVERNMENT, "--unit", unit)
    trial.compose(*manage, "appoint_administrator", *who, typed=f"{PASSWORD}\n")
    filed = file_a_report(lambda: Visitor(trial.settings["PORTAL_URL"], port))
    wait_until("a mail in the clerk's mailbox", lambda: _has_mail(filed), seconds=120)
    return filed


def _has_mail(filed: Filed) -> bool:
    return "trial-clerk@example.gov.cn" in filed.clerk.get("/mailbox/").text


def _kill_the_worker(trial: Trial) -> None:
    checks.kill_everything_in("worker", trial)
    seconds = wait_until("a new worker", trial.has_started_again, seconds=120)
    _done(f"a killed worker is back and healthy after {seconds:.0f} s")


def _stop_and_start(trial: Trial, filed: Filed) -> None:
    trial.compose("stop", "worker", "beat")
    trial.python("from config.celery import app; app.send_task('reminders.send_reminders')")
    queued = trial.queued()
    started = time.monotonic()
    trial.compose("stop")
    checks.all_stopped_by_themselves(trial)
    trial.compose("down")
    _done(f"everything stopped by itself in {time.monotonic() - started:.0f} s")
    trial.compose(*START, "broker")
    if not trial.queued() == queued > 0:
        raise Failed("The queue was lost.")
    started = time.monotonic()
    trial.compose(*START, *TWICE)
    seconds = time.monotonic() - started
    wait_until("an empty queue", lambda: trial.queued() == 0, seconds=60)
    if not filed.is_all_there():
        raise Failed("The report or its file was lost.")
    _done(f"healthy {seconds:.0f} s after `down`: report, file, session and queue are all there")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _done(words: str) -> None:
    print(f"ok   {words}", flush=True)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
