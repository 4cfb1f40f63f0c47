"""Writing messages. Nothing is sent here: `delivery` does that, outside every transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.errors import NotVisibleError
from notifications.delivery import deliver_due
from notifications.models import Endpoint, Message
from notifications.preferences import Preferences, leaves_at, preferences_for
from notifications.words import as_subject
from units.models import User

__all__ = [
    "Draft",
    "Notice",
    "deliver_due",
    "mark_all_read",
    "mark_read",
    "notify",
    "notify_each",
    "pass_on",
    "write_messages",
]

BOTH_CHANNELS = (Message.Channel.INBOX, Message.Channel.MAIL)


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
    is_digest: bool = False


@dataclass(frozen=True)
class Notice:
    """What some people are told; `link` is a path of the portal."""

    recipients: Iterable[User]
    subject: str
    body: str
    link: str
    key: str
    is_sample: bool = False


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
    notify_each(notices=[Notice(recipients, subject, body, link, key, is_sample)], now=now)


def notify_each(*, notices: Iterable[Notice], now: datetime) -> None:
    """The same for many notices at once."""
    people = [
        ({user.pk: user for user in notice.recipients if user.is_active}, notice)
        for notice in notices
    ]
    wishes = preferences_for(
        user_ids={pk for told, _notice in people for pk in told},
        endpoints=[],
        today=timezone.localdate(now),
    )
    drafts = [
        Draft(user, channel, n.subject, n.body, n.link, n.key, n.is_sample)
        for told, n in people
        for user in told.values()
        for channel in BOTH_CHANNELS
        if wishes.takes(user.pk, channel)
    ]
    Message.objects.bulk_create(
        [_message(draft, now, wishes) for draft in drafts], ignore_conflicts=True
    )


@transaction.atomic
def write_messages(*, drafts: Iterable[Draft], now: datetime) -> None:
    """Many different messages at once, with keys that nobody used before."""
    drafts = list(drafts)
    wishes = preferences_for(
        user_ids={draft.recipient.pk for draft in drafts if draft.recipient},
        endpoints=[draft.endpoint for draft in drafts if draft.endpoint],
        today=timezone.localdate(now),
    )
    Message.objects.bulk_create([_message(draft, now, wishes) for draft in drafts])


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
    Message.objects.bulk_create(
        [_message(copy, now, Preferences()) for copy in copies], ignore_conflicts=True
    )
    Message.objects.filter(pk__in=[m.pk for m in messages]).update(read_at=now)
    return len(messages)


def mark_all_read(*, by: User, now: datetime) -> None:
    Message.objects.inbox_of(by).unread().update(read_at=now)


def _message(draft: Draft, now: datetime, wishes: Preferences) -> Message:
    """The inbox has it at once; everything else leaves when nobody is disturbed."""
    if not draft.link.startswith("/") or draft.link.startswith("//"):
        raise ValueError(draft.link)
    message = Message(
        recipient=draft.recipient,
        endpoint=draft.endpoint,
        channel=draft.channel,
        key=draft.key,
        subject=as_subject(draft.subject),
        body=draft.body,
        link=draft.link,
        created_at=now,
        is_digest=draft.is_digest,
        is_sample=draft.is_sample,
    )
    if draft.channel == Message.Channel.INBOX:
        message.state = Message.State.SENT
        message.sent_at, message.sent_recorded_at = now, timezone.now()
        return message
    message.next_attempt_at = leaves_at(
        wishes.hours_for(message), business_at=now, machine_at=message.next_attempt_at
    )
    if draft.channel == Message.Channel.MAIL and not (draft.recipient and draft.recipient.email):
        message.state = Message.State.FAILED
    return message
