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
        stacked = any(self._is_cut(event, width) for event in self.events)
        for event, y in self._levels(width, stacked=stacked):
            marks += self._event(event, width, y, stacked=stacked)
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

    def _event(self, event: TimelineEvent, width: float, y: float, *, stacked: bool) -> list[Mark]:
        state, x = self.state(event), self._place(event.day, width)
        anchor, beside = ("end", x - BESIDE) if self._leans_left(event) else ("start", x + BESIDE)
        lines = self._lines(event, stacked=stacked)
        foot = y + LABEL_LINE * (len(lines) - 1) + 2
        marks: list[Mark] = [Line(x, AXIS + 10, x, foot, MID_GREY), *_shape(state, x)]
        for number, (text, fill, bold) in enumerate(lines):
            shown = fit(text, self._room(event, width), SMALL_SIZE)
            marks.append(
                Text(beside, y + number * LABEL_LINE, shown, SMALL_SIZE, fill, bold, anchor)
            )
        return marks

    def _room(self, event: TimelineEvent, width: float) -> float:
        x = self._place(event.day, width)
        return (x if self._leans_left(event) else width - x) - BESIDE

    def _is_cut(self, event: TimelineEvent, width: float) -> bool:
        room = self._room(event, width)
        lines = self._lines(event, stacked=False)
        return any(text_width(text, SMALL_SIZE) > room for text, _fill, _bold in lines)

    def _leans_left(self, event: TimelineEvent) -> bool:
        """Labels stand on the far side of the events still to be drawn: no leader crosses one."""
        return event.day > self.start + (self.end - self.start) / 2

    def _levels(self, width: float, *, stacked: bool) -> list[tuple[TimelineEvent, float]]:
        """Each event with the line its label stands on, from the middle of the year outwards."""
        ordered = self._ordered()
        early = [event for event in reversed(ordered) if not self._leans_left(event)]
        late = [event for event in ordered if self._leans_left(event)]
        taken: list[list[tuple[float, float]]] = []
        placed = []
        for event in (*late, *early):
            span = self._span(event, width, stacked=stacked)
            level = next((i for i, line in enumerate(taken) if _is_free(span, line)), len(taken))
            taken[level:] = taken[level:] or [[]]
            taken[level].append(span)
            x = self._place(event.day, width)
            for line in taken[:level]:
                line.append((x - 2, x + 2))
            placed.append((event, FIRST_LABEL + level * (LABEL_STEP + LABEL_LINE * stacked)))
        return placed

    def _span(self, event: TimelineEvent, width: float, *, stacked: bool) -> tuple[float, float]:
        x = self._place(event.day, width)
        words = [text for text, _fill, _bold in self._lines(event, stacked=stacked)]
        wide = max(text_width(text, SMALL_SIZE) for text in words) + 14
        return (x - wide, x) if self._leans_left(event) else (x, x + wide)

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


def _is_free(span: tuple[float, float], line: Sequence[tuple[float, float]]) -> bool:
    return all(span[1] <= left or span[0] >= right for left, right in line)


def _firsts_of_month(start: date, end: date) -> list[date]:
    days = (start + DAY * i for i in range((end - start).days + 1))
    return [day for day in days if day.day == 1]
