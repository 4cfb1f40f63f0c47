"""Excel workbooks from columns as data: one list of columns serves screen, Excel and PDF."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any, Literal
from unicodedata import east_asian_width

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

Kind = Literal["text", "integer", "decimal", "figure", "percent", "date", "datetime"]

NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "figure": "General",  # as many decimals as it has: 37 projects beside 71.5 亿元
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
CENTRED: frozenset[Kind] = frozenset({"date", "datetime"})
A3 = 8
FONT_NAME = "宋体"
NUMBERS_AND_DATES = (int, float, Decimal, date)  # a datetime is a date too

# XML 1.0 cannot carry these at all; one of them in a title must not break the export.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x003D_ inside a string as the character "=".
EXCEL_ESCAPE = re.compile(r"_(x[0-9A-Fa-f]{4}_)")
# What Excel or LibreOffice takes for a formula when a CSV is opened, in half and in full width.
FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A typed text cell is no formula here, but would be one once somebody saves the sheet as CSV and
# opens that. An apostrophe would be seen; this character has no width and survives the way.
GUARD = "\u200b"
CELL_LIMIT = 32_767
SHEET_TITLE_LIMIT = 31
LINE_POINTS = 15.0
HEIGHT_LIMIT = 409.0  # Excel's


@dataclass(frozen=True)
class Column:
    """`value` takes the row and gives what fits `kind`, None for an empty cell, or text instead."""

    name: str
    header: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: float = 16


@dataclass(frozen=True)
class Sheet:
    """`note` says what the figures mean and when they stood so; notes share a sheet of their own."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    note: str = ""


def write_workbook(sheets: Sequence[Sheet], *, title: str, subject: str = "") -> bytes:
    book = Workbook(write_only=True)
    book.properties.title = safe_text(title)
    book.properties.subject = safe_text(subject)
    book.properties.creator = _("议案办理督办平台")
    book.properties.language = "zh-CN"
    for style in _styles():
        book.add_named_style(style)
    used: set[str] = set()
    for sheet in (*sheets, *_notes(sheets)):
        worksheet = book.create_sheet(sheet_title(sheet.title, used))
        _set_up(worksheet, sheet, title=title)
        worksheet.append(_header(worksheet, sheet.columns))
        count = 1
        for row in sheet.rows:
            cells = [_cell(worksheet, column, row) for column in sheet.columns]
            count += 1
            worksheet.row_dimensions[count].height = _height(cells, sheet.columns)
            worksheet.append(cells)
        worksheet.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def safe_text(value: object) -> str:
    """The same words to a reader, with nothing in them that a spreadsheet program would run."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    text = EXCEL_ESCAPE.sub(rf"_{GUARD}\1", NOT_IN_XML.sub("", text))
    if text.startswith(FORMULA_START):
        text = GUARD + text
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


def sheet_title(title: str, used: set[str]) -> str:
    """A title Excel accepts, unlike those in `used` (to which it is added)."""
    plain = re.sub(r"[\[\]:*?/\\\s]+", " ", NOT_IN_XML.sub("", title)).strip(" '")
    plain = plain[:SHEET_TITLE_LIMIT].rstrip(" '") or _("工作表")
    name, number = plain, 1
    while name.casefold() in used:
        number += 1
        suffix = f" ({number})"
        name = plain[: SHEET_TITLE_LIMIT - len(suffix)] + suffix
    used.add(name.casefold())
    return name


def _styles() -> Iterator[NamedStyle]:
    thin = Side(style="thin", color="C9D3DF")
    border = Border(bottom=thin, left=thin, right=thin, top=thin)
    yield NamedStyle(
        name="portal header",
        font=Font(name=FONT_NAME, bold=True, color="FFFFFF", size=11),
        fill=PatternFill("solid", fgColor="1D4F91"),
        alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
        border=border,
    )
    for kind, number_format in NUMBER_FORMATS.items():
        horizontal = "left" if kind == "text" else "center" if kind in CENTRED else "right"
        yield NamedStyle(
            name=f"portal {kind}",
            font=Font(name=FONT_NAME, size=11),
            alignment=Alignment(horizontal=horizontal, vertical="top", wrap_text=kind == "text"),
            number_format=number_format,
            border=border,
        )


def _set_up(worksheet: Any, sheet: Sheet, *, title: str) -> None:
    """Everything but the cells; in a write-only sheet it has to come before them."""
    worksheet.freeze_panes = "A2"
    for index, column in enumerate(sheet.columns, 1):
        worksheet.column_dimensions[get_column_letter(index)].width = column.width
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = A3
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_title_rows = "1:1"
    worksheet.print_options.horizontalCentered = True
    worksheet.oddHeader.center.text = _printed(title)
    worksheet.oddFooter.left.text = _printed(sheet.title)
    worksheet.oddFooter.right.text = _("第 {page} 页 共 {pages} 页").format(page="&P", pages="&N")


def _printed(text: str) -> str:
    """`&` starts a code in Excel's headers and footers, which hold 255 characters."""
    return safe_text(text)[:100].replace("&", "&&")


def _header(worksheet: Any, columns: Sequence[Column]) -> list[Cell]:
    return [_text_cell(worksheet, column.header, "portal header") for column in columns]


def _cell(worksheet: Any, column: Column, row: object) -> Cell:
    value = column.value(row)
    if value is None or value == "":
        return _styled(WriteOnlyCell(worksheet), "portal text")
    if column.kind == "text" or not isinstance(value, NUMBERS_AND_DATES):
        return _text_cell(worksheet, value, "portal text")
    return _styled(WriteOnlyCell(worksheet, _fitted(value, column.kind)), f"portal {column.kind}")


def _height(cells: Sequence[Cell], columns: Sequence[Column]) -> float | None:
    """In points, for wrapped text; LibreOffice does not find it out by itself. None: one line."""
    lines = max(
        (
            _lines(cell.value, column.width)
            for cell, column in zip(cells, columns, strict=True)
            if isinstance(cell.value, str)
        ),
        default=1,
    )
    return min(lines * LINE_POINTS, HEIGHT_LIMIT) if lines > 1 else None


def _lines(text: str, width: float) -> int:
    """A column is as many half-width characters wide as its width says."""
    wide = (sum(1 + (east_asian_width(c) in "WFA") for c in line) for line in text.split("\n"))
    return sum(max(1, ceil(line / (width - 1))) for line in wide)


def _fitted(value: Any, kind: Kind) -> Any:
    """Excel knows no time zones: what it shows is the portal's own."""
    if not isinstance(value, datetime):
        return value
    if timezone.is_aware(value):
        value = timezone.make_naive(value, timezone.get_default_timezone())
    return value.date() if kind == "date" else value


def _text_cell(worksheet: Any, value: object, style: str) -> Cell:
    cell: Cell = WriteOnlyCell(worksheet, safe_text(value))
    cell.data_type = "s"  # openpyxl would make an error cell of the text "#N/A"
    return _styled(cell, style)


def _styled(cell: Cell, style: str) -> Cell:
    cell.style = style
    return cell


def _notes(sheets: Sequence[Sheet]) -> list[Sheet]:
    rows = [(sheet.title, sheet.note) for sheet in sheets if sheet.note]
    columns = [
        Column("sheet", _("工作表"), lambda row: row[0], width=24),
        Column("note", _("说明"), lambda row: row[1], width=100),
    ]
    return [Sheet(_("说明"), columns, rows)] if rows else []
