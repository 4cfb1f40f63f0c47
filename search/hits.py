"""What is shown of one thing that was found."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from search.matching import Piece, Words
from units.permissions import Access


@dataclass(frozen=True)
class Hit:
    """`note` says what and whose it is, `text` is where the words stand in it."""

    title: list[Piece]
    address: str
    note: str = ""
    text: tuple[Piece, ...] | list[Piece] = ()


@dataclass(frozen=True)
class Kind:
    """`find` asks for keys, the newest first and one more than `most`; `show` for the rows of some.

    Both ask only for what this person may read.
    """

    name: str
    words: str | Promise
    icon: str
    find: Callable[[Access, Words, int], list[int]]
    show: Callable[[Access, Words, list[int]], list[Hit]]
