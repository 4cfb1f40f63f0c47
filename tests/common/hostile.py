"""Workbooks as no spreadsheet program writes them, made from a plain one member by member."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Change = Callable[[bytes], bytes]

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STRINGS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
STRINGS_RELATION = (
    '<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/sharedStrings"/>'
)
TYPES = "[Content_Types].xml"


def plain(rows: Sequence[Sequence[object]] = (("名称", "数"), ("甲", 1))) -> bytes:
    book = Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(name: str, change: Change, base: bytes | None = None) -> bytes:
    """One member rewritten."""
    source = zipfile.ZipFile(BytesIO(base or plain()))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in source.namelist():
            data = source.read(member)
            archive.writestr(member, change(data) if member == name else data)
    return buffer.getvalue()


def replaced(name: str, old: str, new: str, base: bytes | None = None) -> bytes:
    def change(data: bytes) -> bytes:
        assert old.encode() in data, data[:2000]
        return data.replace(old.encode(), new.encode(), 1)

    return changed(name, change, base)


def added(name: str, data: bytes, base: bytes | None = None) -> bytes:
    buffer = BytesIO(base or plain())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def with_sheet(xml_rows: str, *, columns: str = "") -> bytes:
    """Its one sheet written by hand."""
    text = (
        f'<?xml version="1.0"?><worksheet {MAIN}>'
        f"{columns}<sheetData>{xml_rows}</sheetData></worksheet>"
    )
    return changed(SHEET, lambda _data: text.encode())


def with_strings(strings: str | bytes) -> bytes:
    """With a list of words of its own, as other programs than the portal's write it."""
    data = strings if isinstance(strings, bytes) else f"<sst {MAIN}>{strings}</sst>".encode()
    base = with_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    base = replaced(RELATIONS, "</Relationships>", f"{STRINGS_RELATION}</Relationships>", base)
    base = replaced(TYPES, "</Types>", f"{STRINGS_TYPE}</Types>", base)
    return added(STRINGS, data, base)


def text_cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><x>&j;</x>"
)


def lying_about_its_size() -> bytes:
    """The directory says ten bytes, the member holds many."""
    data = bytearray(added("xl/media/image1.xml", b"<x>" + b" " * 100_000 + b"</x>"))
    size = (100_007).to_bytes(4, "little")
    assert size in data
    return bytes(data.replace(size, (10).to_bytes(4, "little")))


def twice_the_same_name() -> bytes:
    buffer = BytesIO(plain())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("XL/worksheets/SHEET1.xml", b"<x/>")
    return buffer.getvalue()
