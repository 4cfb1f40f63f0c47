"""What is reported in the played year. Figures are made up; goals, units and dates are the directive's."""

from __future__ import annotations

from datetime import date

from tests.browser.year.spring import AMENDED, NEW_GOAL
from tests.dashboards.story import INVESTED_AUGUST, INVESTED_SEPTEMBER
from tests.directive_facts import INVESTMENT, MILESTONES

AUGUST, SEPTEMBER, DECEMBER = range(3)
FINANCE, INDUSTRY, DEVELOPMENT, COMMERCE, AGRICULTURE, BUSINESS, TASK_FORCE = LEADS = (
    "市财政局",
    "市工业和信息化局",
    "市发展改革委",
    "市商务局",
    "市农业农村局",
    "市营商环境服务中心",
    "市制造立市暨“万人助万企”工作专班办公室",
)

_LAST = ["106", "115", "51", "40", "63", "75.5", "26", "98"]
INVESTED_DECEMBER = dict(zip(INVESTED_SEPTEMBER, _LAST, strict=True))
INVESTED = (INVESTED_AUGUST, INVESTED_SEPTEMBER, INVESTED_DECEMBER)
GOALS = {leaf: row[2] for leaf, row in INVESTMENT.items()} | {AMENDED: NEW_GOAL}

# The counties' part of a target of 5.10, in August as each of them writes it.
CLASS = "年产值10亿元以上企业"
OF_COUNTIES = {
    "城乡一体化示范区管委会": 4,
    "顺河回族区人民政府": 2,
    "尉氏县人民政府": 4,
    "祥符区人民政府": 1,
    "禹王台区人民政府": 4,
    "兰考县人民政府": 2,
    "杞县人民政府": 1,
    "通许县人民政府": 1,
}
ENTERPRISES = (
    {
        CLASS: str(sum(OF_COUNTIES.values())),
        "省级服务型制造示范企业": "1",
        "年产值20亿元以上企业": "1",
        "年产值50亿元以上企业": "2",
        "年产值100亿元以上企业": "1",
    },
    {
        CLASS: "22",
        "省级服务型制造示范企业": "1",
        "年产值20亿元以上企业": "1",
        "年产值50亿元以上企业": "3",
        "年产值100亿元以上企业": "2",
    },
    {
        CLASS: "25",
        "省级服务型制造示范企业": "2",
        "年产值20亿元以上企业": "1",
        "年产值50亿元以上企业": "4",
        "年产值100亿元以上企业": "3",
    },
)
SMART = (
    {"省级智能车间（工厂）": "3", "“5G+智能制造”示范应用场景": "2", "新增企业上云": "540"},
    {"省级智能车间（工厂）": "5", "“5G+智能制造”示范应用场景": "4", "新增企业上云": "760"},
    {"省级智能车间（工厂）": "6", "“5G+智能制造”示范应用场景": "5", "新增企业上云": "1030"},
)
# Reached by the end of the year: every named project of these leaves.
REACHED_ON = date(2022, 12, 20)
FULLY_REACHED = ("5.1", "5.7", "5.11")
REACHED = {name: REACHED_ON for leaf in FULLY_REACHED for _kind, name in MILESTONES[leaf]}


def figures_of(unit: str, stage: int) -> dict[tuple[str, str], str]:
    """What a lead unit enters, by leaf and target."""
    if unit == DEVELOPMENT:
        return {(leaf, "年度投资"): value for leaf, value in INVESTED[stage].items()}
    if unit == FINANCE:
        return {("5.10", name): value for name, value in ENTERPRISES[stage].items()}
    if unit == INDUSTRY:
        return {("5.11", name): value for name, value in SMART[stage].items()}
    return {}


# How the office closes each item at the end of the year.
MET, PARTLY, NOT_MET, CARRIED_OVER = "met", "partly", "not_met", "carried_over"
RESULTS = {
    **dict.fromkeys(("1", "2", "4", "6", "5.1", "5.2", "5.4", "5.6", "5.7", "5.11"), MET),
    **dict.fromkeys(("5.3", "5.5", "5.8", "5.10"), PARTLY),
    "3": NOT_MET,
    "5.9": CARRIED_OVER,
}
CLOSED_IN_THE_BROWSER = "5.3"
