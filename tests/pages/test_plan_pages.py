"""The directive as data: list, plan, leaf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import Target
from tasks.selectors import plan_work
from tasks.wording import remainder_words, target_words
from tests.playing import FIRST_DAY, SECOND_CITY, load, person
from units.models import Unit
from units.roles import Role
from units.services import rename_unit

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_2022(settings: Any) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def plan() -> Plan:
    return load()


@pytest.fixture
def reader(plan: Plan) -> Client:
    return of_unit(plan, "市财政局")


def of_unit(plan: Plan, name: str) -> Client:
    unit = Unit.objects.get(government=plan.government, name=name)
    client = Client()
    client.force_login(person(unit, Role.CLERK).user)
    return client


def page(client: Client, name: str, *args: Any) -> BeautifulSoup:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(element: Any) -> str:
    return " ".join(element.get_text(" ", strip=True).split())


def test_the_list_says_what_is_in_each_plan(plan: Plan, reader: Client):
    text = words(page(reader, "plans").main)
    assert "汴政〔2022〕7号" in text
    assert "议案 2 件，任务 6 项，填报事项 16 项" in text


def test_the_plan_shows_the_directives_figures(plan: Plan, reader: Client):
    figures = {
        words(card.select_one(".key-figure__label")): words(card.select_one(".key-figure__value"))
        for card in page(reader, "plan", plan.pk).select(".plan-figures .key-figure")
    }
    assert figures == {
        "议案": "2 件",
        "填报事项": "16 项",
        "牵头单位": "7 个",
        "项目数": "262 个",
        "总投资": "1587 亿元",
        "年度投资": "585 亿元",
    }


def test_the_sums_stand_below_the_parts(plan: Plan, reader: Client):
    row = page(reader, "plan", plan.pk).select_one("#task-5 tfoot tr")
    assert [words(cell) for cell in row.select("td")] == ["262", "1587", "至少 585"]


def test_a_due_date_on_a_holiday_holds_and_the_last_working_day_stands_beside_it(
    plan: Plan, reader: Client
):
    dates = [words(date) for date in page(reader, "plan", plan.pk).select(".date")]
    assert len(dates) == 4
    assert dates[0].startswith("8月底阶段报告 下一个 2022年8月31日 还有 5 个工作日")
    assert "纸质件一式 5 份" in dates[0]
    assert "满意率目标 100%" in dates[1]
    assert "最后一个工作日为 2022年12月30日；期限不变" in dates[3]


def test_motions_say_who_is_named_and_how_many_are_not(plan: Plan, reader: Client):
    motions = [words(card) for card in page(reader, "plan", plan.pk).select(".motion")]
    assert "领衔代表 陶毓敏 共 12 名代表提出，其余 11 名文件未列姓名" in motions[0]
    assert "领衔代表 肖卫国 共 14 名代表提出，其余 13 名文件未列姓名" in motions[1]


def test_the_leading_group_is_there_in_its_order(plan: Plan, reader: Client):
    page_ = page(reader, "plan", plan.pk)
    assert [words(li) for li in page_.select(".heads strong")] == ["王国庆", "王祥轩", "苏德超"]
    assert len(page_.select(".members li")) == 23
    assert "办公室设在市工业和信息化局，主任 苏德超" in words(page_.select_one(".group-office"))


def test_the_first_named_lead_gathers_and_groups_are_spelled_out(plan: Plan, reader: Client):
    row = next(
        row
        for row in page(reader, "plan", plan.pk).select("#task-5 tbody tr")
        if words(row.th).startswith("5.5 ")
    )
    leads, responsible = row.select("td")[:2]
    assert words(leads) == "市发展改革委 牵头汇总 市农业农村局 市工业和信息化局"
    assert len(responsible.select(".party-group li")) == 10


def test_a_unit_finds_its_own_tasks_marked(plan: Plan):
    finance = page(of_unit(plan, "市财政局"), "plan", plan.pk)
    assert words(finance.select_one("#tasks").parent) == "任务 本单位牵头 1 项"
    assert len(finance.find_all(string="本单位牵头")) == 1
    county = page(of_unit(plan, "尉氏县人民政府"), "plan", plan.pk)
    assert words(county.select_one("#tasks").parent) == "任务 本单位配合 11 项"


def target(name: str) -> Target:
    return Target.objects.get(name=name)


@pytest.mark.parametrize(
    ("name", "expected", "remainder"),
    [
        ("年产值10亿元以上企业", "25 家", "已全部分解"),
        ("年产值20亿元以上企业", "没有总数，已分解 1 家", "文件没有总数"),
        ("年产值50亿元以上企业", "5 家", "未分解 3 家"),
        ("年产值100亿元以上企业", "3 家", "已全部分解"),
        ("省级服务型制造示范企业", "1—2 家", "未分解 1 家"),
    ],
)
def test_targets_are_worded_in_one_place(plan: Plan, name: str, expected: str, remainder: str):
    assert target_words(target(name)) == expected
    assert remainder_words(target(name)) == remainder


def test_at_least(plan: Plan):
    investment = Target.objects.get(task__number="5.1", name="年度投资")
    assert target_words(investment) == "至少 105 亿元"


def test_what_is_not_allocated_is_shown(plan: Plan, reader: Client):
    table = page(reader, "leaf", plan.pk, "t5-10").select_one(".allocations")
    rows = {words(row.th): [words(td) for td in row.select("td")] for row in table.select("tr")[1:]}
    assert rows["兰考县人民政府"] == ["2 家", "1 家", "—", "—"]
    assert rows["未分解"] == ["已全部分解", "文件没有总数", "未分解 3 家", "已全部分解"]
    assert len(rows) == 8 + 2


def test_a_leaf_shows_named_projects_by_kind_and_that_the_list_is_open(plan: Plan, reader: Client):
    leaf = page(reader, "leaf", plan.pk, "t5-1")
    kinds = [words(card.h3) for card in leaf.select(".milestone-group")]
    assert kinds == ["建成", "开工"]
    assert leaf.select(".open-list")
    assert "没有数量目标" in words(page(reader, "leaf", plan.pk, "t1").main)


def test_leaves_follow_each_other_in_the_directives_order(plan: Plan, reader: Client):
    address, seen = reverse("leaf", args=[plan.pk, "t1"]), []
    while address:
        leaf = BeautifulSoup(reader.get(address).content, "html.parser")
        seen.append(words(leaf.h1).split()[0])
        after = leaf.select_one(".neighbours [rel=next]")
        address = after["href"] if after else ""
    assert seen == ["1", "2", "3", "4", *(f"5.{n}" for n in range(1, 12)), "6"]


def test_who_reads_what_was_submitted_gets_a_way_to_the_figures(plan: Plan, reader: Client):
    assert not page(reader, "leaf", plan.pk, "t5-1").select("h1 ~ .actions")
    office = Client()
    office.force_login(person(plan.reviewing_unit_id, Role.OFFICE).user)
    way = page(office, "leaf", plan.pk, "t5-1").select_one("h1 ~ .actions a")
    assert office.get(way["href"]).status_code == 200


def test_a_unit_keeps_the_name_the_directive_printed(plan: Plan):
    unit = Unit.objects.get(government=plan.government, name="市商务局")
    rename_unit(unit=unit, name="市商务和投资促进局", on=FIRST_DAY)
    assert "市商务局" in plan_work(plan).lead_units


def test_another_citys_addresses_do_not_exist(plan: Plan, reader: Client):
    other = load(SECOND_CITY)
    for name, *args in (("plan", other.pk), ("leaf", other.pk, "t1"), ("leaf", plan.pk, "t99")):
        assert reader.get(reverse(name, args=args)).status_code == 404
    assert reader.get(reverse("leaf", args=[plan.pk, "t5"])).status_code == 404  # no leaf
    assert str(other) not in words(page(reader, "plans"))


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_reading_a_plan_costs_the_same_however_large_it_is(plan: Plan):
    small = load(SECOND_CITY)
    there = Client()
    there.force_login(person(small.reviewing_unit_id, Role.CLERK).user)
    here = of_unit(plan, "市财政局")
    assert (
        abs(
            queries_of(here, reverse("plan", args=[plan.pk]))
            - queries_of(there, reverse("plan", args=[small.pk]))
        )
        <= 4
    )  # a prefetch that finds nothing asks for nothing further
    assert queries_of(here, reverse("plan", args=[plan.pk])) <= 40
    assert queries_of(here, reverse("plans")) <= 11
