"""A real Chromium in front of the live server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.sessions import let_in
from tests.chromium import launch
from tests.playing import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

    from units.models import User

DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for the package and not for the session: Playwright's loop would run on in other tests."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; the tests themselves are not async.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def first_day(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens a page as a visitor of its own (cookies, session); several of them are several people.

    Options are those of a Playwright context: viewport, locale, java_script_enabled, …
    Errors of a page's scripts and refusals by the Content-Security-Policy fail the test.
    """
    contexts = []
    errors: list[str] = []

    def open_page(**options: Any) -> Page:
        defaults: dict[str, Any] = {
            "base_url": live_server.url,
            "locale": "zh-CN",
            "viewport": DESKTOP,
        }
        context = browser.new_context(**(defaults | options))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console", lambda message: errors.append(message.text) if _is_fault(message) else None
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


def _is_fault(message: Any) -> bool:
    """Chromium also logs every 4xx answer as an error; those are the tests' own affair."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def browser_page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def page_of(new_page: Callable[..., Page], live_server: LiveServer) -> Callable[..., Page]:
    """A page of a visitor of their own, signed in; the options are those of `new_page`."""

    def open_page(user: User, **options: Any) -> Page:
        page = new_page(**options)
        let_in(page, live_server.url, user)
        return page

    return open_page
