"""Hand-out, receipt, re-assignment and extension in the browser, without JavaScript."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tasks.models import Assignment, Extension, HandOut, Obligation
from tasks.workflow import AssignmentStatus
from tests.playing import Person, Player, at, person
from tests.tasks.handing import WORDS, Desk
from units.roles import Role

pytestmark = pytest.mark.django_db

FINANCE, COMMERCE, NUMBER = "市财政局", "市商务局", "5.10"
EARLY = at("2022-08-24", 8)
DAY = "2022-08-24"


@pytest.fixture(autouse=True)
def in_2022(settings: Any) -> None:
    settings.REHEARSAL_CLOCK = at(DAY).date()  # 08:30


@pytest.fixture
def desk() -> Desk:
    return Desk()


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def soup(answer: Any, status: HTTPStatus = HTTPStatus.OK) -> BeautifulSoup:
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def words(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ", strip=True).split())


def actions(page: BeautifulSoup) -> set[str]:
    """Where the forms of the page's content send to."""
    return {form["action"] for form in page.select("main form[action]")}


def test_the_office_hands_out_from_its_home_and_sees_who_has_not_confirmed(desk: Desk) -> None:
    office = signed_in(desk.office)
    address = reverse("hand_out", args=[desk.plan.pk])
    home = soup(office.get(reverse("home")))
    assert "尚未交办" in words(home)
    assert address in actions(home)
    assert home.select_one("main section")["aria-labelledby"] == "first-step"
    listed = soup(office.post(address, follow=True))
    assert HandOut.objects.get().by == desk.office.user
    assert len(listed.select("table tbody tr")) == Assignment.objects.count()
    assert address not in actions(soup(office.get(reverse("plan", args=[desk.plan.pk]))))


def test_a_unit_confirms_everything_with_one_button(desk: Desk) -> None:
    desk.hand_out(EARLY)
    clerk = signed_in(desk.clerk("市发展改革委"))
    work = soup(clerk.get(reverse("my_work")))
    receipts = Obligation.objects.filter(kind="receipt", unit__name="市发展改革委")
    for owed in receipts:
        link = work.find("a", href=reverse("duty_receipt", args=[owed.pk]))
        assert link is not None
    row = receipts.first().assignment
    link = reverse("duty_receipt", args=[row.receipt_id])
    assert clerk.get(link).headers["Location"] == reverse("assignment", args=[row.pk])
    answer = clerk.post(reverse("confirm_all", args=[desk.plan.pk]), follow=True)
    assert f"已签收 {receipts.count()} 项" in words(soup(answer))
    assert not receipts.open().exists()


def test_one_by_one_and_returned_by_the_head_with_the_words_kept(desk: Desk) -> None:
    desk.hand_out(EARLY)
    row = desk.one(FINANCE, NUMBER)
    page_address = reverse("assignment", args=[row.pk])
    give_back = reverse("assignment_step", args=[row.pk, "return"])
    clerk, head = signed_in(desk.clerk(FINANCE)), signed_in(desk.head(FINANCE))
    assert actions(soup(clerk.get(page_address))) == {
        reverse("assignment_step", args=[row.pk, "confirm"])
    }
    assert actions(soup(head.get(page_address))) == {give_back}
    too_long = "长" * 5001
    refused = soup(head.post(give_back, {"reason": too_long}), HTTPStatus.UNPROCESSABLE_ENTITY)
    assert refused.find("textarea").text.strip() == too_long
    head.post(give_back, {"reason": WORDS})
    assert desk.one(FINANCE, NUMBER).status == AssignmentStatus.RETURNED
    assert actions(soup(head.get(page_address))) == set()
    office = soup(signed_in(desk.office).get(page_address))
    assert WORDS in words(office)
    assert "决定期限" in words(office)
    assert reverse("reassign", args=[row.pk]) in actions(office)


