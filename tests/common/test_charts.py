"""Charts: the figures they state, the SVG they draw."""

import csv
import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from common.charts import (
    AgeBars,
    AgeRow,
    Curve,
    CurvePoint,
    Meter,
    ProgressBars,
    ProgressRow,
    Segment,
    ShareRow,
    SmallCurves,
    StackedShare,
    Tile,
    TileGrid,
    Timeline,
    TimelineEvent,
    render_chart,
    render_wide_and_narrow,
)
from common.charts.drawing import figure, per_cent, text_width, wrapped
from common.charts.picture import csv_file, png_file, svg_file
from common.gallery_charts import chart_examples

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&"

LEFT_OF = {"start": 0, "middle": 0.5, "end": 1}  # what of a text lies left of its place


def row(*, is_slow=False, **figures: object):
    named = {name: Decimal(str(value)) for name, value in figures.items()}
    return ProgressRow("精细化工", "亿元", named.pop("target", None), is_slow=is_slow, **named)


def charts(label="精细化工"):
    return [
        ProgressBars(
            "bars",
            label,
            [
                ProgressRow(label, "亿元", Decimal(105), Decimal("62.5"), Decimal(78), Decimal(70)),
                ProgressRow(label, label, None),
                ProgressRow(label, "家", Decimal(5), Decimal(200), Decimal(1), target_text="5—10"),
            ],
        ),
        StackedShare(
            "share",
            label,
            [
                ShareRow(label, [Segment("accepted", label, 5), Segment("missing", "未报", 2)]),
                ShareRow(label, [Segment("accepted", label, 0), Segment("missing", "未报", 0)]),
            ],
        ),
        Timeline(
            "year",
            label,
            date(2022, 1, 1),
            date(2022, 12, 31),
            date(2022, 9, 22),
            [
                TimelineEvent(date(2022, 8, 31), label),
                TimelineEvent(date(2022, 9, 19), "答复", late=True),
                TimelineEvent(date(2022, 9, 30), "第二阶段报告"),
                TimelineEvent(date(2022, 12, 31), "第三阶段报告"),
            ],
        ),
        Meter("rate", label, 5, 7, "家", Decimal(100)),
        Meter("none", label, 0, 0),
        curve(label, "30", "61"),
        curve(label),
        SmallCurves("curves", label, [curve(label, "30", "61"), curve(label), curve("数", "120")]),
        tiles(label, [(1, 1), (1, 3), (3, 2)]),
        tiles(label, [None, (1, 3), (3, 2)]),
        AgeBars("ages", label, [AgeRow(label, 23, 5, label), AgeRow(label, 0, 0, "")]),
        AgeBars("many", label, [AgeRow(label, 30 - n, n, label) for n in range(12)]),
    ]


def curve(label, *values: str, submitted=None, is_slow=False):
    def point(month, value):
        pace = Decimal(100) * month / 12
        return CurvePoint(date(2022, month, 28), f"{month}月底", Decimal(value), pace)

    return Curve(
        "curve",
        label,
        "亿元",
        Decimal(100),
        date(2022, 1, 1),
        date(2022, 12, 31),
        [point(4 * number, value) for number, value in enumerate(values, start=1)],
        point(9, submitted or "70"),
        is_slow,
    )


def tiles(label, places):
    looks = ("good", "late", "overdue")
    return TileGrid(
        "tiles",
        label,
        "三个地方。",
        [
            Tile(
                label,
                f"{label}人民政府",
                look,
                look,
                ("函告 1/4",),
                ("1 / 4",),
                *(place or (None,) * 2),
            )
            for look, place in zip(looks, places, strict=True)
        ],
        [(look, look) for look in looks],
        ("地方", "情况", "函告"),
    )


@pytest.mark.parametrize("width", [260, 300, 640])
@pytest.mark.parametrize("label", ["精细化工", HOSTILE, "很长的事项名称" * 12, ""])
def test_every_chart_is_sound_svg(width, label):
    for chart in charts(label):
        svg = render_chart(chart, width=width)
        root = ET.fromstring(svg)  # noqa: S314  our own
        assert root.get("role") == "img"
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert root.get("aria-labelledby").split() == [f"{chart.key}-title", f"{chart.key}-desc"]
        assert root.find(f"{SVG}desc").text == chart.finding
        assert not re.search(r"<script|style=|\son\w+=", svg)
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.key)
@pytest.mark.parametrize("width", [300, 640])
def test_nothing_is_drawn_outside(chart, width):
    drawing = chart.draw(width)
    for mark in drawing.marks:
        if mark.kind == "rect":
            assert mark.x >= 0
            assert mark.width >= 0
            assert mark.x + mark.width <= width + 0.01
            assert mark.y + mark.height <= drawing.height
        if mark.kind in {"polyline", "polygon"}:
            assert all(0 <= y <= drawing.height for _x, y in mark.corners)
        if mark.kind == "text":
            left = mark.x - text_width(mark.text, mark.size) * LEFT_OF[mark.anchor]
            assert left >= 0, mark.text
            assert left + text_width(mark.text, mark.size) <= width, mark.text


