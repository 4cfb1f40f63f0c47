"""Every figure of boards and homes leads to rows of the ledger, as many as it says or with its sum."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from dashboards.asking import question_of, standing_asked
from dashboards.exports.ledger import ledger_of, ledger_tables
from dashboards.exports.only import narrowed
from tests.contributing import Contributor
from tests.dashboards.story import LAST_DAY
from tests.directive_facts import OFFICE_UNIT, SUPERVISOR_UNIT
from tests.playing import at, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from motions.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_october")]

COUNTY, ENTERPRISES = "兰考县人民政府", "年产值10亿元以上企业"
NOW = at(LAST_DAY)
NUMBER = re.compile(r"\d+")


def client_of(plan: Plan, unit: str, role: Role) -> Client:
    row = Unit.objects.get(government=plan.government_id, name=unit)
    client = Client()
    client.force_login(person(row, role).user)
    return client


def page_of(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK, address
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def rows_at(played: Plan) -> Callable[[str], tuple[Any, ...]]:
    """What the ledger lists at an address, read once for each question."""

    @cache
    def tables(question: tuple[tuple[str, str], ...]) -> tuple[Any, Any]:
        standing = standing_asked(played, question_of(dict(question), now=NOW))
        return standing, {table.key: table for table in ledger_tables(ledger_of(standing))}

    def rows(address: str) -> tuple[Any, ...]:
        query = dict(parse_qsl(urlsplit(address).query))
        rest = {name: query.pop(name) for name in ("sheet", "only", "measure") if name in query}
        standing, found = tables(tuple(sorted(query.items())))
        return narrowed(found[rest["sheet"]], rest, standing).table.rows

    return rows


def leading(page: BeautifulSoup, plan: Plan) -> list[tuple[str, str]]:
    """Each link into the ledger: what it says, and where it leads."""
    ledger = reverse("ledger", args=[plan.pk])
    return [
        (link.get_text(" ", strip=True), link["href"])
        for link in page.select("main a[href]")
        if urlsplit(link["href"]).path == ledger
    ]


PAGES = ("board", "late", "wall", "office", "bureau", "vice_mayor")


def address_and_reader(plan: Plan, name: str) -> tuple[str, Client]:
    readers = {
        "office": (OFFICE_UNIT, Role.OFFICE),
        "vice_mayor": (OFFICE_UNIT, Role.VICE_MAYOR),
    }
    is_page = name in {"board", "late", "wall"}
    address = reverse(name, args=[plan.pk]) if is_page else reverse("home")
    return address, client_of(plan, *readers.get(name, (SUPERVISOR_UNIT, Role.SUPERVISOR)))


@pytest.mark.parametrize("name", PAGES)
def test_a_number_that_is_a_link_is_how_many_rows_it_leads_to(
    played: Plan, rows_at: Callable[[str], tuple[Any, ...]], name: str
) -> None:
    address, client = address_and_reader(played, name)
    found = leading(page_of(client, address), played)
    counted = [(words, href) for words, href in found if words.isdecimal()]
    assert found
    if name in {"board", "late"}:
        assert counted
    for words, href in counted:
        if "sheet=growth" not in href and "sheet=shares" not in href:
            assert len(rows_at(href)) == int(words), href


@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_late_is_counted_as_the_rows_are(
    played: Plan, rows_at: Callable[[str], tuple[Any, ...]], name: str
) -> None:
    address, client = address_and_reader(played, name)
    found = leading(page_of(client, address), played)
    missing = [words for words, href in found if "sheet=late" in href and "only=missing" in href]
    for words in missing:
        (number, *_rest) = NUMBER.findall(words)
        assert int(number) == len(
            rows_at(reverse("ledger", args=[played.pk]) + "?sheet=late&only=missing")
        )
    assert missing or name == "late"


def test_sums_are_those_of_their_rows(
    played: Plan, rows_at: Callable[[str], tuple[Any, ...]]
) -> None:
    Contributor(played, COUNTY, "t5-10").submit(at("2022-08-16"), **{ENTERPRISES: 3})
    address, client = address_and_reader(played, "board")
    page = page_of(client, address)
    sums = [
        (words, href)
        for words, href in leading(page, played)
        if "sheet=growth" in href or "sheet=shares" in href
    ]
    assert any("sheet=growth" in href for _words, href in sums)
    told = [words for words, href in sums if "sheet=shares" in href and words[0].isdecimal()]
    assert [words.partition("（")[0] for words in told] == ["3"]
    for words, href in sums:
        values = [
            row.value if "sheet=shares" in href else row.figure.value for row in rows_at(href)
        ]
        number = NUMBER.match(words)
        assert bool(values) == bool(number), href
        if number:
            assert sum(values) == Decimal(re.match(r"[\d.]+", words).group()), href


def test_scope_and_measures_are_the_sums_of_their_rows(
    played: Plan, rows_at: Callable[[str], tuple[Any, ...]]
) -> None:
    address, client = address_and_reader(played, "board")
    tiles = page_of(client, address).select(".key-figures--board a[href*='measure=']")
    assert len(tiles) == 2
    for tile in tiles:
        value = Decimal(NUMBER.search(tile.select_one(".key-figure__value").text).group())
        assert sum(row.target.goal for row in rows_at(tile["href"])) == value


def test_a_tile_leads_to_the_rows_of_its_county(
    played: Plan, rows_at: Callable[[str], tuple[Any, ...]]
) -> None:
    address, client = address_and_reader(played, "board")
    page = page_of(client, address)
    card = page.find(id="regions").find_parent("section")
    wide = card.select_one(".chart-wide svg")
    doors = wide.select("a.chart__door")
    assert len(doors) == 10
    assert wide["role"] == "group"
    for door in doors:
        arrived, owed = re.search(r"函告 (\d+)/(\d+)", door["aria-label"]).groups()
        rows = rows_at(door["href"])
        assert {row.row.unit.name for row in rows} == {door["aria-label"].split(" ")[0]}
        assert (sum(row.row.is_in for row in rows), len(rows)) == (int(arrived), int(owed))
    ledger = page_of(client, doors[0]["href"])
    shown = ledger.select("table.ledger tbody tr")
    assert len(shown) == len(rows_at(doors[0]["href"]))
    assert doors[0]["aria-label"].split(" ")[0] in ledger.select_one("details.filters summary").text


def test_the_partner_stands_in_every_address_of_the_page(played: Plan) -> None:
    address, client = address_and_reader(played, "board")
    county = Unit.objects.get(government=played.government_id, name=COUNTY)
    page = page_of(client, f"{address}?partner={county.pk}")
    assert page.select_one("#f-partner option[selected]").text == COUNTY
    found = [href for _words, href in leading(page, played)]
    assert found
    assert all(f"partner={county.pk}" in href for href in found)
    assert len(page.select("#regions ~ * a.chart__door, .chart-wide a.chart__door")) == 1


def test_the_workbook_has_the_same_rows(played: Plan) -> None:
    from tests.exports.faces import Workbook  # noqa: PLC0415

    _address, client = address_and_reader(played, "board")
    county = Unit.objects.get(government=played.government_id, name=COUNTY)
    query = {"partner": county.pk}
    book = Workbook(client.get(reverse("ledger_xlsx", args=[played.pk], query=query)).content)
    shown = page_of(
        client, reverse("ledger", args=[played.pk], query={**query, "sheet": "partners"})
    )
    rows = book.rows("函告和会签")
    assert {row["单位"] for row in rows} == {COUNTY}
    assert len(rows) == len(shown.select("table.ledger tbody tr"))


@pytest.mark.parametrize(
    "query",
    [
        {"partner": "999999"},
        {"partner": "x"},
        {"sheet": "partners", "only": "nonsense"},
        {"sheet": "filings", "only": "due-gestern-x.gap"},
    ],
)
def test_rows_that_are_called_nothing_are_not_found(played: Plan, query: dict[str, str]) -> None:
    _address, client = address_and_reader(played, "board")
    answer = client.get(reverse("ledger", args=[played.pk], query=query))
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_another_units_shares_make_no_finding_within_one_partner(played: Plan) -> None:
    Contributor(played, COUNTY, "t5-10").submit(at("2022-08-16"), **{ENTERPRISES: 1})
    county = Unit.objects.get(government=played.government_id, name=COUNTY)
    whole = standing_asked(played, question_of({}, now=NOW))
    within = standing_asked(played, question_of({"partner": str(county.pk)}, now=NOW))

    def shares(standing: Any) -> list[str]:
        return [
            line.finding.key
            for line in ledger_of(standing).findings
            if line.finding.leaf_key == "t5-10"
        ]

    assert shares(within) == shares(whole)


COUNTED_IN_WORDS = {"receipts": r"(\d+) 项", "findings": r"(\d+) 处", "supervision": r"^(\d+) 件"}


def test_counts_said_in_words_are_those_of_their_rows(
    played: Plan, rows_at: Callable[[str], tuple[Any, ...]]
) -> None:
    address, client = address_and_reader(played, "board")
    page = page_of(client, address)
    seen = set()
    for name, pattern in COUNTED_IN_WORDS.items():
        card = page.find(id=name).find_parent("section")
        for link in card.select("a[href*='only=']"):
            (number,) = re.search(pattern, link.get_text(" ", strip=True)).groups()
            assert len(rows_at(link["href"])) == int(number), link
            seen.add(name)
    assert {"findings"} <= seen
    for name, pattern in {"ahead": r"共 (\d+) 件", "partners": r"(\d+) 项"}.items():
        lines = page.find(id=name).find_parent("section").select("li:has(a[href*='only='])")
        assert lines
        for line in lines:
            found = re.search(pattern, line.get_text(" ", strip=True))
            if found and "sheet=replies" not in line.a["href"]:
                assert len(rows_at(line.a["href"])) == int(found[1]), line
