"""The typefaces and sizes of the two kinds of document: by the standard, and a summary's smaller type."""

import math
from dataclasses import dataclass

from common.official.measures import LETTER_SPACING, LINE_PITCH, SIZE_2, SIZE_3

FANGSONG, KAI, HEI, SONG, XIAOBIAOSONG = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"
# 28 characters to the line, by the style and not by the page's grid: LibreOffice 7.4 sets a grid that is
# narrower than the type at every second place. In whole twips, on the narrow side; justified lines end
# on the edge all the same.
TRACKING = math.floor(LETTER_SPACING * 20) / 20


@dataclass(frozen=True)
class Type:
    """Sizes and line pitches in points that differ between the forms."""

    body: float = SIZE_3
    pitch: float = LINE_PITCH
    title: float = SIZE_2
    title_pitch: float = LINE_PITCH
    table: float = 12
    note: float = 12

    @property
    def line(self) -> int:
        """Cut, so that the last of the 22 lines still fits."""
        return int(self.pitch * 20)

    @property
    def has_grid(self) -> bool:
        return self.pitch == LINE_PITCH


STANDARD = Type()
DENSE = Type(body=12, pitch=20, title=18, title_pitch=27, table=9.5, note=9.5)
