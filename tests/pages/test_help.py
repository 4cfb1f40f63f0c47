"""The help of each role: one page, its picture in both languages, found from everywhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.playing import FIRST_DAY, load, person
from units.help.pages import BY_SLUG, PAGES
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_2022(settings) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def plan() -> Plan:
    return load()


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_every_role_has_its_page() -> None:
    assert {role for page in PAGES for role in page.roles} == set(Role.values)


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_page_has_steps_and_a_picture_in_both_languages(slug: str) -> None:
    client = Client()
    page = soup(client, reverse("help_of", args=[slug]))
    assert len(page.select(".help__steps li")) == len(BY_SLUG[slug].steps)
    assert page.select_one(".help__picture img")["alt"]
    for language in ("zh", "en"):
        assert (settings.BASE_DIR / "static" / "help" / f"{slug}-{language}.png").exists()


@pytest.mark.parametrize(
    ("role", "slug"),
    [(Role.HEAD, "head"), (Role.OFFICE, "office"), (Role.SYSTEM_ADMIN, "administrator")],
)
def test_help_begins_with_ones_own_role(plan: Plan, role: str, slug: str) -> None:
    client = Client()
    client.force_login(person(plan.reviewing_unit_id, role).user)
    current = soup(client, reverse("help")).select_one(".help__others [aria-current]")
    assert current["href"] == reverse("help_of", args=[slug])


def test_the_sign_in_page_leads_to_help_and_an_unknown_page_is_none() -> None:
    client = Client()
    assert reverse("help") in [a["href"] for a in soup(client, "/login/").select("footer a")]
    assert client.get(reverse("help_of", args=["nobody"])).status_code == HTTPStatus.NOT_FOUND
