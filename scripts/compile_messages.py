"""Compiles each catalogue in locale/ that changed, without gettext on the machine."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_messages(root: Path = ROOT) -> None:
    for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po_file:
            catalogue = read_po(po_file)
        with target.open("wb") as mo_file:
            write_mo(mo_file, catalogue)


if __name__ == "__main__":
    compile_messages()
