"""What a mail is made of, as a server gets it."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from notifications.models import DeliverySettings, Message
from notifications.services import Draft, deliver_due, write_messages
from notifications.unsubscribing import token_of
from tests.playing import at

pytestmark = pytest.mark.django_db

NOW = at("2022-08-24")
BODY = "8月底阶段报告 <b>还有</b> 3 个工作日\n5.1 & 5.2"


def sent(sink, user, *, is_digest: bool = False, subject: str = "请填报8月底阶段报告"):
    draft = Draft(
        user, Message.Channel.MAIL, subject, BODY, "/work/", f"k{Message.objects.count()}"
    )
    write_messages(drafts=[replace(draft, is_digest=is_digest)], now=NOW)
    assert deliver_due(now=NOW).sent == 1
    return sink.mails[-1]


def test_text_and_html_say_the_same(sink, li, settings):
    settings.PORTAL_URL = "https://portal.example"
    mail = sent(sink, li)
    assert mail.whole.get_content_type() == "multipart/alternative"
    page = BeautifulSoup(mail.whole.get_body(("html",)).get_content(), "html.parser")
    for line in BODY.splitlines():
        assert line in mail.body
        assert line in page.get_text()
    assert page.find("b") is None  # what people type is text
    assert page.find("a")["href"] == "https://portal.example/work/"
    assert "https://portal.example/work/" in mail.body
    assert page.h1.get_text() == mail.subject == "请填报8月底阶段报告"


def test_a_long_chinese_subject_arrives_whole_and_is_ascii_on_the_way(sink, li):
    subject = "【督办】" + "关于加快建设现代化产业体系的议案" * 8
    mail = sent(sink, li, subject=subject)
    head = mail.raw.split(b"\r\n\r\n")[0]
    head.decode("ascii")
    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    assert re.sub(r"\s", "", mail.subject) == subject


def test_every_style_of_it_can_be_read_light_and_dark(sink, li):
    html = sent(sink, li).whole.get_body(("html",)).get_content()
    assert 'name="color-scheme" content="light dark"' in html
    assert "<style" not in html
    assert "background" not in html
    assert not re.search(r"(?<![-\w])color:", html)


def test_what_the_server_said_is_kept(sink, li):
    sink.answer = "250 2.0.0 Ok: queued as 4Xk9"
    sent(sink, li)
    assert Message.objects.get().answer == "250 2.0.0 Ok: queued as 4Xk9"


def test_each_mail_has_its_own_answer(sink, li, wang):
    sent(sink, li)
    sink.answer = "250 second"
    sent(sink, wang)
    assert list(Message.objects.order_by("pk").values_list("answer", flat=True)) == [
        "250 OK",
        "250 second",
    ]


def test_only_a_digest_can_be_unsubscribed_from(sink, li):
    mail = sent(sink, li)
    assert mail.whole["List-Unsubscribe"] is None
    assert "unsubscribe" not in mail.raw.decode()


def test_a_digest_is_stopped_by_its_link_without_signing_in(sink, li, settings):
    settings.PORTAL_URL = "https://portal.example"
    mail = sent(sink, li, is_digest=True)
    assert mail.whole["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail.whole["List-Unsubscribe"].strip().strip("<>")
    assert address.startswith("https://portal.example/unsubscribe/")
    assert address in mail.body
    visitor, path = Client(enforce_csrf_checks=True), urlsplit(address).path
    assert visitor.get(path).status_code == 200
    assert not DeliverySettings.objects.exists()  # looking stops nothing: scanners look too
    answer = visitor.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert DeliverySettings.objects.get(user=li).wants_digest is False
    visitor.post(path)
    assert DeliverySettings.history.count() == 1


def test_nobody_stops_anothers_digest(li, wang):
    visitor = Client()
    forged = token_of(li.pk).replace(str(li.pk), str(wang.pk), 1)
    for token in (forged, str(wang.pk), f"{token_of(wang.pk)}x", token_of(99_999)):
        assert visitor.post(f"/unsubscribe/{token}/").status_code == 404
    assert not DeliverySettings.objects.exists()
