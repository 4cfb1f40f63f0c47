"""What all charts are drawn with: marks, colours, the legend, figures as words.

Colours go into presentation attributes, never into `style`: the same SVG then holds under the
strict Content-Security-Policy and in WeasyPrint. None of them carries meaning alone; a pattern,
a shape or a word always says the same.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from itertools import zip_longest
from typing import ClassVar, Protocol

BLUE = "#1d4f91"
AMBER = "#a15c00"
RED = "#b3261e"
INK = "#1f2933"
GREY = "#52606d"
MID_GREY = "#8593a3"
TRACK = "#e4e9ef"
WHITE = "#ffffff"

# Names of the patterns in templates/charts/chart.svg.
HATCH_AMBER = "hatch-amber"
CROSS_RED = "cross-red"
DOTS_GREY = "dots-grey"
LINES_GREY = "lines-grey"
PATTERNS = frozenset({HATCH_AMBER, CROSS_RED, DOTS_GREY, LINES_GREY})

LABEL_SIZE = 15.0
SMALL_SIZE = 13.0
LEAST_SIZE = 12.5  # on the narrowest screen still 12 pixels
NARROW_LETTERS = frozenset(" .,:;'!|ijl")
LABEL_LINE = 20.0
LABEL_LINES = 3
LEGEND_LINE = 24.0
SWATCH = 14.0


def units(value: float) -> str:
    """A coordinate, written alike in every language (templates would localise a float)."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = "none"
    dashes: str = ""
    radius: float = 0
    kind: ClassVar[str] = "rect"

    @property
    def has_pattern(self) -> bool:
        return self.fill in PATTERNS

    @property
    def box(self) -> dict[str, str]:
        return {
            "x": units(self.x),
            "y": units(self.y),
            "width": units(self.width),
            "height": units(self.height),
            "radius": units(self.radius),
        }


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    thickness: float = 1
    dashes: str = ""
    kind: ClassVar[str] = "line"

    @property
    def ends(self) -> dict[str, str]:
        return {name: units(getattr(self, name)) for name in ("x1", "y1", "x2", "y2", "thickness")}


@dataclass(frozen=True)
class Polygon:
    corners: Sequence[tuple[float, float]]
    fill: str
    stroke: str = "none"
    kind: ClassVar[str] = "polygon"

    @property
    def points(self) -> str:
        return " ".join(f"{units(x)},{units(y)}" for x, y in self.corners)


@dataclass(frozen=True)
class Polyline:
    corners: Sequence[tuple[float, float]]
    stroke: str
    thickness: float = 2
    dashes: str = ""
    kind: ClassVar[str] = "polyline"

    @property
    def points(self) -> str:
        return " ".join(f"{units(x)},{units(y)}" for x, y in self.corners)

    @property
    def wide(self) -> str:
        return units(self.thickness)


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    radius: float
    fill: str
    stroke: str = "none"
    kind: ClassVar[str] = "circle"

    @property
    def place(self) -> dict[str, str]:
        return {"x": units(self.x), "y": units(self.y), "radius": units(self.radius)}


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    text: str
    size: float = SMALL_SIZE
    fill: str = INK
    bold: bool = False
    anchor: str = "start"
    kind: ClassVar[str] = "text"

    @property
    def place(self) -> dict[str, str]:
        return {"x": units(self.x), "y": units(self.y), "size": units(self.size)}


Mark = Rect | Line | Polygon | Polyline | Circle | Text


@dataclass(frozen=True)
class Door:
    """A part of the drawing that leads to its rows; `words` say all of it to who cannot see it."""

    box: Rect
    address: str
    words: str


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    marks: Sequence[Mark]
    doors: Sequence[Door] = ()

    @property
    def view_box(self) -> str:
        return f"0 0 {units(self.width)} {units(self.height)}"

    @property
    def patterns(self) -> frozenset[str]:
        """Those in use: a page with many charts need not carry the others."""
        return PATTERNS & {getattr(mark, "fill", "") for mark in self.marks}


