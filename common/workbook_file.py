"""A workbook as a file: what it is made of and how large it is, before anything opens it as one."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import InvalidError
from common.filetypes import has_too_many_members
from common.workbook_parts import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    BrokenPartError,
    Formula,
    LimitError,
    Parts,
    TooManyCellsError,
    UnwantedError,
)

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 10
MAX_UNPACKED_MEGABYTES = 100
MAX_MEMBERS = 500
# A sheet of 20 000 equal rows shrinks to a fiftieth; a bomb to a thousandth.
MAX_RATIO, RATIO_COUNTS_FROM = 200, MEGABYTE
CHUNK = 64 * 1024
ENCRYPTED = 0x1
OLD_FORMAT = b"\xd0\xcf\x11\xe0"
MOST_PLACES = 20
# By a piece of a member's name, of its kind or of what leads to it, in lower case.
UNWANTED = {
    "vbaproject": gettext_lazy("宏"),
    "macroenabled": gettext_lazy("宏"),
    "macrosheet": gettext_lazy("宏"),
    "activex": gettext_lazy("控件"),
    "externallink": gettext_lazy("外部链接"),
    "querytable": gettext_lazy("外部数据连接"),
    "connections": gettext_lazy("外部数据连接"),
    "webextension": gettext_lazy("加载项"),
    "oleobject": gettext_lazy("嵌入的文件"),
    "embeddings/": gettext_lazy("嵌入的文件"),
}


class WorkbookRefusedError(InvalidError):
    words = gettext_lazy("这个工作簿没有读取：%(found)s。应为%(expected)s。")


def check_file(data: bytes) -> None:
    """Refuses whatever is no plain workbook of values; raises WorkbookRefusedError."""
    if len(data) > MAX_MEGABYTES * MEGABYTE:
        raise refused(_("文件过大"), _("不超过 %s MB 的文件") % MAX_MEGABYTES)
    if data.startswith(OLD_FORMAT):
        raise refused(_("设了密码或者是旧格式（.xls）"), _("没有密码的 XLSX 文件"))
    if has_too_many_members(data, MAX_MEMBERS):  # before they are read into memory
        raise _too_large()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_members(archive.infolist())
            _check_parts(archive)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError, RuntimeError) as error:
        raise not_a_workbook() from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_MEGABYTES * MEGABYTE:
        raise _too_large()
    names = [member.filename.casefold() for member in members]
    if len(set(names)) < len(names):
        raise refused(_("里面有同名的部分"), _("完好的 XLSX 文件"))
    for member in members:
        _check_member(member)


def _check_member(member: zipfile.ZipInfo) -> None:
    _check_wanted(member.filename)
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or set(member.filename) & set("\\:\0"):
        raise refused(_("里面的路径指向文件以外"), _("完好的 XLSX 文件"))
    if member.flag_bits & ENCRYPTED:
        raise refused(_("设了密码"), _("没有密码的 XLSX 文件"))
    is_large = member.file_size > RATIO_COUNTS_FROM
    if is_large and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        raise _too_large()


def _check_wanted(words: str) -> None:
    for piece, name in UNWANTED.items():
        if piece in words.lower():
            raise _with(name)


def _check_parts(archive: zipfile.ZipFile) -> None:
    archive.getinfo("[Content_Types].xml")
    archive.getinfo("xl/workbook.xml")
    parts = Parts(_check_wanted)
    try:
        for member in archive.infolist():
            _read_part(archive, member, parts)
    except UnwantedError as found:
        raise _with(found) from found
    except LimitError as found:
        raise _too_large() from found
    except TooManyCellsError as found:
        expected = _("不超过 %s 个有内容的单元格") % MAX_CELLS
        raise refused(_("单元格过多"), expected) from found
    except BrokenPartError as error:
        raise not_a_workbook() from error
    _check_shape(parts)


def _check_shape(parts: Parts) -> None:
    too_far = parts.too_far()
    if too_far:
        size = {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
        expected = _("表头下面不超过 %(rows)s 行，不超过 %(columns)s 列") % size
        raise refused(_("%s 还有内容，表太大") % _("、").join(too_far), expected)
    hidden = parts.hidden_formulas()
    if hidden:
        raise refused(_("里面有隐藏的公式：%s") % _places(hidden), _("只有数据的工作簿"))


def _read_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, parts: Parts) -> None:
    with archive.open(member) as part:
        start = part.read(CHUNK)
        if start.startswith(b"PK\x03\x04"):
            raise _with(_("嵌入的文件"))
        if not parts.begin(member.filename, start):
            return
        while start:
            parts.feed(start)
            start = part.read(CHUNK)
        parts.end()


def _places(formulas: list[Formula]) -> str:
    shown = _("、").join(str(formula) for formula in formulas[:MOST_PLACES])
    more = len(formulas) - MOST_PLACES
    return (
        _("%(places)s 等 %(n)s 处") % {"places": shown, "n": len(formulas)} if more > 0 else shown
    )


def _too_large() -> WorkbookRefusedError:
    return refused(_("展开后过大"), _("展开后不超过 %s MB 的文件") % MAX_UNPACKED_MEGABYTES)


def _with(words: Any) -> WorkbookRefusedError:
    return refused(_("里面有%s") % words, _("只有数据的工作簿"))


def not_a_workbook() -> WorkbookRefusedError:
    return refused(_("不是完好的工作簿"), _("XLSX 格式的文件"))


def refused(found: str, expected: str) -> WorkbookRefusedError:
    return WorkbookRefusedError(found=found, expected=expected)
