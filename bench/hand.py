"""How soon a page answers a hand: what one types, presses and pastes, until the next picture of the screen.

Chromium's own measure (Event Timing, of which Interaction to Next Paint is made), in steps of 8 ms from
16 ms on. Also with the processor slowed to a quarter: an office PC.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import sync_playwright

from bench.scene import SECOND_STAGE, THIRD_STAGE, open_for_review, start
from bench.server import Browser as Visitor
from bench.server import web_server
from reports.models import Part
from tests.chromium import launch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from motions.models import Plan

LEAST = 16  # milliseconds: what takes less is not told
SLOWED = (1, 4)
WORDS = "The second stage goes on as planned."
BLOCK = "\n".join(f"{number}.5\t2022-12-{number + 10}" for number in range(1, 6))
OBSERVE = """() => {
  window.interactions = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      if (entry.interactionId) window.interactions.push([entry.interactionId, entry.duration]);
  }).observe({ type: "event", durationThreshold: 16 });
}"""


@dataclass(frozen=True)
class Deed:
    name: str
    who: str
    address: str
    act: Callable[[Page], int]  # how many interactions it is


@dataclass(frozen=True)
class Felt:
    """Milliseconds."""

    interactions: int
    median: float
    worst: float


def deeds_of(plan: Plan) -> list[Deed]:
    draft = start(plan, "caizheng", THIRD_STAGE)
    written = Part.objects.filter(version=draft.draft).earliest("pk")
    part = reverse("filing_part", args=[draft.pk, written.pk])
    review = reverse("review", args=[open_for_review(plan, "gongxin", SECOND_STAGE).pk])
    board = reverse("board", args=[plan.pk])
    home = reverse("home")
    return [
        Deed("a report is typed", "caizheng-clerk", part, typing("textarea[name=narrative]")),
        Deed("a figure is typed", "caizheng-clerk", part, typing("input[name^=value-]", "123456")),
        Deed("a block of cells is pasted", "caizheng-clerk", part, pasting),
        Deed("nothing to report is ticked", "caizheng-clerk", part, clicking("input[name=is_nil]")),
        Deed("the palette opens, a word is typed", "caizheng-clerk", home, searching),
        Deed("a decision is chosen", "office-1", review, clicking("input[type=radio]")),
        Deed("why it is returned is typed", "office-1", review, typing(".decision textarea")),
        Deed("a table opens under its chart", "office-1", board, clicking("main summary")),
        Deed("the palette over the board", "office-1", board, searching),
    ]


def typing(place: str, words: str = WORDS) -> Callable[[Page], int]:
    def act(page: Page) -> int:
        page.locator(place).first.click()
        page.keyboard.type(words, delay=60)
        return 1 + len(words)

    return act


def clicking(place: str) -> Callable[[Page], int]:
    def act(page: Page) -> int:
        for number in range(6):
            page.locator(place).nth(number % min(page.locator(place).count(), 3)).click()
            page.wait_for_timeout(100)
        return 6

    return act


def pasting(page: Page) -> int:
    page.evaluate("text => navigator.clipboard.writeText(text)", BLOCK)
    for _time in range(4):
        page.locator("input[name^=value-]").first.click()
        page.keyboard.press("Control+v")
        page.wait_for_timeout(100)
    return 8


def searching(page: Page) -> int:
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").wait_for()
    page.keyboard.type("2022 report", delay=100)
    page.wait_for_timeout(500)
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Escape"):
        page.keyboard.press(key)
    return 1 + len("2022 report") + 4


def measure_hand(plan: Plan) -> Iterator[tuple[Deed, dict[int, Felt]]]:
    """Each deed at each speed of the processor."""
    deeds = deeds_of(plan)
    environment = {k: v for k, v in os.environ.items() if k != "STATICFILES_BACKEND"}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, env=environment, check=True)
    with web_server(environment) as port, sync_playwright() as playwright:
        browser = launch(playwright)
        visitors = {who: Visitor(port, {}) for who in {deed.who for deed in deeds}}
        for who, visitor in visitors.items():
            visitor.sign_in(who)
        for deed in deeds:
            visitor = visitors[deed.who]
            yield deed, {slowed: _felt(browser, visitor, deed, slowed) for slowed in SLOWED}
        browser.close()


def _felt(browser: Browser, visitor: Visitor, deed: Deed, slowed: int) -> Felt:
    address = f"http://127.0.0.1:{visitor.port}"
    context = browser.new_context(base_url=address, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in visitor.cookies.items()]
    )
    page = context.new_page()
    page.goto(deed.address)
    page.wait_for_load_state()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.evaluate(OBSERVE)
    interactions = deed.act(page)
    page.wait_for_timeout(500)
    longest: dict[int, float] = defaultdict(float)
    for number, duration in page.evaluate("window.interactions"):
        longest[number] = max(longest[number], duration)
    context.close()
    short = [LEAST] * max(0, interactions - len(longest))
    taken = sorted([*longest.values(), *short])
    return Felt(interactions, statistics.median(taken), taken[-1])
