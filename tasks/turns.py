"""Where something owed stands, told by the app that has its life.

An app above this one says when it starts that it speaks for its kinds: this one never learns of it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from tasks.models import Obligation
from units.permissions import Access


@dataclass(frozen=True)
class Turn:
    """`about`: which of several alike; `words`: who has it; `step`: the next one, where it is this person's."""

    about: str = ""
    words: str = ""
    step: str = ""


NOTHING_SAID = Turn()
Teller = Callable[[Access, Collection[Obligation]], Mapping[int, Turn]]
_tellers: dict[str, Teller] = {}


def speak_for(kinds: Iterable[str], teller: Teller) -> None:
    """`teller` answers by obligation, with the same number of queries for any number of them."""
    for kind in kinds:
        _tellers[kind] = teller


def turns_of(access: Access, owed: Iterable[Obligation]) -> dict[int, Turn]:
    """Of every kind somebody speaks for; a query or two for each kind that is there."""
    asked: dict[Teller, list[Obligation]] = {}
    for row in owed:
        if row.kind in _tellers:
            asked.setdefault(_tellers[row.kind], []).append(row)
    return {pk: turn for teller, rows in asked.items() for pk, turn in teller(access, rows).items()}
