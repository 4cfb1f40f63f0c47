"""The year with its deadlines and where today stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    INK,
    LEAST_SIZE,
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
    fit,
    text_width,
)
from common.charts.timeline_labels import Label, Layout, Place, lay_out
from common.dates import month_day, short_month

AXIS = 56.0
EDGE = 12.0
FIRST_LABEL = AXIS + 50
LABEL_STEP = 52.0
LABEL_LINE = 18.0
BESIDE = 6.0
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimelineEvent:
    """`note` says how it went or what is due, e.g. "7 家中 6 家已报"; `late` marks open arrears."""

    day: date
    label: str
    note: str = ""
    late: bool = False
    address: str = ""


@dataclass(frozen=True)
class Timeline:
    """`today_words` marks the day: on paper it is no longer today when it is read."""

    key: str
    title: str
    start: date
    end: date
    today: date
    events: Sequence[TimelineEvent]
    today_words: str = ""

    @property
    def marked_day(self) -> str:
        words = self.today_words or _("今天")  # gettext does not look inside f-strings
        return f"{words} {month_day(self.today)}"

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
            return _("{today}，期限均已过。").format(today=self.marked_day)
        labels = _("、").join(event.label for event in self.events if event.day == day)
        return _("{today}，下一个期限 {day}：{labels}，还有 {days} 天。").format(
            today=self.marked_day, day=month_day(day), labels=labels, days=(day - self.today).days
        )

    def table(self) -> Table:
        return Table(
            self.title,
            (_("日期"), _("期限"), _("状态"), _("说明")),
            tuple(
                (e.day.isoformat(), e.label, state_words(self.state(e)), e.note or "—")
                for e in self._ordered()
            ),
            tuple((e.address,) for e in self._ordered()),
        )

    def draw(self, width: float) -> Drawing:
        marks: list[Mark] = [*self._axis(width), *self._today(width)]
        layout, stacked = self._layout(width, stacked=False), False
        if layout.cut:
            layout, stacked = self._layout(width, stacked=True), True
        for index, event in enumerate(self._ordered()):
            marks += self._event(event, width, layout.places[index], stacked=stacked)
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
                marks.append(Text(x, AXIS + 24, short_month(month), LEAST_SIZE, GREY))
        return marks

    def _today(self, width: float) -> list[Mark]:
        if not self.start <= self.today <= self.end:
            return []
        words = self.marked_day
        x, half = self._place(self.today, width), text_width(words, SMALL_SIZE) / 2 + 8
        middle = min(max(x, half), width - half)
        return [
            Rect(middle - half, 4, half * 2, 24, INK, radius=4),
            Polygon([(x - 5, 28), (x + 5, 28), (x, 34)], INK),
            Line(x, 28, x, AXIS + 9, INK, 1.6),
            Text(middle, 21, words, SMALL_SIZE, WHITE, bold=True, anchor="middle"),
        ]

    def _event(
        self, event: TimelineEvent, width: float, place: Place, *, stacked: bool
    ) -> list[Mark]:
        state, x = self.state(event), self._place(event.day, width)
        y = FIRST_LABEL + place.level * (LABEL_STEP + LABEL_LINE * stacked)
        anchor, beside = ("end", x - BESIDE) if place.leans_left else ("start", x + BESIDE)
        room = (x if place.leans_left else width - x) - BESIDE
        lines = self._lines(event, stacked=stacked)
        foot = y + LABEL_LINE * (len(lines) - 1) + 2
        marks: list[Mark] = [Line(x, AXIS + 10, x, foot, MID_GREY), *_shape(state, x)]
        for number, (text, fill, bold) in enumerate(lines):
            shown, line = fit(text, room, SMALL_SIZE), y + number * LABEL_LINE
            marks.append(Text(beside, line, shown, SMALL_SIZE, fill, bold, anchor))
        return marks

    def _layout(self, width: float, *, stacked: bool) -> Layout:
        labels = []
        for event in self._ordered():
            words = [text for text, _fill, _bold in self._lines(event, stacked=stacked)]
            wide = max(text_width(text, SMALL_SIZE) for text in words) + BESIDE
            labels.append(Label(self._place(event.day, width), wide))
        return lay_out(labels, width)

    def _lines(self, event: TimelineEvent, *, stacked: bool) -> list[tuple[str, str, bool]]:
        """Text, colour, bold. `stacked`: the label below its day, where a line has too little room."""
        state = self.state(event)
        colour = {"late": RED, "next": AMBER}.get(state, GREY)
        day, note = month_day(event.day), event.note or state_words(state)
        labels = [day, event.label] if stacked else [f"{day} {event.label}"]
        return [*((label, INK, True) for label in labels), (note, colour, False)]


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
        corners = [(x, AXIS - 9), (x + 9, AXIS), (x, AXIS + 9), (x - 9, AXIS)]
        return [Polygon(corners, "#f2a33a", AMBER)]
    return [Polygon([(x, AXIS - 9), (x + 9, AXIS + 7), (x - 9, AXIS + 7)], RED, WHITE)]


def _firsts_of_month(start: date, end: date) -> list[date]:
    days = (start + DAY * i for i in range((end - start).days + 1))
    return [day for day in days if day.day == 1]
