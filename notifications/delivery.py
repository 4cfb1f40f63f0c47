"""Delivering what is queued, by mail. The only code that talks to a mail server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notifications.models import Message

# One job's worth; the next tick goes on.
BATCH = 200
# Minutes until the next attempt; after the last one the message has failed.
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
# The server is there and refuses this one message. Everything else stops the run.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError)
ANSWER_LENGTH = 500


@dataclass(frozen=True)
class Content:
    subject: str
    body: str
    link: str


# Asked once a message is claimed: what it has to say by now, or None if it is not needed any more.
Recheck = Callable[[Message], Content | None]


@dataclass
class Delivery:
    """What one run did."""

    sent: int = 0
    cancelled: int = 0
    failed: int = 0


def as_written(message: Message) -> Content | None:
    return Content(message.subject, message.body, message.link)


def deliver_due(*, now: datetime, recheck: Recheck = as_written) -> Delivery:
    """Send the mails that are due, each claimed, committed, looked at again, sent and marked.

    Any number of workers may run this at once: a claim is one conditional UPDATE, which one of them
    wins. So each mail goes out exactly once, with one exception that SMTP cannot settle: a worker
    that dies after the server took the mail and before it is marked as sent. Its claim is taken up
    again when it is stale, and the mail goes out a second time with the same Message-ID, by which
    servers and readers know it for a copy.

    `now` is the business moment noted on the messages; pauses and claims go by machine time.
    """
    delivery = Delivery()
    connection = get_connection()
    try:
        with translation.override(settings.LANGUAGE_CODE):
            for message in _claimed():
                if not _deliver(message, connection, recheck, now, delivery):
                    break
    finally:
        connection.close()
    return delivery


def _claimed() -> Iterator[Message]:
    """One after the other, so that whoever is killed leaves one claim behind and no more."""
    due = Message.objects.deliverable(timezone.now()).order_by("next_attempt_at", "pk")
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        if message := _claim(pk):
            yield message


def _claim(pk: int) -> Message | None:
    at = timezone.now()
    with transaction.atomic(durable=True):
        won = (
            Message.objects.deliverable(at)
            .filter(pk=pk)
            .update(state=Message.State.SENDING, claimed_at=at, attempts=F("attempts") + 1)
        )
    return Message.objects.select_related("recipient", "endpoint").get(pk=pk) if won else None


def _deliver(
    message: Message,
    connection: BaseEmailBackend,
    recheck: Recheck,
    now: datetime,
    delivery: Delivery,
) -> bool:
    """False when the server cannot be reached, so that trying the others is of no use now."""
    content = recheck(message) if message.is_wanted else None
    if content is None:
        _release(message, state=Message.State.CANCELLED)
        delivery.cancelled += 1
        return True
    message.subject, message.body, message.link = content.subject, content.body, content.link
    try:
        connection.open()
        connection.send_messages([mail_of(message, connection)])
    except (SMTPException, OSError, ValueError) as error:
        connection.close()
        _note_failure(message, error)
        delivery.failed += 1
        return isinstance(error, REFUSALS)
    _release(
        message,
        state=Message.State.SENT,
        sent_at=now,
        sent_recorded_at=timezone.now(),
        answer="",
        subject=message.subject,
        body=message.body,
        link=message.link,
    )
    delivery.sent += 1
    return True


def mail_of(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    context = {"message": message, "address": f"{settings.PORTAL_URL}{message.link}"}
    return EmailMessage(
        subject=render_to_string("mail/subject.txt", context).strip(),
        body=render_to_string("mail/message.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient.email] if message.recipient else [],
        headers={"Message-ID": message_id_of(message), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def message_id_of(message: Message) -> str:
    """The same at every attempt, and never another installation's."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    moment = int(message.recorded_at.timestamp() * 1_000_000)
    return f"<message.{message.pk}.{moment}@{domain}>"


def _note_failure(message: Message, error: Exception) -> None:
    words = words_of(error)[:ANSWER_LENGTH]
    if message.attempts > len(PAUSES):
        _release(message, state=Message.State.FAILED, answer=words)
        return
    pause = timedelta(minutes=PAUSES[message.attempts - 1])
    _release(
        message,
        state=Message.State.QUEUED,
        answer=words,
        next_attempt_at=timezone.now() + pause,
    )


def _release(message: Message, **changes: object) -> None:
    """Only the holder's own claim: if it went stale meanwhile, another worker speaks for it."""
    Message.objects.filter(
        pk=message.pk, state=Message.State.SENDING, claimed_at=message.claimed_at
    ).update(**changes)


def words_of(error: Exception) -> str:
    """What the server said, or why it could not be asked."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = error.recipients.values()
        return "; ".join(f"{code} {_text(words)}" for code, words in answers)
    if isinstance(error, SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
