"""The words of a PDF and of a DOCX in their order, the facts of a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import openpyxl

from tests.common.official.page import characters, within, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DPI = 60


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
