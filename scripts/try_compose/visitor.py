"""A person at the portal, without a browser: follows links, fills in forms, keeps cookies."""

from __future__ import annotations

import http.client
import json
import secrets
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from scripts.try_compose.pages import Page

MOST_REDIRECTS = 5


class Refused(Exception):  # noqa: N818  # the portal's answer, told to the person at the terminal
    pass


class Visitor:
    """Speaks to the web server on `port` as the reverse proxy of `address` does."""

    def __init__(self, address: str, port: int) -> None:
        self.address, self.port = address, port
        self.cookies: dict[str, str] = {}

    def sign_in(self, username: str, password: str) -> Visitor:
        page = self.get("/login/")
        self.press(page, "登录", {"username": username, "password": password})
        return self

    def get(self, path: str) -> Page:
        return self._page("GET", path)

    def file(self, path: str) -> bytes:
        return self._answer("GET", path)[1]

    def json(self, path: str) -> Any:
        return json.loads(self.file(path))

    def follow(self, page: Page, words: str) -> Page:
        address = page.link(words)
        if address is None:
            raise Refused(f"{page.path}: no link “{words}”: {page.text[:600]}")
        return self.get(address)

    def press(
        self,
        page: Page,
        words: str,
        typed: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
    ) -> Page:
        found = page.form_with(words)
        if found is None:
            raise Refused(f"{page.path}: no button “{words}”: {page.text[:600]}")
        form, button = found
        sent = form.filled | {button.name: button.value} | (typed or {})
        sent.pop("", None)  # what has no name is not sent
        return self._page("POST", form.action, *_multipart(sent, files or {}))

    def _page(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Page:
        for _ in range(MOST_REDIRECTS):
            onward, content = self._answer(method, path, body, kind)
            if not onward:
                return Page(path, content.decode())
            method, path, body, kind = "GET", onward, b"", ""
        raise Refused(f"{path}: redirects without end")

    def _answer(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[str, bytes]:
        """Where it leads, or what it says."""
        address = urlsplit(self.address)
        headers = {
            "Host": address.netloc,
            "X-Forwarded-Proto": address.scheme,
            "X-Forwarded-For": "192.0.2.1",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if method == "POST":
            headers |= {"Origin": self.address, "Content-Type": kind}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        if answer.status >= http.client.BAD_REQUEST:
            words = Page(path, content.decode(errors="replace")).text
            raise Refused(f"{method} {path}: {answer.status}: {words[:600]}")
        return answer.headers.get("Location", ""), content


def _multipart(fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    line = secrets.token_hex(16)
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, (file_name, content) in files.items():
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"'
        parts.append(head.encode() + b"\r\n\r\n" + content + b"\r\n")
    return b"".join([*parts, f"--{line}--\r\n".encode()]), f"multipart/form-data; boundary={line}"
