"""Reading a workbook that somebody hands in: looked at as a file before anything in it is parsed."""

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.errors import InvalidError
from common.workbook import FORMULA_START, GUARD

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 10
MAX_UNPACKED_MEGABYTES = 100
MAX_MEMBERS = 500
MAX_ROWS = 20_000
MAX_COLUMNS = 40
# By a piece of the member's name, in lower case.
REFUSED_MEMBERS = {
    "vbaproject": gettext_lazy("宏"),
    "activex": gettext_lazy("控件"),
    "externallinks/": gettext_lazy("外部链接"),
    "connections.xml": gettext_lazy("外部数据连接"),
    "embeddings/": gettext_lazy("嵌入的文件"),
}
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


class WorkbookRefusedError(InvalidError):
    words = gettext_lazy("这个工作簿没有读取：%(found)s。应为%(expected)s。")


@dataclass(frozen=True)
class ReadCell:
    """`value` is text, a number, a truth value or a datetime. Formulas and errors have none."""

    address: str
    value: Any
    formula: str = ""


Row = Sequence[ReadCell]


def read_workbook(data: bytes) -> dict[str, list[Row]]:
    """Every sheet's rows that are not blank. Nothing is calculated."""
    _check_file(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # on extensions that nobody needs here
            book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
            return {sheet.title: list(_rows(sheet)) for sheet in book.worksheets}
    except BROKEN as error:
        raise _not_a_workbook() from error


def _check_file(data: bytes) -> None:
    if len(data) > MAX_MEGABYTES * MEGABYTE:
        raise _refused(_("文件过大"), _("不超过 %s MB 的文件") % MAX_MEGABYTES)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_members(archive.infolist())
            _check_content_types(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError, RuntimeError) as error:
        raise _not_a_workbook() from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_MEGABYTES * MEGABYTE or len(members) > MAX_MEMBERS:
        raise _refused(_("展开后过大"), _("展开后不超过 %s MB 的文件") % MAX_UNPACKED_MEGABYTES)
    for member in members:
        for piece, words in REFUSED_MEMBERS.items():
            if piece in member.filename.lower():
                raise _with(words)


def _check_content_types(archive: zipfile.ZipFile) -> None:
    """A macro may hide under any name; what it is has to be said here."""
    if b"macroenabled" in archive.read("[Content_Types].xml").lower():
        raise _with(_("宏"))
    archive.getinfo("xl/workbook.xml")


def _rows(sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > MAX_ROWS:
            words = _("不超过 %s 行，后面的空行也请删去") % MAX_ROWS
            raise _refused(_("“%s”行数过多") % sheet.title, words)
        row = [_cell(cell) for cell in cells if cell.value is not None and cell.value != ""]
        if row:
            yield row


def _cell(cell: Any) -> ReadCell:
    if cell.data_type in {"f", "e"}:
        return ReadCell(cell.coordinate, None, formula=str(getattr(cell.value, "text", cell.value)))
    return ReadCell(cell.coordinate, plain(cell.value) if cell.data_type != "n" else cell.value)


def plain(value: Any) -> Any:
    """The words as they were before `common.workbook.safe_text` made them safe."""
    if not isinstance(value, str):
        return value
    if value.startswith(GUARD) and value[len(GUARD) :].startswith(FORMULA_START):
        value = value[len(GUARD) :]
    return GUARDED_ESCAPE.sub(r"_\1", value)


def _with(words: Any) -> WorkbookRefusedError:
    return _refused(_("里面有%s") % words, _("只有数据的工作簿"))


def _not_a_workbook() -> WorkbookRefusedError:
    return _refused(_("不是完好的工作簿"), _("XLSX 格式的文件"))


def _refused(found: str, expected: str) -> WorkbookRefusedError:
    return WorkbookRefusedError(found=found, expected=expected)
