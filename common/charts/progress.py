"""Target against accepted and submitted figure, row by row, with the pace of the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from common.charts.drawing import (
    AMBER,
    BLUE,
    GREY,
    HATCH_AMBER,
    INK,
    LABEL_SIZE,
    MID_GREY,
    RED,
    SMALL_SIZE,
    SWATCH,
    TRACK,
    WHITE,
    Circle,
    Drawing,
    Line,
    Mark,
    Rect,
    Table,
    Text,
    bottom,
    figure,
    fit,
    heading,
    legend,
    per_cent,
    text_width,
    triangle,
)

BAR = 14.0
ROW = 82.0
COLOURS = {"met": BLUE, "on_pace": BLUE, "slow": AMBER, "behind": RED}
TENTH = Decimal("0.1")
FULLEST = 1.4  # beyond this share of the target a bar is cut; its figures say the rest


@dataclass(frozen=True)
class ProgressRow:
    """Figures are running totals of the year. `pace`: where the calendar would have the figure.

    `is_slow`: behind it, but by so little that the rule set calls it slow.
    `submitted` is the latest figure not yet reviewed; None when there is none beside the accepted.
    """

    label: str
    unit: str
    target: Decimal | None
    accepted: Decimal | None = None
    submitted: Decimal | None = None
    pace: Decimal | None = None
    target_text: str = ""  # as the directive words it, e.g. "5—10"; the plain figure otherwise
    is_slow: bool = False

    @property
    def share(self) -> str:
        return "—" if self.accepted is None else per_cent(self.accepted, self.target)

    @property
    def standing(self) -> str:
        """met | on_pace | slow | behind; empty where a figure is wanting: then there is no light."""
        return standing_of(self.accepted, self.target, self.pace, is_slow=self.is_slow)

    @property
    def target_words(self) -> str:
        if self.target is None:
            return self.target_text
        return self.target_text or figure(self.target)


@dataclass(frozen=True)
class ProgressBars:
    key: str
    title: str
    rows: Sequence[ProgressRow]

    @property
    def finding(self) -> str:
        standings = [row.standing for row in self.rows]
        return _(
            "共 {rows} 项：已达目标 {met} 项，达到序时进度 {on_pace} 项，"
            "略慢 {slow} 项，落后 {behind} 项，无法判断 {unknown} 项。"
        ).format(
            rows=len(standings),
            met=standings.count("met"),
            on_pace=standings.count("on_pace"),
            slow=standings.count("slow"),
            behind=standings.count("behind"),
            unknown=standings.count(""),
        )

    def table(self) -> Table:
        header = (_("事项"), _("单位"), _("目标"), _("已审核"), _("已提交待审"), _("序时进度"))
        return Table(
            self.title,
            (*header, _("完成率"), _("判断")),
            tuple(
                (
                    row.label,
                    row.unit,
                    row.target_words or "—",
                    figure(row.accepted),
                    figure(row.submitted),
                    figure(row.pace and row.pace.quantize(TENTH)),
                    row.share,
                    standing_words(row.standing) or "—",
                )
                for row in self.rows
            ),
        )

    def draw(self, width: float) -> Drawing:
        full = width / self._longest()
        marks: list[Mark] = []
        y = 0.0
        for row in self.rows:
            head, extra = _heading(row, y + 17, width)
            marks += [*head, *_row(row, y + extra, width, full)]
            y += ROW + extra
        marks += legend(_legend(), y + 6, width)
        return Drawing(width, bottom(marks) + 6, marks)

    def _longest(self) -> float:
        """The longest bar's share of its target; all rows share one scale, 1 is the target."""
        shares = [
            float(value / row.target)
            for row in self.rows
            if row.target
            for value in (row.accepted, row.submitted)
            if value is not None
        ]
        return min(max([1.0, *shares]), FULLEST)


def standing_of(
    accepted: Decimal | None, target: Decimal | None, pace: Decimal | None, *, is_slow: bool
) -> str:
    if accepted is None or not target:
        return ""
    if accepted >= target:
        return "met"
    if pace is None:
        return ""
    if accepted >= pace:
        return "on_pace"
    return "slow" if is_slow else "behind"


