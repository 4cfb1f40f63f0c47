"""The pages of ledger and exports as a browser without JavaScript sees them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.exports.ledger import ledger_of, ledger_tables
from dashboards.standing import plan_standing
from tests.dashboards.story import LAST_DAY
from tests.exports.faces import Faces
from tests.playing import at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db

MOST_QUERIES = 66
NAMES = ("exports", "ledger", "summary_pdf", "summary_docx", "ledger_xlsx")


def unit_id(plan: Plan, name: str) -> str:
    return str(Unit.objects.get(government=plan.government_id, name=name).pk)


def stage_id(plan: Plan, place: int) -> str:
    return str(plan.deadlines.filter(kind="report").order_by("due_on")[place].pk)


def test_the_form_carries_every_choice_to_both_files(faces: Faces) -> None:
    form = faces.exports().soup.select_one("main form")
    assert form["method"] == "get"
    assert {field["name"] for field in form.select("select, input")} == {
        "task",
        "unit",
        "partner",
        "stage",
        "at",
        "time",
        "submitted",
    }
    actions = [button.get("formaction") for button in form.select("button")]
    plan_id = faces.plan.pk
    assert actions == [
        reverse("summary_pdf", args=[plan_id]),
        reverse("summary_docx", args=[plan_id]),
        reverse("ledger_xlsx", args=[plan_id]),
        None,
    ]


def test_an_address_can_be_sent_to_a_colleague(faces: Faces) -> None:
    asked = {
        "task": "t5",
        "unit": unit_id(faces.plan, "市财政局"),
        "at": "2022-09-13",
        "time": "09:30",
        "submitted": "no",
    }
    soup = faces.exports(stage="", **asked).soup
    assert soup.select_one("#c-task option[selected]")["value"] == "t5"
    assert soup.select_one("#c-unit option[selected]").get_text() == "市财政局"
    assert not soup.select_one("input[type=checkbox]").has_attr("checked")
    links = soup.select("aside li a[href*='plans/']")
    assert len(links) == 5
    for link in links:
        sent = {name: values[0] for name, values in parse_qs(urlsplit(link["href"]).query).items()}
        assert sent == asked


def test_an_empty_box_leaves_out_what_was_only_submitted(faces: Faces) -> None:
    """A browser sends the hidden no, and after it yes where the box is ticked; the last one counts."""
    address = reverse("exports", args=[faces.plan.pk])
    for sent, ticked in (("submitted=no", False), ("submitted=no&submitted=yes", True)):
        response = faces.client.get(f"{address}?{sent}")
        assert (b"checked" in response.content) == ticked


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"at": "2022-10-11"}, "2022-10-11"),
        ({"at": "2022-10-10", "time": "23:59"}, "2022-10-10T23:59"),
        ({"at": "昨天"}, "昨天"),
        ({"at": "2022-02-30"}, "2022-02-30"),
        ({"at": "2022-09-13", "time": "25:00"}, "2022-09-13T25:00"),
    ],
)
def test_a_moment_that_is_none_is_refused_in_words(
    faces: Faces, query: dict[str, str], words: str
) -> None:
    for name in NAMES:
        address = reverse(name, args=[faces.plan.pk])
        response = faces.client.get(address, {**query, "task": "t5"})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert words in response.content.decode()
    page = faces.client.get(reverse("exports", args=[faces.plan.pk]), {**query, "task": "t5"})
    assert f'value="{query["at"]}"' in page.content.decode()  # nothing typed is lost
    assert 'value="t5" selected' in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [{"task": "t99"}, {"unit": "999999"}, {"unit": "abc"}, {"stage": "999999"}, {"stage": "-1"}],
)
def test_what_the_plan_does_not_have_does_not_exist(faces: Faces, query: dict[str, str]) -> None:
    for name in NAMES:
        response = faces.client.get(reverse(name, args=[faces.plan.pk]), query)
        assert response.status_code == HTTPStatus.NOT_FOUND


def test_a_status_that_is_none_does_not_exist(faces: Faces) -> None:
    for name in ("ledger", "ledger_xlsx"):
        response = faces.client.get(reverse(name, args=[faces.plan.pk]), {"status": "lost"})
        assert response.status_code == HTTPStatus.NOT_FOUND


def test_scopes_narrow_every_sheet(faces: Faces) -> None:
    stage = stage_id(faces.plan, 0)
    book = faces.workbook(stage=stage, unit=unit_id(faces.plan, "市财政局"))
    assert [(r["牵头单位"], r["阶段"]) for r in book.rows("报送情况")] == [("市财政局", "8月底")]
    assert {r["序号"] for r in book.rows("事项台账")} == {"5.10"}
    assert {r["阶段"] for r in book.rows("完成数")} == {"8月底"}
    assert {r["填报单位"] for r in book.rows("进展和问题")} == {"市财政局"}
    pdf = faces.pdf(task="t5-10").text
    assert "范围：任务5.10专项资金与企业培育" in pdf
    assert "精细化工" not in pdf
    assert "年产值50亿元以上企业" in pdf


def test_the_status_filter(faces: Faces) -> None:
    query = {"status": "missing", "sheet": "filings"}
    rows = [(r["牵头单位"], r["阶段"]) for r in faces.ledger(**query).rows()]
    assert set(rows) == {
        ("市营商环境服务中心", "8月底"),
        ("市营商环境服务中心", "9月底"),
        ("市商务局", "9月底"),
        ("市农业农村局", "9月底"),
    }
    in_book = faces.workbook(status="missing")
    assert [(r["牵头单位"], r["阶段"]) for r in in_book.rows("报送情况")] == rows
    assert {r["序号"] for r in in_book.rows("事项台账")} == {"3", "5.5", "6"}
    assert {r["序号"] for r in in_book.rows("进展和问题")} <= {"3", "5.5", "6"}


def test_one_list_of_columns(faces: Faces) -> None:
    """Every column on screen is one of the sheet of the same name, and so is every sheet a tab."""
    book = faces.workbook()
    standing = plan_standing(faces.plan, at=at(LAST_DAY), today=LAST_DAY, with_submitted=True)
    tables = ledger_tables(ledger_of(standing))
    assert book.book.sheetnames == ["说明", *(table.title for table in tables)]
    for table in tables:
        page = faces.ledger(sheet=table.key)
        if not table.rows:
            assert page.soup.select_one(".empty")
            continue
        heads = [cell.get_text() for cell in page.soup.select("table.ledger thead th")]
        sheet = [cell.value for cell in book.book[table.title][1]]
        assert set(heads) <= set(sheet)
        assert len(page.rows()) == len(book.rows(table.title)) == len(table.rows)


def test_every_line_leads_to_what_is_behind_it(faces: Faces) -> None:
    for sheet in ("tasks", "filings", "words"):
        links = faces.ledger(sheet=sheet).soup.select("table.ledger tbody th a")
        assert links
        assert faces.client.get(links[0]["href"]).status_code == HTTPStatus.OK
    past = faces.ledger(sheet="tasks", at="2022-09-13").soup.select("table.ledger tbody th a")
    assert past[0]["href"].endswith("?at=2022-09-13")


def test_the_same_number_of_queries_whatever_was_filed(faces: Faces, played: Plan) -> None:
    """A plan with nothing filed in it, of the same city, beside the one that is played."""
    quiet = load("second-city.json")
    office = Unit.objects.get(pk=quiet.reviewing_unit_id)
    other = Faces(quiet, person(office, Role.OFFICE, name="quiet").user)

    def count(reader: Faces, name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            reader.client.get(reverse(name, args=[reader.plan.pk]))
        return len(queries)

    for reader in (faces, other):
        reader.get("exports")  # what is asked for once a process is asked for now
    for name in NAMES:
        needed = count(faces, name)
        assert needed == count(other, name), name
        assert needed <= MOST_QUERIES, name
