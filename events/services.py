"""What every step of every life has in common: look at it again, move, note."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from common.errors import NotAllowedError
from common.life import Life, Step
from events.errors import ReasonMissingError, ReasonTooLongError, WrongStateError
from events.models import Event
from events.words import LifeWords
from units.models import User

MOST_REASON = 5_000


class Living(Protocol):
    """A row with a life: its status is changed by `take_step` alone."""

    pk: int
    status: str
    government_id: int

    def save(self) -> None: ...


def check_step(
    status: str,
    life: Life,
    words: LifeWords,
    action: str,
    *,
    actors: Collection[str],
    reason: str = "",
) -> Step:
    """Permission first, then status, then words: a stranger learns nothing of the status."""
    step = life[action]
    if step.actor not in actors:
        raise NotAllowedError
    if status not in step.sources:
        raise WrongStateError(
            noun=words.noun, status=words.statuses[status], action=words.actions[action]
        )
    if step.needs_reason and not reason.strip():
        raise ReasonMissingError(action=words.actions[action])
    if len(reason) > MOST_REASON:
        raise ReasonTooLongError(found=len(reason), most=MOST_REASON)
    return step


def take_step(
    subject: Living,
    step: Step,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
    by_name: str = "",
) -> Event:
    """Move the subject, its row locked by the caller, to where the step leads, and note it.

    `by_name`: where more than the person's own name is to be shown (a delegate signs for a head), or
    where it was nobody who signs in.
    """
    before, subject.status = subject.status, step.target
    subject.save()
    return note(subject, step.action, before=before, by=by, by_name=by_name, now=now, reason=reason)


def note(
    subject: Living,
    action: str,
    *,
    by: User | None,
    now: datetime,
    before: str = "",
    reason: str = "",
    by_name: str = "",
) -> Event:
    """Note a step that was taken already, or the beginning of a life."""
    return Event.objects.create(
        government_id=subject.government_id,
        subject_kind=type(subject)._meta.label_lower,  # type: ignore[attr-defined]
        subject_id=subject.pk,
        action=action,
        from_status=before,
        to_status=subject.status,
        reason=reason.strip(),
        by=by,
        by_name=by_name or str(by),
        at=now,
    )
