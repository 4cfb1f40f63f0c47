"""Changes of rules in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reminders.words import audience_words, channel_words, rung_words


@dataclass(frozen=True)
class ChangeLine:
    at: datetime
    by: str
    rung: str
    audiences: str
    channels: str
    is_active: bool


def change_lines(rows: Iterable[Any]) -> list[ChangeLine]:
    """From the history of rules."""
    return [
        ChangeLine(
            at=row.history_date,
            by=str(row.history_user),
            rung=rung_words(row),
            audiences=audience_words(row),
            channels=channel_words(row),
            is_active=row.is_active,
        )
        for row in rows
    ]
