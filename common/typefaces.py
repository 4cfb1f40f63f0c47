"""What the fonts in common/fonts can print: which characters, and how wide each is."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).resolve().parent / "fonts"
# As fonts.css says: what 仿宋 lacks is looked for in 楷体, then 小标宋, then 黑体.
IN_ORDER = ("fangsong.otf", "kai.ttf", "xiaobiaosong.ttf", "hei.ttf")


def printable() -> frozenset[str]:
    return frozenset(_advances())


def advance(char: str) -> float:
    """In parts of the type size, in 仿宋 or whatever stands in for it."""
    return _advances().get(char, 1.0)


@cache
def _advances() -> Mapping[str, float]:
    found: dict[str, float] = {}
    for name in reversed(IN_ORDER):
        with TTFont(FONTS / name, lazy=True) as font:
            metrics, per_em = font["hmtx"].metrics, font["head"].unitsPerEm
            for code, glyph in font.getBestCmap().items():
                found[chr(code)] = metrics[glyph][0] / per_em
    return found
