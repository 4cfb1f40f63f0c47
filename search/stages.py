"""A stage within what was asked for: 财政局 9月底, 财政局2022年9月底阶段报告, Finance September.

A report's title is its unit and its stage, which stand in different tables and in no column together.
"""

import re
from dataclasses import dataclass, replace

from django.db.models import Q

from search.matching import Words, fold

STAGE = re.compile(
    r"(?P<before>.*?)(?:(?P<year>\d{4})年)?(?P<month>1[0-2]|[1-9])月(?:底|\d{1,2}日)?(?:阶段)?(?:报告)?"
)
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
ABOUT_A_STAGE = frozenset({"end", "of", "report", "staged", "阶段", "报告", "阶段报告"})
SHORTEST_NAME = 3
YEAR = re.compile(r"(?P<year>\d{4})年?")


@dataclass(frozen=True)
class OfStage:
    """`words` are what is left beside the stage."""

    words: Words
    month: int | None = None
    year: int | None = None

    def due(self, column: str) -> Q:
        """Where the column holds the last day of such a stage."""
        asked = Q(**{f"{column}__month": self.month})
        return asked & Q(**{f"{column}__year": self.year}) if self.year else asked


def stage_in(words: Words) -> OfStage | None:
    """None where no month is named."""
    asked = OfStage(())
    for word in words:
        asked = _with(asked, word)
    if asked.month is None:
        return None
    kept = tuple(word for word in asked.words if fold(word) not in ABOUT_A_STAGE)
    return replace(asked, words=kept)


def _with(asked: OfStage, word: str) -> OfStage:
    folded = fold(word)
    if found := STAGE.fullmatch(folded):
        before = (found["before"],) if found["before"] else ()
        year = int(found["year"]) if found["year"] else asked.year
        return OfStage((*asked.words, *before), int(found["month"]), year)
    if month := _month_called(folded):
        return replace(asked, month=month)
    if found := YEAR.fullmatch(folded):
        return replace(asked, year=int(found["year"]))
    return replace(asked, words=(*asked.words, word))


def _month_called(word: str) -> int | None:
    """By its English name, or by the beginning of it."""
    if len(word) < SHORTEST_NAME:
        return None
    return next((at for at, name in enumerate(MONTHS, 1) if name.startswith(word)), None)
