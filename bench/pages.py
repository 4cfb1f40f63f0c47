"""The pages that are measured, each as one of its readers asks for it."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.scene import FIRST_STAGE, SECOND_STAGE, filing_of, open_for_review, start
from units.models import User

if TYPE_CHECKING:
    from motions.models import Plan

TIMES, TIMES_FOR_FILES = 7, 3


@dataclass(frozen=True)
class Page:
    name: str
    reader: str
    address: str
    is_file: bool = False


@dataclass(frozen=True)
class Measured:
    queries: int
    milliseconds: float


def pages_of(plan: Plan) -> list[Page]:
    """Of the plan that has the sample filings; the others are there beside it."""
    reviewed = open_for_review(plan, "gongxin", SECOND_STAGE)
    draft = start(plan, "nongye", SECOND_STAGE)
    filed = filing_of(plan, "fagai", FIRST_STAGE)
    part = draft.draft.parts.get() if draft.draft else None
    leaf = [plan.pk, "t5-1"]

    def page(name: str, reader: str, *args: object, is_file: bool = False) -> Page:
        return Page(name, reader, reverse(name, args=args), is_file)

    return [
        page("login", ""),
        page("home", "office-1"),
        page("home", "ducha"),
        page("home", "fushizhang"),
        page("my_work", "gongxin-clerk"),
        page("my_work", "gongxin-head"),
        page("filing", "gongxin-clerk", reviewed.pk),
        page("filing", "office-1", filed.pk),
        page("filing_part", "nongye-clerk", draft.pk, part.pk if part else 0),
        page("receipt", "fagai-clerk", filed.pk, 2),
        page("review_queue", "office-1"),
        page("review", "office-1", reviewed.pk),
        page("register", "office-1", plan.pk),
        page("board", "office-1", plan.pk),
        page("late", "office-1", plan.pk),
        page("leaf_figures", "office-1", *leaf),
        page("ledger", "ducha", plan.pk),
        page("exports", "ducha", plan.pk),
        page("reminders", "office-1", plan.pk),
        page("plans", "gongxin-clerk"),
        page("plan", "gongxin-clerk", plan.pk),
        page("leaf", "gongxin-clerk", *leaf),
        page("inbox", "office-1"),
        page("mailbox", "office-1"),
        page("clock", "admin"),
        page("admin:index", "admin"),
        page("admin:units_unit_changelist", "admin"),
        page("admin:tasks_obligation_changelist", "admin"),
        page("summary_pdf", "ducha", plan.pk, is_file=True),
        page("consolidated_pdf", "office-1", filed.obligation.deadline_id, is_file=True),
        page("ledger_xlsx", "ducha", plan.pk, is_file=True),
        page("receipt_pdf", "fagai-clerk", filed.pk, 2, is_file=True),
    ]


def measure(page: Page) -> Measured:
    client = Client(SERVER_NAME="127.0.0.1")
    if page.reader:
        client.force_login(User.objects.get(username=page.reader))
    ask(client, page.address)  # what is read once a process is read here
    with CaptureQueriesContext(connection) as seen:
        ask(client, page.address)
    queries = len(seen)  # the next request empties the list
    taken = []
    for _time in range(TIMES_FOR_FILES if page.is_file else TIMES):
        started = time.perf_counter()
        ask(client, page.address)
        taken.append((time.perf_counter() - started) * 1000)
    return Measured(queries, statistics.median(taken))


def ask(client: Client, address: str) -> None:
    response = client.get(address, follow=True)
    if response.status_code != 200:
        raise RuntimeError(address, response.status_code)
