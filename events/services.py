"""What every step of every life has in common: look at it again, move, note."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from simple_history.utils import bulk_update_with_history

from common.errors import NotAllowedError
from common.life import Life, Step
from events.errors import ReasonMissingError, ReasonTooLongError, WrongStateError
from events.models import Event
from events.words import LifeWords
from units.models import User

MOST_REASON = 5_000


class Owned(Protocol):
    """A row of one government."""

    pk: int
    government_id: int


class Living(Owned, Protocol):
    """A row with a life: its status is changed by `take_step` alone."""

    status: str

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


def take_steps(
    subjects: Sequence[Living],
    step: Step,
    *,
    written: Collection[str],
    by: User | None,
    now: datetime,
) -> None:
    """The same step of many of one kind at once. `written`: what else of them is to be saved."""
    noted = []
    for subject in subjects:
        before, subject.status = subject.status, step.target
        noted.append(_event(subject, step.action, before, step.target, by=by, now=now))
    if subjects:
        bulk_update_with_history(subjects, type(subjects[0]), ["status", *written])
    Event.objects.bulk_create(noted)


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
    event = _event(subject, action, before, subject.status, by=by, now=now, reason=reason)
    event.by_name = by_name or event.by_name
    event.save()
    return event


def note_beginnings(
    subjects: Iterable[Living], action: str, *, by: User | None, now: datetime
) -> None:
    """The beginning of many lives at once."""
    Event.objects.bulk_create(
        [_event(row, action, "", row.status, by=by, now=now) for row in subjects]
    )


def note_change(
    subject: Owned,
    action: str,
    *,
    before: str,
    after: str,
    by: User | None,
    now: datetime,
    reason: str = "",
) -> Event:
    """Note that something without a status of its own was changed: a date, say.

    Without `by` it was done at the command line.
    """
    event = _event(subject, action, before, after, by=by, now=now, reason=reason)
    event.save()
    return event


def _event(
    subject: Owned,
    action: str,
    before: str,
    after: str,
    *,
    by: User | None,
    now: datetime,
    reason: str = "",
) -> Event:
    return Event(
        government_id=subject.government_id,
        subject_kind=type(subject)._meta.label_lower,  # type: ignore[attr-defined]
        subject_id=subject.pk,
        action=action,
        from_status=before,
        to_status=after,
        reason=reason.strip(),
        by=by,
        by_name=by.name if by else "",
        at=now,
    )
