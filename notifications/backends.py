"""How mail leaves: by SMTP with the server's answer kept, or, without a mail server, into a table
that the page `/mailbox/` shows."""

import smtplib
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from common import clock
from notifications.models import MailboxItem


class _Kept(smtplib.SMTP):
    """Keeps what the server says to the message itself; it often holds the number in its queue."""

    answer = ""

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.answer = ""
        code, words = super().data(msg)
        self.answer = f"{code} {words.decode(errors='replace')}"
        return code, words


class _KeptSecure(_Kept, smtplib.SMTP_SSL):
    pass


class SmtpBackend(EmailBackend):
    """Django's, which drops the server's answer to a mail that was taken."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _KeptSecure if self.use_ssl else _Kept

    @property
    def answer(self) -> str:
        """What was said to the latest mail; empty once the connection is closed."""
        return str(getattr(self.connection, "answer", ""))


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = clock.now()
        items = [
            MailboxItem(
                to_address=address,
                from_address=mail.from_email,
                subject=str(mail.subject),
                body=str(mail.body),
                message_id=mail.message()["Message-ID"],
                received_at=now,
            )
            for mail in email_messages
            for address in mail.recipients()
        ]
        # The same Message-ID again is a copy, as a mail server would see it.
        MailboxItem.objects.bulk_create(items, ignore_conflicts=True)
        return len(email_messages)
