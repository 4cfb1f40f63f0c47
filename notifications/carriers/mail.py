"""Mail. The only code that talks to a mail server."""

import re
from email.utils import parseaddr
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from notifications.carriers.base import Refused, Unreachable
from notifications.models import Message
from notifications.unsubscribing import address_of, headers_of

# The server is there and refuses this one message. Everything else stops the run.
REFUSALS = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, ValueError)
# RFC 3463: 5.1.x is a wrong address, 5.2.x a mailbox that takes none, 5.6.x a content. What a server
# says of itself, its network, the dialogue or its policy (5.3, 5.4, 5.5, 5.7) people mend without
# anybody writing another address, so that is tried again.
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.\d{1,3}\b")
PERMANENT, OF_THE_ADDRESS = frozenset("126"), frozenset("12")
# RFC 5321, of servers that give no such number: no such mailbox, or not here.
NO_MAILBOX = frozenset({550, 551, 553})
SERVER_GOES, PERMANENT_FROM = 421, 500


class MailCarrier:
    def __init__(self) -> None:
        self.connection: BaseEmailBackend = get_connection()

    def send(self, message: Message) -> str:
        try:
            self.connection.open()
            self.connection.send_messages([mail_of(message, self.connection)])
        except REFUSALS as error:
            if SERVER_GOES in codes_of(error):
                self.connection.close()  # the next one opens another
            raise refusal_of(error) from error
        except (SMTPException, OSError) as error:
            self.connection.close()
            raise Unreachable(words_of(error)) from error
        return str(getattr(self.connection, "answer", ""))  # a mailbox gives none

    def close(self) -> None:
        self.connection.close()


def mail_of(message: Message, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The same content twice, plain and laid out; what a digest can be stopped by, in it and on it."""
    context = {
        "message": message,
        "address": f"{settings.PORTAL_URL}{message.link}",
        "unsubscribe": address_of(message),
    }
    subject = render_to_string("mail/subject.txt", context).strip()
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("mail/message.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient.email] if message.recipient else [],
        headers={
            "Message-ID": message_id_of(message),
            "Auto-Submitted": "auto-generated",
            **headers_of(message),
        },
        connection=connection,
    )
    html = render_to_string("mail/message.html", context | {"subject": subject}).strip()
    mail.attach_alternative(html, "text/html")
    return mail


def message_id_of(message: Message) -> str:
    """The same at every attempt, and never another installation's."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    moment = int(message.recorded_at.timestamp() * 1_000_000)
    return f"<message.{message.pk}.{moment}@{domain}>"


def refusal_of(error: Exception) -> Refused:
    """A server that refuses the sender refuses the portal, whoever the recipient is: tried again."""
    words = words_of(error)
    if isinstance(error, ValueError):
        return Refused(words, wrong_address=True)  # it cannot even be written into a mail
    if isinstance(error, SMTPSenderRefused) or min(codes_of(error)) < PERMANENT_FROM:
        return Refused(words)
    found = ENHANCED.search(words)
    if found is None:
        return Refused(words, for_good=True, wrong_address=bool(codes_of(error) & NO_MAILBOX))
    subject = found[2]
    return Refused(words, for_good=subject in PERMANENT, wrong_address=subject in OF_THE_ADDRESS)


def codes_of(error: Exception) -> set[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return {code for code, _words in error.recipients.values()}
    return {error.smtp_code} if isinstance(error, SMTPResponseException) else set()


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