def test_after_the_limit_there_is_no_button_and_a_refusal_in_words(
    desk: Desk, settings: Any
) -> None:
    desk.hand_out(at("2022-08-01"))
    row = desk.one(FINANCE, NUMBER)
    head = signed_in(desk.head(FINANCE))
    give_back = reverse("assignment_step", args=[row.pk, "return"])
    assert actions(soup(head.get(reverse("assignment", args=[row.pk])))) == set()
    refused = soup(head.post(give_back, {"reason": WORDS}), HTTPStatus.CONFLICT)
    assert "2022年8月15日" in words(refused)
    assert WORDS in words(refused)


def test_the_office_re_assigns_and_typed_words_come_back(desk: Desk) -> None:
    desk.hand_out(EARLY)
    row = desk.one(FINANCE, NUMBER)
    office = signed_in(desk.office)
    address = reverse("reassign", args=[row.pk])
    page = soup(office.get(reverse("assignment", args=[row.pk])))
    choices = {option.text for option in page.select("select[name=to_unit] option")}
    assert COMMERCE in choices
    assert not choices & {FINANCE, "市工业和信息化局"}  # it has this item already
    refused = soup(office.post(address, {"reason": WORDS}), HTTPStatus.UNPROCESSABLE_ENTITY)
    assert refused.find("textarea", id="reassign_reason").text.strip() == WORDS
    to_unit = desk.unit(COMMERCE).pk
    office.post(address, {"reason": WORDS, "to_unit": to_unit})
    leaf = soup(office.get(reverse("leaf", args=[desk.plan.pk, row.task.key])))
    assert f"现由{COMMERCE}承办" in words(leaf)
    own = soup(signed_in(desk.clerk(COMMERCE)).get(reverse("receipts", args=[desk.plan.pk])))
    assert NUMBER in words(own)
    listed = soup(office.get(reverse("assignments", args=[desk.plan.pk]), {"state": "reassigned"}))
    assert [FINANCE in words(line) for line in listed.select("table tbody tr")] == [True]


def test_the_list_is_narrowed_by_its_address(desk: Desk) -> None:
    desk.hand_out(EARLY)
    desk.confirm_all(FINANCE, EARLY)
    office = signed_in(desk.office)
    address = reverse("assignments", args=[desk.plan.pk])

    def rows(**query: Any) -> int:
        return len(soup(office.get(address, query)).select("table tbody tr"))

    total, own = Assignment.objects.count(), Assignment.objects.filter(unit__name=FINANCE).count()
    assert rows() == total - own
    assert rows(state="confirmed") == own
    assert rows(state="all", unit=desk.unit(FINANCE).pk) == own
    assert rows(unit=desk.unit(FINANCE).pk) == 0
    soup(office.get(address, {"state": "nonsense"}), HTTPStatus.UNPROCESSABLE_ENTITY)


def queries(who: Person, address: str) -> int:
    client = signed_in(who)
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == HTTPStatus.OK
    return len(seen)


def test_as_many_queries_for_everything_as_for_nothing(desk: Desk) -> None:
    clerk = desk.clerk("市工业和信息化局")
    pages = [
        (desk.office, reverse("assignments", args=[desk.plan.pk])),
        (desk.office, reverse("extensions", args=[desk.plan.pk])),
        (desk.office, reverse("plan", args=[desk.plan.pk])),
        (clerk, reverse("receipts", args=[desk.plan.pk])),
    ]
    rows = Obligation.objects.filter(kind="filing").select_related("unit")
    filings = list(rows.order_by("pk")[:9])
    for filing in filings[:2]:
        desk.ask(filing, at("2023-01-20").date(), EARLY)
    desk.hand_out(EARLY)
    desk.reassign(desk.one("兰考县人民政府", NUMBER, "responsible"), "市科技局", EARLY)
    few = [queries(*page) for page in pages]
    for name in ("市财政局", "市商务局", "市发展改革委"):
        desk.confirm_all(name, EARLY)
    for filing in filings[2:]:
        desk.ask(filing, at("2023-01-20").date(), EARLY)
    desk.reassign(desk.one(FINANCE, NUMBER), "市科技局", EARLY)
    assert [queries(*page) for page in pages] == few
    assert max(few) <= 42


def filing_of(desk: Desk, unit: str, due_on: str = "2022-08-31") -> Obligation:
    return Obligation.objects.select_related("unit").get(
        plan=desk.plan, unit__name=unit, kind="filing", due_on=due_on
    )