@dataclass(frozen=True)
class Table:
    """The chart's figures as text; the first cell of each row is its heading.

    `addresses`, cell by cell: of the rows a figure is counted from; empty where it leads nowhere.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    addresses: tuple[tuple[str, ...], ...] = ()

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """Each cell with its address."""
        addresses = self.addresses or [()] * len(self.rows)
        return [
            list(zip_longest(row, leads_to, fillvalue=""))
            for row, leads_to in zip(self.rows, addresses, strict=True)
        ]


class Chart(Protocol):
    """`key` is unique on the page: the ids inside the SVG begin with it."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def finding(self) -> str: ...
    def draw(self, width: float) -> Drawing: ...
    def table(self) -> Table: ...


def figure(value: Decimal | None) -> str:
    """62.50 → 62.5, 1587 → 1587, nothing → a dash."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_cent(part: Decimal | int, whole: Decimal | int | None) -> str:
    """Cut, not rounded: 100% is only ever said of what is complete."""
    if not whole:
        return "—"
    share = Decimal(part) * 100 / Decimal(whole)
    return f"{figure(share.quantize(Decimal('0.1'), ROUND_DOWN))}%"


def text_width(text: str, size: float) -> float:
    """An estimate on the safe side: full width one em, narrow letters 0.35, everything else 0.6."""
    return size * sum(map(_ems, text))


def _ems(letter: str) -> float:
    if letter in NARROW_LETTERS:
        return 0.35
    return 1 if unicodedata.east_asian_width(letter) in "WFA" else 0.6


def fit(text: str, width: float, size: float) -> str:
    """The text, cut with … where it is too wide; the table has it whole."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """At most so many lines; the last one cut where there is more."""
    lines: list[str] = []
    while text and len(lines) < most - 1 and text_width(text, size) > width:
        end = len(text)
        while end > 1 and text_width(text[:end], size) > width:
            end -= 1
        space = text.rfind(" ", 1, end + 1)
        end = space if space > 0 and text[end - 1 : end + 1].isascii() else end
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, fit(text, width, size)] if text else lines


def heading(label: str, y: float, room: float) -> list[Text]:
    """What a row is called, over as many lines as it needs; `y` is the base of the first."""
    lines = wrapped(label, room, LABEL_SIZE, LABEL_LINES) or [""]
    return [
        Text(0, y + number * LABEL_LINE, line, LABEL_SIZE, bold=True)
        for number, line in enumerate(lines)
    ]


def octagon(x: float, y: float, size: float, fill: str) -> Polygon:
    """Around its centre."""
    half, cut = size / 2, size * 0.21
    edge = ((-cut, -half), (cut, -half), (half, -cut), (half, cut))
    corners = [*edge, *((-dx, -dy) for dx, dy in edge)]
    return Polygon([(x + dx, y + dy) for dx, dy in corners], fill)


def triangle(x: float, y: float, size: float, fill: str, *, up: bool) -> Polygon:
    """Around its centre, point up or down."""
    half, tip = size / 2, -size / 2 if up else size / 2
    return Polygon([(x - half, y - tip), (x + half, y - tip), (x, y + tip)], fill)


def legend(entries: Iterable[tuple[Sequence[Mark], str]], y: float, width: float) -> list[Mark]:
    """Samples with their words from the line `y` on, as many to a line as fit.

    A sample is drawn in a square of SWATCH at the origin.
    """
    marks: list[Mark] = []
    x = 0.0
    for sample, label in entries:
        needed = SWATCH + 6 + text_width(label, SMALL_SIZE) + 20
        if x and x + needed - 20 > width:
            x, y = 0.0, y + LEGEND_LINE
        marks += [moved(mark, x, y) for mark in sample]
        marks.append(Text(x + SWATCH + 6, y + SWATCH - 2.5, label, fill=GREY))
        x += needed
    return marks


def bottom(marks: Sequence[Mark]) -> float:
    """The lower edge of the lowest text."""
    return max(mark.y + mark.size * 0.35 for mark in marks if isinstance(mark, Text))


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    if isinstance(mark, Line):
        return replace(mark, x1=mark.x1 + dx, y1=mark.y1 + dy, x2=mark.x2 + dx, y2=mark.y2 + dy)
    if isinstance(mark, Polygon | Polyline):
        return replace(mark, corners=[(x + dx, y + dy) for x, y in mark.corners])
    return replace(mark, x=mark.x + dx, y=mark.y + dy)
