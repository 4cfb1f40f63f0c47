"""Who may begin a job, and that it was done.

A job that beat asks for is claimed by one conditional UPDATE of its row: each slot of the schedule
is begun once, however many beats asked and however often the message came. A job that is of no use
beside itself (`alone`) waits until the one that runs has ended or has given no sign of life for a
minute. None of this is what makes a job safe to run twice: the ledgers below do that; it keeps two
beats and a slow run from doing everything again.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from engine.models import DeadLetter, JobState
from engine.services.letters import MADE_UP_BY_A_LATER_RUN


@dataclass(frozen=True)
class Slot:
    """One interval of the schedule."""

    every: int
    number: int

    @classmethod
    def of(cls, *, every: int, moment: float) -> "Slot":
        return cls(every, int(moment // every))

    def as_text(self) -> str:
        return f"{self.every}:{self.number}"

    @classmethod
    def from_text(cls, text: str) -> "Slot":
        every, _, number = text.partition(":")
        return cls(int(every), int(number))


def begin(*, job: str, slot: Slot | None = None, alone: bool = False) -> UUID | None:
    """The claim, or None if there is nothing to do now."""
    now, runner = timezone.now(), uuid4()
    if not JobState.objects.filter(name=job).exists():
        JobState.objects.bulk_create([JobState(name=job)], ignore_conflicts=True)
    rows = JobState.objects.filter(name=job)
    begun = {"runner": runner, "begun_at": now, "alive_at": now}
    if slot is not None:
        rows = rows.not_yet_begun(slot.every, slot.number, now)
        begun |= {"every": slot.every, "slot": slot.number}
    if alone:
        rows = rows.not_running(now)
    return runner if rows.update(**begun) else None


def keep_alive(*, runner: UUID) -> None:
    JobState.objects.filter(runner=runner).update(alive_at=timezone.now())


@transaction.atomic
def end(*, job: str, runner: UUID, well: bool) -> None:
    """Failures of the job that this run made up for are nobody's to look into any more."""
    now = timezone.now()
    if well:
        JobState.objects.filter(name=job).update(ticked_at=now)
        DeadLetter.objects.open().filter(job=job, cause__in=MADE_UP_BY_A_LATER_RUN).update(
            state=DeadLetter.State.MADE_UP, decided_at=now
        )
    JobState.objects.filter(runner=runner).update(runner=None)
