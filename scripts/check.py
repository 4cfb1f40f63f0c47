"""`make check`: everything about the code that can be known without running it. All run, two at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {  # the slowest first
    "types": ["-m", "mypy"],
    "translations": ["-m", "scripts.check_messages"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    "templates": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "migrations": ["-m", "django", "makemigrations", "--check", "--dry-run"],
    "settings": ["-m", "django", "check", "--fail-level", "WARNING"],
    "lint": ["-m", "ruff", "check", "--quiet"],
    "format": ["-m", "ruff", "format", "--check", "--quiet"],
}


def run(
    name: str, environment: dict[str, str]
) -> tuple[str, subprocess.CompletedProcess[str], float]:
    started = time.monotonic()
    result = subprocess.run(
        [sys.executable, *CHECKS[name]],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return name, result, time.monotonic() - started


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": folder}
        for name, result, seconds in pool.map(lambda name: run(name, environment), CHECKS):
            print(
                f"{'ok  ' if result.returncode == 0 else 'FAIL'} {name} ({seconds:.0f} s)",
                flush=True,
            )
            if result.returncode != 0:
                failed.append(name)
                print(result.stdout, flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
