"""Pieces of WordprocessingML as text. Lengths of the file format: 1/20 pt (twips), 1/8 pt (borders)."""

import re
from html import escape

from common.official.measures import POINTS_PER_MM

NAMESPACES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{address}"'
    for prefix, address in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# What XML cannot hold, and marks that turn the direction of the text around them.
NOT_PRINTED = re.compile(
    "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
FULL_WIDTH_FROM = "\u1100"


def twips(points: float) -> int:
    return round(points * 20)


def twips_of_mm(length: float) -> int:
    return twips(length * POINTS_PER_MM)


def clean(text: str) -> str:
    """The text as the file can hold it, safe inside an element or an attribute."""
    return escape(NOT_PRINTED.sub("", text))


def width_in_characters(text: str) -> float:
    return sum(1 if char >= FULL_WIDTH_FROM else 0.5 for char in text)


def words(text: str, style: str = "") -> str:
    """A run. Line breaks and tabs in the text become those of Word."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    lines = NOT_PRINTED.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inside = "<w:br/>".join("<w:tab/>".join(map(_text, line.split("\t"))) for line in lines)
    return f"<w:r>{properties}{inside}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """`properties` come after the style, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def page_number() -> str:
    field = "".join(
        f"<w:r>{piece}</w:r>"
        for piece in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return words("— ") + field + words(" —")


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def sizes(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def tracking(points: float) -> str:
    return f'<w:spacing w:val="{twips(points)}"/>'


def rule(val: str, size: int, space: float, colour: str = "auto", edge: str = "bottom") -> str:
    """`size` in eighths of a point, `space` to the text in points."""
    return f'<w:{edge} w:val="{val}" w:sz="{size}" w:space="{round(space)}" w:color="{colour}"/>'
