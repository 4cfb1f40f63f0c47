"""Documents: the summary against Typst, and sixty reports by the job that makes batches.

Each is measured in a process of its own, which starts cold and knows the most memory it ever had.
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bench.workbooks import peak_megabytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from motions.models import Plan

ROOT = Path(__file__).resolve().parent.parent
TIMES = 5
DOCUMENTS = 60


@dataclass(frozen=True)
class Setting:
    """Seconds: `cold` from the start of the process to the file; `warm` with everything loaded, and
    how much of it the processors worked; `again` the same content once more.
    """

    cold: float
    warm: float
    processor: float
    again: float
    kilobytes: float
    pages: int
    peak_megabytes: float


@dataclass(frozen=True)
class Batched:
    """`peak_megabytes` is of the worker that took most."""

    workers: int
    seconds: float
    processor: float
    largest_kilobytes: float
    peak_megabytes: float


def measure_summary(plan: Plan) -> tuple[float, Setting, Setting]:
    """Seconds to read the plan, then the setting of what was read by the portal and by Typst."""
    from bench.content import summary_of  # noqa: PLC0415 - needs Django set up
    from bench.typst_reference import write_source  # noqa: PLC0415 - the same

    started = time.perf_counter()
    paper = summary_of(plan)
    seconds = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "paper").write_bytes(pickle.dumps(paper))
        write_source(paper, Path(name))
        own = [_in_own_process("portal", name) for _time in range(2)]
        # It remembers what it has set: only the first time in a process is work.
        reference = [_in_own_process("typst", name) for _time in range(TIMES)]
    return seconds, _best(own), _best(reference)


def measure_batch(plan: Plan, workers: int) -> Batched:
    from bench.content import batch_of  # noqa: PLC0415 - needs Django set up

    batch = batch_of(plan, DOCUMENTS)
    started = time.perf_counter()
    running = [_start("worker", str(batch.pk)) for _worker in range(workers)]
    found = [json.loads(_output(process)) for process in running]
    seconds = time.perf_counter() - started
    batch.refresh_from_db()
    made = [item for item in batch.items.all() if item.status == "made"]
    if len(made) != DOCUMENTS or batch.status != "done":
        raise RuntimeError(batch.status, len(made))
    return Batched(
        workers,
        seconds,
        sum(row["processor"] for row in found),
        max(item.size for item in made) / 1024,
        max(row["peak_megabytes"] for row in found),
    )


def _best(found: Iterable[dict[str, Any]]) -> Setting:
    rows = [Setting(**row) for row in found]
    times = {
        name: min(getattr(row, name) for row in rows)
        for name in ("cold", "warm", "processor", "again")
    }
    return Setting(**(vars(rows[0]) | times))


def _in_own_process(how: str, argument: str) -> dict[str, Any]:
    started = time.time()
    found: dict[str, Any] = json.loads(_output(_start(how, argument)))
    found["cold"] -= started
    return found


def _start(how: str, argument: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.papers", how, argument]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _output(process: subprocess.Popen[str]) -> str:
    output, _nothing = process.communicate()
    if process.returncode:
        raise RuntimeError(process.args)
    return output


# -- what the processes do -------------------------------------------------------------------------


def portal(argument: str) -> dict[str, Any]:
    import django  # noqa: PLC0415 - the first step of this process

    django.setup()
    from common.official.pdf import render_official  # noqa: PLC0415 - needs Django set up

    paper = pickle.loads((Path(argument) / "paper").read_bytes())  # noqa: S301 - this run's own
    pdf = render_official([paper])
    finished = time.time()
    warm = [_timed(lambda: render_official([paper])) for _time in range(TIMES)]
    best = min(warm)
    processor = min(row[1] for row in warm)
    return _facts(pdf) | {
        "cold": finished,
        "warm": best[0],
        "processor": processor,
        "again": best[0],
    }


def typst(argument: str) -> dict[str, Any]:
    import typst  # noqa: PLC0415 - in no other process

    compiler = typst.Compiler(
        str(Path(argument) / "paper.typ"),
        font_paths=[str(ROOT / "common" / "fonts")],
        ignore_system_fonts=True,
    )

    def set_it() -> bytes:
        # What every document of the portal is.
        return cast("bytes", compiler.compile(pdf_standards=["a-2a", "ua-1"]))

    warm = _timed(set_it)
    finished = time.time()
    again = _timed(set_it)
    times = {"cold": finished, "warm": warm[0], "processor": warm[1], "again": again[0]}
    return _facts(set_it()) | times


def worker(argument: str) -> dict[str, Any]:
    import django  # noqa: PLC0415 - the first step of this process

    django.setup()
    from common import clock  # noqa: PLC0415 - needs Django set up
    from documents.services.batches import work_on  # noqa: PLC0415 - the same

    while work_on(int(argument), now=clock.now()):
        pass
    return {"processor": time.process_time(), "peak_megabytes": peak_megabytes()}


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    started, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - started, time.process_time() - worked


def _facts(pdf: bytes) -> dict[str, Any]:
    peak = peak_megabytes()
    from common.pdf_pages import pages_of  # noqa: PLC0415 - after the peak is known

    return {"kilobytes": len(pdf) / 1024, "pages": pages_of(pdf), "peak_megabytes": peak}


if __name__ == "__main__":
    how, argument = sys.argv[1:]
    sys.stdout.write(
        json.dumps({"portal": portal, "typst": typst, "worker": worker}[how](argument))
    )
