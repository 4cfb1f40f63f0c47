"""Inbox and mailbox: one's own, and nobody else's words."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from notifications.models import Message
from notifications.services import deliver_due, notify
from tests.playing import KAIFENG, SECOND_CITY, at, load, person
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db

NOW = at("2022-08-24")


@pytest.fixture(autouse=True)
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def tell(*people: User, key: str = "a", subject: str = "请审签") -> None:
    notify(recipients=people, subject=subject, body="<b>内情</b>", link="/work/", key=key, now=NOW)


def page_of(client, user: User, address: str) -> BeautifulSoup:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def test_the_inbox_shows_ones_own_messages_the_latest_first(client, li, wang):
    tell(li, subject="第一条")
    tell(li, key="b", subject="第二条")
    tell(wang, subject="别人的")
    page = page_of(client, li, reverse("inbox"))
    assert [h.get_text() for h in page.select("article h2")] == ["第二条", "第一条"]
    assert page.get_text().count("未读") >= 2
    assert "<b>内情</b>" in page.get_text()  # text, not markup


def test_an_empty_inbox_says_what_will_come(client, li):
    assert "没有消息" in page_of(client, li, reverse("inbox")).get_text()


def test_opening_a_message_marks_it_read_and_leads_to_the_form(client, li):
    tell(li)
    message = Message.objects.get(channel="inbox")
    client.force_login(li)
    answer = client.post(reverse("inbox_open", args=[message.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/work/")
    message.refresh_from_db()
    assert message.read_at is not None
    assert page_of(client, li, reverse("inbox") + "?unread").select("article") == []


def test_marking_one_and_all(client, li):
    tell(li)
    tell(li, key="b")
    client.force_login(li)
    first = Message.objects.filter(channel="inbox").first()
    assert client.post(reverse("inbox_read", args=[first.pk])).status_code == 302
    assert Message.objects.inbox_of(li).unread().count() == 1
    assert client.post(reverse("inbox_read_all")).status_code == 302
    assert Message.objects.inbox_of(li).unread().count() == 0


def test_reading_takes_a_post(client, li):
    tell(li)
    message = Message.objects.get(channel="inbox")
    client.force_login(li)
    for name in ("inbox_open", "inbox_read"):
        assert client.get(reverse(name, args=[message.pk])).status_code == 405
    assert client.get(reverse("inbox_read_all")).status_code == 405
    assert Message.objects.inbox_of(li).unread().count() == 1


def test_another_persons_message_does_not_exist(client, li, wang):
    tell(li)
    message = Message.objects.get(channel="inbox")
    mail = Message.objects.get(channel="mail")
    client.force_login(wang)
    for name in ("inbox_open", "inbox_read"):
        assert client.post(reverse(name, args=[message.pk])).status_code == 404
    client.force_login(li)
    assert client.post(reverse("inbox_read", args=[mail.pk])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


# -- mailbox -----------------------------------------------------------------------------------------


@pytest.fixture
def mailbox_on(settings) -> None:
    settings.EMAIL_BACKEND = "notifications.backends.MailboxBackend"


def test_without_its_backend_there_is_no_mailbox(client, li):
    client.force_login(li)
    assert client.get(reverse("mailbox")).status_code == 404
    assert reverse("mailbox") not in page_of(client, li, reverse("inbox")).decode()


def test_everybody_reads_their_own_mail(client, mailbox_on, li, wang):
    tell(li, subject="给李的")
    tell(wang, subject="给王的")
    deliver_due(now=NOW)
    text = page_of(client, li, reverse("mailbox")).get_text()
    assert "给李的" in text
    assert "<b>内情</b>" in text
    assert "给王的" not in text


def test_the_office_sees_what_went_to_whom_in_its_city_but_not_the_text(client, mailbox_on):
    plan, other = load(KAIFENG), load(SECOND_CITY)
    office = person(plan.reviewing_unit_id, Role.OFFICE).user
    clerk = person(plan.host_unit_id, Role.CLERK).user
    stranger = person(other.host_unit_id, Role.CLERK).user
    tell(clerk, subject="给经办人的")
    tell(stranger, subject="给外市的")
    deliver_due(now=NOW)
    text = page_of(client, office, reverse("mailbox")).get_text()
    assert "给经办人的" in text
    assert clerk.email in text
    assert "内情" not in text
    assert "给外市的" not in text
    assert "给经办人的" not in page_of(client, stranger, reverse("mailbox")).get_text()


def test_an_empty_mailbox_says_so(client, mailbox_on, li):
    assert "还没有邮件" in page_of(client, li, reverse("mailbox")).get_text()


def test_somebody_without_an_address_sees_no_mail(client, mailbox_on, li, wang):
    tell(li)
    deliver_due(now=NOW)
    User.objects.filter(pk=wang.pk).update(email="")
    page = page_of(client, User.objects.get(pk=wang.pk), reverse("mailbox"))
    assert "还没有邮件" in page.get_text()