@pytest.mark.parametrize("chart", charts(), ids=lambda chart: chart.key)
def test_every_row_of_the_table_fits_its_header(chart):
    table = chart.table()
    assert table.rows
    assert all(len(row) == len(table.header) for row in table.rows)


@pytest.mark.parametrize(
    ("figures", "standing"),
    [
        ({"target": 105, "accepted": 105, "pace": 70}, "met"),
        ({"target": 105, "accepted": 70, "pace": 70}, "on_pace"),
        ({"target": 105, "accepted": "69.99", "pace": 70}, "behind"),
        ({"target": 105, "accepted": "69.99", "pace": 70, "is_slow": True}, "slow"),
        ({"target": 105, "accepted": 70, "pace": 70, "is_slow": True}, "on_pace"),
        ({"target": 105, "submitted": 105, "pace": 70}, ""),  # no accepted figure, no light
        ({"accepted": 5}, ""),
        ({"target": 105, "accepted": 5}, ""),
    ],
)
def test_standing(figures, standing):
    assert row(**figures).standing == standing


def test_submitted_never_counts():
    assert row(target=100, accepted=40, submitted=100).share == "40%"


def test_progress_states_its_finding():
    assert charts()[0].finding == (
        "共 3 项：已达目标 1 项，达到序时进度 0 项，略慢 0 项，落后 1 项，无法判断 1 项。"
    )


def test_a_rate_of_nothing_is_not_nought():
    none = charts()[4]
    assert none.rate == "—"
    assert "尚无应计事项" in none.finding


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(9999, 10000, "99.9%"), (1, 1, "100%"), (1, 3, "33.3%"), (0, 7, "0%"), (3, 0, "—")],
)
def test_per_cent_is_cut_so_that_only_the_whole_is_100(part, whole, words):
    assert per_cent(part, whole) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("62.50", "62.5"), ("1587", "1587"), ("1E+2", "100"), ("0.00", "0"), ("100", "100")],
)
def test_figures_in_words(value, words):
    assert figure(Decimal(value)) == words


def test_timeline_knows_past_next_late_and_future():
    timeline = charts()[2]
    assert [timeline.state(event) for event in timeline.events] == [
        "past",
        "late",
        "next",
        "future",
    ]
    assert "下一个期限 9月30日：第二阶段报告，还有 8 天" in timeline.finding


def test_a_label_without_room_stands_below_its_day():
    day = date(2022, 7, 29)
    year = (date(2022, 1, 1), date(2022, 12, 31), date(2022, 8, 24))
    timeline = Timeline("year", "Year", *year, [TimelineEvent(day, "Reply to the deputies")])
    texts = [mark.text for mark in timeline.draw(640).marks if mark.kind == "text"]
    assert "7月29日 Reply to the deputies" in texts
    texts = [mark.text for mark in timeline.draw(280).marks if mark.kind == "text"]
    assert texts[texts.index("7月29日") + 1] == "Reply to the deputies"


@pytest.mark.parametrize("width", [300, 640, 1100])
def test_no_leader_goes_through_a_label(width):
    days = [date(2022, 6, 30), date(2022, 7, 29), date(2022, 12, 15)]
    events = [TimelineEvent(day, "阶段报告", "应报 3 份，已报 0 份") for day in days]
    year = (date(2022, 1, 1), date(2022, 12, 31), date(2022, 8, 24))
    marks = Timeline("year", "年", *year, events).draw(width).marks
    leaders = [m for m in marks if m.kind == "line" and m.x1 == m.x2 and m.y2 > 90]
    labels = [m for m in marks if m.kind == "text" and m.y > 90]
    assert len(leaders) == len(days)
    for text in labels:
        left = text.x - text_width(text.text, text.size) * LEFT_OF[text.anchor]
        right = left + text_width(text.text, text.size)
        assert not [m for m in leaders if left < m.x1 < right and m.y2 > text.y], text.text


def test_wide_and_narrow_share_no_id():
    html = render_wide_and_narrow(charts()[0])
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_table_rounds_the_pace_as_the_pages_do():
    chart = ProgressBars("bars", "进度", [row(target=105, accepted=70, pace="69.6164383561")])
    assert "69.6" in chart.table().rows[0]


def test_a_running_total_states_its_finding():
    assert curve("年度投资", "30", "61").finding == (
        "截至8月28日，年度投资已审核 61 亿元，为全年目标 100 的 61%；序时应达 66.7，少 5.7。"
    )
    assert "达到序时进度" in curve("年度投资", "30", "80").finding
    assert curve("年度投资").finding == "年度投资还没有已审核的数，全年目标 100 亿元。"


