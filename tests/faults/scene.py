"""Many governments on the day of a stage's first reminder, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bench.country.fill import UNITS, fill
from common import clock
from notifications.models import Message
from notifications.models.message import CLAIM_IS_STALE_AFTER

if TYPE_CHECKING:
    from datetime import datetime

    from tests.notifications.sink import Sink

# Ten working days before the stage its clerks are reminded for the first time.
STAGE, RUNG = date(2022, 8, 31), date(2022, 8, 17)
DAY = timedelta(days=1)


@dataclass
class Outcome:
    """What a run came to. `unwanted`: mails about what was not owed, or not by then, any more."""

    expected: int
    inbox: Counter[int]
    mails: Counter[str]
    message_ids: dict[str, set[str]] = field(default_factory=dict)
    unwanted: int = 0

    @property
    def lost(self) -> int:
        """People without a message in the inbox, and people without a mail."""
        return (self.expected - len(self.inbox)) + (self.expected - len(self.mails))

    @property
    def doubled_in_inbox(self) -> int:
        return sum(self.inbox.values()) - len(self.inbox)

    @property
    def doubled_mails(self) -> int:
        return sum(self.mails.values()) - len(self.mails)

    @property
    def copies_known_as_such(self) -> bool:
        """Every copy has the Message-ID of the first."""
        return all(len(ids) == 1 for ids in self.message_ids.values())


def country(governments: int) -> int:
    """Fills the database; answers how many people have to be told on the day of the rung."""
    fill(governments, start=RUNG, stage=STAGE, contributions=0)
    return governments * UNITS


def outcome(expected: int, sink: Sink) -> Outcome:
    rows = Message.objects.filter(channel=Message.Channel.INBOX)
    ids: dict[str, set[str]] = {}
    for mail in sink.mails:
        ids.setdefault(mail.to, set()).add(mail.message_id)
    return Outcome(
        expected,
        Counter(rows.values_list("recipient", flat=True)),
        Counter(mail.to for mail in sink.mails),
        ids,
    )


def morning(day: date) -> datetime:
    return clock.start_of(day)


def age_claims() -> None:
    """As if the time after which a dead worker's claim is stale were over."""
    stale = timezone.now() - CLAIM_IS_STALE_AFTER - timedelta(seconds=1)
    Message.objects.filter(state=Message.State.SENDING).update(claimed_at=stale)


def end_pauses() -> None:
    """As if the pause until the next attempt were over."""
    Message.objects.filter(state=Message.State.QUEUED).update(next_attempt_at=timezone.now())


def is_all_sent() -> bool:
    mails = Message.objects.filter(channel=Message.Channel.MAIL)
    return mails.exists() and not mails.exclude(state=Message.State.SENT).exists()
