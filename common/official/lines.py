"""Chinese lines as a printer fills them (WeasyPrint justifies at spaces only).

A line ends where one more character would not fit; no closing mark begins a line and no opening mark
ends one (GB/T 15834-2011, 5.1.7). What is left over or short is shared out between all characters, so
that every line but the last ends on the edge. Between Chinese and Latin or figures stands a quarter of
a character.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from common.official.measures import LETTER_SPACING, POINTS_PER_MM, SIZE_3, TYPE_WIDTH
from common.typefaces import Face, advance

NOT_AT_START = frozenset("、。，．：；！？）］｝〕》」』】〉〗”’％‰℃·…—～,.:;!?)]}%")
NOT_AT_END = frozenset("（［｛〔《「『【〈〖“‘￥＄([{")
# Their ink stands in the left half: at a line's end the empty half may stand outside.
HANGING = frozenset("、。，．：；！？）］｝〕》」』】〉〗”’")
HANGING_PART = 0.5
GAP = 0.25
# Beyond these parts of a character between two of them a line shows holes or sticks together.
WIDEST, TIGHTEST = 0.25, 0.05

PIECES = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[-.,:/@&+_'][A-Za-z0-9À-ɏ]+)*|——|……|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Setting:
    """Type size, measure and spacing in points; indent of the first line in characters."""

    size: float = SIZE_3
    measure: float = TYPE_WIDTH * POINTS_PER_MM
    spacing: float = LETTER_SPACING
    indent: float = 2
    face: Face = Face.FANGSONG

    @property
    def first_room(self) -> float:
        return self.measure - self.indent * (self.size + self.spacing)


BODY = Setting()


@dataclass(frozen=True)
class Piece:
    """`width` in points, without the spacing after it. `gap`: a quarter stands before it."""

    text: str
    width: float
    gap: bool = False


Group = tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """`spacing` in points goes after each character."""

    pieces: Group
    spacing: float

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def set_lines(text: str, setting: Setting = BODY) -> list[Line]:
    """Every line of one paragraph; the last one keeps its natural width."""
    groups = list(_groups(_pieces(text, setting)))
    lines: list[Line] = []
    start = 0
    while start < len(groups):
        room = setting.measure if lines else setting.first_room
        taken = _how_many(groups, start, room, setting)
        if not taken:
            groups[start : start + 1] = _split(groups[start], setting)
            continue
        pieces = _trimmed([piece for group in groups[start : start + taken] for piece in group])
        start += taken
        if pieces:
            is_last = start == len(groups)
            lines.append(Line(pieces, _spacing(pieces, room, setting, is_last=is_last)))
    return lines


def _how_many(groups: Sequence[Group], start: int, room: float, setting: Setting) -> int:
    """Groups for this line: as many as fit, and one more where pressing distorts less."""
    taken = _fitting(groups, start, room + 0.01, setting)
    if start + taken == len(groups):
        return taken
    pieces = [piece for group in groups[start : start + taken] for piece in group]
    longer = [*pieces, *groups[start + taken]]
    pressed = setting.spacing - _filling(_trimmed(longer), room, setting)
    if pressed > TIGHTEST * setting.size:
        # A group of its own is never split while it can be pressed in.
        return taken
    drawn = _filling(_trimmed(pieces), room, setting) - setting.spacing if taken else room
    return taken + 1 if pressed <= drawn else taken


def _fitting(groups: Sequence[Group], start: int, room: float, setting: Setting) -> int:
    """Measured as the line grows: a long paragraph takes no more time for each of its lines."""
    width, spaces = 0.0, 0.0  # of what stands so far; spaces at its end wait for what follows
    for place in range(start, len(groups)):
        for piece in groups[place]:
            room_taken = piece.width + len(piece.text) * setting.spacing
            if piece.text == " ":
                spaces += room_taken if width else 0
                continue
            gap = GAP * setting.size if piece.gap and width else 0
            width, spaces = width + spaces + gap + room_taken, 0.0
        if width - setting.spacing > room:
            return place - start
    return len(groups) - start


def _spacing(pieces: Group, room: float, setting: Setting, *, is_last: bool) -> float:
    filling = _filling(pieces, room, setting)
    if is_last:
        return min(filling, setting.spacing)
    too_wide = filling - setting.spacing > WIDEST * setting.size
    return setting.spacing if too_wide else filling


def _filling(pieces: Group, room: float, setting: Setting) -> float:
    """The spacing that brings the last ink to the edge; closing marks may stand half outside."""
    hanging = HANGING_PART * setting.size if pieces and pieces[-1].text[-1] in HANGING else 0
    exact = _spread(pieces, room, setting)
    return exact if exact >= setting.spacing else _spread(pieces, room + hanging, setting)


def _spread(pieces: Group, room: float, setting: Setting) -> float:
    count = sum(len(piece.text) for piece in pieces)
    return (room - _own_width(pieces, setting)) / max(count - 1, 1)


def _own_width(pieces: Group, setting: Setting) -> float:
    gaps = sum(piece.gap for piece in pieces[1:])
    return sum(piece.width for piece in pieces) + gaps * GAP * setting.size


def _pieces(text: str, setting: Setting) -> Iterator[Piece]:
    before = ""
    for found in PIECES.finditer(text.strip()):
        word = " " if found.group().isspace() else found.group()
        width = sum(advance(char, setting.face) for char in word) * setting.size
        yield Piece(word, width, gap=_needs_gap(before, word))
        before = word


def _needs_gap(before: str, word: str) -> bool:
    """Between Chinese and Latin letters or figures; not beside marks, which bring their own room."""
    if not before:
        return False
    sides = (is_latin(before[-1]), is_latin(word[0]))
    letters = (before[-1].isalnum(), word[0].isalnum())
    return sides[0] != sides[1] and all(letters)


def is_latin(char: str) -> bool:
    return char < "\u0250"


def _groups(pieces: Iterator[Piece]) -> Iterator[Group]:
    """Closing marks stay with what is before them, opening marks with what follows."""
    current: list[Piece] = []
    for piece in pieces:
        held = current and (current[-1].text in NOT_AT_END or piece.text[0] in NOT_AT_START)
        if current and not held:
            yield tuple(current)
            current = []
        current.append(piece)
    if current:
        yield tuple(current)


def _split(group: Group, setting: Setting) -> list[Group]:
    """A word longer than a line, such as an address on the web: broken anywhere."""
    chars = [char for piece in group for char in piece.text]
    return [(Piece(char, advance(char, setting.face) * setting.size),) for char in chars]


def _trimmed(pieces: Sequence[Piece]) -> Group:
    """No space begins or ends a line."""
    first, last = 0, len(pieces)
    while first < last and pieces[first].text == " ":
        first += 1
    while last > first and pieces[last - 1].text == " ":
        last -= 1
    return tuple(pieces[first:last])
