"""A file opened by LibreOffice and saved again, in the same format or another."""

from __future__ import annotations

import io
import os
import subprocess
from typing import TYPE_CHECKING, Any

import docx

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


def facts(data: bytes) -> dict[str, Any]:
    """All that a person would miss of a DOCX."""
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    return {
        "paragraphs": [(p.text, p.style.name) for p in document.paragraphs if p.text],
        "tables": [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables],
        "cells": [
            p.style.name for t in document.tables for row in t.rows for p in row.cells[0].paragraphs
        ],
        "sections": [
            (s.top_margin.mm // 1, s.page_width.mm // 1, s.different_first_page_header_footer)
            for s in document.sections
        ],
        "alternative texts": body.xpath("//wp:docPr/@descr"),
        "repeated heads": len(body.xpath("//w:tblHeader")),
        "whole rows": len(body.xpath("//w:cantSplit")),
        "imprints on the foot": len(body.xpath("//w:tblpPr")),
        "numbered": len(body.xpath("//w:numPr")),
        "pages from one": body.xpath("//w:pgNumType/@w:start"),
    }
