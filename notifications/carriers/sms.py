"""SMS by one HTTP gateway, whose form is settings: no library carries the gateways of China.

`SMS_BODY` is a template: for the forms `json`, `form` and `query` a JSON object, in which the texts
are filled in at any depth; for `xml` the document itself. Places: `{number}`, `{text}`, `{secret}`
(`SMS_SECRET`), `{timestamp}` (20220831093000), and `{digest}`, which `SMS_DIGEST` says how to make:
`md5:…` or `sha256:…` with the same places. What the answer has to hold for success says the regular
expression `SMS_SUCCESS`; without one, HTTP 2xx is enough.
"""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.carriers.base import Refused
from notifications.carriers.http import Client
from notifications.carriers.targets import target_of
from notifications.models import Message
from notifications.words import marked

# Four parts of 67 characters, as gateways count a long one.
LONGEST = 268
CONTENT_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "xml": "text/xml",
}


class SmsIsNotSetUpError(Refused):
    """No gateway is set, or what is set cannot be read. Tried again: it may be mended meanwhile."""


def text_message(number: str, text: str) -> str:
    """Send, and answer what the gateway said."""
    if not settings.SMS_URL:
        raise SmsIsNotSetUpError(_("没有设置短信网关"))
    client = Client(secrets={"secret": settings.SMS_SECRET, "number": number}, allow_local=True)
    client.request(settings.SMS_METHOD, settings.SMS_URL, **_request(number, text))
    if client.heard is not None:
        client.heard = replace(client.heard, charset=settings.SMS_CHARSET)
    _judge(client)
    return client.words()


class SmsCarrier:
    def send(self, message: Message) -> str:
        _endpoint, target = target_of(message)
        address = f"{settings.PORTAL_URL}{message.link}"
        return text_message(target["address"], shortened(marked(message), address))

    def close(self) -> None:
        """Each message has a connection of its own."""


def shortened(subject: str, address: str) -> str:
    """The subject as far as it goes, and always the whole address."""
    room = LONGEST - len(address) - 1
    return f"{subject if len(subject) <= room else subject[: room - 1] + '…'} {address}"


def _judge(client: Client) -> None:
    text = client.heard.text if client.heard else ""
    if settings.SMS_TRY_LATER and re.search(settings.SMS_TRY_LATER, text):
        raise Refused(client.words(), for_good=False)
    client.judge_status()
    if settings.SMS_SUCCESS and not re.search(settings.SMS_SUCCESS, text):
        raise Refused(client.words(), for_good=True)


def _request(number: str, text: str) -> dict[str, Any]:
    """In the gateway's form and encoding."""
    places = {
        "number": number,
        "text": text,
        "secret": settings.SMS_SECRET,
        "timestamp": f"{timezone.localtime(timezone.now()):%Y%m%d%H%M%S}",
    }
    places["digest"] = _digest(places)
    form, charset = settings.SMS_FORM, settings.SMS_CHARSET
    headers = {name: _filled(value, places) for name, value in settings.SMS_HEADERS.items()}
    if form in CONTENT_TYPES:
        headers.setdefault("Content-Type", f"{CONTENT_TYPES[form]}; charset={charset}")
    if form == "xml":
        safe = {name: escape(value, {'"': "&quot;"}) for name, value in places.items()}
        body = str(_filled(settings.SMS_BODY, safe))
        return {"headers": headers, "data": body.encode(charset, "replace")}
    body = _filled(_template(), places)
    if form == "json":
        content = json.dumps(body, ensure_ascii=False)
        return {"headers": headers, "data": content.encode(charset, "replace")}
    encoded = {name: str(value).encode(charset, "replace") for name, value in body.items()}
    return {"headers": headers, ("params" if form == "query" else "data"): encoded}


def _template() -> dict[str, Any]:
    try:
        template: dict[str, Any] = json.loads(settings.SMS_BODY)
    except ValueError:
        raise SmsIsNotSetUpError(_("短信网关的 SMS_BODY 不是 JSON")) from None
    return template


def _filled(template: Any, places: dict[str, str]) -> Any:
    if isinstance(template, dict):
        return {name: _filled(value, places) for name, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, places) for value in template]
    if not isinstance(template, str):
        return template
    return re.sub(
        r"\{(number|text|secret|timestamp|digest)\}", lambda at: places[at.group(1)], template
    )


def _digest(places: dict[str, str]) -> str:
    if not settings.SMS_DIGEST:
        return ""
    kind, _colon, template = settings.SMS_DIGEST.partition(":")
    if kind not in {"md5", "sha256"}:
        raise SmsIsNotSetUpError(_("短信网关的 SMS_DIGEST 应以 md5: 或 sha256: 开头"))
    content = str(_filled(template, places | {"digest": ""})).encode(settings.SMS_CHARSET)
    return hashlib.new(kind, content, usedforsecurity=False).hexdigest()
