"""The rates, each with its base, now and at any past moment; boards and exports say the same."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import Deputy
from replies.ledger import ledger_context
from replies.rates import Keeping, replies_standing
from replies.services.promises import claim_kept, confirm_kept, redate_promise, reject_claim
from replies.services.roster import EntryContent, record_contact, save_entry
from reports.services.reply import register_reply
from tests.answering import PROMISED, PROMISED_BY, Answering
from tests.directive_facts import MOTIONS
from tests.playing import at

pytestmark = pytest.mark.django_db

DEPUTIES = sum(count for _title, _lead, count in MOTIONS)
OF_FIRST = MOTIONS[0][2]


def standing(answering: Answering, moment=None):
    moment = moment or at("2022-12-01")
    return replies_standing(answering.plan, at=moment, today=timezone.localdate(moment))


def contact(answering: Answering, place: int, met_on: date, now) -> None:
    deputy = Deputy.objects.filter(motion=answering.owed.motion).order_by("order")[place]
    record_contact(
        deputy_id=deputy.pk,
        met_on=met_on,
        manner="visit",
        by_whom="李守正",
        note="",
        **answering.does(answering.clerk, now),
    )


def test_nothing_yet(answering):
    found = standing(answering)
    assert (found.contacted.done, found.contacted.base) == (0, DEPUTIES)
    assert (found.answered.done, found.answered.base) == (0, len(MOTIONS))
    assert found.satisfied.percent is None
    assert found.kept.percent is None
    assert found.goal == 100


def test_contacted_counts_deputies_spoken_with_before_the_answer(answering):
    contact(answering, 0, date(2022, 9, 10), at("2022-09-10"))
    contact(answering, 0, date(2022, 9, 11), at("2022-09-11"))
    contact(answering, 1, date(2022, 9, 12), at("2022-09-12"))
    answering.issue()
    contact(answering, 2, date(2022, 9, 20), at("2022-09-20"))
    assert standing(answering).contacted.done == 2
    assert standing(answering, at("2022-09-11")).contacted.done == 1


def test_a_reply_on_paper_counts_as_answered(answering):
    register_reply(
        obligation_id=answering.owed.pk,
        by=answering.office.user,
        access=answering.office.access,
        replied_on=date(2022, 9, 14),
        document_number="纸质 1 号",
        now=at("2022-09-15"),
    )
    assert standing(answering).answered.done == 1
    assert standing(answering, at("2022-09-14", 23)).answered.done == 0
    assert standing(answering).silent == 0


def test_satisfied_is_of_those_who_rated_and_the_silent_stand_apart(answering):
    answering.issue()
    links = answering.links()
    for link, verdict in zip(links, ("satisfied", "basically", "dissatisfied"), strict=False):
        answering.rate(link, at("2022-09-20"), verdict)
    found = standing(answering)
    assert (found.satisfied.done, found.satisfied.base) == (2, 3)
    assert found.silent == OF_FIRST - 3
    before = standing(answering, at("2022-09-19"))
    assert (before.satisfied.base, before.silent) == (0, OF_FIRST)


def test_of_two_ratings_of_a_deputy_the_later_counts_from_its_moment_on(answering):
    answering.issue()
    answering.rate(answering.links(numbers=[1])[0], at("2022-09-20"), "dissatisfied")
    answering.again()
    answering.issue(at("2022-10-08"), answer_class="A", promises=False)
    answering.rate(answering.links(at("2022-10-08"))[0], at("2022-10-10"), "satisfied")
    assert standing(answering).satisfied.percent == 100
    past = standing(answering, at("2022-10-09"))
    assert (past.satisfied.done, past.satisfied.base) == (0, 1)
    assert past.motions[0].second_due_on == date(2022, 10, 20)
    assert standing(answering, at("2022-09-19")).motions[0].second_due_on is None


def test_kept_counts_what_the_office_closed_and_overdue_goes_by_the_date_of_the_moment(answering):
    answering.issue()
    promise = {"promise_id": answering.promise.pk}
    office = {"by": answering.office.user, "access": answering.office.access}
    head = {"by": answering.head.user, "access": answering.head.access}
    late = PROMISED_BY + timedelta(days=1)
    redate_promise(**promise, **office, due_on=date(2023, 6, 30), reason="延期。", now=at(late, 12))
    claim_kept(**promise, **head, reason="已建成。", now=at("2023-05-01"))
    confirm_kept(**promise, **office, now=at("2023-05-08"))
    states = [
        (at(PROMISED_BY), Keeping.OPEN),
        (at(late, 9), Keeping.OVERDUE),
        (at(late, 13), Keeping.OPEN),
        (at("2023-05-02"), Keeping.CLAIMED),
        (at("2023-05-08"), Keeping.KEPT),
    ]
    assert [standing(answering, moment).promises[0].state for moment, _state in states] == [
        state for _moment, state in states
    ]
    assert standing(answering, at("2023-05-08")).kept.percent == 100
    assert standing(answering, at("2022-09-14")).kept.base == 0


def test_page_and_board_agree_on_what_is_overdue(answering):
    """Said to be kept in time, the office slow: that is nobody's lateness until it is sent back."""
    answering.issue()
    promise = {"promise_id": answering.promise.pk}
    office = {"by": answering.office.user, "access": answering.office.access}
    head = {"by": answering.head.user, "access": answering.head.access}
    claim_kept(**promise, **head, reason="已建成。", now=at("2023-03-01"))
    late = at(PROMISED_BY + timedelta(days=10))
    assert_state(answering, late, Keeping.CLAIMED)
    reject_claim(**promise, **office, reason="还缺验收。", now=late)
    assert_state(answering, late, Keeping.OVERDUE)
    before = standing(answering, late - timedelta(days=1))
    assert (before.overdue, before.promises[0].state) == (0, Keeping.CLAIMED)


