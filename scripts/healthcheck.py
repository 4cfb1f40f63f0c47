"""The container's health: `python -m scripts.healthcheck web|worker|beat`, exit code 0 or 1."""

from __future__ import annotations

import os
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SILENT_SECONDS = 60


def web() -> bool:
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().removeprefix(".")
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310  # a constant address
        return int(answer.status) == 200


def beat() -> bool:
    """It touches the file while it turns, reaches the database and hands its messages to the broker."""
    file = Path(os.environ["BEAT_ALIVE_FILE"])
    return file.exists() and time.time() - file.stat().st_mtime < BEAT_SILENT_SECONDS


def worker() -> bool:
    from config.celery import app  # noqa: PLC0415  # the other checks need no Celery and run often

    return bool(app.control.ping([f"celery@{os.uname().nodename}"], timeout=5))


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat, "worker": worker}[sys.argv[1]]() else 1)
