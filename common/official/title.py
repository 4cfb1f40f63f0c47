"""A title in lines broken by sense (GB/T 9704-2012, 7.3.1): words whole, lines of like length.

The issuer's mark above it is no larger than its one line holds.
"""

import re
from functools import cache
from itertools import combinations, pairwise
from math import ceil

from common.official.content import Form
from common.official.lines import NOT_AT_END, NOT_AT_START, PIECES
from common.official.measures import POINTS_PER_MM, SIZE_2, TYPE_WIDTH

MOST = TYPE_WIDTH * POINTS_PER_MM / SIZE_2  # 20 characters of 2号
# A line may well begin with these words, or end with those marks.
BEGINS = (
    "关于",
    "议案",
    "建议",
    "的通知",
    "工作",
    "进展",
    "情况",
    "办理",
    "落实",
    "实施",
    "意见",
    "报告",
    "答复",
)
ENDS = ("的", "年", "阶段", "关于", "）", "》", "”", "、", "，")
WHOLE = re.compile(
    r"第[一二三四五六七八九十百\d]+(?:阶段|批|期|号|次|件)?|\d+年|"
    r"议案办理|阶段|工作|进展|情况|议案|建议|办理|答复|代表|报告|汇总|督办|督查|通知|通报|落实|实施|项目|政府|人民|大会|领导小组"
)
NEVER_FIRST = ("的", "了", "和", "与", "及", "等", "第")
PAIRS = {"《": "》", "“": "”", "（": "）", "〔": "〕"}
HARSH = 60
LARGEST_MARK = {Form.RED_HEAD: 38, Form.LETTER: 30}  # points
MARK_PITCH = 1.06  # of the size: the mark is set a little wide


def mark_size(form: Form, issuer: str) -> int:
    """In points."""
    room = TYPE_WIDTH * POINTS_PER_MM / (max(_width(issuer), 1) * MARK_PITCH)
    return min(LARGEST_MARK[form], int(room))


@cache
def title_lines(title: str) -> tuple[str, ...]:
    """Line breaks in the title are kept; a part longer than a line is broken where it hurts least."""
    return tuple(line for part in title.splitlines() for line in _broken(part.strip()) if line)


def _broken(text: str) -> tuple[str, ...]:
    lines = ceil(_width(text) / MOST)
    if lines <= 1:
        return (text,)
    places = _places(text)
    best = min(
        combinations(sorted(places), lines - 1),
        key=lambda cut: _cost(text, cut, places),
        default=(),
    )
    return _cut(text, best)


def _cut(text: str, places: tuple[int, ...]) -> tuple[str, ...]:
    edges = (0, *places, len(text))
    return tuple(text[a:b] for a, b in pairwise(edges))


def _cost(text: str, cut: tuple[int, ...], places: dict[int, int]) -> float:
    widths = [_width(line) for line in _cut(text, cut)]
    too_long = sum(max(width - MOST, 0) for width in widths) * HARSH
    return (max(widths) - min(widths)) ** 2 + too_long + sum(places[place] for place in cut)


def _places(text: str) -> dict[int, int]:
    """Where a line may end, and how much it hurts there."""
    found: dict[int, int] = {}
    inside: list[str] = []
    within = {
        place for word in WHOLE.finditer(text) for place in range(word.start() + 1, word.end())
    }
    for piece in PIECES.finditer(text):
        place = piece.start()
        if place and text[place] not in NOT_AT_START and text[place - 1] not in NOT_AT_END:
            found[place] = _hurt(text, place) + HARSH * (len(inside) + (place in within))
        if piece.group() in PAIRS:
            inside.append(PAIRS[piece.group()])
        elif inside and piece.group() == inside[-1]:
            inside.pop()
    return found


def _hurt(text: str, place: int) -> int:
    if text.startswith(NEVER_FIRST, place):
        return HARSH
    begins = text.startswith(BEGINS, place)
    ends = text.endswith(ENDS, 0, place)
    return 0 if begins or ends else HARSH // 2


def _width(text: str) -> float:
    """In characters of 小标宋, whose figures and Latin letters take six tenths."""
    return sum(1.0 if char > "\u024f" else 0.6 for char in text)
