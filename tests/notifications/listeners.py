"""Real HTTP servers on loopback that answer as robots and gateways do."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OK_DINGTALK = (200, '{"errcode":0,"errmsg":"ok"}')
OK_WECOM = (200, '{"errcode":0,"errmsg":"ok"}')
OK_FEISHU = (200, '{"code":0,"msg":"success","data":{}}')


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """`answer` is what it says, or a function of what was asked; None closes the connection."""

    port: int = 0
    answer: tuple[int, str] | Callable[[Asked], tuple[int, str] | None] | None = OK_DINGTALK
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    is_held: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Handler(BaseHTTPRequestHandler):
    """Of a server that has a `listener`."""

    def log_message(self, *_words: object) -> None:
        pass

    def do_GET(self) -> None:
        self.do_POST()

    def do_POST(self) -> None:
        listener = self.server.listener
        asked = self._asked()
        listener.asked.append(asked)
        if listener.is_held:
            listener.released.wait(30)
        answer = listener.answer(asked) if callable(listener.answer) else listener.answer
        if answer is None:
            self.close_connection = True
        else:
            self._say(*answer, listener.headers)

    def _asked(self) -> Asked:
        place = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Asked(self.command, place.path, parse_qs(place.query), headers, body)

    def _say(self, status: int, words: str, headers: dict[str, str]) -> None:
        content = words.encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:  # who asked has heard enough
            self.close_connection = True


class Server(ThreadingHTTPServer):
    daemon_threads = True
    listener: Listener


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    server = Server(("127.0.0.1", 0), Handler)
    server.listener = listener
    listener.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield listener
    finally:
        listener.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
