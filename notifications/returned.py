"""Delivery status notifications (RFC 3464): a mail that the server took at first and gave back later."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from django.db import transaction

from notifications.bounces import ANSWER_LENGTH, folded, note_bounce
from notifications.carriers.mail import message_id_of
from notifications.models import Message

OURS = re.compile(r"<message\.(\d{1,18})\.\d+@[^>]+>")
# RFC 3463: 5.1.x is a wrong address, 5.2.x a mailbox that takes none. The rest (policy, content, a
# server that was away too long) says nothing of the address.
OF_THE_ADDRESS = re.compile(r"5\.[12]\.\d")


@dataclass(frozen=True)
class Returned:
    """What one notification says of one recipient."""

    recipients: frozenset[str]
    status: str
    words: str


def note_returned(content: bytes, *, at: datetime) -> Message | None:
    """The message that this notification gives back, noted as failed; None where it gives back none
    of ours, or was noted before. A wrong address is flagged.

    Whoever can write to the sender's mailbox can write such a notification. It is believed only
    with the Message-ID of a mail of ours, which none but its recipient and the servers know.
    """
    notification = message_from_bytes(content, policy=policy.default)
    message = _original_of(notification)
    if message is None or message.recipient is None:
        return None
    address = folded(message.recipient.email)
    for returned in _returned(notification):
        if not _note_failed(message, returned):
            return None
        if OF_THE_ADDRESS.match(returned.status) and address in returned.recipients:
            note_bounce(address=address, words=returned.words, at=at)
        return message
    return None


@transaction.atomic
def _note_failed(message: Message, returned: Returned) -> bool:
    """Once: the same notification read again finds it no longer sent."""
    changed = Message.objects.filter(pk=message.pk, state=Message.State.SENT).update(
        state=Message.State.FAILED,
        sent_at=None,
        sent_recorded_at=None,
        answer=returned.words[:ANSWER_LENGTH],
    )
    return changed == 1


def _returned(notification: EmailMessage) -> Iterator[Returned]:
    """Of each recipient for whom the server gave up. Delayed and delivered ones are no bounces."""
    original_to = _addresses(part["To"] for part in _headers_returned(notification) if part["To"])
    for part in notification.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if not isinstance(block, EmailMessage) or _field(block, "Action") != "failed":
                continue
            named = _addresses(
                str(block[name]).partition(";")[2]
                for name in ("Final-Recipient", "Original-Recipient")
                if block[name]
            )
            diagnosis = str(block["Diagnostic-Code"] or "").partition(";")[2]
            status = _field(block, "Status")
            words = " ".join((diagnosis or status).split())
            yield Returned(frozenset(named | original_to), status, words)


def _original_of(notification: EmailMessage) -> Message | None:
    for part in _headers_returned(notification):
        found = OURS.search(str(part["Message-ID"] or ""))
        if found is None:
            continue
        rows = Message.objects.filter(pk=int(found[1]), channel=Message.Channel.MAIL)
        message = rows.select_related("recipient").first()
        if message is not None and message_id_of(message) == found[0]:
            return message
    return None


def _headers_returned(notification: EmailMessage) -> Iterator[EmailMessage]:
    """The mail that came back: whole, or its headers alone."""
    for part in notification.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield from (one for one in part.iter_parts() if isinstance(one, EmailMessage))
        elif kind == "text/rfc822-headers":
            text = part.get_content()
            parsed = message_from_bytes(text.encode(), policy=policy.default)
            yield parsed


def _addresses(texts: Iterator[str]) -> set[str]:
    return {folded(address) for _name, address in getaddresses([str(text) for text in texts])} - {
        ""
    }


def _field(block: EmailMessage, name: str) -> str:
    return str(block[name] or "").strip().lower()
