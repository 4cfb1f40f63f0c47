"""An outline drawn with fewer curves, nowhere further from the old one than an error.

Corners stay where they are; between them the stretch is fitted anew (scripts/curves.py).
"""

import math
from itertools import pairwise

from scripts.curves import Segment, cross, dot, fit, place, unit

# A closed outline: where it starts, and what follows. The last segment ends where it started.
Outline = tuple[complex, list[Segment]]

STEP = 5.0  # thousandths of an em from point to point, at most about
REACH = 14.0  # how far to either side of a point its two directions are taken
CORNER = math.radians(32)


def refit(outline: Outline, error: float) -> Outline:
    """The outline with fewer segments, in whole units; the old one where that gains nothing."""
    points = _points(outline)
    if len(points) < 8:
        return outline
    knots = _corners(points)
    smooth = not knots
    if smooth:
        knots = _ends(points)
    points = points[knots[0] :] + points[: knots[0]]
    knots = [knot - knots[0] for knot in knots] + [len(points)]
    new = _whole(_between(points, knots, smooth=smooth, error=error))
    return (
        new if _numbers(new) < _numbers(outline) and _same_shape(outline, new, error) else outline
    )


def _between(points: list[complex], knots: list[int], *, smooth: bool, error: float) -> Outline:
    closed = [*points, points[0]]
    segments: list[Segment] = []
    for a, b in pairwise(knots):
        stretch = closed[a : b + 1]
        near = min(2, len(stretch) - 1)
        leaving = unit(stretch[near] - stretch[0])
        arriving = unit(stretch[-1 - near] - stretch[-1])
        if smooth:  # one direction through each knot, or it would become a corner
            leaving = unit(closed[a + 2] - points[a - 2])
            arriving = unit(points[b - 2] - points[(b + 2) % len(points)])
        segments += fit(stretch, leaving, arriving, error)
    return closed[0], segments


def _points(outline: Outline) -> list[complex]:
    """Points all around, the first not repeated at the end."""
    here, segments = outline
    points = [here]
    for segment in segments:
        if len(segment) == 1:
            (end,) = segment
            count = max(1, int(abs(end - here) / STEP))
            points += [here + (end - here) * i / count for i in range(1, count + 1)]
        else:
            one, two, end = segment
            length = abs(one - here) + abs(two - one) + abs(end - two)
            count = max(3, int(length / STEP))
            points += [place((here, *segment), i / count) for i in range(1, count + 1)]
        here = end
    return [p for p, q in zip(points[1:], points, strict=False) if abs(p - q) > 1e-6]


def _corners(points: list[complex]) -> list[int]:
    """Where the direction turns most within REACH, by more than CORNER."""
    back, on = _reaches(points)
    count = len(points)
    turns = [
        _turn(points[i] - points[i - back[i]], points[(i + on[i]) % count] - points[i])
        for i in range(count)
    ]

    def is_peak(i: int) -> bool:  # of equal turns side by side the first counts
        return all(turns[i - j] < turns[i] for j in range(1, back[i] + 1)) and all(
            turns[(i + j) % count] <= turns[i] for j in range(1, on[i] + 1)
        )

    return [i for i in range(count) if turns[i] > CORNER and is_peak(i)]


def _turn(before: complex, after: complex) -> float:
    return abs(math.atan2(cross(before, after), dot(before, after)))


def _reaches(points: list[complex]) -> tuple[list[int], list[int]]:
    """For each point: how many points back, and how many on, REACH lies along the outline."""
    steps = [abs(b - a) for a, b in pairwise([*points, points[0]])]
    backwards = steps[::-1]
    last = len(points) - 1
    on = [_count(steps, i) for i in range(len(points))]
    back = [_count(backwards, last - i + 1) for i in range(len(points))]
    return back, on


def _count(steps: list[float], start: int) -> int:
    found, gone = 0, 0.0
    while gone < REACH and found < len(steps) - 1:
        gone += steps[(start + found) % len(steps)]
        found += 1
    return found


def _ends(points: list[complex]) -> list[int]:
    """For a shape without corners: its leftmost and its rightmost point."""
    across = [p.real for p in points]
    return sorted((across.index(min(across)), across.index(max(across))))


def _whole(outline: Outline) -> Outline:
    """In whole units, without the lines that thereby came to nothing."""
    start = _rounded(outline[0])
    here = start
    segments: list[Segment] = []
    for segment in outline[1]:
        whole: Segment = tuple(_rounded(p) for p in segment)  # type: ignore[assignment]
        if any(p != here for p in whole):
            segments.append(whole)
        here = whole[-1]
    return start, segments


def _rounded(point: complex) -> complex:
    return complex(round(point.real), round(point.imag))


def _numbers(outline: Outline) -> int:
    return 2 * sum(len(segment) for segment in outline[1])


def _same_shape(old: Outline, new: Outline, error: float) -> bool:
    """Wound the same way round, and as large as a shift by the error of all of it leaves it."""
    before, after = _points(old), _points(new)
    around = sum(abs(b - a) for a, b in pairwise([*before, before[0]]))
    return abs(_area(after) - _area(before)) < min(error * around / 2, abs(_area(before)) / 4)


def _area(points: list[complex]) -> float:
    return sum(cross(a, b) for a, b in pairwise([*points, points[0]])) / 2
