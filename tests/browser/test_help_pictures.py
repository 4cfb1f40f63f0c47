"""The pictures of help and README, taken from the running portal with its sample filings.

A page that no longer looks like its picture fails here; REWRITE_PICTURES=1 (`make pictures`) takes it anew.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.test import Client
from PIL import Image

from notifications.selectors import MAILBOX_BACKEND
from tests.answering import Answering
from tests.browser.sessions import give_cookies
from tests.pictures import looks_as_kept
from tests.playing import load
from units.demo import load_demo_people
from units.help.pages import BY_SLUG
from units.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.usefixtures("english_catalogue", "quick_press"),
]

PICTURES = Path(project.BASE_DIR) / "static" / "help"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 780}
COLOURS = 48
README = "board"
# What a responsible unit has to write is there a week before the first stage, and written in October.
BEFORE = "responsible"
DEPUTY = "deputy"
AFTER_THE_REPLY = date(2022, 9, 16)


@dataclass(frozen=True)
class View:
    """Whose page, and the links to follow from the first one, by their addresses' beginnings."""

    who: str
    links: tuple[str, ...] = ()


VIEWS = {
    "clerk": View("caizheng-clerk"),
    "head": View("caizheng-head"),
    "office": View("office-1"),
    "bureau": View("ducha"),
    "vice-mayor": View("fushizhang"),
    "deputies-office": View("renda"),
    "administrator": View("admin"),
    README: View("ducha", ("/board/",)),
}


@pytest.fixture
def loaded(settings: Settings) -> None:
    settings.EMAIL_BACKEND = MAILBOX_BACKEND
    load()
    load_demo_people()


def test_every_picture_of_help_shows_what_the_portal_shows(
    loaded: None,
    new_page: Callable[..., Page],
    live_server: LiveServer,
    tmp_path: Path,
) -> None:
    assert BY_SLUG.keys() == VIEWS.keys() - {README} | {DEPUTY, BEFORE}
    wrong = []
    for language, _name in project.LANGUAGES:
        view = View("lankao-clerk", ("contributions/",))
        page = opened(new_page, live_server.url, view, language, BEFORE)
        wrong.append(looked_at(page, BEFORE, language, tmp_path))
    call_command("load_demo_filings", stdout=io.StringIO())
    for language, _name in project.LANGUAGES:
        for name, view in VIEWS.items():
            page = opened(new_page, live_server.url, view, language, name)
            wrong.append(looked_at(page, name, language, tmp_path))
    assert [words for words in wrong if words] == []


def test_the_picture_of_a_deputys_help_shows_the_page_behind_their_link(
    new_page: Callable[..., Page], live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.REHEARSAL_CLOCK = AFTER_THE_REPLY
    answering = Answering(load())
    answering.issue()
    (link,) = answering.links(numbers=[1])
    wrong = []
    for language, _name in project.LANGUAGES:
        page = new_page(viewport=PHONE)
        page.context.add_cookies(
            [
                {
                    "name": project.LANGUAGE_COOKIE_NAME,
                    "value": language,
                    "url": live_server.url,
                }
            ]
        )
        page.goto(f"/rate/#{link.code}")
        page.get_by_role("radio").first.wait_for()
        wrong.append(looked_at(page, DEPUTY, language, tmp_path))
    assert [words for words in wrong if words] == []


def opened(new_page: Callable[..., Page], site: str, view: View, language: str, name: str) -> Page:
    client = Client()
    client.force_login(User.objects.get(username=view.who))
    client.cookies[project.LANGUAGE_COOKIE_NAME] = language
    page = new_page(viewport=PHONE if name in BY_SLUG and BY_SLUG[name].is_phone else DESKTOP)
    give_cookies(page, site, client)
    page.goto("/")
    for beginning in view.links:
        page.locator(f"a[href*='{beginning}']").first.click()
        page.wait_for_load_state()
    return page


def looked_at(page: Page, name: str, language: str, folder: Path) -> str:
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    kept = PICTURES / f"{name}-{'en' if language == 'en' else 'zh'}.png"
    return looks_as_kept(picture, kept, folder, colours=COLOURS)
