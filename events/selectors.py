from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from events.models import Event
from events.words import LifeWords, Words


@dataclass(frozen=True)
class EventRow:
    """A step in words, for templates/components/events.html."""

    words: Words
    by_name: str
    at: datetime
    reason: str


def taken_part_in(
    user_id: int, subjects: Collection[Model], actions: Collection[str]
) -> frozenset[int]:
    """On which of these, all of one kind, the person took one of these steps. One query, or none."""
    if not subjects:
        return frozenset()
    steps = Event.objects.filter(
        subject_kind=next(iter(subjects))._meta.label_lower,
        subject_id__in=[row.pk for row in subjects],
        by=user_id,
        action__in=[str(action) for action in actions],
    )
    return frozenset(steps.values_list("subject_id", flat=True))


def took_part(user_id: int, subject: Model, actions: Collection[str]) -> bool:
    """The same of one."""
    return bool(taken_part_in(user_id, [subject], actions))


def events_of(subject: Model, words: LifeWords) -> list[EventRow]:
    """The latest first."""
    return event_rows(Event.objects.of(subject).order_by("-pk"), words)


def event_rows(events: Iterable[Event], words: LifeWords) -> list[EventRow]:
    return [EventRow(words.actions[row.action], row.by_name, row.at, row.reason) for row in events]
