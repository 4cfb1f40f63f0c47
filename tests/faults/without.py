"""The portal with one protection taken away, to show that the experiment would find it missing.

`python -m tests.faults.without NAME celery …` runs a worker or beat so; in a test, `without(NAME)`.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import django

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Patch = tuple[str, Any]


def _nothing_noted(_chains: object) -> set[object]:
    return set()


def _held_by_all(government_ids: list[int]) -> list[Any]:
    from units.models import Government  # noqa: PLC0415 - after django.setup()

    return list(Government.objects.filter(pk__in=government_ids))


def _due_to_all(governments: list[Any], today: Any) -> list[Any]:
    from tasks.models import Obligation  # noqa: PLC0415

    rows = Obligation.objects.open().filter(due_on__gte=today, government__in=governments)
    return list(rows.select_related("plan"))


def _awake(*_arguments: object, **_named: object) -> None:
    """Whatever is open is looked at in every sweep."""
    from reminders.models import AT_ONCE, Wake  # noqa: PLC0415
    from reminders.wakes import fill_in  # noqa: PLC0415

    fill_in()
    Wake.objects.update(on=AT_ONCE)


def _queued_alone(self: Any, machine_now: Any) -> Any:
    return self.filter(state="queued", next_attempt_at__lte=machine_now)


def _exactly_on_the_day() -> Callable[..., Any]:
    from reminders.rungs import ladder  # noqa: PLC0415

    def of_today(calendar: Any, due_on: Any, rules: Any) -> Any:
        from common import clock  # noqa: PLC0415

        return [rung for rung in ladder(calendar, due_on, rules) if rung[0] >= clock.today()]

    return of_today


def _never(*_arguments: object, **_named: object) -> None:
    """No job is begun by itself."""


PROTECTIONS: dict[str, Callable[[], list[Patch]]] = {
    "stale claims": lambda: [
        ("notifications.models.message.MessageQuerySet.deliverable", _queued_alone)
    ],
    "ledger": lambda: [
        ("reminders.sweep._noted", _nothing_noted),
        ("reminders.services._held", _held_by_all),
        ("reminders.services._due", _due_to_all),
        ("reminders.services.note_changes", _awake),
    ],
    "by now": lambda: [("reminders.sweep.ladder", _exactly_on_the_day())],
    "asking again": lambda: [("engine.beat.PortalScheduler._put_back", _never)],
    "catching up": lambda: [("reminders.jobs.publish", _never)],
}


@contextmanager
def without(name: str) -> Iterator[None]:
    patches = [patch(where, what) for where, what in PROTECTIONS[name]()]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()


def main() -> None:
    name, *command = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.argv = command
    from celery.__main__ import main as celery  # noqa: PLC0415

    from reminders import jobs  # noqa: F401, PLC0415 - what is patched is there

    with without(name):
        celery()


if __name__ == "__main__":
    main()
