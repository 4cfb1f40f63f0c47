"""What every job of the portal is: counted when its message comes back, claimed when it ticks."""

import logging
import threading
from typing import Any
from uuid import UUID

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery import Task
from celery.signals import task_failure
from django.db import DatabaseError, connections

from engine.models import DeadLetter
from engine.services import letters, ticks
from engine.services.letters import Failure
from engine.services.ticks import Slot

log = logging.getLogger(__name__)

SLOT_HEADER = "portal_slot"
SIGN_OF_LIFE_SECONDS = 10


class PortalTask(Task):  # type: ignore[misc]  # Celery ships no types
    """A job of the schedule says `ticks=True`, and `alone=True` if it is of no use beside itself."""

    ticks = False
    alone = False

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        came_back = (self.request.delivery_info or {}).get("redelivered")
        if came_back and not letters.note_redelivery(message_id=self.request.id):
            self._give_up(args, kwargs)
            return None
        answer = self._tick(args, kwargs) if self.ticks else self.run(*args, **kwargs)
        if came_back:
            letters.forget_redelivery(message_id=self.request.id)
        return answer

    def _tick(self, args: Any, kwargs: Any) -> Any:
        said = (self.request.headers or {}).get(SLOT_HEADER)
        slot = Slot.from_text(said) if said else None
        runner = ticks.begin(job=self.name, slot=slot, alone=self.alone)
        if runner is None:
            return None
        well = False
        try:
            with SignsOfLife(runner):
                answer = self.run(*args, **kwargs)
            well = True
        finally:
            ticks.end(job=self.name, runner=runner, well=well)
        return answer

    def _give_up(self, args: Any, kwargs: Any) -> None:
        words = f"The worker was lost {letters.MOST_REDELIVERIES + 1} times while it ran this."
        letters.note(Failure(self.name, DeadLetter.Cause.LOST, words, "", args, kwargs))
        letters.forget_redelivery(message_id=self.request.id)


class SignsOfLife:
    """While a job runs, in a thread of its own, so that a runner that was killed is told from a slow one."""

    def __init__(self, runner: UUID) -> None:
        self.runner = runner
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._give, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()

    def _give(self) -> None:
        while not self.over.wait(SIGN_OF_LIFE_SECONDS):
            try:
                ticks.keep_alive(runner=self.runner)
            except DatabaseError:
                log.warning("No sign of life noted", exc_info=True)
            finally:
                connections.close_all()  # this thread's own


@task_failure.connect  # type: ignore[untyped-decorator]
def note_failure(
    sender: Any, exception: BaseException, args: Any, kwargs: Any, einfo: Any, **_more: Any
) -> None:
    """A worker that was lost gives its message back; that is counted when it comes again."""
    if isinstance(exception, WorkerLostError):
        return
    timed_out = isinstance(exception, TimeLimitExceeded)
    cause = DeadLetter.Cause.TIMED_OUT if timed_out else DeadLetter.Cause.FAILED
    trace = str(getattr(einfo, "traceback", "") or "")
    letters.note(Failure(sender.name, cause, error_words(exception), trace, args, kwargs))


def error_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"
