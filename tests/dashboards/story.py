"""Two stages of the Kaifeng plan, played: on time, late, returned, missing, nil, corrected, recalled.

Every reported figure is made up here; targets, units and dates are the directive's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.copies import made_once
from tests.dashboards.playing import Filer
from tests.playing import at, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from motions.models import Plan

AUGUST, SEPTEMBER, DECEMBER = range(3)
DEVELOPMENT, INDUSTRY, COMMERCE = "市发展改革委", "市工业和信息化局", "市商务局"
AGRICULTURE, FINANCE, BUSINESS = "市农业农村局", "市财政局", "市营商环境服务中心"
TASK_FORCE = "市制造立市暨“万人助万企”工作专班办公室"
LEADS = (TASK_FORCE, COMMERCE, DEVELOPMENT, INDUSTRY, AGRICULTURE, FINANCE, BUSINESS)
DRAFT_WORDS = "这是没有签发的草稿。"
LAST_DAY = date(2022, 10, 10)

_LEAVES = [f"5.{number}" for number in range(1, 9)]
INVESTED_AUGUST = dict(
    zip(_LEAVES, ["71.5", "80", "20", "27", "46", "52", "17", "60"], strict=True)
)
INVESTED_SEPTEMBER = dict(
    zip(_LEAVES, ["82", "88.6", "27", "31", "53.5", "61", "26", "68"], strict=True)
)
ENTERPRISES = {
    ("5.10", "省级服务型制造示范企业"): "1",
    ("5.10", "年产值10亿元以上企业"): "19",
    ("5.10", "年产值20亿元以上企业"): "1",
    ("5.10", "年产值50亿元以上企业"): "2",
    ("5.10", "年产值100亿元以上企业"): "1",
}
ENTERPRISES_CORRECTED = ENTERPRISES | {("5.10", "年产值10亿元以上企业"): "17"}
SMART = {
    ("5.11", "省级智能车间（工厂）"): "5",
    ("5.11", "“5G+智能制造”示范应用场景"): "4",
    ("5.11", "新增企业上云"): "620",
}
SMART_REPEATED = SMART | {("5.11", "新增企业上云"): "540"}
SMART_SEPTEMBER = SMART | {("5.11", "新增企业上云"): "760"}


def investment(figures: dict[str, str]) -> dict[tuple[str, str], str]:
    return {(number, "年度投资"): value for number, value in figures.items()}


class Script:
    """Steps of the units of one stage, each with its moment."""

    def __init__(self, plan: Plan, stage: int) -> None:
        self.plan, self.stage = plan, stage
        self.steps: list[tuple[datetime, Callable[[], None]]] = []

    def __call__(
        self, moment: datetime, unit: str, verb: str, *args: object, **kwargs: object
    ) -> None:
        filer = Filer(self.plan, unit, stage=self.stage)
        self.steps.append((moment, lambda: getattr(filer, verb)(moment, *args, **kwargs)))


def steps_of(plan: Plan) -> list[tuple[datetime, Callable[[], None]]]:
    """Every step with its moment, in the order of time."""
    august, september = Script(plan, AUGUST), Script(plan, SEPTEMBER)
    _august(august)
    _september(september)
    return sorted([*august.steps, *september.steps], key=lambda step: step[0])


def played_plan() -> Plan:
    """The plan with its story played, in a database without another."""
    return made_once("story", lambda: play(load()))


def play(plan: Plan) -> Plan:
    for _moment, step in steps_of(plan):
        step()
    return plan


def _august(step: Script) -> None:
    """Six of seven filed; 市营商环境服务中心 is missing."""
    step(at("2022-08-26"), FINANCE, "submit", figures=ENTERPRISES, as_of="2022-08-20")
    step(
        at("2022-08-29"),
        DEVELOPMENT,
        "submit",
        figures=investment(INVESTED_AUGUST),
        reached={"双塔5万吨环保涂料": date(2022, 7, 20), "益海嘉里28万吨花生油": date(2022, 8, 10)},
        as_of="2022-08-25",
    )
    step(at("2022-08-30"), FINANCE, "accept")
    step(at("2022-08-30", 10), AGRICULTURE, "submit", nil=True)
    step(at("2022-08-31"), TASK_FORCE, "submit")
    step(at("2022-08-31", 23, 30), INDUSTRY, "submit", figures=SMART, as_of="2022-08-31")
    step(at("2022-09-01"), DEVELOPMENT, "paper", 5)
    step(at("2022-09-02"), DEVELOPMENT, "accept")
    step(at("2022-09-02", 10), COMMERCE, "submit")  # two days late
    step(at("2022-09-02", 11), AGRICULTURE, "accept")
    step(at("2022-09-02", 14), TASK_FORCE, "paper", 3)
    step(at("2022-09-02", 15), TASK_FORCE, "accept")
    step(at("2022-09-05"), INDUSTRY, "return_", "t5-11")
    step(at("2022-09-06"), COMMERCE, "accept")
    step(at("2022-09-07"), FINANCE, "ask_correction")
    step(at("2022-09-08"), FINANCE, "grant_correction")
    step(at("2022-09-08", 14), INDUSTRY, "start")
    step(at("2022-09-08", 15), INDUSTRY, "write", figures=SMART_REPEATED)
    step(at("2022-09-08", 16), INDUSTRY, "send")
    step(at("2022-09-09"), INDUSTRY, "sign")
    step(at("2022-09-12"), FINANCE, "write", figures=ENTERPRISES_CORRECTED, as_of="2022-08-20")
    step(at("2022-09-12", 10), FINANCE, "send")
    step(at("2022-09-12", 15), FINANCE, "sign")
    step(at("2022-09-13"), INDUSTRY, "accept")
    step(at("2022-09-14"), FINANCE, "accept")


def _september(step: Script) -> None:
    """One accepted, one under review, one returned, one late; one recalled, one drafted, one nothing."""
    step(
        at("2022-09-29"),
        DEVELOPMENT,
        "submit",
        figures=investment(INVESTED_SEPTEMBER),
        reached={"中裕棉业": date(2022, 9, 15)},
        as_of="2022-09-28",
    )
    step(at("2022-09-29", 10), COMMERCE, "start")
    step(at("2022-09-29", 11), COMMERCE, "write", words=DRAFT_WORDS)
    step(at("2022-09-30"), AGRICULTURE, "submit")
    step(at("2022-09-30", 10), INDUSTRY, "submit", figures=SMART_SEPTEMBER)
    step(at("2022-09-30", 11), COMMERCE, "send")
    step(at("2022-09-30", 17), AGRICULTURE, "recall")
    step(at("2022-09-30", 18), TASK_FORCE, "submit")
    step(at("2022-10-08"), DEVELOPMENT, "open")
    step(at("2022-10-08", 10), INDUSTRY, "return_", "t4")
    step(at("2022-10-08", 16), TASK_FORCE, "accept")
    step(at("2022-10-09"), FINANCE, "submit", figures=ENTERPRISES, as_of="2022-09-30")
