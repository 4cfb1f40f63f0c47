"""The portal's Celery with one job that notes when it was asked for and when it ran: `-A tests.engine.counting`."""

from __future__ import annotations

import os
from typing import Any

from celery import current_task
from celery.signals import task_received
from django.conf import settings

from config.celery import app

__all__ = ["app"]

JOB = "tests.count"
SLOT_HEADER = "portal_slot"  # `engine.task` needs Django to be ready
settings.JOBS_SCHEDULE = {JOB: int(os.environ["COUNT_EVERY"])}


def write(what: str, slot: str) -> None:
    line = f"{what} {slot}\n".encode()
    descriptor = os.open(os.environ["COUNT_FILE"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, line)
    os.close(descriptor)


@app.task(name=JOB, ticks=os.environ["COUNT_SLOTS"] == "yes")
def count() -> None:
    write("ran", current_task.request.headers[SLOT_HEADER])


@task_received.connect
def asked_for(request: Any, **_more: Any) -> None:
    if request.name == JOB:
        write("asked", request.request_dict[SLOT_HEADER])