def test_what_is_not_reviewed_stands_apart_from_the_curve():
    chart = curve("年度投资", "30", "61", submitted="90")
    assert chart.last.value == Decimal(61)
    assert [row[2] for row in chart.table().rows] == ["30", "61", "90"]
    (line,) = [m for m in chart.draw(640).marks if m.kind == "polyline" and not m.dashes]
    assert len(line.corners) == len(["start", "April", "August"])


@pytest.mark.parametrize(
    ("goal", "lines"),
    [("585", ["0", "200", "400", "600"]), ("7", ["0", "2", "4", "6", "8"]), ("0.3", ["0", "0.1"])],
)
def test_the_grid_has_round_figures(goal, lines):
    chart = Curve("c", "数", "亿元", Decimal(goal), date(2022, 1, 1), date(2022, 12, 31), [])
    texts = [mark.text for mark in chart.draw(640).marks if mark.kind == "text"]
    assert [text for text in texts if text in lines][: len(lines)] == lines


def test_small_curves_name_the_furthest_behind():
    chart = SmallCurves(
        "c", "逐项", [curve("甲", "60"), curve("乙", "5"), curve("丙", "10"), curve("丁")]
    )
    assert chart.finding == (
        "逐项共 4 项：已达目标 0 项，达到序时进度 1 项，略慢 0 项，落后 2 项，没有数 1 项"
        "；落后最多的是乙（5 / 100 亿元）。"
    )


def test_a_slow_one_is_told_from_one_behind():
    assert curve("甲", "30", is_slow=True).standing == "slow"
    assert curve("甲", "30").standing == "behind"


def test_tiles_stand_where_the_map_has_them_or_evenly():
    assert tiles("地", [(2, 2), (2, 4), (4, 3)]).places == [(0, 0), (0, 2), (2, 1)]
    assert tiles("地", [None, (1, 3), (3, 2)]).places == [(0, 0), (0, 1), (1, 0)]
    assert tiles("地", [(1, 3), (1, 3), (3, 2)]).places == [(0, 0), (0, 1), (1, 0)]


@pytest.mark.parametrize("word", ["2 overdue", "逾期 11"])
def test_a_tile_says_how_many_on_a_telephone_too(word):
    places = [(1, column) for column in range(1, 5)]
    grid = TileGrid(
        "map",
        "地图",
        "",
        [Tile("县", "县", "overdue", word, row=r, column=c) for r, c in places],
        (),
        (),
    )
    texts = [mark.text for mark in grid.draw(286).marks if mark.kind == "text"]
    assert {*word.split()} <= {*" ".join(texts).split()}


def test_each_look_of_a_tile_has_a_shape_of_its_own():
    drawn = tiles("地", [(1, 1), (1, 2), (1, 3)]).draw(640).marks
    shapes = [(m.kind, len(getattr(m, "corners", ()))) for m in drawn]
    assert {("circle", 0), ("polygon", 3), ("polygon", 8)} <= set(shapes)


def test_ages_state_the_oldest_and_leave_nothing_out_of_the_table():
    rows = [AgeRow(f"第{n}件", 30 - n, 1, "办公室") for n in range(12)]
    chart = AgeBars("ages", "未解决的困难", rows)
    assert chart.finding == (
        "未解决的困难：共 12 件，最久的已 30 个工作日（第0件），平均 24 个工作日。"
    )
    assert len(chart.table().rows) == len(rows)
    assert "另有 4 件，见表格。" in [m.text for m in chart.draw(640).marks if m.kind == "text"]


def test_lines_are_broken_where_they_fit():
    lines = wrapped("城乡一体化示范区管委会", 80, 15, 3)
    assert "".join(lines) == "城乡一体化示范区管委会"
    assert all(text_width(line, 15) <= 80 for line in lines)
    assert wrapped("on pace with the year", 90, 15, 2) == ["on pace", "with the…"]
    assert wrapped("", 80, 15, 2) == []


@pytest.mark.parametrize("chart", chart_examples(date(2022, 9, 22)), ids=lambda chart: chart.key)
def test_a_chart_goes_as_a_file(chart):
    note = "汴政〔2022〕7号；截至 2022年9月22日 24:00"
    root = ET.fromstring(svg_file(chart, note))  # noqa: S314  our own
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert chart.title[:10] in "".join(texts)
    assert note in texts
    assert png_file(chart, note).startswith(b"\x89PNG")


def test_figures_as_csv_open_in_excel_and_run_nothing():
    hostile = '=HYPERLINK("http://x")'
    chart = AgeBars("ages", "困难", [AgeRow(hostile, 5, 5, "@SUM(A1)"), AgeRow("b", 3, 0, "")])
    content = csv_file(chart, "+注")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[0] == list(chart.table().header)
    assert rows[1][0].endswith(hostile)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert rows[1][1] == "5"
    assert [chart.finding] in rows


def test_a_control_character_does_not_break_the_file():
    chart = AgeBars("ages", "困\x00难\x0b", [AgeRow("\ufffe", 5, 5, "")])
    assert png_file(chart, "注").startswith(b"\x89PNG")
