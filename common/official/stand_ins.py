"""〓 for a character that no font has, where a paper may not be held up by one of them."""

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from common.official.content import Heading, Notes, Paper, texts_of
from common.official.glyphs import around, strange_in
from common.pdf import substitute


def with_stand_ins(paper: Paper) -> Paper:
    """The same paper, printable, with a list of what was replaced and where it stands."""
    found = [
        (place, text, index, char)
        for place, text in texts_of([paper])
        for index, char in strange_in(text)
    ]
    if not found:
        return paper
    table = {ord(char): substitute(char) for _place, _text, _index, char in found}
    printed = _translated(paper, table)
    seen = ((place, text, i, char) for place, text, i, char in found if table[ord(char)])
    notes = tuple(dict.fromkeys(_note(*row).translate(table) for row in seen))
    if notes:
        listed = (Heading(_("没有字形的字"), 2), Notes(notes))
        printed = replace(printed, blocks=(*printed.blocks, *listed))
    return printed


def _note(place: str, text: str, index: int, char: str) -> str:
    name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    return _("%(place)s：“%(around)s”中的〓是 %(name)s。") % {
        "place": place,
        "around": around(text, index),
        "name": name,
    }


def _translated(value: Any, table: dict[int, str]) -> Any:
    """Every text in it, however deep; what is no text stays."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) else value.translate(table)
    if isinstance(value, tuple | list):
        return type(value)(_translated(row, table) for row in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **dict(_fields(value, table)))
    return value


def _fields(value: Any, table: dict[int, str]) -> Iterator[tuple[str, Any]]:
    for field in fields(value):
        if field.init:
            yield field.name, _translated(getattr(value, field.name), table)
