"""Units and people by workbook: shown before written, confined to one's own government."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.loading.sheets import (
    cell_of,
    difference_page,
    fates,
    page,
    rows_of,
    seal,
    soup,
    text,
    typed_into,
    upload,
    with_rows,
)
from tests.playing import SECOND_CITY, load, person
from units.loading.tables import ROLE_WORDS
from units.models import Membership, Unit, UnitAlias, Upload, User
from units.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from motions.models import Plan

pytestmark = pytest.mark.django_db

TODAY = date(2022, 8, 24)


@pytest.fixture(autouse=True)
def in_2022(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = TODAY


@pytest.fixture
def plan() -> Plan:
    return load()


@pytest.fixture
def client(plan: Plan) -> Client:
    browser = Client()
    browser.force_login(person(plan.host_unit_id, Role.SYSTEM_ADMIN, name="admin").user)
    return browser


def address(plan: Plan, kind: str) -> str:
    return reverse("reference_load", args=[plan.government_id, kind])


def workbook(client: Client, plan: Plan, kind: str) -> bytes:
    return client.get(reverse("reference_workbook", args=[plan.government_id, kind])).content


def compared(client: Client, plan: Plan, kind: str, data: bytes):
    place, shown = difference_page(client, address(plan, kind), data)
    return place, shown


def written(client: Client, plan: Plan, kind: str, data: bytes):
    place, shown = compared(client, plan, kind, data)
    done = client.post(place, seal(shown), follow=True)
    assert "已写入" in text(soup(done))
    return shown


def reasons(shown) -> str:
    return " ".join(
        row.get_text(" ", strip=True) for row in shown.select(".difference__row--refused")
    )


def test_the_words_of_roles_are_those_of_the_portal() -> None:
    assert {str(role.label): role for role in Role} == ROLE_WORDS


@pytest.mark.parametrize("kind", ["people", "units"])
def test_an_export_comes_back_as_no_change(client: Client, plan: Plan, kind: str) -> None:
    person(Unit.objects.get(name="市财政局"), Role.CLERK, Role.HEAD)
    data = workbook(client, plan, kind)
    _place, shown = compared(client, plan, kind, data)
    assert set(fates(shown)) == {"没有变化"}
    assert "没有变化" in text(shown)
    assert shown.main.select_one("input[name=seal]") is None


# -- people --------------------------------------------------------------------------------------------


def test_new_people_and_posts_are_written_as_shown(client: Client, plan: Plan) -> None:
    data = with_rows(
        workbook(client, plan, "people"),
        "人员",
        ("zhang", "张三", "zhang@example.test", None, "市财政局", "单位经办人", None, None),
        ("zhang", None, None, None, "市财政局", "单位负责人", "2022-09-01", "2023-01-01"),
    )
    shown = written(client, plan, "people", data)
    assert fates(shown)[:2] == ["新增", "新增"]
    zhang = User.objects.get(username="zhang")
    assert (zhang.name, zhang.email, zhang.is_active) == ("张三", "zhang@example.test", True)
    assert not zhang.has_usable_password()
    assert set(zhang.memberships.values_list("role", "from_on", "until_on")) == {
        (Role.CLERK, TODAY, None),
        (Role.HEAD, date(2022, 9, 1), date(2023, 1, 1)),
    }
    assert zhang.history.count() == 1
    assert zhang.history.get().history_user == User.objects.get(username="admin")
    again = workbook(client, plan, "people")
    _place, shown = compared(client, plan, "people", again)
    assert set(fates(shown)) == {"没有变化"}


def test_a_post_ends_and_a_name_changes(client: Client, plan: Plan) -> None:
    clerk = person(Unit.objects.get(name="市财政局"), Role.CLERK, name="li").user
    data = workbook(client, plan, "people")
    row = next(n for n, r in enumerate(rows_of(data, "人员"), 2) if r["用户名"] == "li")
    data = typed_into(
        data,
        ("人员", cell_of(data, "人员", "姓名", row), "李四"),
        ("人员", cell_of(data, "人员", "至（不含）", row), date(2022, 9, 1)),
    )
    shown = written(client, plan, "people", data)
    assert fates(shown)[0] == "修改"
    assert {i.get_text(" ", strip=True) for i in shown.select("del")} == {"原来 li"}
    clerk.refresh_from_db()
    assert clerk.name == "李四"
    assert clerk.memberships.get().until_on == date(2022, 9, 1)


WRONG_PEOPLE = {
    "no such unit": (("a", "甲", None, None, "没有的局", "单位经办人", None, None), "E"),
    "no unit": (("a", "甲", None, None, None, "单位经办人", None, None), "E"),
    "no role": (("a", "甲", None, None, "市财政局", None, None, None), "F"),
    "no name": (("a", None, None, None, "市财政局", "单位经办人", None, None), "B"),
    "no user name": ((None, "甲", None, None, "市财政局", "单位经办人", None, None), "A"),
    "a user name of other signs": (
        ("a b", "甲", None, None, "市财政局", "单位经办人", None, None),
        "A",
    ),
    "no address": (("a", "甲", "a@", None, "市财政局", "单位经办人", None, None), "C"),
    "ends before it begins": (
        ("a", "甲", None, None, "市财政局", "单位经办人", "2022-09-01", "2022-08-01"),
        "H",
    ),
    "another century": (
        ("a", "甲", None, None, "市财政局", "单位经办人", "1922-09-01", None),
        "G",
    ),
    "somebody of the other city": (
        ("luohe", "甲", None, None, "市财政局", "单位经办人", None, None),
        "A",
    ),
    "oneself switched off": (
        ("admin", None, None, "否", "市财政局", "单位经办人", None, None),
        "D",
    ),
    "two posts at once": (
        ("li", None, None, None, "市财政局", "单位经办人", "2022-09-01", None),
        "G",
    ),
}


@pytest.mark.parametrize("kind", WRONG_PEOPLE)
def test_a_person_that_cannot_be_written(client: Client, plan: Plan, kind: str) -> None:
    abroad = load(SECOND_CITY)
    person(abroad.host_unit_id, Role.CLERK, name="luohe")
    person(Unit.objects.get(name="市财政局", government=plan.government), Role.CLERK, name="li")
    row, column = WRONG_PEOPLE[kind]
    good = ("good", "好", None, None, "市财政局", "单位经办人", None, None)
    data = with_rows(workbook(client, plan, "people"), "人员", row, good)
    place, shown = compared(client, plan, "people", data)
    assert fates(shown)[0] == "不能写入"
    assert f"人员!{column}" in reasons(shown)
    assert client.post(place, {"seal": "x"}).status_code == HTTPStatus.CONFLICT
    assert not User.objects.filter(username="good").exists()


def test_a_merged_unit_takes_nobody_new(client: Client, plan: Plan) -> None:
    old, new = (Unit.objects.get(name=name) for name in ("市科技局", "市财政局"))
    old.merged_into, old.merged_on = new, TODAY
    old.save()
    row = ("a", "甲", None, None, "市科技局", "单位经办人", None, None)
    data = with_rows(workbook(client, plan, "people"), "人员", row)
    assert "并走" in reasons(compared(client, plan, "people", data)[1])


def test_what_rows_say_of_one_person_agrees(client: Client, plan: Plan) -> None:
    row = ("a", "甲", None, None, "市财政局", "单位经办人", None, None)
    data = with_rows(
        workbook(client, plan, "people"),
        "人员",
        row,
        (row[0], "乙", *row[2:5], "单位负责人", None, None),
        row,
    )
    shown = compared(client, plan, "people", data)[1]
    assert fates(shown)[:3] == ["不能写入", "不能写入", "新增"]
    assert "相同：甲" in reasons(shown)
    assert "前面已经有" in reasons(shown)


# -- units ---------------------------------------------------------------------------------------------


def unit_rows(data: bytes) -> dict[object, int]:
    return {row["名称"]: n for n, row in enumerate(rows_of(data, "单位"), 2)}


def test_new_units_new_names_and_other_names(client: Client, plan: Plan) -> None:
    data = workbook(client, plan, "units")
    row = unit_rows(data)["市财政局"]
    data = typed_into(
        data,
        ("单位", cell_of(data, "单位", "名称", row), "市财政和国资局"),
        ("单位", cell_of(data, "单位", "改名自", row), "2022-09-01"),
        ("单位", cell_of(data, "单位", "别称（每行一个）", row), "财政局\n市财政局（国资局）"),
    )
    data = with_rows(data, "单位", (None, "市数据局", None, "数据局", None))
    shown = written(client, plan, "units", data)
    assert fates(shown)[:2] == ["修改", "新增"]
    unit = Unit.objects.get(name="市财政和国资局")
    assert unit.name_on(date(2022, 8, 31)) == "市财政局"
    assert set(unit.aliases.values_list("name", flat=True)) == {"财政局", "市财政局（国资局）"}
    assert Unit.objects.get(name="市数据局").government == plan.government
    assert UnitAlias.objects.get(name="数据局").unit.name == "市数据局"
    _place, shown = compared(client, plan, "units", workbook(client, plan, "units"))
    assert set(fates(shown)) == {"没有变化"}


def test_other_names_that_are_left_out_of_the_cell_go(client: Client, plan: Plan) -> None:
    alias = UnitAlias.objects.filter(government=plan.government).first()
    data = workbook(client, plan, "units")
    row = unit_rows(data)[alias.unit.name]
    cell = cell_of(data, "单位", "别称（每行一个）", row)
    empty = typed_into(data, ("单位", cell, None))
    assert set(fates(compared(client, plan, "units", empty)[1])) == {"没有变化"}
    written(client, plan, "units", typed_into(data, ("单位", cell, "另一个叫法")))
    assert list(alias.unit.aliases.values_list("name", flat=True)) == ["另一个叫法"]


def test_units_that_cannot_be_written(client: Client, plan: Plan) -> None:
    abroad = load(SECOND_CITY)
    data = with_rows(
        workbook(client, plan, "units"),
        "单位",
        (999_999, "不存在的编号", None, None, None),
        (abroad.host_unit_id, "别的政府的编号", None, None, None),
        (None, None, None, "没有名称", None),
        (None, "新局", None, "市财政局", None),
        (None, "新二局", date(2022, 9, 1), None, None),
        (None, "新三局", None, None, "市财政局"),
        (None, "长" * 201, None, None, None),
        (None, "新四局", None, "新四局", None),
        (None, "新二局", None, None, None),
    )
    row = unit_rows(data)["市商务局"]
    data = typed_into(data, ("单位", cell_of(data, "单位", "名称", row), "市商务和口岸局"))
    place, shown = compared(client, plan, "units", data)
    assert fates(shown).count("不能写入") == 10
    assert f"单位!C{row}" in reasons(shown)
    before = Unit.objects.count()
    client.post(place, {"seal": "x"})
    assert Unit.objects.count() == before


# -- between looking and confirming --------------------------------------------------------------------


def test_what_changed_meanwhile_is_shown_again(client: Client, plan: Plan) -> None:
    row = ("a", "甲", None, None, "市财政局", "单位经办人", None, None)
    data = with_rows(workbook(client, plan, "people"), "人员", row)
    place, shown = compared(client, plan, "people", data)
    person(Unit.objects.get(name="市财政局"), Role.CLERK, name="a")
    conflict = client.post(place, seal(shown))
    assert conflict.status_code == HTTPStatus.CONFLICT
    assert fates(soup(conflict))[0] == "修改"
    assert "又有变动" in text(soup(conflict))
    client.post(place, seal(soup(conflict)))
    assert User.objects.get(username="a").name == "甲"
    assert client.post(place, seal(soup(conflict))).status_code == HTTPStatus.CONFLICT
    assert Membership.objects.filter(user__username="a").count() == 1


def test_the_page_shows_what_is_asked_for_and_a_page_at_a_time(client: Client, plan: Plan) -> None:
    rows = [
        (f"u{n}", f"人{n}", None, None, "市财政局", "单位经办人", None, None) for n in range(130)
    ]
    data = with_rows(workbook(client, plan, "people"), "人员", *rows)
    place, shown = compared(client, plan, "people", data)
    assert len(fates(shown)) == 100
    assert len(fates(page(client, f"{place}?show=added&page=2"))) == 30
    assert set(fates(page(client, f"{place}?show=same"))) == {"没有变化"}
    sent = seal(shown)
    client.post(place, sent)
    assert User.objects.filter(username__startswith="u1").count() == 41


def test_a_file_that_is_none_and_no_file_at_all(client: Client, plan: Plan) -> None:
    for kind in ("people", "units"):
        assert client.post(address(plan, kind)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        answer = upload(client, address(plan, kind), b"x")
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "XLSX" in text(soup(answer))
    answer = upload(client, address(plan, "people"), workbook(client, plan, "units"))
    assert {"人员", "单位"} <= {th.get_text() for th in soup(answer).select("tbody th")}
    assert not Upload.objects.exists()


def test_who_keeps_units_and_people_finds_the_way(client: Client, plan: Plan) -> None:
    doors = {link["href"] for link in page(client, reverse("reference")).main.select("a")}
    assert {address(plan, "people"), address(plan, "units"), reverse("load_plan")} <= doors
    for name in ("admin:units_unit_changelist", "admin:units_user_changelist"):
        assert reverse("reference") in client.get(reverse(name)).content.decode()
    assert client.get(address(plan, "figures")).status_code == HTTPStatus.NOT_FOUND
    assert client.get(address(plan, "nothing")).status_code == HTTPStatus.NOT_FOUND
