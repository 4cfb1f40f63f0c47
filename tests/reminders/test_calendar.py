"""The page that shows what will be sent to whom in the coming year."""

from __future__ import annotations

from datetime import date
from functools import cache, partial

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.models import Endpoint
from reminders.addresses import Way
from reminders.models import Reminder, ReminderRule
from reminders.planning import listing
from reminders.planning.forecast import outlook
from reminders.planning.rules import rules_in_force
from tests.playing import at, person
from tests.reminders.city import City, meet, open_city, sweep
from units.models import CalendarDay, CalendarYear, Membership, Unit
from units.roles import Role

pytestmark = pytest.mark.django_db

COMMERCE, FINANCE = "市商务局", "市财政局"


@pytest.fixture(autouse=True)
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def read(client, city: City, query: str = "") -> BeautifulSoup:
    client.force_login(city.office)
    answer = client.get(reverse("reminder_calendar", args=[city.plan.pk]) + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def rows(page: BeautifulSoup) -> list[str]:
    found = page.select("table.data tbody tr")
    return [" ".join(row.get_text(" ").split()) for row in found]


def test_the_whole_year_by_day_with_kind_unit_people_and_channel(client, city):
    sweep("2022-08-24")
    page = read(client, city, "?month=all")
    lines, days = rows(page), [day["datetime"] for day in page.select("table.data time")]
    assert days == sorted(days)
    assert len(days) == len(lines)
    last = [line for line in lines if "市商务局 12月底阶段报告 期限当天" in line]
    clerk, head = city.clerks[COMMERCE], city.heads[COMMERCE]
    assert last == [
        f"2022年12月30日 阶段报告 市商务局 12月底阶段报告 期限当天 期限 2022年12月31日 "
        f"{clerk}、{head} 站内消息、电子邮件"
    ]


def test_one_month_at_a_time_with_its_days_in_a_grid(client, city):
    sweep("2022-08-24")
    page = read(client, city)
    assert page.find("h2", id="m2022-08")
    assert all(line.startswith("2022年8月") for line in rows(page))
    day = page.find("time", datetime="2022-08-26").find_parent("td")
    assert "14 条" in day.get_text(" ")  # seven clerks, inbox and mail
    assert page.find(id=day.find("a")["href"].removeprefix("#"))
    october = read(client, city, "?month=2022-10")
    assert "休" in october.find("time", datetime="2022-10-03").find_parent("td").get_text()
    assert "班" in october.find("time", datetime="2022-10-08").find_parent("td").get_text()


def test_a_month_of_very_many_lines_comes_a_page_at_a_time(client, city, monkeypatch):
    sweep("2022-08-24")
    whole = read(client, city, "?month=2022-09")
    lines, said = rows(whole), whole.find("caption").get_text()
    monkeypatch.setattr(listing, "MONTH_LINES", 5)
    pages = [
        read(client, city, f"?month=2022-09&page={n}") for n in range(1, -(-len(lines) // 5) + 1)
    ]
    assert len(pages) > 2
    assert [line for page in pages for line in rows(page)] == lines
    assert all(len(rows(page)) <= 5 for page in pages)
    other = cache(partial(read, client, city))  # the same few pages, by very many links
    for page in pages:
        assert page.find("caption").get_text() == said  # of the month, not of the page
        links = [link["href"] for link in page.select(".month-grid a")]
        assert links
        for link in links:
            query, _mark, place = link.partition("#")
            assert (other(query) if query else page).find(id=place)
    assert pages[0].select_one(".pages a[rel=next]")
    assert "page" not in pages[1].select_one(".months a")["href"]


def test_the_year_is_one_page_to_print_unless_it_would_be_a_book(client, city, monkeypatch):
    sweep("2022-08-24")
    assert read(client, city, "?month=all").select_one(".pages") is None
    lines = rows(read(client, city, "?month=all"))
    monkeypatch.setattr(listing, "YEAR_LINES", 30)
    first, last = (read(client, city, f"?month=all&page={n}") for n in (1, 99))
    assert rows(first) == lines[:30]
    assert rows(last) == lines[-(len(lines) % 30 or 30) :]
    assert len(first.select("h2.section-title")) < len(first.select(".months li"))


def test_it_is_narrowed_in_the_address(client, city):
    sweep("2022-08-24")
    unit = city.owed(COMMERCE, "2022-08-31").unit
    lines = rows(read(client, city, f"?month=all&unit={unit.pk}"))
    assert lines
    assert all("市商务局" in line for line in lines)
    lines = rows(read(client, city, f"?month=all&person={city.bureau.pk}"))
    assert lines
    assert all("逾期" in line and str(city.bureau) in line for line in lines)
    lines = rows(read(client, city, "?month=all&kind=reply"))
    assert lines
    assert all("答复代表" in line for line in lines)


@pytest.mark.parametrize("query", ["?month=1999-01", "?unit=abc", "?person=0", "?kind=lost"])
def test_a_wrong_filter_is_answered_with_words(client, city, query):
    sweep("2022-08-24")
    client.force_login(city.office)
    answer = client.get(reverse("reminder_calendar", args=[city.plan.pk]) + query)
    assert answer.status_code == 422
    assert "已填内容都还在" in answer.content.decode()


def test_what_the_grid_says_of_a_day_is_what_is_sent_then(client):
    """Several things of one person on a day are one message, and a dozen contributions one line."""
    city = open_city(between_units=True)
    sweep("2022-08-24")
    page = read(client, city, "?month=2022-09")
    day = "2022-09-13"
    said = page.find("time", datetime=day).find_parent("td").get_text(" ").split()
    swept = sweep("2022-09-12")  # what comes before is noted
    swept = sweep(day)
    told = Reminder.objects.filter(created_at=at(day), decision="tell")
    assert swept.people
    assert said[1] == str(told.values("recipient", "channel").distinct().count())


def test_everybody_whom_it_names_on_a_day_is_told_then_and_nobody_else(city):
    sweep("2022-08-24")
    unit = Unit.objects.get(name=COMMERCE)
    Endpoint.objects.create(
        government=city.plan.government,
        unit=unit,
        kind="wecom",
        name="群",
        sealed="x",
        created_at=at("2022-08-01"),
    )
    person(unit, Role.HEAD, Role.CLERK, name="both")
    ReminderRule.objects.filter(kind="filing").update(channels=["inbox", "mail", "chat"])
    named = outlook(city.plan, rules_in_force(city.plan), today=date(2022, 8, 24))
    day = date(2022, 8, 30)
    said = {way for row in named.rows if row.day == day for way in row.ways}
    sweep("2022-08-29")
    sweep("2022-08-30")
    told = Reminder.objects.filter(created_at=at("2022-08-30"), decision="tell")
    ways = told.values_list("recipient_id", "endpoint_id", "channel")
    assert said == {Way(*way) for way in ways}
    assert {way.channel for way in said} == {"inbox", "mail", "chat"}


def test_who_cannot_be_reached_is_named(client, city):
    Membership.objects.filter(user=city.clerks[COMMERCE]).delete()
    city.clerks[FINANCE].email = ""
    city.clerks[FINANCE].save()
    sweep("2022-08-24")
    page = read(client, city)
    notices = [notice.get_text(" ") for notice in page.select(".notice")]
    assert any("无人可提醒" in words and "市商务局" in words for words in notices)
    assert any("没有登记邮箱" in words and str(city.clerks[FINANCE]) in words for words in notices)
    assert any("市商务局" in line and "无人可提醒" in line for line in rows(page))


def test_days_of_a_year_without_data_are_provisional(client, city):
    sweep("2022-08-24")
    lines = rows(read(client, city, "?month=all"))
    assert not any("暂定" in line for line in lines)
    CalendarYear.objects.filter(year=2023).delete()
    CalendarDay.objects.filter(day__year=2023).delete()
    page = read(client, city, "?month=all")
    lines = rows(page)
    late = [line for line in lines if "12月底" in line and "逾期" in line]
    early = [line for line in lines if "12月底" in line and "期限前" in line]
    assert late
    assert all("暂定" in line for line in late)
    assert early
    assert not any("暂定" in line for line in early)
    assert "节假日安排还没有录入" in page.get_text()


def test_a_rung_before_new_year_is_counted_through_the_unknown_year(client, city):
    sweep("2022-08-24")
    CalendarYear.objects.filter(year=2023).delete()
    owed = city.owed(COMMERCE, "2022-12-31")
    owed.due_on = date(2023, 1, 4)
    owed.save()
    lines = [line for line in rows(read(client, city, "?month=2022-12")) if "市商务局" in line]
    assert lines
    assert all("暂定" in line for line in lines)


def test_in_calendar_days_nothing_is_provisional(client, city):
    sweep("2022-08-24")
    CalendarYear.objects.filter(year=2023).delete()
    ReminderRule.objects.filter(kind="filing").update(measure="days")
    lines = [line for line in rows(read(client, city, "?month=all")) if "阶段报告" in line]
    assert lines
    assert not any("暂定" in line for line in lines)


def test_what_is_done_is_not_listed(client, city):
    sweep("2022-08-24")
    for owed in city.plan.obligations.all():
        meet(owed, at("2022-08-24"))
    assert "没有要发的提醒" in read(client, city).get_text()


def test_the_same_number_of_queries_for_few_rows_and_for_many(client):
    city = open_city(between_units=True)
    sweep("2022-08-24")
    client.force_login(city.office)
    address = reverse("reminder_calendar", args=[city.plan.pk])
    client.get(address)

    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address + query).status_code == 200
        return len(found)

    assert queries("?month=2022-08") == queries("?month=all")
    many = queries("?month=all")
    for owed in city.plan.obligations.exclude(unit__name=COMMERCE):
        meet(owed, at("2022-08-24"))
    assert queries("?month=all") == many
