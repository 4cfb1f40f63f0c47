"""Search, boards, charts and switches asked for what no page of the portal asks."""

from __future__ import annotations

import csv
import io
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.playing import FIRST_DAY, load, person
from units.models import Unit
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MOST_DIGITS_OF_PYTHON = 4300
HOSTILE_WORDS = (
    "%C2%80%81",
    "%ED%A0%80%ED%B0%80",
    "%F0%9F%98%80%F0%9F%98%81",
    "财" * 10_000,
    "%25_%25_",
    "[[[((( )*+?{9999}",
    "\\\\E'; DROP TABLE units_unit; --",
    "%E2%80%AE%E2%80%8B%E2%80%8D",
    "%EF%B7%BA%EF%B7%BA",
    "%C4%B0%C4%B0 %C3%9F%C3%9F",
    "a b c d e",
    "%0A%0D%09",
    "%CC%81%CC%81 %CC%88%CC%88",
    "{{7*7}}{%25 now %25}",
)
NONSENSE = (
    "unit=" + "9" * (MOST_DIGITS_OF_PYTHON + 1),
    "stage=" + "9" * (MOST_DIGITS_OF_PYTHON + 1),
    "unit=%D9%A3",
    "unit=%FF",
    "task=" + "x" * 10_000,
    "task=%FF%FE",
    "at=0001-01-01",
    "at=0001-01-01T00:00",
    "at=9999-12-31",
    "at=2022-W35-1",
    "at=%FF",
    "at=2022-08-20T99:99",
    "submitted=%FF&pause=%FF%0A",
    "stage=1&stage=2",
)
ELSEWHERE = ("nonsense", "logout", "\\evil", "", "//evil", "http://[", "/\r\nX: y", "javascript:x")


@pytest.fixture
def plan(settings):
    settings.REHEARSAL_CLOCK = FIRST_DAY
    return load()


@pytest.fixture
def office(plan) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person(plan.reviewing_unit_id, Role.OFFICE).user)
    return client


def answered(client: Client, *addresses: str) -> dict[str, int]:
    return {address[:100]: client.get(address).status_code for address in addresses}


def test_whatever_is_looked_for_is_answered(office):
    asked = [
        f"{address}?q={words}&kind=%FF&page=%FF"
        for address in ("/search/", "/search.json")
        for words in HOSTILE_WORDS
    ]
    pages = [f"/search/?q=财政&kind=units&page={page}" for page in ("0", "-1", "²", "9" * 5000)]
    assert set(answered(office, *asked, *pages).values()) == {HTTPStatus.OK}


def test_words_are_looked_for_without_what_pasting_brings_along(office):
    page = office.get("/search/", {"q": "兰\u200b考\u202e县\ufeff"}).content.decode()
    assert "/units/" in page
    nothing = office.get("/search/", {"q": "\u200b\u200b\u200b"}).content.decode()
    assert "要找什么" in nothing


def test_what_there_is_not_is_not_found(office, plan):
    charts = f"/plans/{plan.pk}/charts/"
    keys = ("nonsense", "measure-999-chart", "__class__", "a" * 5000)
    addresses = [f"{charts}{key}.{kind}" for key in keys for kind in ("svg", "png", "csv", "pdf")]
    for number in ("0", "9" * 20, "9" * (MOST_DIGITS_OF_PYTHON + 1)):
        addresses += [f"/units/{number}/", f"/plans/{number}/wall/"]
        addresses += [f"/plans/{number}/charts/stages.svg"]
    assert set(answered(office, *addresses).values()) == {HTTPStatus.NOT_FOUND}


@pytest.mark.parametrize("page", ["wall/", "board/", "late/", "charts/stages.csv"])
def test_a_board_asked_for_nonsense_answers_in_words(office, plan, page):
    found = answered(office, *(f"/plans/{plan.pk}/{page}?{query}" for query in NONSENSE))
    assert set(found.values()) <= {HTTPStatus.OK, HTTPStatus.NOT_FOUND, 422}, found


def test_a_switch_leads_back_to_a_page_of_the_portal(office):
    for back in ELSEWHERE:
        answer = office.post(reverse("appearance"), {"appearance": "dark", "next": back})
        assert answer.status_code == HTTPStatus.FOUND, back
        assert not answer["Location"].startswith(("//", "javascript", "http", "\\")), back
        assert "\n" not in answer["Location"]


def test_a_chart_that_is_taken_away_runs_nothing(office, plan):
    """Names that a spreadsheet would reckon with, or a browser would run."""
    name = '=cmd|"/c calc"!A1</text><script>alert(1)</script>'
    Unit.objects.filter(government=plan.government, name="兰考县人民政府").update(name=name)
    chart = f"/plans/{plan.pk}/charts/regions"
    rows = csv.reader(io.StringIO(office.get(f"{chart}.csv").content.decode("utf-8-sig")))
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if "cmd|" in cell]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "＝"))]
    drawing = BeautifulSoup(office.get(f"{chart}.svg").content, "html.parser")
    assert "cmd|" in drawing.get_text()
    assert not drawing.find("script")
    assert office.get(f"{chart}.png").status_code == HTTPStatus.OK
