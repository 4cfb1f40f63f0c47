"""Tables of a workbook that comes back: the same columns for writing and for reading.

Titles and headers belong to the format of such a file, so they are never translated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Literal

from common import workbook

# text: one line · prose: kept to the letter · number, whole, date · flag: 是 or 否 · word: one of `words`
# note: for the reader of the sheet, whatever is in it afterwards
Kind = Literal["text", "prose", "number", "whole", "date", "flag", "word", "note"]

FLAGS = {"是": True, "否": False}
# A sheet with explanations, which is never read.
NOTES = "说明"
WRITTEN_AS: dict[Kind, workbook.Kind] = {"number": "figure", "whole": "figure", "date": "date"}


@dataclass(frozen=True)
class Column:
    """`key` is the name in a row. `is_optional`: a workbook may lack the whole column."""

    key: str
    header: str
    kind: Kind = "text"
    width: float = 16
    words: Mapping[str, Any] = field(default_factory=dict)
    is_optional: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Finding:
    """One thing wrong in a file: where, what was found, what is expected."""

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}: {self.found} → {self.expected}"


def sheet_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> workbook.Sheet:
    columns = [
        workbook.Column(
            column.key,
            column.header,
            partial(_written, column),
            WRITTEN_AS.get(column.kind, "text"),
            column.width,
        )
        for column in table.columns
    ]
    return workbook.Sheet(table.title, columns, rows)


def _written(column: Column, row: Mapping[str, Any]) -> Any:
    value = row[column.key]
    if value is None or column.kind == "note":
        return value
    if column.kind == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    words = FLAGS if column.kind == "flag" else column.words
    return {name: word for word, name in words.items()}[value] if words else value
