"""Where the labels of a time line stand: each beside its leader, on a line where it is free.

Those right of some point lean to the left and the others to the right, so that all stand inside. The
point is the middle of the year, unless a leader would cross a label then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEADER = 2.0  # on each side of it
GAP = 8.0  # between a label and what stands beside it

Span = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """`x` of its leader; `width` from there to the end of its words."""

    x: float
    width: float

    def span(self, *, leans_left: bool) -> Span:
        needed = self.width + GAP
        return (self.x - needed, self.x) if leans_left else (self.x, self.x + needed)


@dataclass(frozen=True)
class Place:
    """`level` 0 is the highest line."""

    leans_left: bool
    level: int


@dataclass(frozen=True)
class Layout:
    places: dict[int, Place]
    cut: int
    crossed: int

    @property
    def faults(self) -> int:
        return self.cut + self.crossed


def lay_out(labels: Sequence[Label], room: float) -> Layout:
    """Of labels in the order of their leaders. The first of those with the fewest faults."""
    middle = sum(label.x <= room / 2 for label in labels)
    splits = sorted(range(len(labels) + 1), key=lambda split: abs(split - middle))
    tried = []
    for split in splits:
        for order in _orders(len(labels), split):
            layout = _laid_out(labels, room, split, order)
            if not layout.faults:
                return layout
            tried.append(layout)
    return min(tried, key=lambda layout: layout.faults)


def _orders(number: int, split: int) -> Iterator[list[int]]:
    """From the point outwards: a leader goes down outside the labels that stand already."""
    left, right = list(range(split, number)), list(reversed(range(split)))
    yield [*left, *right]
    yield [*right, *left]


def _laid_out(labels: Sequence[Label], room: float, split: int, order: list[int]) -> Layout:
    lines: list[list[Span]] = []
    leaders: list[list[Span]] = []
    places, crossed, cut = {}, 0, 0
    for index in order:
        label, leans_left = labels[index], index >= split
        span = label.span(leans_left=leans_left)
        level = next(
            (i for i, line in enumerate(lines) if _is_free(span, [*line, *leaders[i]])), len(lines)
        )
        if level == len(lines):
            lines.append([])
            leaders.append([])
        leader = (label.x - LEADER, label.x + LEADER)
        crossed += sum(not _is_free(leader, line) for line in lines[:level])
        cut += label.width > (label.x if leans_left else room - label.x)
        lines[level].append(span)
        for above in leaders[:level]:
            above.append(leader)
        places[index] = Place(leans_left, level)
    return Layout(places, cut, crossed)


def _is_free(span: Span, line: Sequence[Span]) -> bool:
    return all(span[1] <= left or span[0] >= right for left, right in line)
