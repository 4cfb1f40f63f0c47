"""The two replies, their letters and ratings; one deputy is not satisfied and answered again."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from common.errors import NotAllowedError, NotVisibleError
from events.errors import WrongStateError
from motions.models import Deputy
from replies.errors import (
    AlreadyRatedError,
    CoSignaturesMissingError,
    NotRatedNowError,
    RatingStillOpenError,
    WrongCodeError,
)
from replies.models import Rating
from replies.services.drafting import AnswerContent, PromiseEntry
from replies.services.following import NewLink, close_rating
from replies.services.promises import claim_kept, confirm_kept
from replies.services.rating import letter_by_code
from replies.services.roster import record_contact
from tests.answering import COVER
from tests.browser.year.story import DEVELOPMENT, INDUSTRY
from tests.browser.year.year import PHONE, open_up, refused
from tests.directive_facts import MOTIONS
from tests.reports.test_races import all_at_once

if TYPE_CHECKING:
    from tests.answering import Answering
    from tests.browser.year.year import Year

FIRST, SECOND = range(2)
CONTACTED = (12, 10)  # deputies of each motion who were spoken with before the answer
BASICALLY = 3  # of the first motion's deputies, by its result
WORDS = "项目推进慢，企业用地还没有落实。"
KEPT, OPEN = (
    ("年底前建成检测平台。", date(2022, 12, 20)),
    ("明年三月底前出台配套细则。", date(2023, 3, 31)),
)


def issue(year: Year) -> None:
    year.at("2022-09-16", 14)
    for motion, count in zip((FIRST, SECOND), CONTACTED, strict=True):
        _contact(year, year.answering(motion), count)
    _first_in_the_browser(year)
    second = year.answering(SECOND)
    second.start(year.now)
    second.write(year.now, keeps=1, promises=False, answer_class="A")
    _promise(second, year, *OPEN)
    second.circulate(year.now)
    second.co_signed(year.now)
    second.send(year.now)
    signing = [lambda: second.sign(year.now)] * 2
    assert all_at_once(*signing) == ["WrongStateError", "done"]
    _rate(year)


def _contact(year: Year, answering: Answering, count: int) -> None:
    for deputy in Deputy.objects.filter(motion=answering.owed.motion).order_by("order")[:count]:
        record_contact(
            deputy_id=deputy.pk,
            met_on=date(2022, 9, 13),
            manner="visit",
            by_whom="李守正",
            note="",
            **answering.does(answering.clerk, year.now),
        )


def _promise(answering: Answering, year: Year, text: str, due_on: date) -> None:
    answer = answering.reply.answers.get()
    unit = year.unit(INDUSTRY).pk
    content = AnswerContent(
        answer.heading, answer.text, "B", answer.order, (PromiseEntry(text, unit, due_on),)
    )
    answering.save(answer, content, year.now)


def _first_in_the_browser(year: Year) -> None:
    answering = year.answering(FIRST)
    with refused(NotVisibleError):  # another unit does not know of the draft
        answering.host_clerk, answering.clerk = answering.clerk, year.clerk(DEVELOPMENT)
        answering.start(year.now)
    answering.clerk = answering.host_clerk
    clerk = year.sees("gongxin-clerk")
    clerk.get_by_role("link", name=re.compile("项目为王")).first.click()
    clerk.get_by_role("button", name="起草答复").click()
    clerk.get_by_label("发文字号").fill(COVER.document_number)
    clerk.get_by_label("整件类别").select_option("B")
    clerk.get_by_label("联系人").fill(COVER.contact)
    clerk.get_by_label("联系电话").fill(COVER.telephone)
    clerk.get_by_role("button", name="保存").first.click()
    answering.write(year.now, keeps=1, promises=False, answer_class="A")
    _promise(answering, year, *KEPT)
    clerk.reload()
    clerk.get_by_role("button", name="送会签").click()
    with refused(CoSignaturesMissingError):
        answering.send(year.now)
    answering.co_signed(year.now)
    clerk.reload()
    clerk.get_by_role("button", name=re.compile("送.*审签")).click()
    with refused(NotAllowedError):  # the clerk does not sign
        answering.own_head, answering.head = answering.head, answering.clerk
        answering.sign(year.now)
    answering.head = answering.own_head
    head = year.sees("gongxin-head")
    head.get_by_role("link", name=re.compile("项目为王")).first.click()
    head.get_by_role("button", name="审签并答复代表").click()
    expect(head.get_by_text("1/12").first).to_be_visible()
    with refused(WrongStateError):
        answering.sign(year.now)


def _rate(year: Year) -> None:
    """One deputy of each motion stays silent; the last of the first is not satisfied."""
    year.at("2022-09-19")
    first, second = year.answering(FIRST), year.answering(SECOND)
    for outsider in (first.clerk, first.head, year.office, year.cast.bureau):
        with refused((NotAllowedError, NotVisibleError)):
            first.keeper, keeper = outsider, first.keeper
            first.links(year.now)
        first.keeper = keeper
    codes = _codes_on_paper(year)
    with refused(WrongCodeError):
        letter_by_code(code="A" * 32, caller="10.0.0.9", now=year.now)
    _silent, unsatisfied, *others = codes
    for place, link in enumerate(others):
        first.rate(link, year.now, "basically" if place < BASICALLY else "satisfied")
    _rate_on_the_phone(year, unsatisfied.code, "不满意", WORDS)
    year.used_code = unsatisfied.code
    with refused(AlreadyRatedError):
        first.rate(unsatisfied, year.now)
    _silent, *links = second.links(year.now)
    rating = [lambda: second.rate(links[0], year.now)] * 2
    assert all_at_once(*rating) == ["AlreadyRatedError", "done"]
    for link in links[1:]:
        second.rate(link, year.now)
    with refused(RatingStillOpenError):
        close_rating(**second.does(second.keeper, year.now))


def _codes_on_paper(year: Year) -> list[NewLink]:
    """The deputies' office makes the sheets; the codes are to be read there, once."""
    keeper = year.sees("renda")
    keeper.get_by_role("link", name=re.compile("项目为王")).first.click()
    box = open_up(keeper, "给未评价的代表各做一份评价表")
    box.get_by_role("button").click()
    expect(keeper.locator(".link-sheet")).to_have_count(MOTIONS[FIRST][2])
    codes = keeper.locator(".link-sheet__words").all_inner_texts()
    assert Rating.objects.count() == 0
    letters = year.answering(FIRST).letters
    return [NewLink(letter, code) for letter, code in zip(letters, codes, strict=True)]


