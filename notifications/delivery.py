"""Delivering what is queued: claimed, looked at again, sent, marked."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation

from notifications.bounces import note_bounce
from notifications.carriers import CARRIERS, Carrier, Content, Refused, Unreachable
from notifications.models import Message
from notifications.preferences import leaves_at, preferences_for

# What one run sends at most; the next tick goes on. A slow server ends it sooner: far below the
# time after which the broker would give the job to a second worker.
BATCH = 200
SLICE = timedelta(seconds=90)
# Out of how many due ones it takes them: workers side by side seldom reach for the same one.
WINDOW = 2_000
# Minutes until the next attempt; after the last one the message has failed.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
ANSWER_LENGTH = 500

# Asked once a message is claimed: what it has to say by now, or None if it is not needed any more.
Recheck = Callable[[Message], Content | None]


@dataclass
class Delivery:
    """What one run did."""

    sent: int = 0
    cancelled: int = 0
    failed: int = 0

    @property
    def handled(self) -> int:
        return self.sent + self.cancelled + self.failed


def as_written(message: Message) -> Content | None:
    return Content(message.subject, message.body, message.link)


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
    number and may show it twice.

    `now` is the business moment noted on the messages; pauses and claims go by machine time.
    """
    run = _Run(recheck, now)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            for message in _claimed(run.away, until=monotonic() + longest.total_seconds()):
                run.deliver(message)
    finally:
        for carrier in run.carriers.values():
            carrier.close()
    return run.delivery


def _claimed(away: set[str], until: float) -> Iterator[Message]:
    """One after the other, so that whoever is killed leaves one claim behind and no more."""
    due = Message.objects.deliverable(timezone.now()).order_by("next_attempt_at", "pk")
    window = list(due.values_list("pk", flat=True)[:WINDOW])
    for pk in random.sample(window, min(BATCH, len(window))):
        if monotonic() > until:
            return
        if message := _claim(pk, away):
            yield message


def _claim(pk: int, away: set[str]) -> Message | None:
    at = timezone.now()
    with transaction.atomic(durable=True):
        rows = Message.objects.deliverable(at).exclude(channel__in=away)
        message = (
            rows.select_for_update(skip_locked=True, of=("self",))
            .select_related("recipient", "endpoint")
            .filter(pk=pk)
            .first()
        )
        if message is None:
            return None
        Message.objects.filter(pk=pk).update(
            state=Message.State.SENDING, claimed_at=at, attempts=F("attempts") + 1
        )
    message.state, message.claimed_at = Message.State.SENDING, at
    message.attempts += 1
    return message


@dataclass
class _Run:
    """`away`: channels of which nobody answers at present."""

    recheck: Recheck
    now: datetime
    delivery: Delivery = field(default_factory=Delivery)
    carriers: dict[str, Carrier] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)

    def deliver(self, message: Message) -> None:
        content = self.recheck(message) if message.is_wanted else None
        if content is None:
            _release(message, state=Message.State.CANCELLED)
            self.delivery.cancelled += 1
            return
        message.subject, message.body, message.link = content.subject, content.body, content.link
        try:
            answer = self._carrier(message.channel).send(message)
        except (Refused, Unreachable) as error:
            self._note_failure(message, error)
            return
        _release(
            message,
            state=Message.State.SENT,
            sent_at=self.now,
            sent_recorded_at=timezone.now(),
            answer=answer[:ANSWER_LENGTH],
            subject=message.subject,
            body=message.body,
            link=message.link,
        )
        self.delivery.sent += 1

    def _carrier(self, channel: str) -> Carrier:
        if channel not in self.carriers:
            self.carriers[channel] = CARRIERS[channel]()
        return self.carriers[channel]

    def _note_failure(self, message: Message, error: Refused | Unreachable) -> None:
        words = str(error)[:ANSWER_LENGTH]
        if isinstance(error, Unreachable):
            self.away.add(message.channel)
        elif error.for_good and message.channel == Message.Channel.MAIL and message.recipient:
            note_bounce(address=message.recipient.email, words=words, at=self.now)
        _release(message, answer=words, **_next_attempt(message, self.now))
        self.delivery.failed += 1


def _next_attempt(message: Message, now: datetime) -> dict[str, Any]:
    """After a pause, and not at night. `now` is the business moment."""
    if message.attempts > len(PAUSES):
        return {"state": Message.State.FAILED}
    pause = timedelta(minutes=PAUSES[message.attempts - 1])
    wishes = preferences_for(
        user_ids=[message.recipient_id] if message.recipient_id else [],
        endpoints=[message.endpoint] if message.endpoint else [],
        today=timezone.localdate(now),
    )
    at = leaves_at(
        wishes.hours_for(message), business_at=now + pause, machine_at=timezone.now() + pause
    )
    return {"state": Message.State.QUEUED, "next_attempt_at": at}


def _release(message: Message, **changes: object) -> None:
    """Only the holder's own claim: if it went stale meanwhile, another worker speaks for it."""
    Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at
    ).update(**changes)
