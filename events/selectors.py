from collections.abc import Iterable
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


def events_of(subject: Model, words: LifeWords) -> list[EventRow]:
    """The latest first."""
    return event_rows(Event.objects.of(subject).order_by("-pk"), words)


def event_rows(events: Iterable[Event], words: LifeWords) -> list[EventRow]:
    return [EventRow(words.actions[row.action], row.by_name, row.at, row.reason) for row in events]