def standing_words(standing: str) -> str:
    return {
        "met": _("已达目标"),
        "on_pace": _("达到序时进度"),
        "slow": _("略慢于序时进度"),
        "behind": _("落后于序时进度"),
    }.get(standing, "")


def _row(row: ProgressRow, y: float, width: float, full: float) -> list[Mark]:
    marks = _bar(row, y + 31, width, full)
    words = [_("已审核 {figure}").format(figure=figure(row.accepted))]
    if row.submitted is not None:
        words.append(_("已提交待审 {figure}").format(figure=figure(row.submitted)))
    if row.target_words:
        words.append(_("目标 {figure} {unit}").format(figure=row.target_words, unit=row.unit))
    else:
        words.append(_("无量化目标"))
    text = fit("　".join(words), width, SMALL_SIZE)
    return [*marks, Text(0, y + 64, text, fill=GREY)]


def _heading(row: ProgressRow, y: float, width: float) -> tuple[list[Mark], float]:
    """And by how much it is higher than one line."""
    marks: list[Mark] = [Text(width, y, row.share, LABEL_SIZE, bold=True, anchor="end")]
    words = standing_words(row.standing)
    right = width - 58
    if words:
        colour = COLOURS[row.standing]
        left = right - text_width(words, SMALL_SIZE)
        marks.append(Text(right, y, words, fill=colour, anchor="end"))
        marks.append(light(row.standing, left - 10, y - 4.5))
        right = left - 18
    label = heading(row.label, y, right - 8)
    return [*label, *marks], label[-1].y - y


def light(standing: str, x: float, y: float) -> Mark:
    """Met: a dot; on pace: a triangle up; slow or behind: down."""
    if standing == "met":
        return Circle(x, y, 5, BLUE)
    return triangle(x, y, 9, COLOURS[standing], up=standing == "on_pace")


def _bar(row: ProgressRow, y: float, width: float, full: float) -> list[Mark]:
    """`full` is where the target lies."""
    if not row.target:
        return [Line(0, y + BAR / 2, width, y + BAR / 2, MID_GREY, 1.5, "3 4")]
    per_unit = full / float(row.target)

    def place(value: Decimal | None) -> float:
        return min(max(float(value or 0) * per_unit, 0), width)

    accepted = place(row.accepted)
    marks: list[Mark] = [Rect(0, y, full, BAR, TRACK, radius=2)]
    if accepted:
        marks.append(Rect(0, y, accepted, BAR, BLUE, radius=2))
    if row.submitted is not None:
        marks.append(_submitted(accepted, place(row.submitted), y))
    marks.append(Line(full - 1, y - 3, full - 1, y + BAR + 3, INK, 2))
    if row.pace is not None:
        marks += _pace(place(row.pace), y)
    return marks


def _submitted(accepted: float, submitted: float, y: float) -> Mark:
    """What it would add; a running total that falls is a line across the bar."""
    if submitted > accepted:
        return Rect(accepted, y + 0.6, submitted - accepted, BAR - 1.2, HATCH_AMBER, AMBER)
    return Line(submitted, y - 2, submitted, y + BAR + 2, AMBER, 3)


def _pace(x: float, y: float) -> list[Mark]:
    return [
        Line(x, y - 4, x, y + BAR + 4, WHITE, 4),
        Line(x, y - 4, x, y + BAR + 4, INK, 1.6, "3 2"),
        triangle(x, y - 5, 8, INK, up=False),
    ]


def _legend() -> list[tuple[list[Mark], str]]:
    half = SWATCH / 2
    return [
        ([Rect(0, 1, SWATCH, 12, BLUE, radius=2)], _("已审核")),
        ([Rect(0.6, 1.6, SWATCH - 1.2, 10.8, HATCH_AMBER, AMBER)], _("已提交待审")),
        (
            [Line(half, 0, half, SWATCH, INK, 1.6), triangle(half, 0, 8, INK, up=False)],
            _("序时进度"),
        ),
        ([Line(half, 0, half, SWATCH, INK, 2)], _("年度目标")),
    ]
