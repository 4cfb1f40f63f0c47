"""A running total over the year against its target: one large curve, or many small ones side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from common.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    INK,
    LABEL_SIZE,
    LEAST_SIZE,
    MID_GREY,
    SMALL_SIZE,
    SWATCH,
    TRACK,
    WHITE,
    Circle,
    Drawing,
    Line,
    Mark,
    Polygon,
    Polyline,
    Table,
    Text,
    bottom,
    figure,
    fit,
    legend,
    per_cent,
    text_width,
)
from common.charts.progress import COLOURS, light, standing_of, standing_words
from common.dates import month_day, short_month

TENTH = Decimal("0.1")
PLANNED_DASHES = "6 4"
SUBMITTED_DASHES = "2 4"
HEIGHT = 190.0
TOP = 30.0
LEFT = 46.0
RIGHT = 18.0
PANEL_HEIGHT, PANEL_PLOT, PANEL_TOP = 150.0, 64.0, 64.0
PANEL_LEAST, PANEL_GAP = 140.0, 20.0
MOST_LINES = 5


@dataclass(frozen=True)
class CurvePoint:
    """`value`: the running total as of `day`. `pace`: where the calendar would have it on that day.

    `label`: what it was reported with. `note`: what the reader must know of it, such as how many are in it.
    """

    day: date
    label: str
    value: Decimal
    pace: Decimal | None = None
    note: str = ""
    address: str = ""


@dataclass(frozen=True)
class Curve:
    """`points` are accepted figures in the order of days; `submitted` is not reviewed yet."""

    key: str
    title: str
    unit: str
    goal: Decimal
    start: date
    end: date
    points: Sequence[CurvePoint]
    submitted: CurvePoint | None = None
    is_slow: bool = False
    address: str = ""

    @property
    def last(self) -> CurvePoint | None:
        return self.points[-1] if self.points else None

    @property
    def standing(self) -> str:
        """met | on_pace | slow | behind; empty without a figure."""
        if self.last is None:
            return ""
        return standing_of(self.last.value, self.goal, self.last.pace, is_slow=self.is_slow)

    @property
    def finding(self) -> str:
        last = self.last
        if last is None:
            words = _("{title}还没有已审核的数，全年目标 {goal} {unit}。")
            return words.format(title=self.title, goal=figure(self.goal), unit=self.unit)
        words = _("截至{day}，{title}已审核 {value} {unit}，为全年目标 {goal} 的 {share}{pace}。")
        return words.format(
            day=month_day(last.day),
            title=self.title,
            value=figure(last.value),
            unit=self.unit,
            goal=figure(self.goal),
            share=per_cent(last.value, self.goal),
            pace=_pace_words(last),
        )

    def table(self) -> Table:
        rows = [*self.points, *([self.submitted] if self.submitted else [])]
        return Table(
            self.title,
            (_("截至"), _("阶段"), _("累计数"), _("序时应达"), _("差额"), _("说明")),
            tuple(
                (
                    point.day.isoformat(),
                    point.label,
                    figure(point.value),
                    figure(_rounded(point.pace)),
                    figure(_ahead(point)),
                    point.note or "—",
                )
                for point in rows
            ),
            tuple(("", "", point.address) for point in rows),
        )

    def draw(self, width: float) -> Drawing:
        plot = _Plot(self, LEFT, TOP, width - LEFT - RIGHT, HEIGHT, _ceiling(self))
        marks: list[Mark] = [*_grid(plot, width), *_months(plot), *_lines(plot)]
        marks += _last_words(plot, width)
        marks += legend(_legend(self), TOP + HEIGHT + 40, width)
        return Drawing(width, bottom(marks) + 6, marks)


@dataclass(frozen=True)
class SmallCurves:
    """All share the year and each has its own target as its height."""

    key: str
    title: str
    curves: Sequence[Curve]

    @property
    def finding(self) -> str:
        found = [curve.standing for curve in self.curves]
        words = _(
            "{title}共 {all} 项：已达目标 {met} 项，达到序时进度 {on_pace} 项，"
            "略慢 {slow} 项，落后 {behind} 项，没有数 {unknown} 项{furthest}。"
        )
        return words.format(
            title=self.title,
            all=len(found),
            met=found.count("met"),
            on_pace=found.count("on_pace"),
            slow=found.count("slow"),
            behind=found.count("behind"),
            unknown=found.count(""),
            furthest=self._furthest(),
        )

    def _furthest(self) -> str:
        behind = [curve for curve in self.curves if curve.standing == "behind" and curve.last]
        if not behind:
            return ""
        last = min(behind, key=_share_of_pace)
        return _("；落后最多的是{name}（{value} / {goal} {unit}）").format(
            name=last.title,
            value=figure(last.last.value) if last.last else "—",
            goal=figure(last.goal),
            unit=last.unit,
        )

    def table(self) -> Table:
        return Table(
            self.title,
            (
                _("事项"),
                _("单位"),
                _("全年目标"),
                _("截至"),
                _("已审核"),
                _("序时应达"),
                _("完成率"),
                _("判断"),
            ),
            tuple(row for curve in self.curves for row in _rows(curve)),
            tuple((curve.address,) for curve in self.curves for _row in _rows(curve)),
        )

    def draw(self, width: float) -> Drawing:
        columns = max(1, int((width + PANEL_GAP) // (PANEL_LEAST + PANEL_GAP)))
        columns = min(columns, len(self.curves) or 1)
        each = (width - PANEL_GAP * (columns - 1)) / columns
        marks: list[Mark] = []
        for number, curve in enumerate(self.curves):
            row, column = divmod(number, columns)
            marks += _panel(curve, column * (each + PANEL_GAP), row * PANEL_HEIGHT, each)
        rows = -(-len(self.curves) // columns)
        marks += legend(_legend(*self.curves), rows * PANEL_HEIGHT + 4, width)
        return Drawing(width, bottom(marks) + 6, marks)


@dataclass(frozen=True)
class _Plot:
    curve: Curve
    left: float
    top: float
    width: float
    height: float
    ceiling: Decimal

    def x(self, day: date) -> float:
        share = (day - self.curve.start) / (self.curve.end - self.curve.start)
        return self.left + min(max(share, 0), 1) * self.width

    def y(self, value: Decimal) -> float:
        share = float(value / self.ceiling) if self.ceiling else 0
        return self.top + (1 - min(max(share, 0), 1)) * self.height

    def at(self, point: CurvePoint) -> tuple[float, float]:
        return self.x(point.day), self.y(point.value)


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(TENTH)


def _ahead(point: CurvePoint) -> Decimal | None:
    return None if point.pace is None else point.value - point.pace.quantize(TENTH)


def _pace_words(point: CurvePoint) -> str:
    ahead = _ahead(point)
    if ahead is None:
        return ""
    words = _("；序时应达 {pace}，少 {gap}") if ahead < 0 else _("；序时应达 {pace}，达到序时进度")
    return words.format(pace=figure(_rounded(point.pace)), gap=figure(abs(ahead)))


def _share_of_pace(curve: Curve) -> Decimal:
    point = curve.last
    return point.value / point.pace if point and point.pace else Decimal(0)


def _rows(curve: Curve) -> Iterator[tuple[str, ...]]:
    head = (curve.title, curve.unit, figure(curve.goal))
    if not curve.points:
        yield (*head, "—", "—", "—", "—", "—")
    for point in curve.points:
        standing = standing_of(
            point.value, curve.goal, point.pace, is_slow=curve.is_slow and point is curve.last
        )
        yield (
            *head,
            point.day.isoformat(),
            figure(point.value),
            figure(_rounded(point.pace)),
            per_cent(point.value, curve.goal),
            standing_words(standing) or "—",
        )


def _ceiling(curve: Curve) -> Decimal:
    """Room for the highest of all, on a line of the grid."""
    values = [point.value for point in (*curve.points, curve.submitted) if point]
    highest = max([curve.goal, *values], default=Decimal(1)) or Decimal(1)
    step = _step(highest)
    return step * _steps(highest, step)


def _steps(highest: Decimal, step: Decimal) -> Decimal:
    return (highest / step).to_integral_value(ROUND_CEILING)


def _step(highest: Decimal) -> Decimal:
    """1, 2 or 5 times a power of ten, so that at most MOST_LINES of them reach the highest."""
    power = Decimal(10) ** (highest.adjusted() - 1)
    steps = (power * tens * factor for tens in (1, 10, 100) for factor in (1, 2, 5))
    return next(step for step in steps if _steps(highest, step) <= MOST_LINES)


def _grid(plot: _Plot, width: float) -> list[Mark]:
    marks: list[Mark] = [Text(0, TOP - 12, plot.curve.unit, LEAST_SIZE, GREY)]
    step, value = _step(plot.ceiling), Decimal(0)
    while value <= plot.ceiling:
        y = plot.y(value)
        marks.append(Line(plot.left, y, width - RIGHT, y, MID_GREY if not value else TRACK))
        marks.append(Text(plot.left - 8, y + 4, figure(value), LEAST_SIZE, GREY, anchor="end"))
        value += step
    return marks


def _months(plot: _Plot) -> list[Mark]:
    """The first of every month, or of every quarter where there is no room."""
    marks: list[Mark] = []
    curve, base = plot.curve, plot.top + plot.height
    months = (curve.end.year - curve.start.year) * 12 + curve.end.month - curve.start.month + 1
    every = 1 if plot.width / months > 34 else 3 if plot.width / months > 12 else 12
    for number in range(months):
        year, month = divmod(curve.start.month - 1 + number, 12)
        day = date(curve.start.year + year, month + 1, 1)
        marks.append(Line(plot.x(day), base, plot.x(day), base + 5, MID_GREY))
        if number % every == 0:
            marks.append(Text(plot.x(day), base + 19, short_month(day), LEAST_SIZE, GREY))
    return marks


def _lines(plot: _Plot) -> list[Mark]:
    curve = plot.curve
    origin = (plot.x(curve.start), plot.y(Decimal(0)))
    goal = (plot.x(curve.end), plot.y(curve.goal))
    marks: list[Mark] = [Line(*origin, *goal, INK, 1.6, PLANNED_DASHES)]
    marks.append(Line(goal[0] - 10, goal[1], goal[0], goal[1], INK, 2.5))
    reached = [plot.at(point) for point in curve.points]
    if curve.submitted:
        from_here = reached[-1] if reached else origin
        there = plot.at(curve.submitted)
        marks += [Polyline([from_here, there], AMBER, 2, SUBMITTED_DASHES), _diamond(*there)]
    if reached:
        marks.append(Polyline([origin, *reached], BLUE, 3))
        marks += [Circle(x, y, 4.5, BLUE, WHITE) for x, y in reached]
    return marks


def _diamond(x: float, y: float) -> Mark:
    return Polygon([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)], WHITE, AMBER)


def _last_words(plot: _Plot, width: float) -> list[Mark]:
    """The target at its end, and the last figures beside their marks, below the line of the plan."""
    curve = plot.curve
    goal = _("目标 {goal} {unit}").format(goal=figure(curve.goal), unit=curve.unit)
    marks: list[Mark] = [
        Text(width - RIGHT, plot.y(curve.goal) - 8, goal, SMALL_SIZE, INK, True, "end")
    ]
    last, submitted = curve.last, curve.submitted
    if last:
        marks.append(_beside(plot, last, figure(last.value), BLUE, down=18))
    if submitted:
        is_near = last is not None and abs(plot.at(last)[1] - plot.at(submitted)[1]) < 24
        words = _("含待审核 {figure}").format(figure=figure(submitted.value))
        marks.append(_beside(plot, submitted, words, AMBER, down=-12 if is_near else 18))
    return marks


def _beside(plot: _Plot, point: CurvePoint, words: str, fill: str, *, down: float) -> Text:
    x, y = plot.at(point)
    needed = text_width(words, LABEL_SIZE)
    if x + 10 + needed <= plot.left + plot.width + RIGHT:
        return Text(x + 10, y + down, words, LABEL_SIZE, fill, bold=True)
    return Text(x - 10, y + down, words, LABEL_SIZE, fill, bold=True, anchor="end")


def _panel(curve: Curve, x: float, y: float, width: float) -> list[Mark]:
    value = curve.last.value if curve.last else None
    share = per_cent(value, curve.goal) if value is not None else "—"
    reached = f"{figure(value)}/{figure(curve.goal)} {curve.unit}"
    room = width - text_width(share, SMALL_SIZE) - 6
    marks: list[Mark] = [
        Text(x, y + 15, fit(curve.title, width, LABEL_SIZE), LABEL_SIZE, bold=True),
        Text(x, y + 52, fit(reached, room, LEAST_SIZE), LEAST_SIZE, GREY),
        Text(x + width, y + 52, share, SMALL_SIZE, bold=True, anchor="end"),
    ]
    words = standing_words(curve.standing) or _("没有已审核的数")
    if curve.standing:
        marks.append(light(curve.standing, x + 5, y + 30))
    left = x + (14 if curve.standing else 0)
    colour = COLOURS.get(curve.standing, GREY)
    marks.append(Text(left, y + 34, fit(words, width - 14, LEAST_SIZE), LEAST_SIZE, colour))
    shown = [point.value for point in (*curve.points, curve.submitted) if point]
    ceiling = max([curve.goal, *shown]) or Decimal(1)
    plot = _Plot(curve, x, y + PANEL_TOP, width, PANEL_PLOT, ceiling)
    base = plot.top + plot.height
    return [*marks, Line(x, base, x + width, base, MID_GREY), *_lines(plot)]


def _legend(*curves: Curve) -> list[tuple[list[Mark], str]]:
    half = SWATCH / 2
    entries: list[tuple[list[Mark], str]] = [
        ([Line(0, half, SWATCH, half, BLUE, 3), Circle(half, half, 4, BLUE, WHITE)], _("已审核")),
        ([Line(0, half, SWATCH, half, INK, 1.6, "4 3")], _("序时进度")),
    ]
    if any(curve.submitted for curve in curves):
        entries.append(([_diamond(half, half)], _("含待审核")))
    return entries
