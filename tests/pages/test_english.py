"""The pages in English: nothing of the portal's own words is left in Chinese."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project
from django.db import transaction
from django.urls import reverse

from tests.access import table
from tests.access.scene import ROLES, Scene, kept_scene
from tests.access.test_table import FOUND, address, rows
from tests.pages.hiding import NOT_PAGES, chinese_in, client_of, hide_data
from units.admin import site

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_catalogue")]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with kept_scene(django_db_blocker) as scene:
        hide_data()
        yield scene


def roles_to_ask(statuses: list[int]) -> list[str]:
    """The first and the last who are shown the page; of those refused alike one; nobody who is sent
    elsewhere.
    """
    answered = {
        role: status for role, status in zip(ROLES, statuses, strict=True) if status != FOUND
    }
    refused = {status: role for role, status in answered.items() if status != HTTPStatus.OK}
    shown = [role for role, status in answered.items() if status == HTTPStatus.OK]
    return list(dict.fromkeys([*shown[:1], *shown[-1:], *refused.values()]))


def left_in_chinese(scene: Scene, text: str, method: str, data: dict[str, str]) -> Iterator[str]:
    for name, places, statuses in rows(text):
        for role in roles_to_ask(statuses) if name not in NOT_PAGES else ():
            with transaction.atomic():
                client = client_of(scene, role)
                response = getattr(client, method)(address(scene, name, places), data)
                transaction.set_rollback(True)
            assert response.status_code != HTTPStatus.INTERNAL_SERVER_ERROR, (name, role)
            for words in sorted(chinese_in(response)):
                yield f"{method} {name} {','.join(places)} by {role}: {words}"


def test_every_page_is_in_english(scene):
    assert list(left_in_chinese(scene, table.GET, "get", {})) == []


def test_every_refusal_is_in_english(scene):
    typed = {"button": "1", "reason": "", "narrative": "words"}
    assert list(left_in_chinese(scene, table.POST, "post", typed)) == []


@pytest.mark.parametrize("question", ["?unit=1&at=2022-08-31", "?at=tomorrow", "?sheet=filings"])
@pytest.mark.parametrize("name", ["board", "late", "ledger", "exports"])
def test_what_is_asked_of_a_board_is_answered_in_english(scene, name, question):
    response = client_of(scene, "office").get(address(scene, name, ["plan"]) + question)
    assert chinese_in(response) == set()


def test_the_admin_site_is_in_english(scene):
    client = client_of(scene, "admin")
    for model in site._registry:
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{place}_changelist"), reverse(f"{place}_add")]
        addresses += [
            reverse(f"{place}_change", args=[row.pk]) for row in model._default_manager.all()[:1]
        ]
        for here in addresses:
            assert chinese_in(client.get(here)) == set(), here


def test_the_test_sees_words_that_are_not_translated(scene):
    """In Chinese the same pages are full of them, and the data is gone."""
    client = client_of(scene, "office")
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "zh-hans"
    page = client.get(address(scene, "board", ["plan"]))
    assert "看板" in chinese_in(page)
    assert "市财政局" not in page.content.decode()


# -- the switch ----------------------------------------------------------------------------------------


def switch_on(response: Any) -> dict[str, str]:
    page = BeautifulSoup(response.content, "html.parser")
    button = page.select_one("button[name=language]")
    return {
        "language": button["value"],
        "next": button.find_parent("form").select_one("[name=next]")["value"],
    }


def test_the_switch_stays_on_the_page_and_changes_its_language(scene):
    client = client_of(scene, "office")
    client.cookies.pop(project.LANGUAGE_COOKIE_NAME)
    here = address(scene, "board", ["plan"]) + "?submitted=no"
    for before, after in (("zh-hans", "en"), ("en", "zh-hans")):
        page = client.get(here)
        assert BeautifulSoup(page.content, "html.parser").html["lang"] == before
        assert page.headers["Content-Language"] == before
        answer = client.post(reverse("language"), switch_on(page))
        assert answer.headers["Location"] == here
        page = client.get(here)
        assert BeautifulSoup(page.content, "html.parser").html["lang"] == after


def test_the_switch_leads_from_a_refused_button_back_to_its_page(scene):
    client = client_of(scene, "clerk")
    button = address(scene, "filing_step", ["submitted", "ask_correction"])
    page = "http://testserver" + address(scene, "filing", ["submitted"])
    refusal = client.post(button, {"reason": "words"}, headers={"Referer": page})
    assert refusal.status_code == HTTPStatus.CONFLICT
    assert client.post(reverse("language"), switch_on(refusal)).headers["Location"] == page


def test_the_switch_leads_nowhere_else(client):
    answer = client.post(
        reverse("language"), {"language": "en", "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == "/"
