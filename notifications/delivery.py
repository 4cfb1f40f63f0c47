"""Delivering what is queued: claimed, looked at again, sent, marked."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from notifications.bounces import note_bounce
from notifications.carriers import CARRIERS, Carrier, Content, Refused, Unreachable, carried
from notifications.claims import give_back, release, take
from notifications.models import Message
from notifications.preferences import Preferences, leaves_at, preferences_for
from notifications.words import as_subject

# What one run sends at most; the next tick goes on. A slow server ends it sooner: far below the
# time after which the broker would give the job to a second worker.
BATCH = 200
SLICE = timedelta(seconds=90)
# Out of how many due ones it takes them: workers side by side seldom reach for the same one.
WINDOW = 2_000
# Claimed and looked at together. What was not tried this many seconds later is given back, so that
# no look is older than that when its mail leaves, however slow the server is.
GROUP = 20
HELD_SECONDS = 5.0
# Minutes until the next attempt; after the last one the message has failed.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
ANSWER_LENGTH = 500

# Asked of messages that were claimed: what each has to say by now, without those that are not
# needed any more.
Recheck = Callable[[Sequence[Message]], Mapping[int, Content]]


@dataclass
class Delivery:
    """What one run did."""

    sent: int = 0
    cancelled: int = 0
    failed: int = 0

    @property
    def handled(self) -> int:
        return self.sent + self.cancelled + self.failed


def as_written(messages: Iterable[Message]) -> dict[int, Content]:
    return {row.pk: Content(row.subject, row.body, row.link) for row in messages}


def deliver_due(
    *, now: datetime, recheck: Recheck = as_written, longest: timedelta = SLICE
) -> Delivery:
    """Send what is due, each message claimed, committed, looked at again, sent and marked.

    Any number of workers may run this at once: a claim is a row locked with SKIP LOCKED and marked,
    which one of them wins. So each message goes out exactly once, with one exception that no
    protocol settles: a worker that dies after the other side took the message and before it is
    marked as sent. For mail that window is from the server's 250 to the next UPDATE. Such a claim is
    taken up again when it is stale, and the mail goes out a second time with the same Message-ID, by
    which servers and readers know it for a copy; robots, webhooks and SMS gateways have no such
    number and may show it twice. Claims are taken a few at a time, because reading what they say
    costs as much for one as for all of them; each is sent and marked by itself, so that whoever is
    killed leaves one in flight and no more, and the others of its group late, not lost.

    Nothing leaves in quiet hours, whenever it was written and by whichever way it comes here.

    `now` is the business moment noted on the messages; pauses and claims go by machine time.
    """
    began = monotonic()
    run = _Run(recheck, now, began, until=began + longest.total_seconds())
    try:
        with translation.override(settings.LANGUAGE_CODE):
            for group in _groups():
                if monotonic() > run.until:
                    break
                run.deliver(group)
    finally:
        for carrier in run.carriers.values():
            carrier.close()
    return run.delivery


def _groups() -> Iterator[list[int]]:
    due = Message.objects.deliverable(timezone.now()).order_by("next_attempt_at", "pk")
    window = list(due.values_list("pk", flat=True)[:WINDOW])
    batch = random.sample(window, min(BATCH, len(window)))
    yield from (batch[at : at + GROUP] for at in range(0, len(batch), GROUP))


@dataclass
class _Run:
    """`away`: channels of which nobody answers at present."""

    recheck: Recheck
    now: datetime
    began: float
    until: float
    delivery: Delivery = field(default_factory=Delivery)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def deliver(self, group: list[int]) -> None:
        """The first is always tried, so that every run gets on."""
        since = monotonic()
        left = take(group, away=self.away)
        try:
            wishes = self._wishes_of(left)
            left = [message for message in left if not self._sleeps(message, wishes)]
            said = self.recheck([message for message in left if message.is_wanted])
            while left and left[0].channel not in self.away:
                message = left.pop(0)
                self._send(message, said.get(message.pk), wishes)
                if monotonic() > min(since + HELD_SECONDS, self.until):
                    break
        finally:
            give_back(left)

    @property
    def _moment(self) -> datetime:
        """The business moment, as time goes by while a run lasts."""
        return self.now + timedelta(seconds=monotonic() - self.began)

    def _wishes_of(self, messages: list[Message]) -> Preferences:
        return preferences_for(
            user_ids={row.recipient_id for row in messages if row.recipient_id},
            endpoints=[row.endpoint for row in messages if row.endpoint],
            today=timezone.localdate(self.now),
        )

    def _sleeps(self, message: Message, wishes: Preferences) -> bool:
        """What was due by day and comes here at night waits for the morning, and no attempt is lost."""
        hours, moment = wishes.hours_for(message), self._moment
        if not hours.contain(moment):
            return False
        at = leaves_at(hours, business_at=moment, machine_at=timezone.now())
        release(message, state=Message.State.QUEUED, next_attempt_at=at)
        return True

    def _send(self, message: Message, content: Content | None, wishes: Preferences) -> None:
        if content is None:
            release(message, state=Message.State.CANCELLED)
            self.delivery.cancelled += 1
            return
        message.attempts += 1
        new = _new_words(message, content)
        for name, words in new.items():
            setattr(message, name, words)
        try:
            answer = carried(self._carrier(message.channel), message)
        except (Refused, Unreachable) as error:
            self._note_failure(message, error, wishes)
            return
        release(
            message,
            state=Message.State.SENT,
            sent_at=self.now,
            sent_recorded_at=timezone.now(),
            answer=answer[:ANSWER_LENGTH],
            attempts=message.attempts,
            **new,
        )
        self.delivery.sent += 1

    def _carrier(self, channel: str) -> Carrier:
        if channel not in self.carriers:
            self.carriers[channel] = CARRIERS[channel]()
        return self.carriers[channel]

    def _note_failure(
        self, message: Message, error: Refused | Unreachable, wishes: Preferences
    ) -> None:
        words = str(error)[:ANSWER_LENGTH]
        is_over = message.attempts > len(PAUSES)
        if isinstance(error, Unreachable):
            self.away.add(message.channel)
        else:
            is_over |= error.for_good
            if error.wrong_address and message.recipient:
                note_bounce(address=message.recipient.email, words=words, at=self.now)
        next_one = (
            {"state": Message.State.FAILED} if is_over else self._after_a_pause(message, wishes)
        )
        release(message, answer=words, attempts=message.attempts, **next_one)
        self.delivery.failed += 1

    def _after_a_pause(self, message: Message, wishes: Preferences) -> dict[str, Any]:
        """And not at night."""
        pause = timedelta(minutes=PAUSES[message.attempts - 1])
        at = leaves_at(
            wishes.hours_for(message),
            business_at=self._moment + pause,
            machine_at=timezone.now() + pause,
        )
        return {"state": Message.State.QUEUED, "next_attempt_at": at}


def _new_words(message: Message, content: Content) -> dict[str, str]:
    """What it says by now that it did not say when it was written."""
    new = {"subject": as_subject(content.subject), "body": content.body, "link": content.link}
    return {name: words for name, words in new.items() if words != getattr(message, name)}
