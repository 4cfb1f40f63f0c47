"""The pages: what each shows, what comes back when something is missing, who finds it how."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from common import clock
from common.dates import day_words
from common.models import WrongGuess
from replies.models import Answer, Contact, CoSignature, RatingLink
from reports.services.reply import register_reply
from tasks.models import Obligation
from tests.answering import COVER, PROMISED_BY, REPLIED_AT, Answering
from tests.playing import Person, person
from units.roles import Role

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def words(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def hidden(response: HttpResponse, address: str, *named: str) -> dict[str, str]:
    """What the first form to an address, with these fields, would send."""
    soup = BeautifulSoup(response.content, "html.parser")
    for form in soup.find_all("form", action=address):
        values = {field["name"]: field["value"] for field in form.find_all("input", value=True)}
        if values.keys() >= set(named):
            return values
    return {}


@pytest.fixture
def drafted(answering: Answering) -> Answering:
    answering.start()
    answering.write(keeps=2)
    return answering


def test_a_clerk_begins_the_reply_from_my_work(answering):
    clerk = browser(answering.clerk)
    work = BeautifulSoup(clerk.get("/work/").content, "html.parser")
    link = work.find("a", string=str(answering.owed.motion))["href"]
    page = clerk.get(link, follow=True)
    assert "起草答复" in words(page)
    assert clerk.post(f"/replies/{answering.owed.pk}/start/").status_code == HTTPStatus.FOUND
    assert "送会签" in words(clerk.get(f"/replies/{answering.owed.pk}/"))


def test_my_work_tells_the_head_that_a_reply_waits_for_the_signature(drafted):
    drafted.circulate()
    drafted.co_signed()
    clerk, head = browser(drafted.clerk), browser(drafted.head)
    before = words(head.get("/work/"))
    assert "去送审签" in words(clerk.get("/work/"))
    assert "去审签" not in before
    drafted.send()
    after = words(head.get("/work/"))
    assert "去审签" in after
    assert "在单位负责人处，审签后即答复代表。" in after
    assert "件事等您办" in after
    assert "去送审签" not in words(clerk.get("/work/"))


def test_a_reply_on_paper_is_listed_and_opens_for_who_reads_it(drafted):
    register_reply(
        obligation_id=drafted.owed.pk,
        by=drafted.office.user,
        access=drafted.office.access,
        replied_on=REPLIED_AT.date(),
        document_number="纸质 1 号",
        now=REPLIED_AT,
    )
    office, keeper = browser(drafted.office), browser(drafted.keeper)
    register = BeautifulSoup(
        office.get(f"/plans/{drafted.plan.pk}/register/").content, "html.parser"
    )
    page = office.get(register.find("a", string="纸质 1 号")["href"], follow=True)
    assert "在纸上答复" in words(page)
    assert COVER.document_number not in words(page)  # the draft stays the host's own
    listed = words(keeper.get("/ratings/"))
    assert "纸质 1 号" in listed
    assert "不制作评价链接" in listed
    assert keeper.get(f"/ratings/{drafted.owed.pk}/").status_code == HTTPStatus.FORBIDDEN


def test_a_unit_finds_what_it_promised_long_before_it_is_due(answering):
    answering.issue()
    clerk = browser(answering.clerk)
    assert (answering.promise.obligation.due_on - REPLIED_AT.date()).days > 100
    work = words(clerk.get("/work/"))
    assert answering.promise.text in work
    ledger = reverse("promises", args=[answering.plan.pk])
    for place in ("/work/", f"/plans/{answering.plan.pk}/"):
        assert BeautifulSoup(clerk.get(place).content, "html.parser").find("a", href=ledger)
        assert clerk.get(ledger).status_code == HTTPStatus.OK
    home = browser(answering.office).get("/")
    assert BeautifulSoup(home.content, "html.parser").find("a", href=ledger)
    stranger = browser(person(answering.plan.supervisor_unit_id, Role.CLERK))
    plan_page = stranger.get(f"/plans/{answering.plan.pk}/")
    assert not BeautifulSoup(plan_page.content, "html.parser").find("a", href=ledger)


def test_an_answer_is_written_with_its_promises_and_comes_back_when_one_is_half(drafted):
    clerk = browser(drafted.clerk)
    row = Answer.objects.filter(reply=drafted.reply).first()
    place = f"/replies/{drafted.owed.pk}/answers/{row.pk}/"
    form = {
        "revision": row.revision,
        "order": 3,
        "heading": "检测平台",
        "text": "正在建设，请看进展。",
        "answer_class": "B",
        "promise_text-0": "建成平台",
        "promise_unit-0": drafted.host,
        "promise_due-0": "",
    }
    page = clerk.post(place, form)
    assert page.status_code == UNPROCESSABLE
    assert "正在建设，请看进展。" in page.content.decode()
    assert "建成平台" in page.content.decode()
    done = clerk.post(place, form | {"promise_due-0": PROMISED_BY.isoformat()})
    assert done.status_code == HTTPStatus.FOUND
    row.refresh_from_db()
    assert [p.text for p in row.promises.all()] == ["建成平台"]


def test_the_cover_of_a_colleague_is_not_overwritten(drafted):
    clerk = browser(drafted.clerk)
    typed = {**vars(COVER), "revision": 0, "document_number": "我填〔2022〕9号"}
    page = clerk.post(f"/replies/{drafted.owed.pk}/cover/", typed)
    assert page.status_code == HTTPStatus.CONFLICT
    assert "我填〔2022〕9号" in page.content.decode()
    assert drafted.reply.document_number == COVER.document_number


def test_what_is_missing_is_said_on_the_page_itself(answering):
    answering.start()
    page = browser(answering.clerk).post(f"/replies/{answering.owed.pk}/do/circulate/")
    assert page.status_code == UNPROCESSABLE
    assert "没有发文字号" in words(page)
    soup = BeautifulSoup(page.content, "html.parser")
    links = [link["href"] for link in soup.select(".notice--danger li a")]
    assert links[0] == "#cover"
    first = Answer.objects.filter(reply=answering.reply).first()
    assert f"/replies/{answering.owed.pk}/answers/{first.pk}/" in links
    assert "未选类别" in words(page)


def test_what_a_later_step_needs_is_not_called_optional(answering):
    answering.start()
    clerk = browser(answering.clerk)
    first = Answer.objects.filter(reply=answering.reply).first()
    cover = BeautifulSoup(clerk.get(f"/replies/{answering.owed.pk}/").content, "html.parser")
    one = BeautifulSoup(
        clerk.get(f"/replies/{answering.owed.pk}/answers/{first.pk}/").content, "html.parser"
    )
    for page, name in ((cover, "document_number"), (cover, "telephone"), (one, "answer_class")):
        label = page.find("label", attrs={"for": f"id_{name}"}).get_text()
        assert "送会签前必填" in label
        assert "选填" not in label
    assert "选填" in cover.find("label", attrs={"for": "id_copied_to"}).get_text()


def test_promises_are_not_given_to_bodies_that_stand_above_the_work(answering):
    answering.start()
    first = Answer.objects.filter(reply=answering.reply).first()
    person(answering.plan.supervisor_unit_id, Role.SUPERVISOR)
    page = BeautifulSoup(
        browser(answering.clerk).get(f"/replies/{answering.owed.pk}/answers/{first.pk}/").content,
        "html.parser",
    )
    offered = {option.get_text() for option in page.find(id="id_promise_unit-0").find_all("option")}
    assert str(answering.owed.unit) in offered
    assert answering.assembly not in offered
    assert str(answering.plan.supervisor_unit) not in offered


def test_a_head_co_signs_from_my_work(drafted):
    drafted.circulate()
    row = CoSignature.objects.filter(reply=drafted.reply).first()
    head = browser(person(row.unit_id, Role.HEAD))
    page = head.get(f"/duties/reply-co-signature/{row.obligation_id}/", follow=True)
    assert COVER.document_number in words(page)
    place = reverse("reply_co_signature", args=[row.pk])
    refused = head.post(place, {"action": "object", "revision": drafted.reply.revision})
    assert refused.status_code == UNPROCESSABLE
    head.post(place, {"action": "agree", "revision": drafted.reply.revision})
    row.refresh_from_db()
    assert row.status == "agreed"


def test_a_draft_taken_back_is_the_hosts_own_again(drafted):
    drafted.circulate()
    row = CoSignature.objects.filter(reply=drafted.reply).first()
    head = browser(person(row.unit_id, Role.HEAD))
    browser(drafted.clerk).post(f"/replies/{drafted.owed.pk}/do/take_back/")
    assert COVER.document_number not in words(head.get(f"/co-signatures/{row.pk}/"))


def test_contact_is_recorded_a_deputy_at_a_time_and_not_for_days_to_come(answering):
    clerk = browser(answering.clerk)
    deputy = answering.owed.motion.deputies.first()
    place = f"/replies/{answering.owed.pk}/contacts/"
    said = {"deputy": deputy.pk, "met_on": "2022-09-30", "manner": "visit", "by_whom": "李守正"}
    page = clerk.post(place, said)
    assert page.status_code == UNPROCESSABLE
    assert "李守正" in page.content.decode()
    assert clerk.post(place, said | {"met_on": "2022-09-10"}).status_code == HTTPStatus.FOUND
    assert Contact.objects.get().deputy == deputy


def test_the_deputies_office_comes_home_to_the_ratings(answering):
    answering.issue()
    page = browser(answering.keeper).get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/ratings/"
    assert str(answering.owed.motion) in words(page)


def test_a_sheet_has_a_picture_and_a_code_once(answering):
    answering.issue()
    keeper = browser(answering.keeper)
    place = f"/ratings/{answering.owed.pk}/"
    asked = hidden(keeper.get(place), f"{place}links/")
    page = keeper.post(f"{place}links/", asked)
    soup = BeautifulSoup(page.content, "html.parser")
    assert len(soup.select("svg.qr")) == len(answering.letters)
    codes = {tag.get_text() for tag in soup.select(".link-sheet__words")}
    assert len(codes) == len(answering.letters)
    again = keeper.post(f"{place}links/", asked)  # the page is loaded once more
    assert again.status_code == HTTPStatus.CONFLICT
    assert "已经印好的仍然有效" in words(again)
    assert not RatingLink.objects.filter(revoked_at__isnull=False).exists()
    assert len(RatingLink.objects.all()) == len(codes)
    one = keeper.get(place)
    assert "立即作废" in words(one)
    assert keeper.post(f"{place}links/", hidden(one, f"{place}links/", "number")).status_code == (
        HTTPStatus.OK
    )
    assert RatingLink.objects.filter(revoked_at__isnull=False).count() == 1


def test_the_end_of_the_rating_is_offered_once_its_limit_is_over(answering):
    answering.issue()
    answering.links()
    keeper, place = browser(answering.keeper), f"/ratings/{answering.owed.pk}/"
    limit = Obligation.objects.get(kind="rating").due_on
    early = keeper.get(place)
    assert not hidden(early, f"{place}do/close/")
    assert f"{day_words(limit)} 过后才能结束评价" in words(early)
    refused = keeper.post(f"{place}do/close/")
    assert refused.status_code == HTTPStatus.CONFLICT
    assert day_words(limit) in words(refused)
    assert limit.isoformat() not in words(refused)
    clock.move_forward(clock.start_of(limit + timedelta(days=1)))
    assert hidden(keeper.get(place), f"{place}do/close/")


def test_a_wrong_code_comes_back_in_its_form(answering):
    answering.issue()
    page = Client().post("/rate/", {"code": "ABCD-EFGH"})
    assert page.status_code == HTTPStatus.NOT_FOUND
    form = BeautifulSoup(page.content, "html.parser").find("form", action="/rate/")
    assert form.find("input", {"name": "code"})["value"] == "ABCD-EFGH"
    assert "没有找到这个评价码" in words(page)
    assert WrongGuess.objects.count() == 1


def test_the_extension_comes_back_with_its_words(answering):
    answering.issue()
    keeper = browser(answering.keeper)
    answering.links()
    place = f"/ratings/{answering.owed.pk}/do/extend/"
    page = keeper.post(place, {"due_on": "", "reason": "代表出差。"})
    assert page.status_code == UNPROCESSABLE
    assert "代表出差。" in page.content.decode()
    page = keeper.post(place, {"due_on": "2022-09-16", "reason": "代表出差。"})
    assert page.status_code == UNPROCESSABLE
    assert "代表出差。" in page.content.decode()


def test_the_ledger_of_promises_is_filtered(answering):
    answering.issue()
    office = browser(answering.office)
    place = f"/plans/{answering.plan.pk}/promises/"
    assert answering.promise.text in words(office.get(place))
    assert answering.promise.text not in words(office.get(place, {"status": "overdue"}))
    assert answering.promise.text in words(office.get(place, {"unit": answering.host}))
    assert office.get(place, {"unit": "x", "status": "y"}).status_code == HTTPStatus.OK
    assert "选填" not in words(office.get(place))  # one looks by it, or does not


def test_a_promise_is_reported_on_and_closed_in_the_browser(answering):
    answering.issue()
    place = f"/promises/{answering.promise.pk}/"
    clerk, head, office = map(browser, (answering.clerk, answering.head, answering.office))
    assert clerk.post(f"{place}do/report/", {"reason": ""}).status_code == UNPROCESSABLE
    clerk.post(f"{place}do/report/", {"reason": "设备已招标。"})
    head.post(f"{place}do/claim/", {"reason": "已建成。"})
    assert "销号" in words(office.get(place))
    office.post(f"{place}do/confirm/")
    page = words(office.get(place))
    assert "已兑现" in page
    assert "设备已招标。" in page


def test_what_is_owed_leads_to_the_page_where_it_is_done(answering):
    answering.issue()
    answering.rate(answering.links(numbers=[1])[0], answering.reply.issued_at, "dissatisfied")
    clerk, keeper = browser(answering.clerk), browser(answering.keeper)
    second = Obligation.objects.get(kind="second_reply")
    assert clerk.get(f"/duties/second-reply/{second.pk}/").url == f"/replies/{second.pk}/"
    rating = Obligation.objects.get(kind="rating")
    promise = answering.promise
    assert keeper.get(f"/duties/rating/{rating.pk}/").url == f"/ratings/{answering.owed.pk}/"
    assert clerk.get(f"/duties/promise/{promise.obligation_id}/").url == f"/promises/{promise.pk}/"
    assert clerk.get(f"/duties/rating/{rating.pk}/").status_code == HTTPStatus.NOT_FOUND
