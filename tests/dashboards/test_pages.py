"""The boards as a reader's browser without JavaScript gets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from reports.models import Filing
from tests.browser.weight import too_heavy
from tests.dashboards.looking import october_of
from tests.dashboards.story import AGRICULTURE, COMMERCE, DEVELOPMENT, DRAFT_WORDS, FINANCE
from tests.directive_facts import COUNT_LEAVES, OFFICE_UNIT, SUPERVISOR_UNIT
from tests.playing import Person, person
from units.help.pages import BY_SLUG
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_october")]


HELP = [f"{slug}-{language}" for slug in BY_SLUG for language in ("zh", "en")]


def unit(plan: Plan, name: str) -> Unit:
    return Unit.objects.get(government=plan.government_id, name=name)


@pytest.fixture
def supervisor(played: Plan) -> Client:
    return client_of(person(unit(played, SUPERVISOR_UNIT), Role.SUPERVISOR))


@pytest.fixture
def office(played: Plan) -> Client:
    return client_of(person(unit(played, OFFICE_UNIT), Role.OFFICE))


def client_of(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def page_of(client: Client, address: str, status: HTTPStatus = HTTPStatus.OK) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def words_of(part: Any) -> str:
    return part.get_text(" ", strip=True)


def board(plan: Plan, **query: object) -> str:
    return reverse("board", args=[plan.pk], query=query)


def cell_of(page: BeautifulSoup, unit_name: str, column: int) -> Any:
    row = next(
        row for row in page.select("table.matrix tbody tr") if words_of(row.find("th")) == unit_name
    )
    return row.find_all("td")[column]


def test_key_figures(played: Plan, supervisor: Client) -> None:
    words = words_of(page_of(supervisor, board(played)).select_one(".key-figures"))
    for expected in (
        "项目数 262 个",
        "总投资 1587 亿元",
        "373.5 / 585 亿元",
        "完成 63.8%",
        "计入待审核为 437.1",
        "57.1%",
        "应报 14：按时 8、迟报 2、未报 4",
    ):
        assert expected in words


def test_every_cell_leads_to_its_filing_or_is_words(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, board(played))
    reviewed = cell_of(page, DEVELOPMENT, 1)
    filing = Filing.objects.get(
        obligation__unit__name=DEVELOPMENT, obligation__deadline__due_on="2022-09-30"
    )
    assert reviewed.find("a")["href"] == reverse("filing", args=[filing.pk])
    assert supervisor.get(reviewed.find("a")["href"]).status_code == HTTPStatus.OK
    for unit_name in (COMMERCE, AGRICULTURE):  # a draft; a recalled one
        missing = cell_of(page, unit_name, 1)
        assert missing.find("a") is None
        assert "逾期未报 逾期 10 天" in words_of(missing)


@pytest.mark.usefixtures("english_catalogue")
@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "{0.month}月{0.day}日"), ("en", "{0:%-d %b}")]
)
def test_days_stand_in_the_cells_as_each_language_writes_them(
    played: Plan, supervisor: Client, language: str, said: str
) -> None:
    supervisor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    filed = Filing.objects.get(
        obligation__unit__name=DEVELOPMENT, obligation__deadline__due_on="2022-08-31"
    )
    day = timezone.localdate(filed.latest_version.submitted_at)
    assert said.format(day) in words_of(cell_of(page_of(supervisor, board(played)), DEVELOPMENT, 0))


@pytest.mark.usefixtures("english_catalogue")
@pytest.mark.parametrize(
    ("language", "said", "long"),
    [("zh-hans", "9月1日", "2022年9月1日"), ("en", "1 Sep", "1 Sep 2022")],
)
def test_the_day_of_a_moment_is_the_one_on_the_wall_clock(
    language: str, said: str, long: str
) -> None:
    """Half an hour past the last day of a stage is the day after, though in UTC it is not."""
    late = datetime(2022, 8, 31, 16, 30, tzinfo=UTC)
    page = Template("{% load portal %}{{ at|short_day }} {{ at|day }}")
    with override(language):
        assert page.render(Context({"at": late})) == f"{said} {long}"


def is_opened_here(href: str) -> bool:
    """Not charts (test_board_charts), nor single rows of the ledger (test_figures_lead_to_rows)."""
    return "/charts/" not in href and not re.search("[?&](only|measure|partner)=", href)


@pytest.mark.full  # hundreds of pages: half a minute
def test_every_link_of_the_board_can_be_opened(played: Plan, supervisor: Client) -> None:
    opened = set()
    for address in (board(played), board(played, at="2022-09-30T12:00")):
        page = page_of(supervisor, address)
        own = {link["href"] for link in page.select("main a[href]")} - {""}
        for href in (href for href in own if href.startswith("#")):
            assert page.find(id=href[1:]), href
        pages = {urldefrag(href).url for href in own if href.startswith("/")} - opened
        for href in sorted(filter(is_opened_here, pages)):
            assert supervisor.get(href).status_code == HTTPStatus.OK, href
        opened |= pages


def test_each_progress_figure_leads_to_its_rows(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, board(played))
    link = page.find("a", string="5.1 精细化工")
    address, _hash, place = link["href"].partition("#")
    rows = page_of(supervisor, address)
    section = rows.find(id=place).find_parent("section")
    figures = [
        (words_of(row.find("th")).split(" 演示")[0], words_of(row.find_all("td")[0]))
        for row in section.select("tbody tr")
    ]
    assert figures == [("9月底 第 1 版", "82"), ("8月底 第 1 版", "71.5")]


def test_a_chart_stands_beside_its_table(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, board(played))
    section = page.find(id="measure-1").find_parent("section")
    assert section.select_one("svg[role=img] title").text == "年度投资"
    assert len(section.select("tbody tr")) == 8
    timeline = page.find(id="timeline").find_parent("section")
    assert len(timeline.select("tbody tr")) == 4


def test_ids_are_unique(played: Plan, supervisor: Client, office: Client) -> None:
    for client, address in (
        (supervisor, board(played)),
        (office, reverse("home")),
        (office, reverse("leaf_figures", args=[played.pk, "t5-10"])),
    ):
        ids = [tag["id"] for tag in page_of(client, address).select("[id]")]
        assert len(ids) == len(set(ids))


def test_a_past_day_shows_what_stood_then(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, board(played, at="2022-09-07"))
    words = words_of(page)
    assert "这是 2022年9月7日 24:00 的情形" in words
    assert "申请更正" in words_of(cell_of(page, FINANCE, 0))
    link = page.find("a", string="5.1 精细化工")["href"]
    assert "?at=2022-09-07#" in link
    then = words_of(page_of(supervisor, link.partition("#")[0]))
    assert "71.5" in then
    assert not re.search(r"\b82\b", then.partition("各牵头单位报送的版本")[0])


def test_filters_narrow_the_board(played: Plan, supervisor: Client) -> None:
    finance = next(row for row in october_of(played).units if row.name == FINANCE)
    page = page_of(supervisor, board(played, unit=finance.id))
    assert [words_of(row) for row in page.select("table.matrix tbody th")] == [FINANCE]
    page = page_of(supervisor, board(played, task="t6"))
    assert page.find(id="measure-1") is None
    assert len(page.find(id="leaves").find_parent("section").select("tbody tr")) == 1


def test_accepted_figures_alone(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, board(played, submitted="no"))
    assert "437.1" not in words_of(page)
    assert "373.5" in words_of(page)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"at": "2022-10-11"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"at": "gestern"}, HTTPStatus.UNPROCESSABLE_ENTITY),
        ({"unit": "999999"}, HTTPStatus.NOT_FOUND),
        ({"unit": "x"}, HTTPStatus.NOT_FOUND),
        ({"stage": "-1"}, HTTPStatus.NOT_FOUND),
        ({"task": "t99"}, HTTPStatus.NOT_FOUND),
    ],
)
def test_wrong_questions_get_a_clear_answer(
    played: Plan, supervisor: Client, query: dict[str, str], status: HTTPStatus
) -> None:
    for name in ("board", "late"):
        page_of(supervisor, reverse(name, args=[played.pk], query=query), status)


def test_no_draft_leaves_its_unit(played: Plan, supervisor: Client, office: Client) -> None:
    pages = ["board", "late"]
    addresses = [reverse(name, args=[played.pk]) for name in pages]
    addresses += [reverse("home"), reverse("leaf_figures", args=[played.pk, "t3"])]
    for client in (supervisor, office):
        for address in addresses:
            response = client.get(address, follow=True)
            assert response.status_code == HTTPStatus.OK
            assert DRAFT_WORDS not in response.content.decode()
    assert DRAFT_WORDS not in repr(october_of(played))


def test_the_arrears_page_names_them(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, reverse("late", args=[played.pk]))
    rows = [words_of(row) for row in page.find(id="late").find_parent("section").select("tbody tr")]
    assert rows[0] == (
        "市营商环境服务中心 8月底 逾期未报 2022年8月31日 已逾期 40 天 "
        "市营商环境服务中心经办人，尚未开始填报"
    )
    assert "市商务局单位负责人，自 2022年9月30日" in rows[1]
    assert "领导小组办公室（市工业和信息化局）" in rows[4]
    assert rows[5].endswith("已审核，没有下一步")


def test_sample_data_is_marked_everywhere(played: Plan, supervisor: Client) -> None:
    address = board(played)
    assert "演示数据" not in words_of(page_of(supervisor, address).find("main"))
    filing = Filing.objects.get(
        obligation__unit__name=DEVELOPMENT, obligation__deadline__due_on="2022-08-31"
    )
    filing.versions.update(is_sample=True)
    page = page_of(supervisor, address)
    assert "演示数据" in words_of(page.select_one(".page-head"))
    assert "演示数据" in words_of(cell_of(page, DEVELOPMENT, 0))
    assert "演示数据" not in words_of(cell_of(page, FINANCE, 0))
    figures = page.find(id="measure-1").find_parent("section")
    row = figures.find("a", string="5.1 精细化工").find_parent("tr")
    assert words_of(row).count("演示数据") == 1


def test_the_leaf_page_lists_every_version(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, reverse("leaf_figures", args=[played.pk, "t5-11"]))
    section = page.find(id="versions").find_parent("section")
    assert [
        (words_of(row.find("th")), words_of(row.find_all("td")[3]).split(" ")[0])
        for row in section.select("tbody tr")
    ] == [("9月底 第 1 版", "通过"), ("8月底 第 2 版", "通过"), ("8月底 第 1 版", "退回")]


def test_a_recalled_version_keeps_its_place_without_its_content(
    played: Plan, supervisor: Client
) -> None:
    page = page_of(supervisor, reverse("leaf_figures", args=[played.pk, "t5-5"]))
    rows = page.find(id="versions").find_parent("section").select("tbody tr")
    recalled = next(row for row in rows if "单位已撤回" in words_of(row))
    assert recalled.find("a") is None
    assert AGRICULTURE in words_of(recalled)
    assert words_of(recalled.find_all("td")[2]) == "—"


def test_leaves_without_figures_are_there_too(played: Plan, supervisor: Client) -> None:
    page = page_of(supervisor, board(played))
    rows = page.find(id="leaves").find_parent("section").select("tbody tr")
    assert len(rows) == COUNT_LEAVES
    page = page_of(supervisor, reverse("leaf_figures", args=[played.pk, "t6"]))
    assert "还没有报送过" in words_of(page)


def test_the_offices_home_shows_what_waits_and_what_came_in(played: Plan, office: Client) -> None:
    page = page_of(office, reverse("home"))
    assert "去审核（2）" in words_of(page)
    came_in = words_of(page.find(id="came-in").find_parent("section"))
    assert "市财政局 9月底 审签并报送" in came_in
    assert DEVELOPMENT not in came_in


def test_until_it_is_handed_out_that_is_the_first_thing_on_the_offices_home(
    played: Plan, office: Client, supervisor: Client
) -> None:
    first = page_of(office, reverse("home")).main.section
    assert words_of(first.h2) == "第一步：交办"
    assert first.form["action"] == reverse("hand_out", args=[played.pk])
    assert page_of(supervisor, board(played)).find(id="first-step") is None
    office.post(first.form["action"])
    assert page_of(office, reverse("home")).find(id="first-step") is None


def test_a_first_sight_of_a_board_is_quick_on_a_slow_line(played: Plan, supervisor: Client) -> None:
    for address in (reverse("home"), board(played), reverse("exports", args=[played.pk])):
        assert list(too_heavy(supervisor.get(address).text)) == []
    many = "".join(f"<img src={settings.STATIC_URL}help/{name}.png>" for name in HELP)
    found = list(too_heavy(many))
    assert [words.split()[-1] == "bytes" for words in found] == [False, True]


def test_the_bureaus_home_begins_with_what_burns_and_what_to_do_about_it(
    played: Plan, supervisor: Client
) -> None:
    page = page_of(supervisor, reverse("home"))
    missing = words_of(page_of(supervisor, board(played)).select_one(".key-figure--danger"))
    assert re.search(r"\d+", words_of(page.select_one(".next-up")))[0] in missing
    assert page.find(id="proposals").find_next("table").select("tbody tr")
    exports = [link["href"] for link in page.select(".page-head .actions a")]
    assert exports[0] == reverse("summary_pdf", args=[played.pk])


def test_the_vice_mayors_home_says_who_is_late_and_leads_on(played: Plan) -> None:
    client = client_of(person(unit(played, OFFICE_UNIT), Role.VICE_MAYOR))
    page = page_of(client, reverse("home"))
    laggards = words_of(page.find(id="laggards").find_parent("section"))
    assert "逾期未报" in laggards
    assert "迟报" not in laggards.replace("逾期和迟报", "")  # what came in late burns no more
    figures = [words_of(row) for row in page.select(".glance__value")]
    assert len(figures) == 3
    on_the_board = words_of(page_of(client, board(played)).select_one(".key-figures--board"))
    assert all(figure.strip("%") in on_the_board for figure in figures)


@pytest.mark.parametrize("page", ["late", "bureau", "vice mayor", "office"])
def test_a_page_without_charts_makes_none(
    played: Plan, supervisor: Client, office: Client, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """The timeline of the office's home is the one chart outside the boards."""

    def made(*_args: object) -> None:
        pytest.fail("a chart that nobody sees")

    for name in ("charts_of", "measure_groups", "partners_context", "leaf_lines"):
        monkeypatch.setattr(f"dashboards.pages.{name}", made)
    vice_mayor = client_of(person(unit(played, OFFICE_UNIT), Role.VICE_MAYOR))
    client = {"bureau": supervisor, "vice mayor": vice_mayor}.get(page, office)
    shown = page_of(client, reverse("late", args=[played.pk]) if page == "late" else "/")
    assert bool(shown.select("figure, .chart")) == (page == "office")
