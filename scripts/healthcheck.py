"""The container's health: `python -m scripts.healthcheck web|worker|beat`, exit code 0 or 1."""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SYNC_SECONDS = 180


def web() -> bool:
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().removeprefix(".")
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310  # a constant address
        return int(answer.status) == 200


def beat() -> bool:
    """Beat writes its schedule after every tick."""
    longest = BEAT_SYNC_SECONDS + 2 * float(os.environ.get("REMINDER_SWEEP_SECONDS", "60"))
    written = [
        path.stat().st_mtime for path in Path(os.environ["VAR_DIR"]).glob("celerybeat-schedule*")
    ]
    return bool(written) and time.time() - max(written) < longest


def worker() -> bool:
    from config.celery import app  # noqa: PLC0415  # the other checks need no Celery and run often

    return bool(app.control.ping([f"celery@{os.uname().nodename}"], timeout=5))


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat, "worker": worker}[sys.argv[1]]() else 1)
