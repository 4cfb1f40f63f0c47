"""Fields of a text that fetch something from elsewhere, or run a program, when they are updated.

A field's code may be cut into any number of runs, and hold other fields that make up parts of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.office_parts import BrokenPartError, attribute

# Long enough for every path; what is longer is no code that a person wrote.
MOST_OF_A_CODE = 4_000
MOST_NESTED = 50
MOST_SHOWN = 60
ALWAYS = frozenset({"DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "RD", "DATABASE"})
KEYWORD = re.compile(r"[\s\"“”\u200b-\u200f\u2060\ufeff]*([^\s\"“”\\]*)")
# A share of another computer. Within a code each stroke is written twice.
UNC = r"(?<![\w:\\/])[\\/]{2}"
# A picture in a folder of one's own computer is what pasting leaves behind, and fetches nothing.
ELSEWHERE = re.compile(rf"(?!file:/*[a-z]:)\b[a-z][a-z0-9+.-]+:|{UNC}", re.IGNORECASE)
SHARE = re.compile(rf"\bfile:(?!/*[a-z]:)|{UNC}", re.IGNORECASE)

PICTURE = "INCLUDEPICTURE"
# Allowed as long as they stay on this computer; a hyperlink also waits for a click.
BY_TARGET = {PICTURE: ELSEWHERE, "HYPERLINK": SHARE}


@dataclass
class _Field:
    code: str = ""
    in_code: bool = True
    holds_field: bool = False
    begins_with_field: bool = False

    def add(self, text: str) -> None:
        if self.in_code and len(self.code) <= MOST_OF_A_CODE:
            self.code += text

    def note_nested(self) -> None:
        if self.in_code:
            self.holds_field = True
            self.begins_with_field = self.begins_with_field or not self.code.strip()


@dataclass
class WordFields:
    """A reader of parts; `found` are codes in words, each once."""

    wanted = frozenset({"fldChar", "fldSimple", "instrText", "delInstrText", "t"})
    listens: bool = False
    found: dict[str, None] = field(default_factory=dict)

    def begin(self, part: str) -> None:
        self.open: list[_Field] = [_Field()]  # outside of every field
        self.listens = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "fldChar":
            self._turn(attribute(attributes, "fldCharType"))
        elif tag == "fldSimple":
            self._note_nested()
            self._judge(_Field(code=attribute(attributes, "instr")))
        elif tag in {"instrText", "delInstrText"}:
            self.listens = True
        elif tag == "t":  # plain text counts where a code stands, and nowhere else
            self.listens = len(self.open) > 1

    def text(self, text: str) -> None:
        if self.listens:
            self.open[-1].add(text)

    def end(self, _tag: str) -> None:
        self.listens = False

    def finish(self) -> None:
        while self.open:
            self._judge(self.open.pop())

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            if len(self.open) > MOST_NESTED:
                raise BrokenPartError
            self._note_nested()
            self.open.append(_Field())
        elif len(self.open) > 1 and kind == "separate":
            self.open[-1].in_code = False
        elif len(self.open) > 1 and kind == "end":
            self._judge(self.open.pop())

    def _note_nested(self) -> None:
        if len(self.open) > 1:
            self.open[-1].note_nested()

    def _judge(self, one: _Field) -> None:
        for words in _fetching(one):
            self.found[words] = None


def _fetching(one: _Field) -> Iterator[str]:
    found = KEYWORD.match(one.code)
    keyword = found[1].upper() if found else ""
    if keyword in ALWAYS or one.begins_with_field:
        yield _shown(one.code)
    elif keyword in BY_TARGET:
        is_made_up = one.holds_field or len(one.code) > MOST_OF_A_CODE
        if BY_TARGET[keyword].search(one.code) or (keyword == PICTURE and is_made_up):
            yield _shown(one.code)


def _shown(code: str) -> str:
    return _("域“%s”") % " ".join(code.split())[:MOST_SHOWN]
