"""Every kind of chart in each of its states, for the gallery and for the tests."""

from datetime import date
from decimal import Decimal

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
)
from common.charts.drawing import Chart

HUNDRED = Decimal(100)
LOOKS = {
    "accepted": "已审核",
    "submitted": "已报送",
    "returned": "已退回",
    "missing": "未报",
    "nil": "无情况可报",
    "draft": "起草中",
    "not_due": "未到期",
}


def chart_examples(today: date) -> list[Chart]:
    return [
        _bars(),
        _curve("g-curve", today.year, ("28", "61"), submitted="74"),
        _curve("g-curve-none", today.year, ()),
        SmallCurves(
            "g-curves",
            "逐项累计：已达、达到、略慢、落后、没有数",
            [
                _curve("g-met", today.year, ("70", "112")),
                _curve("g-pace", today.year, ("30", "80")),
                _curve("g-slow", today.year, ("30", "62"), is_slow=True),
                _curve("g-behind", today.year, ("30", "40"), submitted="45"),
                _curve("g-unknown", today.year, ()),
            ],
        ),
        StackedShare(
            "g-share",
            "每种状态一段，和全空的一行",
            [
                ShareRow("8月底", [Segment(*look, 7 - n) for n, look in enumerate(LOOKS.items())]),
                ShareRow("9月底", [Segment(*look, 0) for look in LOOKS.items()]),
            ],
        ),
        Meter("g-meter", "满意率", 25, 26, "名", HUNDRED),
        Meter("g-meter-none", "没有基数的比率", 0, 0),
        _timeline(today),
        _tiles("g-tiles", [(1, 1), (1, 3), (2, 2), (3, 3)]),
        _tiles("g-tiles-even", [None, None, None, None]),
        AgeBars(
            "g-ages",
            "未解决的困难",
            [
                AgeRow("杞县 · 用地指标", 23, 5, "市资源规划局"),
                AgeRow("通许县 · 资金", 9, 9, "领导小组办公室"),
                AgeRow("龙亭区 · 今天报告的", 0, 0, ""),
            ],
        ),
    ]


def _bars() -> ProgressBars:
    rows = [
        ProgressRow("已达目标", "亿元", HUNDRED, Decimal(112), None, Decimal(70)),
        ProgressRow("达到序时进度", "亿元", HUNDRED, Decimal(75), Decimal(80), Decimal(70)),
        ProgressRow("略慢", "亿元", HUNDRED, Decimal(66), None, Decimal(70), is_slow=True),
        ProgressRow("落后", "亿元", HUNDRED, Decimal(40), Decimal(35), Decimal(70)),
        ProgressRow("还没有数", "亿元", HUNDRED, pace=Decimal(70)),
        ProgressRow("无量化目标", "家", None),
    ]
    return ProgressBars("g-bars", "目标、完成数和序时进度", rows)


def _curve(
    key: str, year: int, values: tuple[str, ...], submitted: str = "", *, is_slow: bool = False
) -> Curve:
    def point(month: int, value: str) -> CurvePoint:
        return CurvePoint(
            date(year, month, 28), f"{month}月底", Decimal(value), HUNDRED * month / 12
        )

    return Curve(
        key=key,
        title="年度投资" if values else "还没有数",
        unit="亿元",
        goal=HUNDRED,
        start=date(year, 1, 1),
        end=date(year, 12, 31),
        points=[point(4 * number, value) for number, value in enumerate(values, start=1)],
        submitted=point(9, submitted) if submitted else None,
        is_slow=is_slow,
    )


def _timeline(today: date) -> Timeline:
    events = [
        TimelineEvent(date(today.year, 3, 31), "第一阶段报告", "应报 7 份，已报 7 份"),
        TimelineEvent(date(today.year, 6, 19), "答复代表", "共 2 件，已登记 1 件", late=True),
        TimelineEvent(date(today.year, 9, 30), "第二阶段报告"),
        TimelineEvent(date(today.year, 12, 31), "第三阶段报告"),
    ]
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return Timeline("g-timeline", "时间轴", first, last, date(today.year, 7, 22), events)


def _tiles(key: str, places: list[tuple[int, int] | None]) -> TileGrid:
    looks = (("good", "到齐"), ("late", "迟到"), ("overdue", "逾期"), ("waiting", "未到期"))
    tiles = [
        Tile(
            name=name,
            whole=f"{name}人民政府",
            look=look,
            word=word,
            lines=("函告 12/14",),
            cells=("12 / 14",),
            address="#main" if place else "",
            row=place[0] if place else None,
            column=place[1] if place else None,
        )
        for name, (look, word), place in zip(
            ("城乡一体化示范区", "兰考县", "鼓楼区", "杞县"), looks, places, strict=True
        )
    ]
    finding = "4 个地方中，函告到齐 1 个。"
    return TileGrid(key, "各地办理情况", finding, tiles, looks, ("地方", "情况", "函告"))
