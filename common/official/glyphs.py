"""Every character of a document has a glyph, or the document is not made."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from common.official.content import Paper, texts_of
from common.official.errors import MissingGlyphError
from common.typefaces import printable

AROUND = 8
WHITE = frozenset("\n\t\r ")
# What a keyboard or a copied text leaves behind without anybody seeing it.
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0f\ufe0e\u00ad")


def check_glyphs(papers: Sequence[Paper]) -> None:
    """Raise for the first character that no font has, with the place where it stands."""
    for place, text in texts_of(papers):
        for index, char in strange_in(text):
            raise MissingGlyphError(
                char=char if char.isprintable() else "？",
                code=f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip(),
                place=place,
                around=around(text, index),
            )


def strange_in(text: str) -> Iterator[tuple[int, str]]:
    """Characters without a glyph. Unseen ones are left out of the document without a word."""
    known = _known()
    if known.issuperset(text):
        return
    yield from ((index, char) for index, char in enumerate(text) if char not in known)


@cache
def _known() -> frozenset[str]:
    return printable() | WHITE | UNSEEN


def around(text: str, index: int) -> str:
    text = text[max(index - AROUND, 0) : index + AROUND + 1]
    return "".join(char if char.isprintable() else " " for char in text)
