"""Light, dark, high contrast: what a reader chose holds on every page; one sheet carries all of it."""

from __future__ import annotations

import re
from http import HTTPStatus
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from common.appearance import COOKIE, Appearance
from common.styles import SHEET, sheet

pytestmark = pytest.mark.django_db

LOGIN = "/login/"
DECLARATION = re.compile(r"(--[\w-]+):")


def theme_of(client: Client) -> str | None:
    html = BeautifulSoup(client.get(LOGIN).content, "html.parser").html
    return html.get("data-theme")


@pytest.mark.parametrize("chosen", [Appearance.LIGHT, Appearance.DARK, Appearance.CONTRAST])
def test_a_choice_holds_until_the_system_is_to_decide_again(chosen: str) -> None:
    client = Client()
    assert theme_of(client) is None
    answer = client.post(reverse("appearance"), {"appearance": chosen, "next": LOGIN})
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, LOGIN)
    assert theme_of(client) == chosen
    pressed = BeautifulSoup(client.get(LOGIN).content, "html.parser").select("[aria-pressed]")
    assert [button["value"] for button in pressed] == [chosen]
    client.post(reverse("appearance"), {"appearance": Appearance.SYSTEM, "next": LOGIN})
    assert theme_of(client) is None


def test_the_language_is_kept_as_long_as_the_appearance() -> None:
    client = Client()
    client.post(reverse("language"), {"language": "en", "next": LOGIN})
    client.post(reverse("appearance"), {"appearance": Appearance.DARK, "next": LOGIN})
    language, look = client.cookies[settings.LANGUAGE_COOKIE_NAME], client.cookies[COOKIE]
    for kept in ("max-age", "httponly", "samesite", "secure"):
        assert language[kept] == look[kept], kept
    answer = client.post(reverse("language"), {"language": "xx", "next": "//elsewhere.example/"})
    assert answer.url == "/"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_what_is_no_appearance_and_an_address_elsewhere_are_ignored() -> None:
    client = Client()
    answer = client.post(
        reverse("appearance"), {"appearance": "pink", "next": "https://elsewhere.example/"}
    )
    assert answer.url == reverse("home")
    assert theme_of(client) is None
    client.cookies[COOKIE] = '"><script>'
    assert theme_of(client) is None


def test_every_page_waits_for_one_sheet_only() -> None:
    linked = re.findall(r'<link rel="stylesheet"[^>]*>', Client().get(LOGIN).text)
    assert len(linked) == 1
    assert SHEET.rsplit(".")[0] in linked[0]
    templates = settings.BASE_DIR / "templates"
    linking = {
        path.relative_to(templates).as_posix()
        for path in templates.rglob("*.html")
        if 'rel="stylesheet"' in path.read_text()
    }
    assert linking <= {"base.html", "admin/base_site.html"} | official(templates)


def official(templates: Path) -> set[str]:
    """Papers are set by an engine of their own, which waits for nothing."""
    return {
        path.relative_to(templates).as_posix() for path in (templates / "official").rglob("*.html")
    }


def test_the_sheet_holds_every_file_and_is_found_like_any_other() -> None:
    text = sheet()
    folder = settings.BASE_DIR / "static" / "css"
    apart = {"admin.css", *(path.name for path in folder.glob("official*.css"))}
    for path in folder.glob("*.css"):
        assert (path.read_text() in text) == (path.name not in apart), path.name
    assert Path(str(finders.find(SHEET))).read_text() == text


@pytest.mark.parametrize("name", ["dark", "contrast"])
def test_a_palette_only_names_colours_there_are(name: str) -> None:
    """Each holds on screens, chosen or asked for by the system, and not on paper."""
    css = settings.BASE_DIR / "static" / "css"
    palette = set(DECLARATION.findall((css / "themes" / f"{name}.css").read_text()))
    assert palette <= set(DECLARATION.findall((css / "portal.css").read_text()))
    for selector in (":root:not([data-theme])", f':root[data-theme="{name}"]'):
        block = sheet().split(selector)[-2 if selector.endswith(")") and name == "dark" else -1]
        assert palette <= set(DECLARATION.findall(block))
