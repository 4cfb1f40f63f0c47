"""Judges from outside: used where they are on the machine, always in `make test-release`."""

import os
import shutil
from pathlib import Path

import pytest

from scripts.archive.judge import missing

PROGRAM = Path("/usr/lib/libreoffice/program")
IS_RELEASE = bool(os.environ.get("RELEASE_CHECK"))


def _unless(lacking: str, name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        bool(lacking) and not IS_RELEASE,
        reason=f"{name} is not on this machine ({lacking}); `make test-release` brings it",
    )


def _lacking(part: str) -> str:
    """What LibreOffice lacks: it comes in parts, and `soffice` with any of them."""
    found = shutil.which("soffice") and (PROGRAM / part).exists()
    return "" if found else part


needs_verapdf = _unless(missing(), "veraPDF")
needs_writer = _unless(_lacking("libswlo.so"), "LibreOffice Writer")
needs_calc = _unless(_lacking("libsclo.so"), "LibreOffice Calc")
