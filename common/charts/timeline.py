"""The year with its deadlines and where today stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    INK,
    MID_GREY,
    RED,
    SMALL_SIZE,
    TRACK,
    WHITE,
    Circle,
    Drawing,
    Line,
    Mark,
    Polygon,
    Rect,
    Table,
    Text,
    bottom,
    text_width,
)

AXIS = 56.0
EDGE = 12.0
FIRST_LABEL = AXIS + 50
LABEL_STEP = 60.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimelineEvent:
    """`note` says how it went or what is due, e.g. "7 家中 6 家已报"; `late` marks open arrears."""

    day: date
    label: str
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class Timeline:
    key: str
    title: str
    start: date
    end: date
    today: date
    events: Sequence[TimelineEvent]

    def state(self, event: TimelineEvent) -> str:
        """late | past | next | future"""
        if event.late:
            return "late"
        if event.day < self.today:
            return "past"
        return "next" if event.day == self._next_day() else "future"

    @property
    def finding(self) -> str:
        day = self._next_day()
        if day is None:
            return _("今天 {today}，期限均已过。").format(today=_day(self.today))
        labels = _("、").join(event.label for event in self.events if event.day == day)
        return _("今天 {today}，下一个期限 {day}：{labels}，还有 {days} 天。").format(
            today=_day(self.today), day=_day(day), labels=labels, days=(day - self.today).days
        )

    def table(self) -> Table:
        return Table(
            self.title,
            (_("日期"), _("期限"), _("状态"), _("说明")),
            tuple(
                (e.day.isoformat(), e.label, state_words(self.state(e)), e.note or "—")
                for e in self._ordered()
            ),
        )

    def draw(self, width: float) -> Drawing:
        marks: list[Mark] = [*self._axis(width), *self._today(width)]
        levels: list[float] = []  # how far right each line of labels is taken
        for event in self._ordered():
            marks += self._event(event, width, levels)
        return Drawing(width, bottom(marks) + 6, marks)

    def _next_day(self) -> date | None:
        return min((e.day for e in self.events if e.day >= self.today), default=None)

    def _ordered(self) -> list[TimelineEvent]:
        return sorted(self.events, key=lambda event: event.day)

    def _place(self, day: date, width: float) -> float:
        share = (day - self.start) / (self.end - self.start)
        return EDGE + min(max(share, 0), 1) * (width - 2 * EDGE)

    def _axis(self, width: float) -> list[Mark]:
        past = self._place(self.today, width) - EDGE
        marks: list[Mark] = [Rect(EDGE, AXIS - 3, width - 2 * EDGE, 6, TRACK, radius=3)]
        if past > 0:
            marks.append(Rect(EDGE, AXIS - 3, past, 6, "#a9bcd6", radius=3))
        months = _firsts_of_month(self.start, self.end)
        every = 1 if width / max(len(months), 1) > 34 else 3
        for index, month in enumerate(months):
            x = self._place(month, width)
            marks.append(Line(x, AXIS + 5, x, AXIS + 10, MID_GREY))
            if index % every == 0:
                words = _("{month}月").format(month=month.month)
                marks.append(Text(x, AXIS + 24, words, 12, GREY))
        return marks

    def _today(self, width: float) -> list[Mark]:
        if not self.start <= self.today <= self.end:
            return []
        words = _("今天 {day}").format(day=_day(self.today))
        x, half = self._place(self.today, width), text_width(words, SMALL_SIZE) / 2 + 8
        middle = min(max(x, half), width - half)
        return [
            Rect(middle - half, 4, half * 2, 24, INK, radius=4),
            Polygon([(x - 5, 28), (x + 5, 28), (x, 34)], INK),
            Line(x, 28, x, AXIS + 9, INK, 1.6),
            Text(middle, 21, words, SMALL_SIZE, WHITE, bold=True, anchor="middle"),
        ]

    def _event(self, event: TimelineEvent, width: float, levels: list[float]) -> list[Mark]:
        state, x = self.state(event), self._place(event.day, width)
        lines = self._lines(event, state)
        wide = max(text_width(text, size) for text, size, _fill, _bold in lines)
        left = min(max(x - wide / 2, 0), max(width - wide, 0))
        level = next((i for i, taken in enumerate(levels) if left >= taken), len(levels))
        levels[level : level + 1] = [left + wide + 16]
        y = FIRST_LABEL + level * LABEL_STEP
        middle = left + wide / 2
        marks: list[Mark] = [Line(x, AXIS + 10, x, y - 16, MID_GREY, 1, "2 3")]
        marks += _shape(state, x)
        for number, (text, size, fill, bold) in enumerate(lines):
            marks.append(Text(middle, y + number * 18, text, size, fill, bold, "middle"))
        return marks

    def _lines(self, event: TimelineEvent, state: str) -> list[tuple[str, float, str, bool]]:
        colour = {"late": RED, "next": AMBER}.get(state, GREY)
        words = event.note or state_words(state)
        return [
            (f"{_day(event.day)} {event.label}", SMALL_SIZE, INK, True),
            (words, SMALL_SIZE, colour, False),
        ]


def state_words(state: str) -> str:
    return {
        "late": _("逾期未结"),
        "past": _("已过"),
        "next": _("下一个期限"),
        "future": _("未到"),
    }[state]


def _shape(state: str, x: float) -> list[Mark]:
    """Past: a full dot; next: a diamond; to come: a ring; late: a triangle."""
    if state == "past":
        return [Circle(x, AXIS, 7, BLUE, WHITE)]
    if state == "future":
        return [Circle(x, AXIS, 6.5, WHITE, BLUE)]
    if state == "next":
        corners = [(x, AXIS - 11), (x + 11, AXIS), (x, AXIS + 11), (x - 11, AXIS)]
        return [Polygon(corners, "#f2a33a", AMBER)]
    return [Polygon([(x, AXIS - 11), (x + 11, AXIS + 8), (x - 11, AXIS + 8)], RED, WHITE)]


def _firsts_of_month(start: date, end: date) -> list[date]:
    days = (start + DAY * i for i in range((end - start).days + 1))
    return [day for day in days if day.day == 1]


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")
