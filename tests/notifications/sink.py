"""A real SMTP server on loopback that can refuse and hold back."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from tests.services import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Mail:
    to: str
    message_id: str
    subject: str
    body: str
    whole: EmailMessage
    raw: bytes


@dataclass
class Sink:
    """`refused`: address to answer. Once `hold_after` mails are in, the next recipient waits."""

    port: int
    mails: list[Mail] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    hold_after: int | None = None
    seconds_a_mail: float = 0
    connections: int = 0
    is_holding: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.port}"

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.hold_after is not None and len(self.mails) >= self.hold_after:
            self.is_holding.set()
            while not self.released.is_set():
                await asyncio.sleep(0.01)
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds_a_mail)
        mail = message_from_bytes(envelope.content, policy=default)
        plain = mail.get_body(("plain",)).get_content()
        raw = bytes(envelope.content)
        for address in envelope.rcpt_tos:
            subject = mail["Subject"].strip()
            self.mails.append(Mail(address, mail["Message-ID"], subject, plain, mail, raw))
        return self.answer


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    sink = Sink(free_port())
    controller = Controller(sink, hostname=HOST, port=sink.port, ready_timeout=10)
    controller.start()
    try:
        yield sink
    finally:
        sink.released.set()
        controller.stop()
