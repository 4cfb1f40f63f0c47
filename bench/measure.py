"""Measures and prints. Run by `bench/run.py`, which brings the servers."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.hand import measure_hand
from bench.pages import Measured, Page, measure, pages_of
from bench.papers import DOCUMENTS, measure_batch, measure_summary
from bench.scene import load_another_plan, load_first_plan, play_sample_filings
from bench.sign_ins import PEOPLE, burst, percentile
from bench.workbooks import measure_reading
from notifications.selectors import MAILBOX_BACKEND

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from motions.models import Plan

FACTS = (10, 9, 9, 13, 9, 11, 9)
HAND = (38, 10, 8, 8, 8, 8)
PLANS = int(os.environ.get("BENCH_PLANS", "100"))


def main() -> int:
    settings.EMAIL_BACKEND = MAILBOX_BACKEND
    call_command("migrate", verbosity=0)
    plan, first_load = load_first_plan()
    played = play_sample_filings()
    print(f"\n{connection.vendor}, {os.cpu_count()} cores")
    only = os.environ.get("BENCH_ONLY", "")
    if only in {"", "hand"}:
        print_hand(plan)
    if only == "hand":
        return 0
    print_documents(plan)
    if only == "documents":
        return 0
    pages = pages_of(plan)
    at_one = [measure(page) for page in pages]
    loads = [load_another_plan(number) for number in range(2, PLANS + 1)]
    at_many = [measure(page) for page in pages]
    print("\nMedian times\n")
    print_table(pages, at_one, at_many)
    print(f"\nload_plan: {first_load:.2f} s the first, {loads[-1]:.2f} s the {PLANS}th")
    print(f"sample filings of two stages: {played:.1f} s")
    print_burst()
    print_reading()
    return report(pages, at_one, at_many)


def print_documents(plan: Plan) -> None:
    reading, own, reference = measure_summary(plan)
    print(f"\nThe whole summary (read from the database in {reading:.2f} s), best of several\n")
    print_row(["", "cold s", "warm s", "processor s", "again s", "pages, KB", "peak MB"], FACTS)
    for name, row in (("portal", own), ("Typst", reference)):
        times = [f"{value:.2f}" for value in (row.cold, row.warm, row.processor, row.again)]
        size = f"{row.pages}, {row.kilobytes:.0f}"
        print_row([name, *times, size, f"{row.peak_megabytes:.0f}"], FACTS)
    print(
        f"portal to Typst: {own.warm / reference.warm:.1f} times as long warm, "
        f"{own.processor / reference.processor:.1f} times the processor, "
        f"{own.cold / reference.cold:.1f} times as long cold"
    )
    for workers in (1, 2):
        made = measure_batch(plan, workers)
        print(
            f"{DOCUMENTS} reports as a batch, {workers} worker(s) started for it: {made.seconds:.1f} s, "
            f"{DOCUMENTS / made.seconds:.1f} a second, {DOCUMENTS / made.processor * workers:.1f} if nothing "
            f"else ran; the largest {made.largest_kilobytes:.0f} KB, at most {made.peak_megabytes:.0f} MB"
        )


def print_hand(plan: Plan) -> None:
    print("\nFrom the hand to the next picture of the screen, milliseconds (16: or less)\n")
    print_row(["", "how many", "median", "worst", "at 1/4", "worst"], HAND)
    for deed, felt in measure_hand(plan):
        times = [f"{time:.0f}" for row in felt.values() for time in (row.median, row.worst)]
        print_row([deed.name, str(felt[1].interactions), *times], HAND)


def print_table(pages: list[Page], at_one: list[Measured], at_many: list[Measured]) -> None:
    print_row(["page", "reader", "queries 1", f"queries {PLANS}", "ms 1", f"ms {PLANS}"])
    for page, one, many in zip(pages, at_one, at_many, strict=True):
        print_row(
            [
                page.name,
                page.reader or "-",
                str(one.queries),
                str(many.queries),
                f"{one.milliseconds:.0f}",
                f"{many.milliseconds:.0f}",
            ]
        )


def print_row(cells: Iterable[str], widths: Sequence[int] = (38, 16, 10, 12, 8, 8)) -> None:
    print("".join(_fitted(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip())


def _fitted(cell: str, width: int) -> str:
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in cell)
    return cell + " " * (width - taken)


def print_burst() -> None:
    connection.close()
    found = burst()
    signed_in = [percentile(found.sign_ins, per_cent) for per_cent in (50, 95)]
    others = [percentile(found.others, per_cent) for per_cent in (50, 95)]
    print(
        f"{PEOPLE} sign-ins at once: half within {signed_in[0]:.2f} s, 95 % within {signed_in[1]:.2f} s; "
        f"another page meanwhile: {others[0]:.2f} s, {others[1]:.2f} s"
    )


def print_reading() -> None:
    found = measure_reading()
    print(
        f"a workbook of {found.rows} rows ({found.megabytes_of_file:.1f} MB): read in "
        f"{found.seconds:.1f} s, at most {found.peak_megabytes:.0f} MB of memory"
    )


def report(pages: list[Page], at_one: list[Measured], at_many: list[Measured]) -> int:
    grown = [
        f"{page.name} for {page.reader}: {one.queries} queries at 1 plan, {many.queries} at {PLANS}"
        for page, one, many in zip(pages, at_one, at_many, strict=True)
        if one.queries != many.queries
    ]
    for line in grown:
        print(line, file=sys.stderr)
    return 1 if grown else 0
