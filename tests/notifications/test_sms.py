"""SMS by an HTTP gateway in whatever form it wants."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import parse_qs

import pytest

from notifications.carriers.base import Refused, Unreachable
from notifications.carriers.sms import LONGEST, shortened, text_message
from tests.services import free_port

NUMBER, TEXT, SECRET = (
    "13800138000",
    "请填报8月底阶段报告 https://portal.example/work/",
    "pass-word-1",
)


@pytest.fixture
def gateway(listener, settings):
    listener.answer = (200, '{"code":"0","msg":"成功"}')
    settings.SMS_URL = f"{listener.address}/send"
    settings.SMS_SECRET = SECRET
    settings.SMS_BODY = '{"mobile": "{number}", "content": "{text}", "pswd": "{secret}"}'
    settings.SMS_SUCCESS = r'"code":\s*"0"'
    return listener


def test_json(gateway, settings):
    settings.SMS_BODY = '{"to": ["{number}"], "say": {"text": "{text}"}, "n": 1, "key": "{secret}"}'
    settings.SMS_HEADERS = {"X-Key": "k {secret}"}
    words = text_message(NUMBER, TEXT)
    asked = gateway.asked[0]
    assert json.loads(asked.body) == {
        "to": [NUMBER],
        "say": {"text": TEXT},
        "n": 1,
        "key": SECRET,
    }
    assert asked.headers["x-key"] == f"k {SECRET}"
    assert words == 'HTTP 200 {"code":"0","msg":"成功"}'


def test_a_form_in_gbk_and_an_answer_in_it(gateway, settings):
    settings.SMS_FORM, settings.SMS_CHARSET = "form", "gbk"
    text_message(NUMBER, TEXT)
    asked = gateway.asked[0]
    sent = parse_qs(asked.body.decode(), encoding="gbk")
    assert sent == {"mobile": [NUMBER], "content": [TEXT], "pswd": [SECRET]}
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded; charset=gbk"


def test_an_address_alone(gateway, settings):
    settings.SMS_METHOD, settings.SMS_FORM = "GET", "query"
    text_message(NUMBER, TEXT)
    asked = gateway.asked[0]
    assert (asked.method, asked.query["content"], asked.body) == ("GET", [TEXT], b"")


def test_xml_in_which_nothing_breaks_out(gateway, settings):
    settings.SMS_FORM, settings.SMS_BODY = "xml", "<sms><to>{number}</to><say>{text}</say></sms>"
    text_message(NUMBER, "a<b>&c")
    assert gateway.asked[0].body == b"<sms><to>13800138000</to><say>a&lt;b&gt;&amp;c</say></sms>"
    settings.SMS_BODY = '<sms say="{text}"/>'
    text_message(NUMBER, 'a" to="1')
    assert gateway.asked[1].body == b'<sms say="a&quot; to=&quot;1"/>'


def test_a_text_that_looks_like_a_place_is_a_text(gateway):
    text_message(NUMBER, '{secret} "x"')
    assert json.loads(gateway.asked[0].body)["content"] == '{secret} "x"'


def test_a_digest_of_secret_and_moment(gateway, settings):
    settings.SMS_BODY = '{"ts": "{timestamp}", "sign": "{digest}"}'
    settings.SMS_DIGEST = "md5:acc{secret}{timestamp}"
    text_message(NUMBER, TEXT)
    body = json.loads(gateway.asked[0].body)
    expected = hashlib.md5(f"acc{SECRET}{body['ts']}".encode()).hexdigest()  # noqa: S324
    assert body["sign"] == expected


@pytest.mark.parametrize(
    ("answer", "for_good"),
    [
        ((200, '{"code":"103","msg":"余额不足"}'), True),
        ((200, '{"code":"109","msg":"太快"}'), False),
        ((401, "who are you"), True),
        ((503, "later"), False),
    ],
)
def test_what_a_refusal_means(gateway, settings, answer, for_good):
    settings.SMS_TRY_LATER = '"109"'
    gateway.answer = answer
    with pytest.raises(Refused) as refused:
        text_message(NUMBER, TEXT)
    assert refused.value.for_good is for_good
    assert answer[1] in str(refused.value)


def test_neither_number_nor_secret_comes_back_in_the_words(gateway):
    gateway.answer = (200, f'{{"code":"0","to":"{NUMBER}","key":"{SECRET}"}}')
    words = text_message(NUMBER, TEXT)
    assert NUMBER not in words
    assert SECRET not in words


def test_without_a_gateway(settings):
    with pytest.raises(Refused, match="没有设置短信网关"):
        text_message(NUMBER, TEXT)
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/"
    with pytest.raises(Unreachable):
        text_message(NUMBER, TEXT)


@pytest.mark.parametrize(
    ("name", "value"), [("SMS_BODY", "mobile={number}"), ("SMS_DIGEST", "rot13:{secret}")]
)
def test_a_setting_that_cannot_be_read_is_named(gateway, settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(Refused, match=name):
        text_message(NUMBER, TEXT)
    assert gateway.asked == []


def test_a_long_subject_gives_way_to_the_address():
    assert shortened("请填报", "https://p/1") == "请填报 https://p/1"
    short = shortened("督" * 400, "https://p/1")
    assert len(short) == LONGEST
    assert short.endswith("… https://p/1")