def assert_state(answering: Answering, moment, state: Keeping) -> None:
    found = standing(answering, moment)
    page = ledger_context(answering.office.access, answering.plan.pk, {}, moment)
    asked = {"status": "overdue"}
    late = ledger_context(answering.office.access, answering.plan.pk, asked, moment)
    is_overdue = state == Keeping.OVERDUE
    assert found.promises[0].state == state
    assert found.overdue == is_overdue
    assert page["lines"][0].is_overdue == is_overdue
    assert bool(late["lines"]) == is_overdue


def test_the_standing_takes_the_same_number_of_queries(answering):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            standing(answering)
        return len(seen)

    answering.issue()
    answering.rate(answering.links(numbers=[1])[0], at("2022-09-20"))
    few = queries()
    second = Answering(answering.plan, motion=1)
    second.issue()
    for link in second.links():
        answering.rate(link, at("2022-09-21"))
    contact(second, 0, date(2022, 9, 10), at("2022-09-12"))
    assert queries() == few


def test_board_pdf_and_ledger_say_what_was_rated(answering, settings):
    settings.REHEARSAL_CLOCK = date(2022, 12, 1)
    answering.issue()
    letter = answering.letters[1]
    entry = EntryContent("张代表（演示）")
    save_entry(deputy_id=letter.deputy_id, access=answering.keeper.access, content=entry)
    answering.rate(answering.links(numbers=[1])[0], at("2022-09-20"), "satisfied", "办得好。")
    answering.rate(answering.links(numbers=[2])[0], at("2022-09-20"), "dissatisfied")
    office = Client()
    office.force_login(answering.office.user)
    board = office.get(f"/plans/{answering.plan.pk}/board/").content.decode()
    assert "50%" in board
    assert PROMISED in board
    earlier = office.get(f"/plans/{answering.plan.pk}/board/?at=2022-09-18").content.decode()
    assert f"评价的代表 {0} 名" in earlier
    book = openpyxl.load_workbook(
        BytesIO(office.get(f"/plans/{answering.plan.pk}/ledger.xlsx").content)
    )
    rows = list(book["答复与评价"].iter_rows(values_only=True))
    heads = rows[0]
    of_first = [dict(zip(heads, row, strict=True)) for row in rows[1:]]
    assert len(of_first) == OF_FIRST + 1  # the other motion, not answered yet, has a row
    by_name = {row["代表"]: row for row in of_first}
    assert by_name["张代表（演示）"]["办理结果"] == "不满意"
    assert by_name[MOTIONS[0][1]]["意见和建议"] == "办得好。"
    promises = list(book["承诺事项"].iter_rows(values_only=True))
    assert promises[1][0] == PROMISED
