"""Measures and prints. Run by `bench/run.py`, which brings PostgreSQL and Redis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.counting import Statements
from bench.country.fill import fill
from bench.country.sink import HOST
from common import clock
from notifications.models import Message
from reminders.jobs import deliver
from reminders.models import SweepMark, Wake
from reminders.services import send_reminders
from reminders.wakes import LONGEST_CHANGE
from scripts.processes import start_child, stop_child
from tasks.models import Obligation
from tests.services import free_port
from units.models import Government

GOVERNMENTS = int(os.environ.get("BENCH_GOVERNMENTS", "3000"))
# The stage's first reminder falls ten working days before it, on 17 August.
STAGE = date(2022, 8, 31)
FIRST, ORDINARY, MANY = date(2022, 8, 15), date(2022, 8, 16), date(2022, 8, 17)
WORKERS = 2
WORKER = ["-m", "celery", "-A", "config", "--skip-checks", "worker", "--pool", "solo"]


@dataclass(frozen=True)
class Swept:
    seconds: float
    statements: int
    looked_at: int
    told: int


def main() -> int:
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    fill(GOVERNMENTS, start=FIRST, stage=STAGE)
    owed = Obligation.objects.count()
    print(
        f"\nA plan year of {GOVERNMENTS} governments in PostgreSQL: {owed} obligations, "
        f"filled in {time.perf_counter() - started:.0f} s\n"
    )
    print(f"{'sweep':34}{'looked at':>11}{'told':>9}{'statements':>12}{'seconds':>9}")
    show("the first of all looks at all", sweep(FIRST))
    settle()
    show("a minute later, nothing due", sweep(FIRST))
    show("the next day", sweep(ORDINARY))
    show("a minute later, nothing due", sweep(ORDINARY))
    explain_due(MANY)
    show("a stage's first reminder", sweep(MANY))
    return print_mails()


def settle() -> None:
    """As if what was changed until now were long past."""
    SweepMark.objects.update(seen_until=timezone.now() + LONGEST_CHANGE)


def sweep(day: date) -> Swept:
    looked_at = Wake.objects.filter(on__lte=day).count() if SweepMark.objects.exists() else -1
    started = time.perf_counter()
    statements = Statements()
    with connection.execute_wrapper(statements):
        told = send_reminders(now=clock.start_of(day)).told
    seconds = time.perf_counter() - started
    return Swept(seconds, statements.number, looked_at, told)


def show(name: str, row: Swept) -> None:
    looked_at = "all" if row.looked_at < 0 else str(row.looked_at)
    print(
        f"{name:34}{looked_at:>11}{row.told:>9}{row.statements:>12}{row.seconds:>9.2f}", flush=True
    )


def explain_due(day: date) -> None:
    """What the database does to find what is due in twenty governments."""
    held = Government.objects.order_by("pk")[:20]
    due = Obligation.objects.open().filter(
        wake__on__lte=day, wake__government__in=list(held.values_list("pk", flat=True))
    )
    print("\n" + due.explain(analyze=True, buffers=True) + "\n")


def print_mails() -> int:
    """Answers with an error when one was lost or came twice."""
    waiting = Message.objects.filter(state=Message.State.QUEUED).count()
    port = free_port()
    sink = start_child(
        [sys.executable, "-m", "bench.country.sink", str(port)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = sink.stdout or sys.stdin
    said.readline()
    workers = [start_worker(n, port) for n in range(WORKERS)]
    started = time.perf_counter()
    for _worker in workers:
        deliver.delay()
    while unsent():
        time.sleep(2)
    seconds = time.perf_counter() - started
    for worker in workers:
        stop_child(worker)
    sink.terminate()
    arrived = json.loads(said.read())
    lost, doubled = waiting - arrived["different"], arrived["taken"] - arrived["different"]
    print(
        f"\n{waiting} mails, {WORKERS} workers, their start counted: {seconds:.0f} s, "
        f"{waiting / seconds:.0f} a second; {lost} lost, {doubled} twice"
    )
    return 1 if lost or doubled else 0


def unsent() -> bool:
    return Message.objects.filter(state__in=[Message.State.QUEUED, Message.State.SENDING]).exists()


def start_worker(number: int, port: int) -> subprocess.Popen[Any]:
    return start_child(
        [sys.executable, *WORKER, "--hostname", f"bench{number}@localhost"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"EMAIL_URL": f"smtp://{HOST}:{port}", "REHEARSAL_CLOCK": MANY.isoformat()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
