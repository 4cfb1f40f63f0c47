"""Whether texts hold words, any part of them, whatever the case and width of letters.

On PostgreSQL both sides are folded by `search_folded`, and `search_grams` is what the indexes of
long texts are made of (docs/adr/0029). SQLite, which carries small installations, reads the texts.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

SHORTEST, LONGEST, MOST_WORDS = 2, 100, 5
# So many rows are looked at one by one: what an index finds, or the newest a person reads. Of these a
# common word has its hits among the very first: a word of each eighth text in eight times as many.
LOOKED_AT, LOOKED_AT_A_HIT, LOOKED_AT_LEAST = 2_000, 8, 100
BEFORE_A_HIT, EXCERPT = 24, 110

Words = tuple[str, ...]


class Folded(Func):
    function = "search_folded"
    output_field = TextField()


class Grams(Func):
    function = "search_grams"
    output_field = TextField()


def has_index() -> bool:
    return connection.vendor == "postgresql"


# -- in the database ---------------------------------------------------------------------------------


def holding(words: Words, *columns: str) -> Q:
    """Together the columns hold every word."""
    return reduce(and_, (_holds(word, columns) for word in words))


def _holds(word: str, columns: tuple[str, ...]) -> Q:
    if has_index():
        return Q(GreaterThan(StrIndex(Folded(*columns), Folded(Value(word))), 0))
    pattern = _either_width(word)
    return reduce(or_, (Q(**{f"{column}__iregex": pattern}) for column in columns))


def _either_width(word: str) -> str:
    return "".join(_widths(char) for char in unicodedata.normalize("NFKC", word))


def _widths(char: str) -> str:
    is_ascii = "!" <= char <= "~"
    return f"[{re.escape(char)}{chr(ord(char) + 0xFEE0)}]" if is_ascii else re.escape(char)


def among(column: str, keys: Iterable[int]) -> Q:
    """`column__in` with one parameter, where there is an index: thousands take longer than the search."""
    return Q(
        Func(
            F(column),
            Value(list(keys)),
            template="(%(expressions)s))",
            arg_joiner=" = ANY(",
            output_field=BooleanField(),
        )
    )


def newest(rows: "QuerySet[Any]", most: int) -> list[int]:
    """One more than `most`, if there is one."""
    return list(rows.order_by("-pk").values_list("pk", flat=True)[: most + 1])


@dataclass(frozen=True)
class Recent:
    """Where the texts of the newest things are that a person may know of.

    `keys`: of each thing those of its texts, by `column`; `is_all`: there are no others. Which of the
    texts may be read is another question.
    """

    column: str
    keys: Sequence[Collection[int]]
    is_all: bool

    def first(self, number: int) -> "Recent":
        return Recent(self.column, self.keys[:number], is_all=False)

    def of(self, rows: "QuerySet[Any]") -> list[int]:
        keys = {key for some in self.keys for key in some}
        return list(rows.filter(among(self.column, keys)).values_list("pk", flat=True))


def newest_in_texts(
    readable: "QuerySet[Any]",
    words: Words,
    *columns: str,
    most: int,
    recent: Callable[[int], Recent],
) -> list[int]:
    """The newest that may be read and hold the words, in an indexed table of long texts.

    A rare word is asked of the index; of a common one the newest texts are full. Only a word that
    is common, but not in the newest texts of this very person, is looked for everywhere.
    """
    holds = holding(words, *columns)
    if not has_index():
        return newest(readable.filter(holds), most)
    pairs = _pairs(words, columns)
    candidates = readable.model._default_manager.filter(pairs).order_by()
    ids = list(candidates.values_list("pk", flat=True)[: LOOKED_AT + 1])
    if len(ids) <= LOOKED_AT:
        return newest(readable.filter(holds, among("pk", ids)), most)
    found = _in_the_newest(readable, holds, most, recent)
    return newest(readable.filter(pairs, holds), most) if found is None else found


def _in_the_newest(
    readable: "QuerySet[Any]", holds: Q, most: int, recent: Callable[[int], Recent]
) -> list[int] | None:
    """Of a common word; None where these hold too few, though there are others.

    Of the very first, mostly all may be read: that is asked of the hits alone.
    """
    everything = readable.model._default_manager.all()
    near = recent(LOOKED_AT)
    few = near if near.is_all else near.first(max(LOOKED_AT_LEAST, LOOKED_AT_A_HIT * most))
    hits = newest(everything.filter(holds, among("pk", few.of(everything))), most)
    found = newest(readable.filter(among("pk", hits)), most)
    if len(found) > most or (near.is_all and len(hits) <= most):
        return found
    if near.is_all:
        return newest(readable.filter(holds), most)
    found = newest(everything.filter(holds, among("pk", near.of(readable))), most)
    return found if len(found) > most else None


def _pairs(words: Words, columns: tuple[str, ...]) -> Q:
    """What the index answers: every pair of neighbouring characters is there."""
    asked = (
        Func(
            Grams(*columns),
            Grams(Value(word)),
            template="(%(expressions)s)",
            arg_joiner=" @> ",
            output_field=BooleanField(),
        )
        for word in words
        if len(word) >= SHORTEST
    )
    return reduce(and_, (Q(pair) for pair in asked))


# -- on the page -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def marked(text: str, words: Words) -> list[Piece]:
    """The text in pieces, those that were asked for marked."""
    pieces, end = [], 0
    for start, stop in _hits(text, words):
        if start < end:
            continue
        pieces += [Piece(text[end:start]), Piece(text[start:stop], is_hit=True)]
        end = stop
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def excerpt(texts: Iterable[str | None], words: Words) -> list[Piece]:
    """Some words around the first hit in the first text that has one; empty if none has."""
    for text in filter(None, texts):
        line = " ".join(text.split())
        first = next(_hits(line, words), None)
        if first is not None:
            return marked(_cut(line, first[0]), words)
    return []


def _cut(line: str, hit: int) -> str:
    start = max(0, hit - BEFORE_A_HIT)
    stop = start + EXCERPT
    before, after = "…" if start else "", "…" if stop < len(line) else ""
    return f"{before}{line[start:stop]}{after}"


def _hits(text: str, words: Words) -> Iterator[tuple[int, int]]:
    folded, places = _with_places(text)
    pattern = "|".join(re.escape(fold(word)) for word in sorted(words, key=len, reverse=True))
    for found in re.finditer(pattern, folded):
        yield places[found.start()], places[found.end() - 1] + 1


def fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _with_places(text: str) -> tuple[str, range | list[int]]:
    """The folded text, and where each of its characters stood: 1 ㎡ becomes two."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded, range(len(text))
    chars = [(char, place) for place, whole in enumerate(text) for char in fold(whole)]
    return "".join(char for char, _place in chars), [place for _char, place in chars]
