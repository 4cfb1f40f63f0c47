"""The rows of a workbook's tables, each cell read by the kind of its column and every fault told."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.cells import UnclearError, value_of
from common.tables import NOTES, Column, Finding, Table
from common.workbook_reader import Book, ReadCell, Row, WorkbookRefusedError, read_workbook

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_FOUND = 80  # characters of what was found


@dataclass(frozen=True, slots=True)
class Head:
    """A table's sheet and the letters of its columns: one for all its rows."""

    title: str
    letters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: what it says by key, and where each cell stands."""

    values: dict[str, Any]
    number: int
    head: Head

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def place_of(self, key: str) -> str:
        """Filled or not; of a column that the file lacks, the row."""
        return f"{self.head.title}!{self.head.letters.get(key, '')}{self.number}"

    @property
    def places(self) -> dict[str, str]:
        return {key: self.place_of(key) for key in self.values}

    @property
    def place(self) -> str:
        return self.place_of(next(iter(self.values)))

    def take(self, *keys: str) -> dict[str, Any]:
        return {key: self.values[key] for key in keys}

    def finding(self, key: str, expected: str) -> Finding:
        found = "" if self.values[key] is None else str(self.values[key])
        return Finding(self.place_of(key), found[:MOST_FOUND], expected)


@dataclass(frozen=True)
class Tables:
    """Lines by the title of their sheet, and all that is wrong with any of them."""

    lines: dict[str, list[Line]]
    findings: list[Finding]


def read_tables(data: bytes, tables: Sequence[Table]) -> Tables:
    """What is no workbook at all is one finding."""
    try:
        book = read_workbook(data)
    except WorkbookRefusedError as error:
        found, expected = error.facts["found"], error.facts["expected"]
        return Tables({}, [Finding("XLSX", found, expected)])
    findings = list(_sheet_findings(book.sheets, [table.title for table in tables]))
    there = [table for table in tables if table.title in book.sheets]
    return Tables({table.title: list(_lines(table, book, findings)) for table in there}, findings)


def _sheet_findings(sheets: Collection[str], titles: list[str]) -> Iterator[Finding]:
    for title in titles:
        if title not in sheets:
            yield Finding(title, _("没有这个工作表"), _("全部工作表：%s") % _("、").join(titles))
    for title in sheets:
        if title not in titles and title != NOTES:
            yield Finding(title, _("多出的工作表"), _("只有：%s") % _("、").join(titles))


def _lines(table: Table, book: Book, findings: list[Finding]) -> Iterator[Line]:
    rows = deque(book.sheets.pop(table.title))
    columns = {column.header: column for column in table.columns}
    by_letter: dict[str, Column] = {}
    for cell in rows.popleft() if rows else []:
        column = columns.pop(str(cell.value).strip(), None)
        if column is None:
            headers = _("、").join(column.header for column in table.columns)
            findings.append(_finding(table, cell, _("表头：%s") % headers))
        else:
            by_letter[_letters(cell)] = column
    missing = [header for header, column in columns.items() if not column.is_optional]
    findings += [Finding(f"{table.title}!1", _("没有这一列"), header) for header in missing]
    head = Head(table.title, {column.key: letter for letter, column in by_letter.items()})
    while rows and not missing:
        yield _line(table, rows.popleft(), by_letter, head, book.epoch, findings)


def _line(
    table: Table,
    row: Row,
    by_letter: dict[str, Column],
    head: Head,
    epoch: datetime,
    findings: list[Finding],
) -> Line:
    values: dict[str, Any] = {column.key: None for column in table.columns}
    for cell in row:
        column = by_letter.get(_letters(cell))
        if column is None:
            findings.append(_finding(table, cell, _("空：这一列没有表头")))
        elif cell.formula:
            findings.append(_finding(table, cell, _("值，而不是公式")))
        else:
            try:
                values[column.key] = value_of(column, cell.value, epoch)
            except UnclearError as error:
                findings.append(_finding(table, cell, str(error)))
    return Line(values, int(row[0].address.lstrip(LETTERS)), head)


def _letters(cell: ReadCell) -> str:
    return cell.address.rstrip("0123456789")


def _finding(table: Table, cell: ReadCell, expected: str) -> Finding:
    found = cell.formula or str(cell.value)
    return Finding(f"{table.title}!{cell.address}", found[:MOST_FOUND], expected)
