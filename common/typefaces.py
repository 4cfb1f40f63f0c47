"""What the fonts in common/fonts can print: which characters, and how wide each is."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).resolve().parent / "fonts"


class Face(StrEnum):
    FANGSONG = "fangsong.otf"
    KAI = "kai.ttf"
    XIAOBIAOSONG = "xiaobiaosong.ttf"
    HEI = "hei.ttf"


# As fonts.css says: what a face lacks is looked for in 楷体, then 小标宋, then the others.
FALLBACK = (Face.KAI, Face.XIAOBIAOSONG, Face.HEI, Face.FANGSONG)


def printable() -> frozenset[str]:
    return frozenset(_advances(Face.FANGSONG))


def advance(char: str, face: Face = Face.FANGSONG) -> float:
    """In parts of the type size, in this face or whatever stands in for it."""
    return _advances(face).get(char, 1.0)


@cache
def _advances(face: Face) -> Mapping[str, float]:
    found: dict[str, float] = {}
    for other in (face, *FALLBACK):
        found = _of_one(other) | found
    return found


@cache
def _of_one(face: Face) -> dict[str, float]:
    with TTFont(FONTS / face, lazy=True) as font:
        metrics, per_em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): metrics[name][0] / per_em for code, name in font.getBestCmap().items()}
