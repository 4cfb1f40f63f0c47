"""Writing messages. Nothing is sent here: `delivery` does that, outside every transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import NotVisibleError
from notifications.delivery import deliver_due
from notifications.models import Endpoint, Message
from units.models import User

__all__ = [
    "Draft",
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "notify",
    "pass_on",
    "write_messages",
]

BOTH_CHANNELS = (Message.Channel.INBOX, Message.Channel.MAIL)
SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Draft:
    """One message to be; `link` is a path of the portal."""

    recipient: User | None
    channel: str
    subject: str
    body: str
    link: str
    key: str
    is_sample: bool = False
    endpoint: Endpoint | None = None


@transaction.atomic
def notify(
    *,
    recipients: Iterable[User],
    subject: str,
    body: str,
    link: str,
    key: str,
    now: datetime,
    is_sample: bool = False,
) -> None:
    """Tell each person once, in their inbox and by mail, if the caller's transaction commits.

    A second call with the same key changes nothing.
    """
    drafts = [
        Draft(user, channel, subject, body, link, key, is_sample)
        for user in {user.pk: user for user in recipients if user.is_active}.values()
        for channel in BOTH_CHANNELS
    ]
    Message.objects.bulk_create([_message(d, now) for d in drafts], ignore_conflicts=True)


@transaction.atomic
def write_messages(*, drafts: Iterable[Draft], now: datetime) -> None:
    """Many different messages at once, with keys that nobody used before."""
    Message.objects.bulk_create([_message(draft, now) for draft in drafts])


@transaction.atomic
def mark_read(*, by: User, message_id: int, now: datetime) -> Message:
    """A message of the person's own inbox; the first reading counts."""
    message = Message.objects.select_for_update().inbox_of(by).filter(pk=message_id).first()
    if message is None:
        raise NotVisibleError
    if message.read_at is None:
        message.read_at = now
        message.save()
    return message


@transaction.atomic
def pass_on(*, messages: Iterable[Message], to: User, now: datetime) -> int:
    """Unread messages of somebody who left stand in a colleague's inbox too. Answers how many."""
    messages = list(messages)
    copies = [
        Draft(to, Message.Channel.INBOX, m.subject, m.body, m.link, m.key, m.is_sample)
        for m in messages
    ]
    Message.objects.bulk_create([_message(d, now) for d in copies], ignore_conflicts=True)
    Message.objects.filter(pk__in=[m.pk for m in messages]).update(read_at=now)
    return len(messages)


def mark_all_read(*, by: User, now: datetime) -> None:
    Message.objects.inbox_of(by).unread().update(read_at=now)


def _message(draft: Draft, now: datetime) -> Message:
    if not draft.link.startswith("/") or draft.link.startswith("//"):
        raise ValueError(draft.link)
    message = Message(
        recipient=draft.recipient,
        endpoint=draft.endpoint,
        channel=draft.channel,
        key=draft.key,
        subject=" ".join(draft.subject.split())[:SUBJECT_LENGTH],
        body=draft.body,
        link=draft.link,
        created_at=now,
        is_sample=draft.is_sample,
    )
    if draft.channel == Message.Channel.INBOX:
        message.state = Message.State.SENT
        message.sent_at, message.sent_recorded_at = now, timezone.now()
    elif draft.channel == Message.Channel.MAIL and not (draft.recipient and draft.recipient.email):
        message.state = Message.State.FAILED
    return message