def _rate_on_the_phone(year: Year, code: str, verdict: str, words: str) -> None:
    """Opening consumes nothing; submitting does."""
    for _visit in range(2):
        page = year.new_page(viewport=PHONE)
        page.goto(f"/rate/#{code}")
        expect(page.get_by_role("group", name="对办理结果")).to_be_visible()
    page.get_by_role("group", name="对办理态度").get_by_label("基本满意").check()
    page.get_by_role("group", name="对办理结果").get_by_label(verdict, exact=True).check()
    page.get_by_label("意见和建议").fill(words)
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("评价已收下，谢谢您")).to_be_visible()


def handle_again(year: Year) -> None:
    """Within a month of the deputy's word; the deputy is satisfied with the second answer."""
    year.at("2022-10-14")
    first, second = year.answering(FIRST), year.answering(SECOND)
    for answering in (first, second):
        close_rating(**answering.does(answering.keeper, year.now))
    again = year.answering(FIRST)
    owed = again.again()
    assert owed.due_on == date(2022, 10, 19)
    again.start(year.now)
    again.write(year.now, keeps=1, promises=False, answer_class="A")
    again.circulate(year.now)
    again.co_signed(year.now)
    again.send(year.now)
    again.sign(year.now)
    (link,) = again.links(year.now)
    with refused(AlreadyRatedError):  # the first sheet is used up
        first.rate(NewLink(link.letter, year.used_code), year.now)
    _rate_on_the_phone(year, link.code, "满意", "用地落实了。")
    with refused(NotRatedNowError):
        again.links(year.now)


def keep_promise(year: Year) -> None:
    """The host says that it is kept; the office, by somebody else, says so too."""
    promise = year.answering(FIRST).promise
    head = year.answering(FIRST).head
    year.at("2022-12-19")
    claim_kept(promise_id=promise.pk, reason="平台已建成验收。", **year.by(head))
    with refused(NotAllowedError):
        confirm_kept(promise_id=promise.pk, **year.by(head))
    year.at("2022-12-20")
    confirm_kept(promise_id=promise.pk, **year.by(year.office))
