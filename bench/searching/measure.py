"""Measures and prints. Run by `bench/run.py`, which brings PostgreSQL."""

from __future__ import annotations

import os
import statistics
import sys
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.counting import Statements
from bench.searching.fill import fill
from bench.searching.words import WORDS
from common import clock
from reports.models import Part
from search.kinds.reports import TEXTS, readable_parts
from search.matching import holding, newest
from search.selectors import MOST
from units.models import User
from units.permissions import access_of

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 9
SIZES = """SELECT pg_size_pretty(pg_table_size('reports_part')), pg_size_pretty(pg_relation_size('search_part'))"""


def main() -> int:
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    home = fill()
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        table, index = cursor.fetchone()
    print(
        f"\n{Part.objects.count()} reports in PostgreSQL, filled in {seconds:.0f} s; "
        f"texts {table}, index {index}; load {os.getloadavg()[0]:.1f}\n"
    )
    office = User.objects.filter(username__startswith="office-").earliest("pk")
    clerk = User.objects.get(username=f"clerk-{home}")
    print(f"{'words':22}{'who':8}{'queries':>8}{'page ms':>9}{'at once ms':>12}{'without ms':>12}")
    for words in WORDS:
        for name, user in (("office", office), ("clerk", clerk)):
            print_line(words, name, user)
    return 0


def print_line(words: str, name: str, user: User) -> None:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    statements = Statements()
    with connection.execute_wrapper(statements):
        answer = client.get(reverse("search"), {"q": words})
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"the search answers {answer.status_code}")
    page = median(lambda: client.get(reverse("search"), {"q": words}))
    at_once = median(lambda: client.get(reverse("search_at_once"), {"q": words}))
    without = median(lambda: read_all(user, words), times=1)
    print(
        f"{words + '　' * (8 - len(words)):14}{name:8}{statements.number:8}{page:9.0f}{at_once:12.0f}{without:12.0f}",
        flush=True,
    )


def read_all(user: User, words: str) -> None:
    """The texts alone, as they would be looked through without an index."""
    access = access_of(user, clock.today())
    newest(readable_parts(access).filter(holding((words,), *TEXTS)), MOST)


def median(ask: Callable[[], object], times: int = TIMES) -> float:
    taken = []
    for _number in range(times):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1_000)
    return statistics.median(taken)
