"""A workbook opened and saved again by LibreOffice, where that is installed.

Without a screen it keeps no view of a sheet: a frozen head is not among what it saves.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 120


def has_libreoffice() -> bool:
    return shutil.which("soffice") is not None


def saved_again(data: bytes, folder: Path) -> Path:
    """With a profile of its own, so that two at once do not wait for each other.

    Like the browser it needs fonts, which the tests otherwise do without.
    """
    source, target = folder / "book.xlsx", folder / "saved"
    source.write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder / 'profile'}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(target),
            str(source),
        ],
        check=True,
        capture_output=True,
        env=os.environ | {"FONTCONFIG_FILE": os.environ["BROWSER_FONTCONFIG_FILE"]},
        timeout=SECONDS,
    )
    return target / "book.xlsx"
