"""One rate, with the counts it is made of."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common.charts.drawing import (
    BLUE,
    GREY,
    INK,
    LABEL_SIZE,
    SMALL_SIZE,
    TRACK,
    Drawing,
    Line,
    Mark,
    Rect,
    Table,
    Text,
    bottom,
    figure,
    fit,
    per_cent,
)

BIG_SIZE = 34.0
BAR = 10.0


@dataclass(frozen=True)
class Meter:
    """`whole` 0 is no rate at all, not nought per cent. `goal` is in per cent."""

    key: str
    title: str
    part: int
    whole: int
    unit: str = ""
    goal: Decimal | None = None

    @property
    def rate(self) -> str:
        return per_cent(self.part, self.whole)

    @property
    def counts(self) -> str:
        if not self.whole:
            return _("尚无应计事项")
        return f"{self.part} / {self.whole} {self.unit}".strip()

    @property
    def goal_words(self) -> str:
        return "" if self.goal is None else _("目标 {goal}%").format(goal=figure(self.goal))

    @property
    def finding(self) -> str:
        words = [f"{self.title} {self.rate}", self.counts, self.goal_words]
        return _("，").join(word for word in words if word) + _("。")

    def table(self) -> Table:
        return Table(
            self.title,
            (_("指标"), _("已达"), _("应计"), _("比率"), _("目标")),
            (
                (
                    self.title,
                    str(self.part),
                    str(self.whole),
                    self.rate,
                    "—" if self.goal is None else f"{figure(self.goal)}%",
                ),
            ),
        )

    def draw(self, width: float) -> Drawing:
        share = min(self.part / self.whole, 1) if self.whole else 0
        marks: list[Mark] = [
            Text(0, 17, fit(self.title, width, LABEL_SIZE), LABEL_SIZE, bold=True),
            Text(0, 58, self.rate, BIG_SIZE, BLUE if self.whole else GREY, bold=True),
            Text(width, 58, self.counts, LABEL_SIZE, GREY, anchor="end"),
            Rect(0, 74, width, BAR, TRACK, radius=2),
        ]
        if share:
            marks.append(Rect(0, 74, width * share, BAR, BLUE, radius=2))
        if self.goal is not None:
            x = min(width * float(self.goal) / 100, width - 1)
            marks.append(Line(x, 70, x, 78 + BAR, INK, 2))
            marks.append(Text(width, 104, self.goal_words, SMALL_SIZE, GREY, anchor="end"))
        return Drawing(width, max(bottom(marks) + 4, 92), marks)