def test_an_extension_from_the_report_page_to_the_new_day_beside_the_old(desk: Desk) -> None:
    player = Player(desk.plan, FINANCE)
    player.start(EARLY)
    page_address = reverse("filing", args=[player.filing.pk])
    ask = reverse("ask_extension", args=[player.obligation.pk])
    head, clerk, office = (signed_in(who) for who in (player.head, player.clerk, desk.office))
    assert soup(clerk.get(page_address)).find("a", href=ask) is None
    assert soup(head.get(page_address)).find("a", href=ask) is not None
    typed = {"asked_on": "2022-08-01", "reason": "台账还在核对。"}
    refused = soup(head.post(ask, typed), HTTPStatus.UNPROCESSABLE_ENTITY)
    assert refused.find("textarea").text.strip() == typed["reason"]
    head.post(ask, typed | {"asked_on": "2022-09-05"})
    row = Extension.objects.get()
    assert soup(head.get(page_address)).find("a", href=ask) is None
    home = soup(office.get(reverse("home")))
    assert home.find("a", href=reverse("extension", args=[row.pk])) is not None
    step = reverse("extension_step", args=[row.pk, "grant"])
    refused = soup(
        office.post(step, {"granted_on": "5号", "reason": "再给三天。"}), HTTPStatus(422)
    )
    assert refused.find("textarea", id="grant_reason").text.strip() == "再给三天。"
    office.post(step, {"granted_on": "2022-09-05", "reason": ""})
    beside = "原定 2022年8月31日，延至 2022年9月5日"
    for client, place in (
        (clerk, reverse("my_work")),
        (clerk, page_address),
        (office, reverse("extensions", args=[desk.plan.pk])),
        (office, reverse("register", args=[desk.plan.pk])),
    ):
        assert beside in words(soup(client.get(place)))
    board = soup(office.get(reverse("board", args=[desk.plan.pk])))
    assert "原定 8月31日，延至 9月5日" in words(board.find(class_="matrix"))


def test_asking_too_late_is_refused_in_words(desk: Desk, settings: Any) -> None:
    settings.REHEARSAL_CLOCK = at("2022-09-01").date()
    owed = filing_of(desk, FINANCE)
    head = signed_in(desk.head(FINANCE))
    typed = {"asked_on": "2022-09-05", "reason": "台账还在核对。"}
    refused = soup(head.post(reverse("ask_extension", args=[owed.pk]), typed), HTTPStatus.CONFLICT)
    assert "期限是 2022年8月31日，当天和以后不能再申请" in words(refused)
    assert typed["reason"] in words(refused)


def test_the_leaf_shows_a_unit_its_own_receipt_and_the_office_all(desk: Desk) -> None:
    desk.hand_out(EARLY)
    address = reverse("leaf", args=[desk.plan.pk, "t5-10"])
    all_of_leaf = Assignment.objects.filter(task__key="t5-10").count()

    def shown(who: Person) -> int:
        page = soup(signed_in(who).get(address))
        return len([a for a in page.select("aside a") if "/assignments/" in a["href"]])

    assert shown(desk.office) == all_of_leaf
    assert shown(desk.clerk(FINANCE)) == 1
    assert shown(desk.clerk("市科技局")) == 0


def test_a_report_taken_away_says_so_on_its_page(desk: Desk) -> None:
    player = Player(desk.plan, FINANCE)
    player.start(EARLY)
    desk.hand_out(EARLY)
    desk.reassign(desk.one(FINANCE, NUMBER), "市科技局", EARLY)
    page = soup(signed_in(player.clerk).get(reverse("filing", args=[player.filing.pk])))
    assert "这份报告不用再报了" in words(page)
    assert actions(page) == set()


def test_the_bureau_reads_the_list_and_has_no_buttons(desk: Desk) -> None:
    desk.hand_out(EARLY)
    bureau = signed_in(person(desk.plan.supervisor_unit_id, Role.SUPERVISOR))
    for name in ("assignments", "extensions", "plan"):
        page = soup(bureau.get(reverse(name, args=[desk.plan.pk])))
        assert actions(page) == set()
