"""A page against its kept picture; the words of a PDF and of a DOCX in their order."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
from PIL import Image, ImageChops, ImageFilter

from tests.common.official.page import characters, within, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DPI = 60
# Drawn anew, edges may be a little darker or lighter; a line that moved leaves hundreds of dots.
NOTICED, MOST_DOTS = 48, 12
REWRITES = bool(os.environ.get("REWRITE_PICTURES"))


def difference(seen: Image.Image, kept: Image.Image) -> Image.Image:
    """White where nobody would see one; both are softened first."""
    if seen.size != kept.size:
        return Image.new("L", seen.size, 0)
    soft = [picture.filter(ImageFilter.BoxBlur(1)) for picture in (seen, kept)]
    return ImageChops.difference(*soft).point(lambda grey: 0 if grey > NOTICED else 255)


def dots(difference: Image.Image) -> int:
    return difference.histogram()[0]


def looks_as_kept(seen: Image.Image, path: Path, folder: Path) -> str:
    """Empty, or what differs and where the pictures lie. REWRITE_PICTURES=1 keeps what is seen."""
    if REWRITES:
        path.parent.mkdir(exist_ok=True)
        seen.quantize(16).save(path, optimize=True)
    if not path.exists():
        return f"no picture {path}: REWRITE_PICTURES=1 makes it"
    with Image.open(path) as kept:
        found = difference(seen, kept.convert("L"))
    if dots(found) <= MOST_DOTS:
        return ""
    seen.save(folder / f"{path.stem}-seen.png")
    found.save(folder / f"{path.stem}-difference.png")
    return f"{dots(found)} dots differ from {path}: see {folder}/{path.stem}-difference.png"


def pdf_words(pdf: bytes) -> str:
    """What stands in the type area, page after page."""
    return "".join(words(within(page)) for page in characters(pdf))


def docx_words(data: bytes) -> str:
    """Of the body, tables in their place."""
    body = docx.Document(io.BytesIO(data)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def squeezed(text: str) -> str:
    return "".join(text.split())


def without(text: str, pieces: Iterable[str]) -> tuple[list[str], list[str]]:
    """The text taken apart at the pieces in their order: what was not found, what is left over."""
    missing, left, at = [], [], 0
    for piece in map(squeezed, pieces):
        found = text.find(piece, at)
        if found < 0:
            missing.append(piece)
            continue
        left.append(text[at:found])
        at = found + len(piece)
    return missing, [row for row in [*left, text[at:]] if row]


def workbook_facts(data: bytes) -> dict[str, dict[str, Any]]:
    """All that a person would miss, by sheet; without a screen LibreOffice keeps no frozen head."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: dict(_sheet_facts(sheet)) for sheet in book}


def _sheet_facts(sheet: Any) -> Iterator[tuple[str, Any]]:
    yield (
        "cells",
        {c.coordinate: _cell(c) for row in sheet.iter_rows() for c in row if c.value is not None},
    )
    yield "merged", sorted(str(area) for area in sheet.merged_cells.ranges)
    yield (
        "choices",
        sorted((str(v.sqref), v.formula1) for v in sheet.data_validations.dataValidation),
    )
    yield "filter", sheet.auto_filter.ref
    yield "head on each page", sheet.print_title_rows
    yield "paper", (str(sheet.page_setup.paperSize), sheet.page_setup.orientation)
    yield "is shown", sheet.sheet_state


def _cell(cell: Any) -> tuple[Any, str, bool]:
    return cell.value, cell.data_type, cell.is_date
