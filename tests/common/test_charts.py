"""Charts: the figures they state, the SVG they draw."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from common.charts import (
    Meter,
    ProgressBars,
    ProgressRow,
    Segment,
    ShareRow,
    StackedShare,
    Timeline,
    TimelineEvent,
    render_chart,
    render_wide_and_narrow,
)
from common.charts.drawing import figure, per_cent

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>\"'&"


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
    ]


@pytest.mark.parametrize("width", [260, 340, 640])
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
def test_nothing_is_drawn_outside(chart):
    drawing = chart.draw(640)
    for mark in drawing.marks:
        if mark.kind == "rect":
            assert mark.x >= 0
            assert mark.width >= 0
            assert mark.x + mark.width <= 640.01
            assert mark.y + mark.height <= drawing.height


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


def test_wide_and_narrow_share_no_id():
    html = render_wide_and_narrow(charts()[0])
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_table_rounds_the_pace_as_the_pages_do():
    chart = ProgressBars("bars", "进度", [row(target=105, accepted=70, pace="69.6164383561")])
    assert "69.6" in chart.table().rows[0]
