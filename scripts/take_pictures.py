"""The pictures of README and docs, taken from a running `make demo`: `make pictures PORT=8000`."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PEOPLE = ROOT / "fixtures" / "demo-people.json"
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>"""
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 780}
# name: who, the links to follow from the first page, the window
WANTED: dict[str, tuple[str, tuple[str, ...], ViewportSize]] = {
    "my-work": ("caizheng-clerk", (), DESKTOP),
    "office": ("office-1", (), DESKTOP),
    "board": ("ducha", ("看板",), DESKTOP),
    "exports": ("ducha", ("导出",), DESKTOP),
    "reminders": ("office-1", ("提醒",), DESKTOP),
    "vice-mayor-phone": ("fushizhang", (), PHONE),
}


def main(base: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS.format(folder=ROOT / "common" / "fonts", cache=folder))
        environment: dict[str, Any] = os.environ | {"FONTCONFIG_FILE": str(fonts)}
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            chromium_sandbox=os.geteuid() != 0,
            env=environment,
        )
        for name, (username, links, window) in WANTED.items():
            page = _signed_in(browser, base, username, window)
            for link in links:
                page.get_by_role("navigation").get_by_role("link", name=link).first.click()
                page.wait_for_load_state()
            page.screenshot(path=PICTURES / f"{name}.png")
        browser.close()


def _signed_in(browser: Browser, base: str, username: str, window: ViewportSize) -> Page:
    page = browser.new_context(base_url=base, locale="zh-CN", viewport=window).new_page()
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(_password())
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()
    return page


def _password() -> str:
    return str(json.loads(PEOPLE.read_text("utf-8"))["password"])


if __name__ == "__main__":
    main(sys.argv[1])
