"""How a whole divides into states, one bar a row (a stage, a unit), one legend for all."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.charts.drawing import (
    AMBER,
    BLUE,
    CROSS_RED,
    DOTS_GREY,
    GREY,
    HATCH_AMBER,
    INK,
    LABEL_SIZE,
    LINES_GREY,
    MID_GREY,
    RED,
    SMALL_SIZE,
    SWATCH,
    TRACK,
    WHITE,
    Drawing,
    Mark,
    Rect,
    Table,
    Text,
    bottom,
    heading,
    legend,
    per_cent,
    text_width,
)

BAR = 26.0
ROW = 62.0
GAP = 2.0
LOOKS = {
    "accepted": (BLUE, "none", ""),
    "submitted": (HATCH_AMBER, AMBER, ""),
    "returned": (CROSS_RED, RED, ""),
    "missing": (WHITE, RED, "4 2"),
    "nil": (LINES_GREY, GREY, ""),
    "draft": (DOTS_GREY, GREY, ""),
    "not_due": (TRACK, "none", ""),
}


@dataclass(frozen=True)
class Segment:
    """`look`: accepted, submitted, returned, missing, nil, draft or not_due."""

    look: str
    label: str
    count: int
    address: str = ""


@dataclass(frozen=True)
class ShareRow:
    label: str
    segments: Sequence[Segment]
    address: str = ""

    @property
    def total(self) -> int:
        return sum(segment.count for segment in self.segments)


@dataclass(frozen=True)
class StackedShare:
    """All rows name the same segments in the same order."""

    key: str
    title: str
    rows: Sequence[ShareRow]
    unit: str = "份"

    @property
    def finding(self) -> str:
        return "".join(
            _("{label}：共 {total} {unit}，{parts}。").format(
                label=row.label,
                total=row.total,
                unit=self.unit,
                parts=_("、").join(f"{s.label} {s.count}" for s in row.segments if s.count) or "—",
            )
            for row in self.rows
        )

    def table(self) -> Table:
        names = [segment.label for segment in self.rows[0].segments] if self.rows else []
        return Table(
            self.title,
            (_("项目"), *names, _("合计")),
            tuple(
                (row.label, *(str(s.count) for s in row.segments), str(row.total))
                for row in self.rows
            ),
            tuple(("", *(s.address for s in row.segments), row.address) for row in self.rows),
        )

    def draw(self, width: float) -> Drawing:
        marks: list[Mark] = []
        y = 0.0
        for row in self.rows:
            head, extra = self._heading(row, y + 17, width)
            marks += [*head, *_bar(row, y + 26 + extra, width)]
            y += ROW + extra
        marks += legend(self._legend(), y + 4, width)
        return Drawing(width, bottom(marks) + 6, marks)

    def _heading(self, row: ShareRow, y: float, width: float) -> tuple[list[Mark], float]:
        """And by how much it is higher than one line."""
        total = _("共 {total} {unit}").format(total=row.total, unit=self.unit)
        label = heading(row.label, y, width - text_width(total, SMALL_SIZE) - 12)
        return [*label, Text(width, y, total, fill=GREY, anchor="end")], label[-1].y - y

    def _legend(self) -> list[tuple[list[Mark], str]]:
        """Every state that occurs; with a single row its count and share as well."""
        seen = {s.look: s for row in self.rows for s in row.segments if s.count}
        single = self.rows[0] if len(self.rows) == 1 else None
        return [
            (_segment_box(look, 0, 0, SWATCH, SWATCH), _legend_words(segment, single))
            for look, segment in seen.items()
        ]


def _bar(row: ShareRow, y: float, width: float) -> list[Mark]:
    shown = [segment for segment in row.segments if segment.count]
    if not shown:
        return [Rect(0.6, y, width - 1.2, BAR, WHITE, MID_GREY, "3 3")]
    per_count = (width - GAP * (len(shown) - 1)) / row.total
    marks: list[Mark] = []
    x = 0.0
    for segment in shown:
        marks += _segment(segment, x, y, segment.count * per_count)
        x += segment.count * per_count + GAP
    return marks


def _legend_words(segment: Segment, row: ShareRow | None) -> str:
    if row is None:
        return segment.label
    share = per_cent(segment.count, row.total)
    return _("{label} {count}（{share}）").format(
        label=segment.label, count=segment.count, share=share
    )


def _segment_box(look: str, x: float, y: float, width: float, height: float) -> list[Mark]:
    fill, stroke, dashes = LOOKS[look]
    inset = 0.0 if stroke == "none" else 0.6
    return [Rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset, fill, stroke, dashes)]


def _segment(segment: Segment, x: float, y: float, width: float) -> list[Mark]:
    marks = _segment_box(segment.look, x, y, width, BAR)
    number = str(segment.count)
    needed = text_width(number, LABEL_SIZE) + 8
    if width < needed + 4:
        return marks
    middle = x + width / 2
    if segment.look == "accepted":
        return [*marks, _count(number, middle, y, WHITE)]
    # A plain ground: figures are not read well on a pattern.
    plate = Rect(middle - needed / 2, y + 4, needed, BAR - 8, WHITE, radius=2)
    return [*marks, *([] if segment.look == "not_due" else [plate]), _count(number, middle, y, INK)]


def _count(number: str, x: float, y: float, fill: str) -> Text:
    return Text(x, y + 18.5, number, LABEL_SIZE, fill, bold=True, anchor="middle")
