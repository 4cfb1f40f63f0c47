"""Where mail goes without a mail server: into a table that the page `/mailbox/` shows."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from common import clock
from notifications.models import MailboxItem


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
