"""A screen on the wall: it renews itself, says since when it could not, and stands still when asked to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.directive_facts import SUPERVISOR_UNIT
from tests.playing import load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)

A_MINUTE = "01:01"
ANY_ANSWER = "**/wall/**"


@pytest.fixture
def wall(page_of: Callable[..., Page]) -> Page:
    """With a clock of its own, so that nobody waits for a minute."""
    plan = load()
    unit = Unit.objects.get(government=plan.government_id, name=SUPERVISOR_UNIT)
    page = page_of(person(unit, Role.SUPERVISOR).user, viewport={"width": 1920, "height": 1080})
    page.clock.install()
    page.goto(reverse("wall", args=[plan.pk]))
    return page


def test_it_renews_itself_and_says_since_when_it_could_not(wall: Page) -> None:
    fault = wall.locator("#wall-fault")
    expect(fault).to_be_empty()
    wall.evaluate("document.querySelector('.wall-as-of').textContent = 'before'")
    wall.route(ANY_ANSWER, lambda route: route.abort())
    wall.clock.fast_forward(A_MINUTE)
    expect(fault).to_have_text(re.compile(r"\d:\d\d.*刷新失败"))
    expect(wall.locator(".wall-as-of")).to_have_text("before")
    wall.unroute(ANY_ANSWER)
    wall.clock.fast_forward(A_MINUTE)
    expect(fault).to_be_empty()
    expect(wall.locator(".wall-as-of")).to_contain_text("截至")


def test_who_was_signed_out_is_told_and_sees_nothing_until_signed_in(wall: Page) -> None:
    session = wall.context.cookies()
    wall.context.clear_cookies()
    wall.clock.fast_forward(A_MINUTE)
    expect(wall.locator("#wall-fault")).to_contain_text("登录已经过期")
    expect(wall.locator(".wall-figures")).to_have_count(0)
    wall.route(ANY_ANSWER, lambda route: route.abort())
    for _time in range(2):  # the second is asked when the first is done
        with wall.expect_event("requestfailed"):
            wall.clock.fast_forward(A_MINUTE)
    expect(wall.locator("#wall-fault")).to_contain_text("登录已经过期")
    wall.unroute(ANY_ANSWER)
    wall.context.add_cookies(session)
    wall.clock.fast_forward(A_MINUTE)
    expect(wall.locator(".wall-figures")).to_be_visible()


def test_who_may_no_longer_see_it_sees_nothing(wall: Page) -> None:
    wall.route(ANY_ANSWER, lambda route: route.fulfill(status=404, body="no"))
    wall.clock.fast_forward(A_MINUTE)
    expect(wall.locator("#wall-fault")).to_contain_text("看不到这个计划了")
    expect(wall.locator(".wall-figures")).to_have_count(0)


def test_it_stands_still_when_asked_to(wall: Page) -> None:
    wall.get_by_role("link", name="暂停刷新").click()
    expect(wall.get_by_text("已暂停刷新")).to_be_visible()
    expect(wall).to_have_url(re.compile(r"\?pause=1$"))
    asked: list[str] = []
    wall.on("request", lambda request: asked.append(request.url))
    wall.clock.fast_forward(A_MINUTE)
    assert asked == []
    wall.get_by_role("link", name="继续刷新").click()
    expect(wall.get_by_text("秒刷新")).to_be_visible()
    wall.clock.fast_forward(A_MINUTE)
    expect(wall.locator("#wall-fault")).to_be_empty()


def test_nothing_lies_below_the_edge(wall: Page) -> None:
    for width, height in ((1920, 1080), (1280, 720), (3840, 2160)):
        wall.set_viewport_size({"width": width, "height": height})
        below = wall.evaluate("document.documentElement.scrollHeight - window.innerHeight")
        assert below <= 0, (width, below)
