"""Judges from outside: used where they are on the machine, always in `make test-release`."""

import os
import shutil

import pytest

from scripts.archive.judge import missing

IS_RELEASE = bool(os.environ.get("RELEASE_CHECK"))


def _unless(lacking: str, name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        bool(lacking) and not IS_RELEASE,
        reason=f"{name} is not on this machine ({lacking}); `make test-release` brings it",
    )


needs_verapdf = _unless(missing(), "veraPDF")
needs_libreoffice = _unless("" if shutil.which("soffice") else "soffice", "LibreOffice")
