"""`make test`: the marked tests on SQLite and the bundled broker, then all of them on PostgreSQL and Redis.

The long run comes last, so that pytest's own summary of it ends the output.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from scripts.processes import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
NO_TESTS_COLLECTED = 5


def run_pytest(services: str, marked: str, passed_on: list[str]) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        "2",
        "--dist",
        "worksteal",
        "-m",
        marked,
        *passed_on,
    ]
    runner = os.getpid()
    # SIGINT: pytest then stops its servers and browsers itself.
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"TEST_SERVICES": services},
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: end_with_parent(runner, by=signal.SIGINT),
        check=False,
    ).returncode


def main(arguments: list[str]) -> int:
    signal.signal(
        signal.SIGINT, lambda *_: None
    )  # Ctrl-C reaches pytest too; this process waits for it
    end_with_parent(os.getppid())
    passed_on = [argument for argument in arguments if argument not in {"--full", "--faults"}]
    if "--faults" in arguments:
        return run_pytest("real", "faults", passed_on)
    limit = " and not faults" if "--full" in arguments else " and not full and not faults"
    result = run_pytest("embedded", f"both_databases{limit}", passed_on)
    if result not in {0, NO_TESTS_COLLECTED}:
        return result
    return run_pytest("real", limit.removeprefix(" and "), passed_on)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
