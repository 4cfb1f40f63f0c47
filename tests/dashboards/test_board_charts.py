"""The charts of the board: the same figures as the rest of the page, as pictures and as files."""

from __future__ import annotations

import csv
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from dashboards.board_charts import charts_of, regions_chart
from dashboards.pages import measure_groups
from tests.contributing import Contributor
from tests.dashboards.looking import october_of
from tests.dashboards.story import FINANCE
from tests.directive_facts import SUPERVISOR_UNIT
from tests.playing import SECOND_CITY, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_october")]

COUNTIES = 10
COUNTY = "兰考县人民政府"


@pytest.fixture
def supervisor(played: Plan) -> Client:
    unit = Unit.objects.get(government=played.government_id, name=SUPERVISOR_UNIT)
    client = Client()
    client.force_login(person(unit, Role.SUPERVISOR).user)
    return client


def chart_address(plan: Plan, key: str, kind: str = "csv", **query: object) -> str:
    return reverse("board_chart", args=[plan.pk, key, kind], query=query)


def rows_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))


def test_the_curve_ends_with_the_total(played: Plan) -> None:
    (group, *_others) = measure_groups(october_of(played))
    curve = group.curve
    assert [str(point.value) for point in curve.points] == ["373.5000"]
    assert curve.points[-1].value == group.total.accepted
    assert curve.submitted.value == group.total.submitted
    assert "已审核 373.5 亿元，为全年目标 585 的 63.8%；序时应达 379.8，少 6.3" in curve.finding
    assert len(group.leaf_curves.curves) == group.total.leaves


def test_a_leaf_that_says_nothing_new_counts_with_what_it_had_said(played: Plan) -> None:
    """Each leaf's last point is its accepted figure, and the sum's is the sum of them."""
    standing = october_of(played)
    for total in standing.measure_totals:
        values = [point.value for point in total.by_stage]
        assert (values[-1] if values else None) == total.accepted
    for leaf in standing.leaves:
        for target in leaf.targets:
            last = target.by_stage[-1] if target.by_stage else None
            assert last == target.accepted


def test_the_ten_counties_are_the_regions(played: Plan) -> None:
    standing = october_of(played)
    assert len(standing.regions) == COUNTIES
    county = next(row for row in standing.regions if row.unit.name == COUNTY)
    assert (county.arrived, county.overdue, county.due) == (0, 20, 20)
    given = {share.name: share.allocated for share in county.shares if share.allocated}
    assert given["年产值10亿元以上企业"] == "2 家"


def test_regions_stand_where_the_units_say(played: Plan) -> None:
    places = {
        row.unit.id: (1 + n // 4, 1 + n % 4) for n, row in enumerate(october_of(played).regions)
    }
    for unit in Unit.objects.filter(pk__in=places):
        unit.map_row, unit.map_column = places[unit.pk]
        unit.save()
    chart = regions_chart(october_of(played))
    assert chart.places == [divmod(n, 4) for n in range(COUNTIES)]


def test_every_chart_of_the_board_can_be_taken_away(played: Plan, supervisor: Client) -> None:
    page = BeautifulSoup(supervisor.get(reverse("board", args=[played.pk])).content, "html.parser")
    links = [link["href"] for link in page.select(".downloads a")]
    found = {(href.rpartition("/")[2].partition(".")) for href in links}
    keys = {key for key, _dot, _kind in found}
    assert keys >= {"stages", "timeline", "regions", "milestones", "measure-1-chart"}
    assert len(found) == len(links) == 3 * len(keys)
    kinds = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
    for href in links:
        answer = supervisor.get(href)
        assert answer.status_code == HTTPStatus.OK, href
        assert answer.headers["Content-Type"] == kinds[href.rpartition(".")[2]]
        assert "attachment" in answer.headers["Content-Disposition"]


def test_each_chart_on_the_page_says_its_finding_and_has_its_table(
    played: Plan, supervisor: Client
) -> None:
    page = BeautifulSoup(supervisor.get(reverse("board", args=[played.pk])).content, "html.parser")
    for card in page.select(".chart-card"):
        assert card.select_one(".chart-finding").text == card.find("desc").text
        assert card.select(".as-table tbody tr")


EVERY_PLAN = {"timeline", "stages"}
OF_KAIFENG = EVERY_PLAN | {"regions", "milestones", "measure-1-curve", "measure-1-curves"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("empty", OF_KAIFENG), ("another city", EVERY_PLAN), ("past", EVERY_PLAN)],
)
def test_with_little_or_nothing_filed_each_chart_says_so(
    plan: Plan, name: str, expected: set[str]
) -> None:
    """An empty plan, another city's, and a day before anything was handed out."""
    shown = load(SECOND_CITY) if name == "another city" else plan
    unit = shown.supervisor_unit or shown.host_unit
    client = Client()
    role = Role.SUPERVISOR if shown.supervisor_unit else Role.OFFICE
    client.force_login(person(unit, role).user)
    query = {"at": "2022-01-05"} if name == "past" else {}
    address = reverse("board", args=[shown.pk], query=query)
    page = BeautifulSoup(client.get(address).content, "html.parser")
    cards = page.select(".chart-card")
    assert {card.h2["id"] for card in cards} >= expected
    for card in cards:
        finding = card.select_one(".chart-finding").text
        assert finding == card.find("desc").text
        assert finding.strip()
        assert card.select(".as-table tbody tr")
        for link in card.select(".downloads a"):
            answer = client.get(link["href"])
            assert answer.status_code == HTTPStatus.OK
            assert answer.content


