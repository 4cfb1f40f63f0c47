"""The web server as it is deployed, in front of the database that is measured."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from scripts.processes import start_child, stop_child
from tests.services import free_port
from units.demo import demo_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Barrier

READY_WITHIN_SECONDS = 60
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Browser:
    port: int
    cookies: dict[str, str]

    def ask(self, method: str, address: str, form: dict[str, str] | None = None) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, urlencode(form or {}), headers)
        response = connection.getresponse()
        for header in response.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        body = response.read()
        connection.close()
        if response.status not in {200, 302}:
            raise RuntimeError(method, address, response.status)
        return body

    def sign_in(self, username: str, barrier: Barrier | None = None) -> float:
        found = TOKEN.search(self.ask("GET", "/login/"))
        token = found.group(1).decode() if found else ""
        form = {
            "csrfmiddlewaretoken": token,
            "username": username,
            "password": demo_password(),
        }
        if barrier:
            barrier.wait()
        started = time.perf_counter()
        self.ask("POST", "/login/", form)
        if "sessionid" not in self.cookies:
            raise RuntimeError(username)
        return time.perf_counter() - started


@contextmanager
def web_server(environment: dict[str, str] | None = None) -> Iterator[int]:
    """Its port."""
    port = free_port()
    server = start_child(
        [sys.executable, "-m", "gunicorn", "-c", "python:scripts.gunicorn_conf"]
        + ["--bind", f"127.0.0.1:{port}"],
        env=dict(os.environ) if environment is None else environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield port
    finally:
        stop_child(server)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while True:
        try:
            Browser(port, {}).ask("GET", "/login/")
        except (OSError, http.client.HTTPException):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
