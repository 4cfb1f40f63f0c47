"""Reading a workbook that somebody hands in: looked at as a file before anything in it is parsed."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.workbook import CELL_LIMIT, FORMULA_START, GUARD
from common.workbook_file import WorkbookRefusedError as WorkbookRefusedError
from common.workbook_file import check_file, not_a_workbook, refused
from common.workbook_parts import MAX_COLUMNS, MAX_ROWS

GUARDED_ESCAPE = re.compile(rf"_{GUARD}(x[0-9A-Fa-f]{{4}}_)")
# What openpyxl lets through when the inside of a file is broken.
BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """`value` is text, a number, a truth value or a datetime. Formulas and errors have none."""

    address: str
    value: Any
    formula: str = ""


Row = Sequence[ReadCell]


@dataclass(frozen=True)
class Book:
    """Every sheet's rows that are not blank. `epoch` is the day from which its dates count."""

    sheets: dict[str, list[Row]]
    epoch: datetime


def read_workbook(data: bytes) -> Book:
    """Nothing is calculated."""
    check_file(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # on extensions that nobody needs here
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            sheets = {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
            return Book(sheets, book.epoch)
    except BROKEN as error:
        raise not_a_workbook() from error


def _rows(sheet: Any) -> Iterator[Row]:
    """Blank rows and columns are nothing, however many of them a program has written."""
    sheet.reset_dimensions()  # what a file says of its own size would cut off what lies beyond
    for cells in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS):
        row = [_cell(sheet.title, cell) for cell in cells if _is_filled(cell.value)]
        if row:
            yield row


def _is_filled(value: Any) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _cell(title: str, cell: Any) -> ReadCell:
    value = cell.value
    if cell.data_type in {"f", "e"}:
        return ReadCell(cell.coordinate, None, formula=str(getattr(value, "text", value)))
    if isinstance(value, str) and len(value) > CELL_LIMIT:
        found = {"place": f"{title}!{cell.coordinate}", "n": len(value)}
        raise refused(_("%(place)s 有 %(n)s 个字") % found, _("每格不超过 %s 字") % CELL_LIMIT)
    return ReadCell(cell.coordinate, plain(value))


def plain(value: Any) -> Any:
    """The words as they were before `common.workbook.safe_text` made them safe."""
    if not isinstance(value, str):
        return value
    if value.startswith(GUARD) and value[len(GUARD) :].startswith(FORMULA_START):
        value = value[len(GUARD) :]
    return GUARDED_ESCAPE.sub(r"_\1", value)
