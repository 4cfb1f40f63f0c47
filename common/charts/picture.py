"""A chart as a file of its own: an SVG, a picture, or its figures as CSV."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import resvg_py

from common.charts.drawing import (
    GREY,
    INK,
    SMALL_SIZE,
    WHITE,
    Chart,
    Drawing,
    Mark,
    Rect,
    Table,
    Text,
    moved,
    wrapped,
)
from common.charts.render import WIDE, render_chart
from common.typefaces import FONTS
from common.workbook import NOT_IN_XML, safe_text

PIXELS = 1560  # over 156 mm: 254 dots to the inch
TYPE_FILES = ("hei.ttf", "kai.ttf", "fangsong.otf")
TITLE_SIZE = 20.0
MARGIN = 24.0
LINE = 20.0
MOST_LINES = 6


@dataclass(frozen=True)
class Framed:
    """A chart that leaves its page: with its title, what it says, and the moment and scope it is of."""

    chart: Chart
    note: str

    @property
    def key(self) -> str:
        return self.chart.key

    @property
    def title(self) -> str:
        return self.chart.title

    @property
    def finding(self) -> str:
        return self.chart.finding

    def table(self) -> Table:
        return self.chart.table()

    def draw(self, width: float) -> Drawing:
        inner = self.chart.draw(width - 2 * MARGIN)
        head, height = self._head(inner.width)
        marks = [*head, *(moved(mark, 0, height) for mark in inner.marks)]
        whole = height + inner.height + 2 * MARGIN
        ground = Rect(0, 0, width, whole, WHITE)
        return Drawing(width, whole, [ground, *(moved(mark, MARGIN, MARGIN) for mark in marks)])

    def _head(self, width: float) -> tuple[list[Mark], float]:
        marks: list[Mark] = []
        y = TITLE_SIZE
        for line in wrapped(self.title, width, TITLE_SIZE, 2):
            marks.append(Text(0, y, line, TITLE_SIZE, INK, bold=True))
            y += TITLE_SIZE * 1.4
        for words, fill in ((self.finding, INK), (self.note, GREY)):
            for line in wrapped(words, width, SMALL_SIZE, MOST_LINES):
                marks.append(Text(0, y, line, SMALL_SIZE, fill))
                y += LINE
        return marks, y + 4


def svg_file(chart: Chart, note: str) -> bytes:
    return _svg(chart, note).encode()


def png_file(chart: Chart, note: str) -> bytes:
    return png_of(_svg(chart, note))


def _svg(chart: Chart, note: str) -> str:
    return NOT_IN_XML.sub("", render_chart(Framed(chart, note), width=WIDE + 2 * MARGIN))


def png_of(svg: str) -> bytes:
    """The picture is as fine whatever the chart's own units are."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=PIXELS,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(FONTS / name) for name in TYPE_FILES],
            font_family="Portal Hei",
        )
    )


def csv_file(chart: Chart, note: str) -> bytes:
    """With the mark by which Excel knows UTF-8, and nothing in it that Excel would run."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(_csv_rows(chart, note))
    return file.getvalue().encode("utf-8-sig")


def _csv_rows(chart: Chart, note: str) -> Iterator[list[str]]:
    table = chart.table()
    for row in (table.header, *table.rows, (), (chart.finding,), (note,)):
        yield [_cell(text) for text in row]


def _cell(text: str) -> str:
    return text if _is_figure(text) else safe_text(text)


def _is_figure(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdecimal()
