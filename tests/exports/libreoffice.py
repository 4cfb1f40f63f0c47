"""A workbook opened and saved again by LibreOffice, where that is installed.

Without a screen it keeps no view of a sheet: a frozen head is not among what it saves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.libreoffice import converted

if TYPE_CHECKING:
    from pathlib import Path


def saved_again(data: bytes, folder: Path) -> Path:
    source = folder / "book.xlsx"
    source.write_bytes(data)
    return converted(source, "xlsx:Calc MS Excel 2007 XML")