def test_a_file_says_what_the_page_says(played: Plan, supervisor: Client) -> None:
    rows = rows_of(supervisor, chart_address(played, "measure-1-curve"))
    assert rows[1][:3] == ["2022-08-25", "8月底", "373.5"]
    then = rows_of(supervisor, chart_address(played, "measure-1-curve", submitted="no"))
    assert not any("待审核" in cell for row in then[1:2] for cell in row)
    assert len(rows) == len(then) + 1
    assert "截至 2022年10月10日" in rows[-1][0]


def test_filters_of_the_page_go_along_to_the_files(played: Plan, supervisor: Client) -> None:
    finance = next(row for row in october_of(played).units if row.name == FINANCE)
    address = reverse("board", args=[played.pk], query={"unit": finance.id, "at": "2022-09-07"})
    page = BeautifulSoup(supervisor.get(address).content, "html.parser")
    for link in page.select(".downloads a"):
        assert f"?at=2022-09-07&unit={finance.id}" in link["href"]
    rows = rows_of(supervisor, chart_address(played, "timeline", unit=finance.id, at="2022-09-07"))
    assert any("应报 1 份" in cell for row in rows for cell in row)
    assert FINANCE in rows[-1][0]


@pytest.mark.parametrize(
    ("key", "kind", "query"),
    [("nothing", "svg", {}), ("timeline", "exe", {}), ("timeline", "svg", {"unit": "999999"})],
)
def test_what_is_not_there_is_not_found(
    played: Plan, supervisor: Client, key: str, kind: str, query: dict[str, str]
) -> None:
    address = chart_address(played, key, kind, **query)
    assert supervisor.get(address).status_code == HTTPStatus.NOT_FOUND


def test_every_key_figure_leads_to_its_rows(played: Plan, supervisor: Client) -> None:
    query = {"submitted": "no"}
    address = reverse("board", args=[played.pk], query=query)
    page = BeautifulSoup(supervisor.get(address).content, "html.parser")
    figures = page.select("main .key-figure")
    assert figures
    for figure in figures:
        assert figure.name == "a", figure.text
        href = figure["href"]
        assert href.startswith("#") or "submitted=no" in href
        if href.startswith("#"):
            assert page.find(id=href[1:])
        else:
            assert supervisor.get(href).status_code == HTTPStatus.OK


def test_charts_with_nothing_to_show_are_left_out(plan: Plan) -> None:
    assert set(charts_of(october_of(plan))) == {"stages", "timeline", "regions", "milestones"}


def test_the_wall_shows_the_boards_figures(played: Plan, supervisor: Client) -> None:
    answer = supervisor.get(reverse("wall", args=[played.pk]))
    page = BeautifulSoup(answer.content, "html.parser")
    words = page.select_one(".wall-figures").get_text(" ", strip=True)
    for expected in ("63.8%", "373.5 / 585 亿元", "57.1%", "逾期未报 4"):
        assert expected in words
    assert page.select_one("noscript meta")["http-equiv"] == "refresh"
    for link in page.select("main a[href^='/']"):
        assert supervisor.get(link["href"]).status_code == HTTPStatus.OK


def test_the_wall_can_be_made_to_stand_still(played: Plan, supervisor: Client) -> None:
    address = reverse("wall", args=[played.pk], query={"submitted": "no"})
    page = BeautifulSoup(supervisor.get(address).content, "html.parser")
    still = page.find(id="wall-pause")["href"]
    assert "submitted=no" in still
    page = BeautifulSoup(supervisor.get(still).content, "html.parser")
    assert page.select_one("noscript meta") is None
    assert "已暂停刷新" in page.text
    assert "submitted=no" in page.find(id="wall-pause")["href"]


def test_a_county_that_wrote_is_seen_on_its_tile(plan: Plan) -> None:
    Contributor(plan, COUNTY, "t5-10").submit(at("2022-08-16"), **{"年产值10亿元以上企业": 3})
    standing = october_of(plan)
    county = next(row for row in standing.regions if row.unit.name == COUNTY)
    assert county.arrived == 1
    told = {share.name: share.told for share in county.shares}
    assert told["年产值10亿元以上企业"] == 3
