"""A report that goes on without end is said to be too long where it is typed, and nothing is lost."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from reports.forms import PartForm
from reports.long_text import NARRATIVE, PROBLEMS
from reports.models import ContributionVersion, Part
from tests.contributing import Contributor
from tests.playing import Player, at, load

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
NOW = at("2022-08-24")
TOO_LONG = "进" * (NARRATIVE.characters + 1)
TOO_MANY = "展\n" * (PROBLEMS.paragraphs + 1)


@pytest.fixture
def player(settings) -> Player:
    settings.REHEARSAL_CLOCK = NOW.date()
    player = Player(load(), "市财政局")
    player.start(NOW)
    return player


@pytest.fixture
def clerk(player) -> Client:
    client = Client()
    client.force_login(player.clerk.user)
    return client


def send(client: Client, player: Player, **typed: str) -> HttpResponse:
    address = reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk])
    return client.post(address, {"revision": "0"} | typed)


def areas(answer: HttpResponse) -> list[str]:
    page = BeautifulSoup(answer.content, "html.parser")
    return [area.text.removeprefix("\n") for area in page.select("form textarea")]


def test_a_part_that_is_too_long_says_how_long_and_keeps_what_was_typed(player, clerk):
    answer = send(clerk, player, narrative=TOO_LONG, problems=TOO_MANY)
    shown = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“进展情况”有 4001 字、1 段，最多 4000 字、100 段" in shown
    assert "“存在问题和下一步打算”有 101 字、51 段，最多 2000 字、50 段" in shown
    assert areas(answer)[:2] == [TOO_LONG, TOO_MANY]
    assert not Part.objects.filter(saved_at__isnull=False).exists()


def test_what_fills_it_to_the_brim_is_taken(player, clerk):
    full = ("展" * 39 + "\n") * NARRATIVE.paragraphs
    assert send(clerk, player, narrative=full.strip()).status_code == HTTPStatus.FOUND


def test_as_one_types_it_is_said_with_the_name_of_the_field(player, clerk):
    address = reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk])
    answer = clerk.post(
        address, {"revision": "0", "narrative": TOO_LONG}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["words"].startswith("还没有保存：“进展情况”有 4001 字")


def test_no_browser_cuts_off_what_is_pasted(player, clerk):
    assert "maxlength" not in str(PartForm.base_fields["narrative"].widget.attrs)
    page = clerk.get(reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk]))
    area = BeautifulSoup(page.content, "html.parser").select_one("textarea[name=narrative]")
    assert not area.has_attr("maxlength")
    assert "不超过 4000 字、100 段" in page.content.decode()


def test_a_contribution_is_told_the_same(player):
    contributor = Contributor(player.plan, "兰考县人民政府", "t5-1")
    client = Client()
    client.force_login(contributor.clerk.user)
    address = reverse("contribution", args=[contributor.owed.pk])
    answer = client.post(address, {"revision": "0", "narrative": TOO_LONG})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“进展情况”有 4001 字" in answer.content.decode()
    assert areas(answer)[0] == TOO_LONG
    assert not ContributionVersion.objects.exclude(narrative="").exists()
