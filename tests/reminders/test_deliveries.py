"""The delivery board and what a person sends again."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.bounces import note_bounce
from notifications.models import Message
from reminders.deliveries.again import MOST_A_DAY, send_again
from reminders.errors import (
    AgainAlreadyError,
    AgainTooOftenError,
    NobodyToTellError,
    NotInThePostError,
    NotOwedAnyMoreError,
    NotToldYetError,
    WithoutReasonError,
)
from reminders.models import Reminder
from reminders.services import run_once
from tests.playing import at
from tests.reminders.city import City, inbox, meet, move, sweep
from units.models import User
from units.permissions import access_of

pytestmark = pytest.mark.django_db

COMMERCE, FINANCE = "市商务局", "市财政局"
DAY, NOW = "2022-08-24", at("2022-08-24", 10)
WORDS = "经办人说没有收到"


@pytest.fixture(autouse=True)
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def told(city: City, channel: str = "inbox", unit: str = COMMERCE) -> Reminder:
    rows = Reminder.objects.filter(recipient=city.clerks[unit], channel=channel, decision="tell")
    return rows.earliest("pk")


def again(row: Reminder, by: User, *, seen: int = 1, reason: str = WORDS) -> Reminder:
    access = access_of(by, date(2022, 8, 24))
    return send_again(reminder_id=row.pk, by=by, access=access, reason=reason, seen=seen, now=NOW)


def read(client, city: City, query: str = "", by: User | None = None) -> BeautifulSoup:
    client.force_login(by or city.office)
    answer = client.get(reverse("deliveries", args=[city.plan.pk]) + query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(node: object) -> str:
    return " ".join(node.get_text(" ").split())


def rows(page: BeautifulSoup) -> list[str]:
    table = page.find(id="rows").find_parent("section").find("tbody")
    return [words(row) for row in table.find_all("tr")] if table else []


def figures(page: BeautifulSoup) -> dict[str, tuple[int, str]]:
    """By word: the number and the address of its rows."""
    return {
        words(one.select_one(".key-figure__label")): (
            int(words(one.select_one(".key-figure__value"))),
            one.get("href", ""),
        )
        for one in page.select(".key-figure")
    }


# -- the board ---------------------------------------------------------------------------------------


def test_an_empty_board_says_what_will_come(client, city):
    text = read(client, city).get_text()
    assert "还没有发过提醒" in text
    assert "这一周还没有发过提醒" in text


def test_every_figure_is_the_number_of_its_rows(client, city):
    sweep(DAY)
    Message.objects.filter(channel="mail", recipient=city.clerks[COMMERCE]).update(
        state="failed", attempts=3, answer="450 later"
    )
    Message.objects.filter(channel="inbox", recipient=city.clerks[FINANCE]).update(read_at=NOW)
    found = figures(read(client, city))
    linked = {word: (n, link) for word, (n, link) in found.items() if link.startswith("?")}
    assert {"已发出", "站内已读", "发送失败", "待发送", "取消或略过"} == linked.keys()
    for word, (n, link) in linked.items():
        page = read(client, city, link.partition("#")[0])
        count = page.find(id="rows").find_parent("section").find("caption").get_text()
        assert f"共 {n} 条" in count, word
    assert found["站内已读"][0] == 1
    assert found["发送失败"][0] == 1
    assert found["本周还要发"][0] > 0


def test_the_table_by_unit_leads_to_its_rows_too(client, city):
    sweep(DAY)
    table = read(client, city).find(id="by-unit").find_parent("section").find("tbody")
    link = table.find("a")
    assert len(rows(read(client, city, link["href"].partition("#")[0]))) == int(link.get_text())


def test_failed_ones_come_first_with_the_servers_words(client, city):
    sweep(DAY)
    Message.objects.filter(channel="mail", recipient=city.clerks[COMMERCE]).update(
        state="failed", attempts=9, answer="450 mailbox busy"
    )
    first = rows(read(client, city))[0]
    assert "发送失败" in first
    assert "已试 9 次，服务器答复：450 mailbox busy" in first


def test_it_says_when_it_was_read_and_since_when_the_oldest_waits(client, city):
    sweep(DAY)
    Message.objects.filter(channel="inbox").update(read_at=at("2022-08-25", 14))
    assert "2022年8月25日 14:00 已读" in rows(read(client, city, "?place=read"))[0]
    assert "最早一条没有发出的，是 2022年8月24日 09:00 生成的" in words(read(client, city))


def test_another_week_is_asked_for_by_any_of_its_days(client, city):
    sweep(DAY)
    assert figures(read(client, city, "?week=2022-08-28"))["已发出"][0] > 0
    assert figures(read(client, city, "?week=2022-08-29"))["已发出"][0] == 0
    client.force_login(city.office)
    answer = client.get(reverse("deliveries", args=[city.plan.pk]) + "?week=morgen&place=x")
    assert answer.status_code == 422


def test_a_flagged_address_stands_beside_the_person(client, city):
    sweep(DAY)
    clerk = city.clerks[COMMERCE]
    note_bounce(address=clerk.email, words="550 5.1.1 unknown", at=NOW)
    query = f"?person={clerk.pk}&channel=mail"
    assert all("邮箱退信" in row and "550 5.1.1" in row for row in rows(read(client, city, query)))
    User.objects.filter(pk=clerk.pk).update(email="new@example.test")
    assert not any("邮箱退信" in row for row in rows(read(client, city, query)))


def test_the_same_number_of_queries_for_few_rows_and_for_many(client, city):
    sweep(DAY)
    client.force_login(city.office)
    address = reverse("deliveries", args=[city.plan.pk])
    client.get(address)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = queries()
    sweep("2022-12-30")
    assert queries() == few


# -- sending again -----------------------------------------------------------------------------------


def test_sent_again_it_is_a_row_of_its_own_with_who_and_why(city):
    sweep(DAY)
    row = again(told(city), city.office, reason=f"  {WORDS}\n")
    assert row.occasion == "2022-08-31#2"
    assert (row.sent_again_by, row.reason) == (city.office, WORDS)
    assert len(inbox(city.clerks[COMMERCE])) == 2
    assert inbox(city.clerks[COMMERCE])[-1] == row.message


def test_a_mail_goes_out_again_and_is_looked_at_again_before(city, mailoutbox):
    sweep(DAY)
    run_once(now=NOW)
    again(told(city, "mail"), city.office)
    run_once(now=NOW)
    mails = [mail for mail in mailoutbox if mail.to == [city.clerks[COMMERCE].email]]
    assert len(mails) == 2
    assert len({mail.extra_headers["Message-ID"] for mail in mails}) == 2
    again(told(city, "mail"), city.office, seen=2)
    meet(city.owed(COMMERCE, "2022-08-31"), NOW)
    run_once(now=NOW)
    assert len([m for m in mailoutbox if m.to == [city.clerks[COMMERCE].email]]) == 2


def test_the_next_sweep_tells_nothing_twice_for_it(city):
    sweep(DAY)
    again(told(city), city.office)
    assert sweep(DAY, 11).told == 0


def test_what_is_not_owed_by_that_date_is_not_sent_again(city):
    sweep(DAY)
    row = told(city)
    move(city.owed(COMMERCE, "2022-08-31"), date(2022, 9, 5))
    with pytest.raises(NotOwedAnyMoreError):
        again(row, city.office)


def test_what_still_waits_is_not_sent_again(city):
    sweep(DAY)
    with pytest.raises(NotToldYetError):
        again(told(city, "mail"), city.office)
    skipped = Reminder.objects.filter(decision="skipped", channel="inbox").first()
    with pytest.raises(NotToldYetError):
        again(skipped, city.office)


def test_it_takes_a_reason_and_somebody_to_tell(city):
    sweep(DAY)
    row = told(city)
    with pytest.raises(WithoutReasonError):
        again(row, city.office, reason=" \n ")
    User.objects.filter(pk=row.recipient_id).update(is_active=False)
    with pytest.raises(NobodyToTellError):
        again(row, city.office)
    assert not Reminder.objects.filter(sent_again_by__isnull=False).exists()


def test_who_has_left_the_post_is_not_told_again_of_its_work(city):
    sweep(DAY)
    row = told(city)
    city.clerks[COMMERCE].memberships.update(until_on=date(2022, 8, 24))
    with pytest.raises(NotInThePostError):
        again(row, city.office)
    assert not Reminder.objects.filter(sent_again_by__isnull=False).exists()


def test_one_person_only_so_often_a_day(city):
    sweep(DAY)
    row = told(city)
    for seen in range(1, MOST_A_DAY + 1):
        again(row, city.office, seen=seen)
    with pytest.raises(AgainTooOftenError):
        again(row, city.bureau, seen=MOST_A_DAY + 1)
    assert again(told(city, unit=FINANCE), city.office)


def test_an_old_page_sends_nothing_twice(city):
    sweep(DAY)
    again(told(city), city.office)
    with pytest.raises(AgainAlreadyError):
        again(told(city), city.office)


def test_the_page_keeps_what_was_typed_and_leads_back(client, city):
    sweep(DAY)
    row = told(city)
    link = reverse("send_again", args=[row.pk])
    page = read(client, city, f"?person={row.recipient_id}&channel=inbox&place=sent")
    assert page.find("a", href=link)
    page = BeautifulSoup(client.get(link).content, "html.parser")
    seen = page.find("input", {"name": "seen"})["value"]
    answer = client.post(link, {"seen": seen, "reason": "字" * 301})
    assert answer.status_code == 422
    assert "字" * 301 in answer.content.decode()
    assert "301" in answer.content.decode()
    answer = client.post(link, {"seen": seen, "reason": WORDS})
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("deliveries", args=[city.plan.pk]),
    )
    text = words(read(client, city, "?place=again"))
    assert f"{city.office} 重发：{WORDS}" in text
    assert words(
        BeautifulSoup(client.get(reverse("reminders", args=[city.plan.pk])).content, "html.parser")
    )


def test_only_office_and_bureau_send_again(client, city):
    sweep(DAY)
    row = told(city)
    link = reverse("send_again", args=[row.pk])
    for user, status in ((city.clerks[COMMERCE], 403), (city.bureau, 200)):
        client.force_login(user)
        assert client.get(link).status_code == status
    client.force_login(city.clerks[COMMERCE])
    assert client.post(link, {"seen": 1, "reason": WORDS}).status_code == 403


@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01"])
def test_a_week_of_another_age_is_refused_in_words(client, city, week):
    client.force_login(city.office)
    answer = client.get(reverse("deliveries", args=[city.plan.pk]), {"week": week})
    assert answer.status_code == 422
    assert "填的不是日期" in answer.text
