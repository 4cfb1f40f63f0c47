"""Outlines drawn with fewer curves: as near as promised, corners and winding kept."""

import cmath
import math

import pytest

from scripts.curves import Segment, place
from scripts.outlines import Outline, refit

ERROR = 2.0
ROUNDED = 1.0  # each place is a whole number in the end


def ring(radius: float, *, parts: int, way: int = 1) -> Outline:
    """A circle of short lines, as a tracer leaves it."""
    turns = [cmath.exp(way * 2j * math.pi * i / parts) for i in range(1, parts + 1)]
    return complex(500 + radius, 400), [(500 + 400j + radius * turn,) for turn in turns]


def in_short_lines(corners: list[complex], length: float = 10) -> Outline:
    segments: list[Segment] = []
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        count = round(abs(b - a) / length)
        segments += [(a + (b - a) * i / count,) for i in range(1, count + 1)]
    return corners[0], segments


def along(outline: Outline) -> list[complex]:
    here, points = outline[0], []
    for segment in outline[1]:
        handles = segment if len(segment) == 3 else (here, segment[0], segment[0])
        points += [place((here, *handles), i / 20) for i in range(20)]
        here = segment[-1]
    return points


def area(outline: Outline) -> float:
    points = along(outline)
    return (
        sum((a.conjugate() * b).imag for a, b in zip(points, points[1:] + points[:1], strict=True))
        / 2
    )


@pytest.mark.parametrize("way", [1, -1])
def test_a_circle_of_a_hundred_lines_becomes_a_few_curves(way):
    old = ring(200, parts=100, way=way)
    new = refit(old, ERROR)
    assert len(new[1]) <= 10
    assert max(abs(abs(p - (500 + 400j)) - 200) for p in along(new)) < ERROR + ROUNDED
    assert math.copysign(1, area(new)) == way


def test_a_hook_keeps_its_corners_and_has_nothing_else():
    corners = [100 + 100j, 400 + 60j, 430 + 150j, 405 + 155j, 380 + 97j, 103 + 130j]
    start, segments = refit(in_short_lines(corners, 7), ERROR)
    assert {start, *(segment[-1] for segment in segments)} == set(corners)
    assert [len(segment) for segment in segments] == [1] * len(corners)
    assert segments[-1][-1] == start


def test_an_outline_of_few_curves_is_left_alone():
    corners = [0j, 300 + 0j, 300 + 200j]
    drawn = (0j, [(point,) for point in [*corners[1:], 0j]])
    assert refit(drawn, ERROR) == drawn


@pytest.mark.parametrize(
    "small",
    [ring(1.2, parts=24), in_short_lines([0j, 20 + 0j, 20 + 2j, 2j], length=1)],
    ids=["speck", "sliver"],
)
def test_what_is_thinner_than_the_error_is_not_lost(small):
    assert abs(area(refit(small, ERROR))) > abs(area(small)) * 0.75


def test_the_same_outline_comes_out_the_same():
    old = ring(120, parts=70)
    assert refit(old, ERROR) == refit(old, ERROR)
