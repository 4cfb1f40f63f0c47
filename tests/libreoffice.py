"""A file opened by LibreOffice and saved again, in the same format or another."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 120


def converted(source: Path, target: str, *, fonts: str = "") -> Path:
    """`target` as its --convert-to has it. The new file lies beside the source, in `saved`.

    With a profile of its own, so that two at once do not wait for each other. Like the browser it
    needs fonts, which the tests otherwise do without; `fonts` is a fontconfig file.
    """
    folder = source.parent / "saved"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{source.parent / 'profile'}",
            "--headless",
            "--convert-to",
            target,
            "--outdir",
            str(folder),
            str(source),
        ],
        check=True,
        capture_output=True,
        env=os.environ | {"FONTCONFIG_FILE": fonts or os.environ["BROWSER_FONTCONFIG_FILE"]},
        timeout=SECONDS,
    )
    return folder / source.with_suffix("." + target.partition(":")[0]).name
