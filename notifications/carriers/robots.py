"""Group robots and webhooks, through Apprise's plugins.

The plugins know each robot's form. What they do not: DingTalk and WeCom refuse with HTTP 200, and
the plugins take that for success; none hands back what was answered. So they speak through our
client, which keeps the answer, and the answer is judged here.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FunctionType, MethodType
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from apprise.plugins.base import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.utils import timezone

from notifications.carriers.base import Refused
from notifications.carriers.http import Client
from notifications.models import Endpoint

Kind = Endpoint.Kind
# No braces: the plugins fill their templates in with what stands between them.
HOST = r"https?://[^\s/?#{}@]+"
PATH = r"/[^\s?#{}]*"
# How the address reads that a robot's own page gives.
ADDRESSES: dict[str, re.Pattern[str]] = {
    Kind.DINGTALK: re.compile(rf"({HOST}{PATH}robot/send)\?access_token=([A-Za-z0-9]+)", re.ASCII),
    Kind.WECOM: re.compile(rf"({HOST}{PATH}webhook/send)\?key=([A-Za-z0-9_-]+)", re.ASCII),
    Kind.FEISHU: re.compile(rf"({HOST}{PATH}bot/v2/hook)/([A-Za-z0-9_-]+)/?", re.ASCII),
}
EXPECTED: dict[str, str] = {
    Kind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…",
    Kind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    Kind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    Kind.WEBHOOK: "https://…",
}
# Bytes of text that a robot takes.
LONGEST: dict[str, int] = {
    Kind.DINGTALK: 18_000,
    Kind.WECOM: 2_048,
    Kind.FEISHU: 18_000,
    Kind.WEBHOOK: 30_000,
}
# Too many at once, or in trouble itself: by each one's own numbers.
TRY_LATER: dict[str, frozenset[int]] = {
    Kind.DINGTALK: frozenset({-1, 130101, 130102, 660026, 410100, 90018}),
    Kind.WECOM: frozenset({-1, 45009, 45033, 50001}),
    Kind.FEISHU: frozenset({-1, 11232, 11233, 99991400}),
}
CUT = "…"
SHORTEST_SECRET = 6


@dataclass(frozen=True)
class Text:
    """What a message says to a group, already written."""

    title: str
    body: str
    address: str


class _DingTalk(NotifyDingTalk):  # type: ignore[no-untyped-call]
    def get_signature(self) -> tuple[str, str]:
        """Unquoted: `requests` quotes it, and twice quoted it is another one."""
        timestamp, signature = super().get_signature()  # type: ignore[no-untyped-call]
        return timestamp, unquote(signature)


def tell_group(kind: str, target: Mapping[str, str], text: Text) -> str:
    """Send, and answer what the robot said. `target`: `address` and, where it has one, `secret`."""
    client = Client(secrets=_hidden(kind, target))
    plugin = PLUGINS[kind](target, client)
    whole = cut(f"{text.body}\n{text.address}", LONGEST[kind] - len(text.title.encode()) - 2)
    if kind == Kind.WECOM:  # has no title
        _speak(plugin, client, body=f"{text.title}\n{whole}", title="")
    else:
        _speak(plugin, client, body=whole, title=text.title)
    client.judge_status()
    _judge(kind, client)
    return client.words()


def _speak(plugin: NotifyBase, client: Client, **said: str) -> None:
    """The plugin's own `send`, with our client in the place of what it calls `requests`."""
    send = cast("MethodType", plugin.send).__func__
    through = FunctionType(
        send.__code__,
        {**send.__globals__, "requests": client},
        send.__name__,
        send.__defaults__,
        send.__closure__,
    )
    through.__kwdefaults__ = send.__kwdefaults__
    MethodType(through, plugin)(**said)
    if client.heard is None:
        raise RuntimeError(type(plugin).__name__)  # a plugin that no longer speaks by `requests`


