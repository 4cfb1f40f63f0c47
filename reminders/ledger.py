"""The rows of the ledger as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from notifications.bounces import bounces_of
from notifications.models import Bounce, Message
from reminders.models import AGAIN, Reminder
from reminders.words import RELATED, rung_words, title_of

RELATED_OF_A_ROW = ("rule", "recipient", "endpoint", "message", "sent_again_by", *RELATED)


@dataclass(frozen=True)
class Row:
    """`bounce`: the person's present address is flagged. `may_send_again`: it was told or failed."""

    row: Reminder
    title: str
    rung: str
    bounce: Bounce | None

    @property
    def is_again(self) -> bool:
        return AGAIN in self.row.occasion

    @property
    def may_send_again(self) -> bool:
        return self.row.is_still_due and self.row.state in {
            Reminder.State.SENT,
            Reminder.State.FAILED,
        }


def in_words(rows: Iterable[Reminder]) -> list[Row]:
    rows = list(rows)
    flagged = bounces_of({row.recipient for row in rows if row.recipient})
    return [
        Row(
            row,
            title_of(row.obligation),
            rung_words(row.rule),
            flagged.get(row.recipient_id or 0) if row.channel == Message.Channel.MAIL else None,
        )
        for row in rows
    ]
