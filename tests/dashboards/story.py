"""Two stages of the Kaifeng plan, played: on time, late, returned, missing, nil, corrected, recalled.

Every reported figure of the story is made up here; targets, units and dates are the directive's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.dashboards.playing import Player, moment

if TYPE_CHECKING:
    from motions.models import Plan
    from reports.models import Filing

AUGUST, SEPTEMBER, DECEMBER = "2022-08-31", "2022-09-30", "2022-12-31"
DEVELOPMENT, INDUSTRY, COMMERCE = "市发展改革委", "市工业和信息化局", "市商务局"
AGRICULTURE, FINANCE, BUSINESS = "市农业农村局", "市财政局", "市营商环境服务中心"
TASK_FORCE = "市制造立市暨“万人助万企”工作专班办公室"
LEADS = (TASK_FORCE, COMMERCE, DEVELOPMENT, INDUSTRY, AGRICULTURE, FINANCE, BUSINESS)

INVESTMENT_AUGUST = {
    "5.1": "71.5",
    "5.2": "80",
    "5.3": "20",
    "5.4": "27",
    "5.5": "46",
    "5.6": "52",
    "5.7": "17",
    "5.8": "60",
}
INVESTMENT_SEPTEMBER = {
    "5.1": "82",
    "5.2": "88.6",
    "5.3": "27",
    "5.4": "31",
    "5.5": "53.5",
    "5.6": "61",
    "5.7": "26",
    "5.8": "68",
}
ENTERPRISES = {
    ("5.10", "省级服务型制造示范企业"): "1",
    ("5.10", "年产值10亿元以上企业"): "19",
    ("5.10", "年产值20亿元以上企业"): "1",
    ("5.10", "年产值50亿元以上企业"): "2",
    ("5.10", "年产值100亿元以上企业"): "1",
}
SMART = {
    ("5.11", "省级智能车间（工厂）"): "5",
    ("5.11", "“5G+智能制造”示范应用场景"): "4",
    ("5.11", "新增企业上云"): "620",
}


def investment(figures: dict[str, str]) -> dict[tuple[str, str], str]:
    return {(number, "年度投资"): value for number, value in figures.items()}


def play_august(player: Player) -> dict[str, Filing]:
    """Six of seven filed: one late, one returned, one nil, one corrected; 市营商环境服务中心 missing."""
    filed = {}
    filed[DEVELOPMENT] = player.submit(
        DEVELOPMENT,
        AUGUST,
        moment("2022-08-29"),
        figures=investment(INVESTMENT_AUGUST),
        reached={"双塔5万吨环保涂料": date(2022, 7, 20), "益海嘉里28万吨花生油": date(2022, 8, 10)},
        as_of=date(2022, 8, 25),
    )
    player.paper(filed[DEVELOPMENT], moment("2022-09-01"), 5)
    player.accept(filed[DEVELOPMENT], moment("2022-09-02"))
    filed[INDUSTRY] = player.submit(
        INDUSTRY, AUGUST, moment("2022-08-31", "23:30"), figures=SMART, as_of=date(2022, 8, 31)
    )
    player.return_(filed[INDUSTRY], moment("2022-09-05"), "5.11")
    filed[COMMERCE] = player.submit(COMMERCE, AUGUST, moment("2022-09-02"))  # two days late
    player.accept(filed[COMMERCE], moment("2022-09-06"))
    filed[AGRICULTURE] = player.submit(AGRICULTURE, AUGUST, moment("2022-08-30"), nil=True)
    player.accept(filed[AGRICULTURE], moment("2022-09-02", "11:00"))
    filed[FINANCE] = player.submit(
        FINANCE, AUGUST, moment("2022-08-26"), figures=ENTERPRISES, as_of=date(2022, 8, 20)
    )
    player.accept(filed[FINANCE], moment("2022-08-30"))
    player.correct(filed[FINANCE], moment("2022-09-07"), moment("2022-09-08"))
    filed[TASK_FORCE] = player.submit(TASK_FORCE, AUGUST, moment("2022-08-31"))
    player.paper(filed[TASK_FORCE], moment("2022-09-02"), 3)
    player.accept(filed[TASK_FORCE], moment("2022-09-02", "15:00"))
    return filed


def play_september(player: Player, august: dict[str, Filing]) -> dict[str, Filing]:
    """The returned one comes back, the corrected one too; the second stage is half reviewed."""
    returned = player.start(INDUSTRY, AUGUST, moment("2022-09-08"))
    player.write(returned, moment("2022-09-08"), figures=SMART | {("5.11", "新增企业上云"): "540"})
    player.send(returned, moment("2022-09-08"))
    player.sign(returned, moment("2022-09-09"))
    player.accept(returned, moment("2022-09-13"))
    player.write(
        august[FINANCE],
        moment("2022-09-12"),
        figures=ENTERPRISES | {("5.10", "年产值10亿元以上企业"): "17"},
        as_of=date(2022, 8, 20),
    )
    player.send(august[FINANCE], moment("2022-09-12"))
    player.sign(august[FINANCE], moment("2022-09-12", "15:00"))
    player.accept(august[FINANCE], moment("2022-09-14"))
    filed = {}
    filed[DEVELOPMENT] = player.submit(
        DEVELOPMENT,
        SEPTEMBER,
        moment("2022-09-29"),
        figures=investment(INVESTMENT_SEPTEMBER),
        reached={"中裕棉业": date(2022, 9, 15)},
        as_of=date(2022, 9, 28),
    )
    player.open(filed[DEVELOPMENT], moment("2022-10-08"))
    filed[INDUSTRY] = player.submit(
        INDUSTRY,
        SEPTEMBER,
        moment("2022-09-30"),
        figures=SMART | {("5.11", "新增企业上云"): "760"},
    )
    player.return_(filed[INDUSTRY], moment("2022-10-08"), "4")
    filed[FINANCE] = player.submit(
        FINANCE, SEPTEMBER, moment("2022-10-09"), figures=ENTERPRISES, as_of=date(2022, 9, 30)
    )
    filed[TASK_FORCE] = player.submit(TASK_FORCE, SEPTEMBER, moment("2022-09-30", "18:00"))
    player.accept(filed[TASK_FORCE], moment("2022-10-08", "16:00"))
    filed[AGRICULTURE] = player.submit(AGRICULTURE, SEPTEMBER, moment("2022-09-30", "09:00"))
    player.recall(filed[AGRICULTURE], moment("2022-09-30", "17:00"))
    filed[COMMERCE] = player.start(COMMERCE, SEPTEMBER, moment("2022-09-29"))
    player.write(filed[COMMERCE], moment("2022-09-29"), words="这是没有签发的草稿。")
    player.send(filed[COMMERCE], moment("2022-09-30"))
    return filed


def play(plan: Plan, *, is_sample: bool = False) -> Player:
    player = Player(plan, is_sample=is_sample)
    august = play_august(player)
    play_september(player, august)
    return player
