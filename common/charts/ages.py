"""How long open matters have been open, the oldest first, and how much of it they lie with one party."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    HATCH_AMBER,
    SMALL_SIZE,
    SWATCH,
    Drawing,
    Mark,
    Rect,
    Table,
    Text,
    bottom,
    fit,
    heading,
    legend,
    text_width,
)

BAR = 14.0
ROW = 66.0
MOST_ROWS = 8


@dataclass(frozen=True)
class AgeRow:
    """`age` in working days; the last `held` of them with `holder`."""

    label: str
    age: int
    held: int
    holder: str
    address: str = ""


@dataclass(frozen=True)
class AgeBars:
    """`rows` come the oldest first."""

    key: str
    title: str
    rows: Sequence[AgeRow]

    @property
    def finding(self) -> str:
        if not self.rows:
            return _("{title}：没有。").format(title=self.title)
        oldest = max(self.rows, key=lambda row: row.age)
        mean = sum(row.age for row in self.rows) // len(self.rows)
        words = _("{title}：共 {n} 件，最久的已 {age} 个工作日（{label}），平均 {mean} 个工作日。")
        return words.format(
            title=self.title, n=len(self.rows), age=oldest.age, label=oldest.label, mean=mean
        )

    def table(self) -> Table:
        return Table(
            self.title,
            (_("事项"), _("已过工作日"), _("现在由谁办"), _("其中在其手里")),
            tuple((row.label, str(row.age), row.holder or "—", str(row.held)) for row in self.rows),
            tuple((row.address,) for row in self.rows),
        )

    def draw(self, width: float) -> Drawing:
        shown = self.rows[:MOST_ROWS]
        most = max((row.age for row in shown), default=0) or 1
        marks: list[Mark] = []
        end = 0.0
        for row in shown:
            head, extra = _heading(row, end + 17, width)
            marks += [*head, *_row(row, end + extra, width, width / most)]
            end += ROW + extra
        if len(self.rows) > MOST_ROWS:
            words = _("另有 {n} 件，见表格。").format(n=len(self.rows) - MOST_ROWS)
            marks.append(Text(0, end + 12, words, SMALL_SIZE, GREY))
            end += 22
        marks += legend(_legend(), end + 4, width)
        return Drawing(width, bottom(marks) + 6, marks)


def _heading(row: AgeRow, y: float, width: float) -> tuple[list[Mark], float]:
    """And by how much it is higher than one line."""
    days = _("{n} 个工作日").format(n=row.age)
    label = heading(row.label, y, width - text_width(days, SMALL_SIZE) - 12)
    return [*label, Text(width, y, days, SMALL_SIZE, bold=True, anchor="end")], label[-1].y - y


def _row(row: AgeRow, y: float, width: float, per_day: float) -> list[Mark]:
    whole, held = row.age * per_day, min(row.held, row.age) * per_day
    marks: list[Mark] = [
        Rect(0, y + 26, max(whole - held, 0), BAR, BLUE, radius=2),
    ]
    if held:
        marks.append(
            Rect(whole - held + 0.6, y + 26.6, max(held - 1.2, 0.6), BAR - 1.2, HATCH_AMBER, AMBER)
        )
    if row.holder:
        words = _("现在由{holder}办理，已 {n} 个工作日").format(holder=row.holder, n=row.held)
        marks.append(Text(0, y + 56, fit(words, width, SMALL_SIZE), SMALL_SIZE, GREY))
    return marks


def _legend() -> list[tuple[list[Mark], str]]:
    return [
        ([Rect(0, 1, SWATCH, 12, BLUE, radius=2)], _("此前")),
        (
            [Rect(0.6, 1.6, SWATCH - 1.2, 10.8, HATCH_AMBER, AMBER)],
            _("在现在办理的一方手里"),
        ),
    ]
