"""The page that shows which reminder went to whom, when, and what comes next."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.models import Message
from reminders.models import Reminder
from reminders.services import run_once
from tests.playing import SECOND_CITY, at, person
from tests.reminders.city import SHIPPED_RULES, City, meet, open_city, sweep
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db

COMMERCE, FINANCE = "市商务局", "市财政局"


@pytest.fixture(autouse=True)
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def address(city: City, query: str = "") -> str:
    return reverse("reminders", args=[city.plan.pk]) + query


def read(client, city: City, query: str = "") -> BeautifulSoup:
    client.force_login(city.office)
    answer = client.get(address(city, query))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup, section: str) -> list[str]:
    table = page.find(id=section).find_parent("section").find("tbody")
    return [" ".join(row.get_text(" ").split()) for row in table.find_all("tr")] if table else []


# -- who may see it ----------------------------------------------------------------------------------


def test_office_and_bureau_see_it(client, city):
    for user in (city.office, city.bureau):
        client.force_login(user)
        assert client.get(address(city)).status_code == 200


def test_those_who_are_reminded_do_not(client, city):
    mayor = person(city.plan.reviewing_unit_id, Role.VICE_MAYOR).user
    for user in (city.clerks[COMMERCE], city.heads[COMMERCE], mayor):
        client.force_login(user)
        assert client.get(address(city)).status_code == 403


def test_another_citys_office_does_not_know_the_page(client, city):
    other = open_city(SECOND_CITY)
    client.force_login(other.office)
    assert client.get(address(city)).status_code == 404
    assert client.get(address(other)).status_code == 200


def test_an_office_without_a_hand_in_this_plan_may_not(client, city):
    other_office = person(city.owed(COMMERCE, "2022-08-31").unit_id, Role.OFFICE).user
    client.force_login(other_office)
    assert client.get(address(city)).status_code == 403


# -- what was sent -----------------------------------------------------------------------------------


def test_it_says_which_to_whom_when_and_how_it_went(client, city):
    run_once(now=at("2022-08-24", 9))
    sent = rows(read(client, city, "?state=sent"), "sent")
    assert len(sent) == 14
    clerk = city.clerks[COMMERCE]
    (mail,) = [row for row in sent if str(clerk) in row and "电子邮件" in row]
    for words in (
        "市商务局 8月底阶段报告",
        "期限前 5 个工作日",
        "期限 2022年8月31日",
        "承办单位经办人",
        "2022年8月24日 09:00",
        "已发送",
    ):
        assert words in mail


def test_each_state_in_words(client, city):
    city.clerks[FINANCE].email = ""
    city.clerks[FINANCE].save()
    sweep("2022-08-24")
    meet(city.owed(COMMERCE, "2022-08-31"), at("2022-08-24"))
    run_once(now=at("2022-08-24"))
    clerk = city.clerks["市农业农村局"]
    Message.objects.filter(recipient=clerk, channel="mail").update(
        state="queued", attempts=2, answer="452 邮箱已满", sent_at=None, sent_recorded_at=None
    )
    for state, words in {
        "queued": "待发送 已试 2 次，服务器答复：452 邮箱已满",
        "failed": "发送失败 没有登记邮箱地址",
        "cancelled": "已取消 发出前已办结",
        "skipped": "已略过 当时已到后一级提醒",
    }.items():
        found = rows(read(client, city, f"?state={state}"), "sent")
        assert found
        assert all(words in row for row in found), state


def test_the_filter_stands_in_the_address(client, city):
    sweep("2022-08-24")
    clerk = city.clerks[COMMERCE]
    page = read(client, city, f"?person={clerk.pk}&state=sent")
    (row,) = rows(page, "sent")
    assert str(clerk) in row
    assert page.find("option", selected=True, value=str(clerk.pk))
    other = read(client, city, f"?person={city.clerks[FINANCE].pk}&state=failed")
    assert "没有符合条件的提醒" in other.get_text()


@pytest.mark.parametrize("query", ["?state=lost", "?person=0", "?person=abc", "?person=-1"])
def test_a_wrong_filter_is_answered_with_words(client, city, query):
    sweep("2022-08-24")
    client.force_login(city.office)
    answer = client.get(address(city, query))
    assert answer.status_code == 422
    assert "已填内容都还在" in answer.content.decode()


def test_twenty_five_rows_a_page(client, city):
    sweep("2022-12-30")
    first = read(client, city)
    assert len(rows(first, "sent")) == 25
    assert first.find("a", rel="next")
    assert len(rows(read(client, city, "?page=2"), "sent")) == 25
    assert rows(read(client, city, "?page=9999"), "sent")


def test_before_anything_was_sent_it_says_so(client, city):
    page = read(client, city).get_text()
    assert "还没有发过提醒" in page
    assert "还没有提醒规则" in page
    assert "这些天没有要发的提醒" in page


# -- what comes --------------------------------------------------------------------------------------


def all_coming(client, city):
    """Page by page."""
    found, query = [], "?ahead=1"
    while query:
        page = read(client, city, query)
        found += rows(page, "upcoming")
        link = page.find(id="upcoming").find_parent("section").find("a", rel="next")
        query = link and link["href"].partition("#")[0]
    return found


def test_what_comes_is_told_page_by_page(client, city):
    sweep("2022-08-24")
    first = rows(read(client, city), "upcoming")
    assert len(first) == 25
    assert len(all_coming(client, city)) > len(first)
    assert all_coming(client, city)[:25] == first
    assert len(rows(read(client, city, "?ahead=9999"), "upcoming")) <= len(first)


def test_it_says_what_comes_in_the_next_two_weeks(client, city):
    sweep("2022-08-24")
    coming = all_coming(client, city)
    of_commerce = [row for row in coming if row.startswith("市商务局 8月底")]
    days = ["8月26日", "8月30日", "8月31日", "9月1日", "9月5日", "9月7日"]
    assert [any(f"2022年{day}" in row for row in of_commerce) for day in days] == [True] * 6
    assert len(of_commerce) == 6
    assert str(city.bureau) in of_commerce[4]
    assert str(city.bureau) not in of_commerce[3]
    assert sum("答复代表议案" in row for row in coming) == 2  # ten working days before 19 September


def test_what_is_filed_does_not_come(client, city):
    sweep("2022-08-24")
    city.file_all("2022-08-31")
    coming = all_coming(client, city)
    assert all("答复代表议案" in row for row in coming)


def test_a_unit_in_which_nobody_can_be_reminded_is_named(client, city):
    Membership.objects.filter(user=city.clerks[COMMERCE]).delete()
    sweep("2022-08-24")
    coming = all_coming(client, city)
    assert any("市商务局" in row and "无人可提醒" in row for row in coming)


def test_what_comes_is_what_is_sent_then(client, city):
    """The page's forecast for a day against that day's sweep."""
    sweep("2022-08-24")
    coming = [row for row in all_coming(client, city) if "2022年8月26日" in row]
    sweep("2022-08-26")
    told = Reminder.objects.filter(decision="tell", channel="inbox", created_at=at("2022-08-26"))
    assert len(coming) == told.count() == 7


def test_the_rules_in_words(client, city, settings):
    sweep("2022-08-24")
    lines = rows(read(client, city), "rules")
    assert "阶段报告 期限前 10 个工作日 承办单位经办人 站内消息、电子邮件" in lines
    assert "审核 期限当天 领导小组办公室 站内消息、电子邮件" in lines
    assert len(lines) == len(SHIPPED_RULES)


# -- cost --------------------------------------------------------------------------------------------


def test_the_same_number_of_queries_for_few_rows_and_for_many(client, city):
    client.force_login(city.office)
    sweep("2022-08-24")
    client.get(address(city))

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(city)).status_code == 200
        return len(found)

    few = queries()
    sweep("2022-12-30")
    assert queries() == few
