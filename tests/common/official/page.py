"""A PDF page measured: where each character stands, in mm from the top left."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

import pypdfium2

MM = 25.4 / 72
HEIGHT = 297.0


@dataclass(frozen=True)
class Character:
    text: str
    left: float
    right: float
    top: float
    bottom: float


def characters(pdf: bytes) -> list[list[Character]]:
    """Of each page, without blanks."""
    with _document(pdf) as document:
        return [list(_of_page(page)) for page in document]


def lines(page: list[Character]) -> list[list[Character]]:
    """From top to bottom; characters whose feet stand on one height are one line."""
    rows = sorted(page, key=lambda char: (round(char.bottom, 0), char.left))
    return [list(row) for _key, row in groupby(rows, key=lambda char: round(char.bottom, 0))]


def within(page: list[Character], top: float = 37, bottom: float = 262) -> list[Character]:
    """What stands in the type area."""
    return [char for char in page if top - 1 < char.top and char.bottom < bottom + 1]


def words(page: list[Character]) -> str:
    return "".join(char.text for char in page)


def picture(pdf: bytes, number: int, *, dpi: int) -> "pypdfium2.PdfBitmap":
    """One page in grey, `number` from 0."""
    with _document(pdf) as document:
        return document[number].render(scale=dpi / 72, grayscale=True).to_pil()


@contextmanager
def _document(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def _of_page(page: pypdfium2.PdfPage) -> Iterator[Character]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        if char.strip():
            left, bottom, right, top = text.get_charbox(index, loose=True)
            yield Character(char, left * MM, right * MM, HEIGHT - top * MM, HEIGHT - bottom * MM)


@dataclass(frozen=True)
class Rule:
    """A line across the page, in mm."""

    top: float
    bottom: float
    left: float
    right: float


def rules(pdf: bytes, number: int, *, dpi: int = 200, shortest: float = 140) -> list[Rule]:
    """From top to bottom; `number` from 0. What is as dark as ink over that many mm is a line."""
    image = picture(pdf, number, dpi=dpi)
    mm = 25.4 / dpi
    width, height = image.size
    dark = image.point(lambda grey: 255 if grey < 120 else 0)
    boxes = [dark.crop((0, y, width, y + 1)).getbbox() for y in range(height)]
    rows = [
        (y, box)
        for y, box in enumerate(boxes)
        if box and dark.crop((0, y, width, y + 1)).histogram()[255] * mm > shortest
    ]
    found: list[Rule] = []
    for y, box in rows:
        top = found.pop().top if found and abs(found[-1].bottom - y * mm) < mm / 2 else y * mm
        found.append(Rule(top, (y + 1) * mm, box[0] * mm, box[2] * mm))
    return found
