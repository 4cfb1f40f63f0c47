"""What delivery asks of a channel. Plain Python."""

from dataclasses import dataclass
from typing import Protocol

from notifications.models import Message


@dataclass(frozen=True)
class Content:
    """What a message says, and the page of the portal to which it leads."""

    subject: str
    body: str
    link: str


class Refused(Exception):  # noqa: N818 - it says what was answered
    """The other side is there and refuses this one message, in its own words.

    `for_good`: trying the same again is of no use to anybody. `wrong_address`: because nobody can
    be reached at this mail address.
    """

    def __init__(self, words: str, *, for_good: bool = False, wrong_address: bool = False) -> None:
        super().__init__(words)
        self.for_good = for_good or wrong_address
        self.wrong_address = wrong_address


class Unreachable(Exception):  # noqa: N818 - it says what was found
    """Nobody answers: trying the channel's other messages is of no use now."""


class Carrier(Protocol):
    """Of one run; what it opens for the first message it may keep for the next."""

    def send(self, message: Message) -> str:
        """Take it there; the other side's words. Raises `Refused` or `Unreachable`."""

    def close(self) -> None:
        """Let go of what was opened."""