def _judge(kind: str, client: Client) -> None:
    """A robot that answers 200 may still have refused."""
    if kind == Kind.WEBHOOK or client.heard is None:
        return
    code = _code_of(client.heard.text)
    if code == 0:
        return
    known = code is not None
    raise Refused(client.words(), for_good=known and code not in TRY_LATER[kind])


def _code_of(text: str) -> int | None:
    try:
        answer = json.loads(text)
    except ValueError:
        return None
    if not isinstance(answer, dict):
        return None
    codes = (answer.get(name) for name in ("errcode", "code", "StatusCode"))
    return next((code for code in codes if isinstance(code, int)), None)


def cut(text: str, longest: int) -> str:
    """No longer than so many bytes of UTF-8, never within a character."""
    content = text.encode()
    if len(content) <= longest:
        return text
    return content[: longest - len(CUT.encode())].decode(errors="ignore") + CUT


# -- a plugin for each kind --------------------------------------------------------------------------


def _parts(kind: str, address: str) -> tuple[str, str]:
    found = ADDRESSES[kind].fullmatch(address)
    if found is None:
        raise ValueError(kind)
    base, token = found.groups()
    return base, token


def _hidden(kind: str, target: Mapping[str, str]) -> dict[str, str]:
    """What no answer may repeat: of a webhook, everything that tells it from its host."""
    hidden = dict(target)
    if kind in ADDRESSES:
        return hidden | {"token": _parts(kind, target["address"])[1]}
    place = urlsplit(target["address"])
    parts = [*place.path.split("/"), *(value for _name, value in parse_qsl(place.query))]
    telling = (part for part in parts if len(part) >= SHORTEST_SECRET)
    return hidden | {f"part {n}": part for n, part in enumerate(telling)}


def _quiet(plugin: NotifyBase) -> NotifyBase:
    plugin.request_rate_per_sec = 0  # pauses are the outbox's business
    return plugin


def _dingtalk(target: Mapping[str, str], _client: Client) -> NotifyBase:
    base, token = _parts(Kind.DINGTALK, target["address"])
    plugin = _DingTalk(token=token, secret=target.get("secret") or None)  # type: ignore[no-untyped-call]
    plugin.notify_url = f"{base}?access_token={{token}}"
    return _quiet(plugin)


def _wecom(target: Mapping[str, str], _client: Client) -> NotifyBase:
    base, token = _parts(Kind.WECOM, target["address"])
    plugin = NotifyWeComBot(key=token)  # type: ignore[no-untyped-call]
    plugin.api_url = f"{base}?key={token}"
    return _quiet(plugin)


def _feishu(target: Mapping[str, str], client: Client) -> NotifyBase:
    base, token = _parts(Kind.FEISHU, target["address"])
    plugin = NotifyFeishu(token=token)  # type: ignore[no-untyped-call]
    plugin.notify_url = f"{base}/{{token}}"
    if secret := target.get("secret"):
        client.amend = lambda body: body | feishu_signature(secret, int(timezone.now().timestamp()))
    return _quiet(plugin)


def feishu_signature(secret: str, timestamp: int) -> dict[str, str]:
    """The plugin has none: the signed text is empty, moment and secret are the key."""
    key = f"{timestamp}\n{secret}".encode()
    digest = hmac.new(key, b"", hashlib.sha256).digest()
    return {"timestamp": str(timestamp), "sign": base64.b64encode(digest).decode()}


def _webhook(target: Mapping[str, str], _client: Client) -> NotifyBase:
    place = urlsplit(target["address"])
    secret = target.get("secret")
    plugin = NotifyJSON(  # type: ignore[no-untyped-call]
        host=place.hostname,
        port=place.port,
        secure=place.scheme == "https",
        fullpath=place.path or "/",
        params=dict(parse_qsl(place.query)),
        headers={"Authorization": f"Bearer {secret}"} if secret else {},
    )
    return _quiet(plugin)


PLUGINS: dict[str, Callable[[Mapping[str, str], Client], Any]] = {
    Kind.DINGTALK: _dingtalk,
    Kind.WECOM: _wecom,
    Kind.FEISHU: _feishu,
    Kind.WEBHOOK: _webhook,
}
