"""Regions as tiles that stand roughly where the map has them, each with a shape, a word and its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from common.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    LABEL_SIZE,
    LEAST_SIZE,
    MID_GREY,
    RED,
    SMALL_SIZE,
    SWATCH,
    TRACK,
    WHITE,
    Circle,
    Door,
    Drawing,
    Mark,
    Rect,
    Table,
    Text,
    bottom,
    fit,
    legend,
    octagon,
    text_width,
    triangle,
    wrapped,
)

GAP = 6.0
PADDING = 8.0
NAME_LINES = 2
LINE = 18.0
SHAPE = 16.0
MOST_COLUMNS = 5
COLOURS = {"good": BLUE, "late": AMBER, "overdue": RED, "waiting": GREY}


@dataclass(frozen=True)
class Tile:
    """`look`: good, late, overdue or waiting. `name` and `lines` are short; `whole` and `cells` say all.

    `address`: of the rows of the whole tile, `addresses` of those that each cell counts.

    `row` and `column` count from 1; a map in which one tile has none is drawn as an even grid.
    """

    name: str
    whole: str
    look: str
    word: str
    lines: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    row: int | None = None
    column: int | None = None
    address: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class TileGrid:
    """`looks`: what each look is called in the legend. `header` names the tiles and their `cells`."""

    key: str
    title: str
    finding: str
    tiles: Sequence[Tile]
    looks: Sequence[tuple[str, str]]
    header: tuple[str, ...]

    @property
    def places(self) -> list[tuple[int, int]]:
        """Row and column of each tile, from 0."""
        given = [(tile.row, tile.column) for tile in self.tiles]
        known = [(row - 1, column - 1) for row, column in given if row and column]
        if len(set(known)) == len(self.tiles):
            return _from_the_corner(known)
        columns = min(MOST_COLUMNS, ceil(sqrt(len(self.tiles))) or 1)
        return [divmod(number, columns) for number in range(len(self.tiles))]

    def table(self) -> Table:
        return Table(
            self.title,
            self.header,
            tuple((tile.whole, tile.word, *tile.cells) for tile in self.tiles),
            tuple((tile.address, "", *tile.addresses) for tile in self.tiles),
        )

    def draw(self, width: float) -> Drawing:
        places = self.places
        columns = max((column for _row, column in places), default=0) + 1
        rows = max((row for row, _column in places), default=-1) + 1
        each = (width - GAP * (columns - 1)) / columns
        size = self._name_size(each)
        height = self._height(each, size)
        marks: list[Mark] = []
        doors = []
        for tile, (row, column) in zip(self.tiles, places, strict=True):
            box = _Box(column * (each + GAP), row * (height + GAP), each, height)
            marks += _tile(tile, box, size)
            if tile.address:
                doors.append(_door(tile, box))
        seen = {tile.look for tile in self.tiles}
        entries = [(_sample(look), words) for look, words in self.looks if look in seen]
        marks += legend(entries, rows * (height + GAP) + 6, width)
        return Drawing(width, bottom(marks) + 6, marks, doors)

    def _name_size(self, width: float) -> float:
        """Smaller where a name would be cut otherwise."""
        is_cut = any("…" in _name(tile, width, LABEL_SIZE)[-1] for tile in self.tiles if tile.name)
        return SMALL_SIZE if is_cut else LABEL_SIZE

    def _height(self, width: float, size: float) -> float:
        lines = max(
            (
                len(_name(tile, width, size)) + len(_word(tile, width)) + len(_lines(tile, width))
                for tile in self.tiles
            ),
            default=1,
        )
        return PADDING * 2 + LINE * lines


def _from_the_corner(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without empty rows above and empty columns to the left."""
    top, left = min(row for row, _column in places), min(column for _row, column in places)
    return [(row - top, column - left) for row, column in places]


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    width: float
    height: float


def _name(tile: Tile, width: float, size: float) -> list[str]:
    return wrapped(tile.name, width - 2 * PADDING, size, NAME_LINES)


def _word(tile: Tile, width: float) -> list[str]:
    """What does not fit beside the shape stands below it, from the first space on."""
    room = width - PADDING - 4
    if text_width(tile.word, SMALL_SIZE) <= room - SHAPE:
        return [tile.word]
    first, _space, rest = tile.word.partition(" ")
    below = [fit(rest, room, SMALL_SIZE)] if rest else []
    return [fit(first, room - SHAPE, SMALL_SIZE), *below]


def _lines(tile: Tile, width: float) -> list[str]:
    room = width - PADDING - 4
    return [line for text in tile.lines for line in wrapped(text, room, LEAST_SIZE, 2)]


def _tile(tile: Tile, box: _Box, size: float) -> list[Mark]:
    colour = COLOURS[tile.look]
    marks: list[Mark] = [
        Rect(box.x + 0.6, box.y + 0.6, box.width - 1.2, box.height - 1.2, WHITE, MID_GREY, "", 6),
        Rect(box.x + 0.6, box.y + 0.6, 4, box.height - 1.2, colour, radius=2),
    ]
    left, line = box.x + PADDING + 2, box.y + PADDING + 12
    for text in _name(tile, box.width, size):
        marks.append(Text(left, line, text, size, bold=True))
        line += LINE
    marks.append(_shape(tile.look, left + 6, line - 4.5))
    for number, text in enumerate(_word(tile, box.width)):
        beside = left if number else left + SHAPE
        marks.append(Text(beside, line, text, SMALL_SIZE, colour, bold=True))
        line += LINE
    for text in _lines(tile, box.width):
        marks.append(Text(left, line, text, LEAST_SIZE, GREY))
        line += LINE
    return marks


def _door(tile: Tile, box: _Box) -> Door:
    place = Rect(
        box.x + 0.6, box.y + 0.6, box.width - 1.2, box.height - 1.2, "transparent", radius=6
    )
    return Door(place, tile.address, " ".join((tile.whole, tile.word, *tile.lines)))


def _shape(look: str, x: float, y: float) -> Mark:
    """Good: a dot; late: a triangle; overdue: an octagon; waiting: a ring."""
    if look == "good":
        return Circle(x, y, 5, BLUE)
    if look == "late":
        return triangle(x, y, 11, AMBER, up=True)
    if look == "overdue":
        return octagon(x, y, 11, RED)
    return Circle(x, y, 4.5, TRACK, MID_GREY)


def _sample(look: str) -> list[Mark]:
    return [_shape(look, SWATCH / 2, SWATCH / 2)]
