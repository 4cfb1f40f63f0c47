"""Somebody without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from units.demo import demo_password

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LONGEST_WAY = 150  # tab stops of the longest page
LONGEST_WAIT = 100
IN_FOCUS = "place => place === document.activeElement"
# Of what is in focus something must be in sight: nothing that sticks to an edge lies on all of it.
COVERED = """place => {
  const seen = [...place.getClientRects()].flatMap((box) => [.1, .5, .9].flatMap((x) => [.1, .5, .9].map((y) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y))));
  return !seen.some((found) => found && (place.contains(found) || found.closest("label")?.control === place));
}"""


class Keys:
    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, wanted: Locator) -> None:
        """By the tab key alone, as far as it takes."""
        expect(wanted).to_be_visible()
        self.page.wait_for_load_state()  # the page's own keys come with its scripts
        for _ in range(LONGEST_WAY):
            if wanted.evaluate(IN_FOCUS):
                self.see(wanted)
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the tab key never comes to {wanted}")

    def see(self, wanted: Locator) -> None:
        for _ in range(LONGEST_WAIT):
            if not wanted.evaluate(COVERED):
                return
            self.page.wait_for_timeout(25)  # a page scrolls after the key, not with it
        pytest.fail(f"in focus and out of sight: {wanted}")

    def press(self, wanted: Locator, key: str = "Enter") -> None:
        self.to(wanted)
        self.page.keyboard.press(key)

    def write(self, wanted: Locator, text: str) -> None:
        self.to(wanted)
        self.page.keyboard.type(text)

    def choose(self, group: Locator, label: str) -> None:
        """One of a group of round buttons: tab to the group, arrows within it."""
        buttons = group.get_by_role("radio")
        self.press(buttons.first, "Space")
        for _ in range(buttons.count()):
            if group.get_by_label(label, exact=True).is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrow keys never come to {label}")

    def sign_in(self, username: str) -> None:
        self.page.goto("/login/")
        self.write(self.page.get_by_label("用户名"), username)
        self.write(self.page.get_by_label("密码", exact=True), demo_password())
        self.page.keyboard.press("Enter")
