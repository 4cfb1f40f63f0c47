"""Group robots and webhooks, over HTTP to servers that behave like them."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import logging
import socket
import threading
import time

import pytest
import requests

from notifications.carriers import http
from notifications.carriers.base import Refused, Unreachable
from notifications.carriers.http import LONGEST_ANSWER, is_local
from notifications.carriers.robots import CUT, LONGEST, Text, tell_group
from tests.notifications.listeners import OK_DINGTALK, OK_FEISHU, OK_WECOM
from tests.services import free_port

TEXT = Text("请填报8月底阶段报告", "5.1 还有 3 个工作日", "https://portal.example/work/")
TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
SECRET = "SECdeadbeef0123456789"


def target(kind: str, base: str, secret: str = "") -> dict[str, str]:
    paths = {
        "dingtalk": f"/robot/send?access_token={TOKEN}",
        "wecom": f"/cgi-bin/webhook/send?key={TOKEN}",
        "feishu": f"/open-apis/bot/v2/hook/{TOKEN}",
        "webhook": f"/in/here?token={TOKEN}",
    }
    return {"address": base + paths[kind]} | ({"secret": secret} if secret else {})


def body_of(listener) -> dict:
    return json.loads(listener.asked[-1].body)


def test_dingtalk_is_told_with_a_signature_as_its_documentation_has_it(listener):
    words = tell_group("dingtalk", target("dingtalk", listener.address, SECRET), TEXT)
    asked = listener.asked[-1]
    timestamp, sign = asked.query["timestamp"][0], asked.query["sign"][0]
    expected = hmac.new(SECRET.encode(), f"{timestamp}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert base64.b64decode(sign) == expected
    assert abs(int(timestamp) / 1000 - time.time()) < 3600
    assert asked.query["access_token"] == [TOKEN]
    content = body_of(listener)["text"]["content"]
    assert content == "请填报8月底阶段报告\r\n5.1 还有 3 个工作日\nhttps://portal.example/work/"
    assert words == 'HTTP 200 {"errcode":0,"errmsg":"ok"}'


def test_without_a_secret_nothing_is_signed(listener):
    tell_group("dingtalk", target("dingtalk", listener.address), TEXT)
    assert set(listener.asked[-1].query) == {"access_token"}


def test_wecom_gets_no_more_bytes_than_it_takes(listener):
    listener.answer = OK_WECOM
    long = Text(TEXT.title, "督" * 3000, TEXT.address)
    tell_group("wecom", target("wecom", listener.address), long)
    content = body_of(listener)["text"]["content"]
    assert listener.asked[-1].query == {"key": [TOKEN]}
    assert content.startswith(TEXT.title)
    assert content.endswith(CUT)
    assert LONGEST["wecom"] - 10 < len(content.encode()) <= LONGEST["wecom"]


def test_feishu_is_told_with_its_signature_in_the_body(listener):
    listener.answer = OK_FEISHU
    words = tell_group("feishu", target("feishu", listener.address, SECRET), TEXT)
    body = body_of(listener)
    key = f"{body['timestamp']}\n{SECRET}".encode()
    expected = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
    assert body["sign"] == expected
    assert TEXT.address in body["content"]["text"]
    assert listener.asked[-1].path == f"/open-apis/bot/v2/hook/{TOKEN}"
    assert "success" in words


def test_a_webhook_gets_json_and_its_secret_as_a_bearer(listener):
    listener.answer = (202, "taken as no. 17")
    words = tell_group("webhook", target("webhook", listener.address, SECRET), TEXT)
    asked = listener.asked[-1]
    assert (asked.path, asked.query) == ("/in/here", {"token": [TOKEN]})
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert body_of(listener)["title"] == TEXT.title
    assert words == "HTTP 202 taken as no. 17"


@pytest.mark.parametrize(
    ("kind", "answer", "for_good"),
    [
        ("dingtalk", (200, '{"errcode":310000,"errmsg":"sign not match"}'), True),
        ("dingtalk", (200, '{"errcode":130101,"errmsg":"send too fast"}'), False),
        ("dingtalk", (200, '{"errcode":660026,"errmsg":"发送速度太快"}'), False),
        ("dingtalk", (200, '{"errcode":-1,"errmsg":"系统繁忙"}'), False),
        ("wecom", (200, '{"errcode":93000,"errmsg":"invalid webhook url"}'), True),
        ("wecom", (200, '{"errcode":45009,"errmsg":"api freq out of limit"}'), False),
        ("feishu", (200, '{"code":19021,"msg":"sign match fail"}'), True),
        ("feishu", (200, '{"code":11232,"msg":"frequency limited"}'), False),
        ("feishu", (200, "<html>请先登录上网</html>"), False),
        ("webhook", (400, '{"error":"no"}'), True),
        ("webhook", (404, ""), True),
        ("webhook", (429, "slow down"), False),
        ("webhook", (502, "bad gateway"), False),
        ("webhook", (302, ""), True),
    ],
)
def test_what_a_refusal_means(listener, kind, answer, for_good):
    listener.answer = answer
    with pytest.raises(Refused) as refused:
        tell_group(kind, target(kind, listener.address), TEXT)
    assert refused.value.for_good is for_good
    assert str(refused.value) == f"HTTP {answer[0]} {answer[1]}".strip()


def test_nobody_is_followed(listener):
    listener.answer = (307, "")
    listener.headers["Location"] = f"{listener.address}/elsewhere"
    with pytest.raises(Refused):
        tell_group("webhook", target("webhook", listener.address), TEXT)
    assert len(listener.asked) == 1


def test_an_answer_is_read_no_further_than_needed(listener, monkeypatch):
    read = []
    judged = http.Client.judge_status
    monkeypatch.setattr(
        http.Client,
        "judge_status",
        lambda client: read.append(len(client.heard.content)) or judged(client),
    )
    listener.answer = (200, "x" * (LONGEST_ANSWER * 20))
    words = tell_group("webhook", target("webhook", listener.address), TEXT)
    assert read == [LONGEST_ANSWER]
    assert len(words) <= http.WORDS_LENGTH


def test_who_does_not_answer_is_unreachable(listener, monkeypatch):
    monkeypatch.setattr(http, "READ_SECONDS", 0.1)
    listener.is_held = True
    with pytest.raises(Unreachable, match="没有在规定时间内答复"):
        tell_group("dingtalk", target("dingtalk", listener.address), TEXT)


def test_an_answer_in_drops_is_not_waited_for(listener, monkeypatch):
    monkeypatch.setattr(http, "ALL_SECONDS", -1)
    with pytest.raises(Unreachable):
        tell_group("dingtalk", target("dingtalk", listener.address), TEXT)


class Drops:
    """A server that begins an answer and goes on for ever, a little at a time."""

    def __init__(self, first: bytes, drop: bytes) -> None:
        self.first, self.drop = first, drop
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.thread = threading.Thread(target=self._answer, daemon=True)
        self.thread.start()

    def _answer(self) -> None:
        caller, _place = self.socket.accept()
        with caller, contextlib.suppress(OSError):
            caller.recv(65_536)
            caller.sendall(self.first)
            for _ in range(400):
                caller.sendall(self.drop)
                time.sleep(0.05)


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b"H"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", b"."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"."),
    ],
)
def test_who_answers_for_ever_is_cut_off(settings, monkeypatch, first, drop):
    settings.CHANNEL_ALLOW_LOOPBACK = True
    monkeypatch.setattr(http, "ALL_SECONDS", 0.5)
    server = Drops(first, drop)
    with server.socket, pytest.raises(Unreachable, match="没有在规定时间内答复"):
        tell_group("webhook", target("webhook", server.address), TEXT)
    assert server.thread.is_alive()  # it would have gone on


def test_a_connection_that_comes_too_late_is_closed(listener):
    with (
        http._Watch(allow_local=True) as watch,
        socket.create_connection(("127.0.0.1", listener.port)) as connected,
    ):
        watch.is_over = True
        with pytest.raises(requests.Timeout):
            watch.take(connected)
        assert connected.fileno() == -1


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".example"])
def test_a_host_that_is_none_is_unreachable(host):
    with pytest.raises(Unreachable, match="地址不对"):
        tell_group("webhook", target("webhook", f"https://{host}"), TEXT)


@pytest.mark.parametrize("how", ["closed", "nobody"])
def test_who_is_not_there_is_unreachable_and_the_words_hold_no_secret(listener, how):
    listener.answer = None
    base = listener.address if how == "closed" else f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unreachable) as unreachable:
        tell_group("dingtalk", target("dingtalk", base, SECRET), TEXT)
    assert str(unreachable.value)
    assert TOKEN not in str(unreachable.value)


@pytest.mark.parametrize("kind", ["dingtalk", "wecom", "feishu", "webhook"])
def test_a_server_that_says_the_secret_back_does_not_get_it_into_the_words(listener, kind, caplog):
    """Nor does anything of it go to a log, however much is logged."""
    caplog.set_level(logging.DEBUG)
    listener.answer = lambda asked: (
        400,
        f"{listener.address}{asked.path} {asked.query} {TOKEN} {SECRET}",
    )
    with pytest.raises(Refused) as refused:
        tell_group(kind, target(kind, listener.address, SECRET), TEXT)
    for secret in (TOKEN, SECRET):
        assert secret not in str(refused.value)
        assert secret not in caplog.text
    assert "•••" in str(refused.value)


@pytest.mark.parametrize("kind", ["dingtalk", "webhook"])
def test_this_machine_is_no_place_to_send_to(listener, settings, kind):
    settings.CHANNEL_ALLOW_LOOPBACK = False
    with pytest.raises(Refused) as refused:
        tell_group(kind, target(kind, listener.address), TEXT)
    assert refused.value.for_good
    assert listener.asked == []


def test_what_is_this_machine():
    local = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fe80::1%eth0"]
    assert all(is_local(address) for address in [*local, "0.0.0.0", "::"])  # noqa: S104
    assert all(is_local(of_a_cloud) for of_a_cloud in ["100.100.100.200", "fd00:ec2::254"])
    assert not any(is_local(a) for a in ["10.1.2.3", "192.168.1.1", "8.8.8.8", "2001:db8::1"])


@pytest.mark.parametrize(
    ("own", "peer", "is_refused"),
    [
        ("10.0.0.5", "10.0.0.5", True),
        ("10.0.0.5", "::ffff:10.0.0.5", True),
        ("10.0.0.5", "10.0.0.6", False),
    ],
)
def test_this_machine_is_refused_by_its_other_addresses_too(own, peer, is_refused):
    class Connected:
        closed = False

        def getpeername(self):
            return (peer, 80)

        def getsockname(self):
            return (own, 40_000)

        def dup(self):
            return self

        def close(self):
            self.closed = True

    connected, watch = Connected(), http._Watch(allow_local=False)
    if is_refused:
        with pytest.raises(Refused, match="指向本机"):
            watch.take(connected)
    else:
        assert watch.take(connected) is connected
    assert connected.closed is is_refused


def test_every_kind_of_answer_of_the_others_is_success(listener):
    for kind, answer in [("dingtalk", OK_DINGTALK), ("feishu", (200, '{"StatusCode":0}'))]:
        listener.answer = answer
        assert tell_group(kind, target(kind, listener.address), TEXT).startswith("HTTP 200")
