"""The pages, as their readers press the buttons."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from supervision.models import Difficulty, Instruction, Notice
from supervision.services import answering
from tests.playing import SECOND_CITY, at, load, person
from tests.supervision.cast import INSTRUCTED, REPORTING, open_duties
from units.models import Delegation
from units.roles import Role

if TYPE_CHECKING:
    from tests.playing import Person
    from tests.supervision.cast import Cast

pytestmark = pytest.mark.django_db
NOW = at("2022-09-05")


@pytest.fixture(autouse=True)
def in_september(settings: Any) -> date:
    settings.REHEARSAL_CLOCK = NOW.date()
    return NOW.date()


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def text(response: Any) -> str:
    return " ".join(soup(response).main.get_text(" ").split())


REPORT = {
    "what": "用地指标没有落实。",
    "since_on": "2022-08-01",
    "tried": "对接三次。",
    "asked": "协调 120 亩。",
    "asked_of": "市自然资源和规划局",
    "token": "7d444840-9dc0-11d1-b245-5ffdce74fad2",
}


def test_a_difficulty_goes_round_in_the_browser(cast: Cast) -> None:
    clerk, office, vice_mayor = map(browser, (cast.clerk, cast.office, cast.vice_mayor))
    leaf = [cast.plan.pk, cast.leaf.key]
    page = clerk.get(reverse("leaf", args=leaf))
    assert "报告困难" in text(page)
    unit = cast.units[REPORTING].pk
    sent = clerk.post(reverse("report_difficulty", args=leaf), REPORT | {"unit": unit})
    row = Difficulty.objects.get()
    assert sent.headers["Location"] == reverse("difficulty", args=[row.pk])
    assert "用地指标" in text(office.get("/"))  # on the office's home
    up = office.post(
        reverse("difficulty_step", args=[row.pk, "send_up"]), {"reason": "建议统筹。"}, follow=True
    )
    assert "待批示" in text(up)
    board = vice_mayor.get(reverse("board", args=[cast.plan.pk]))
    assert "等您处理的困难（1）" in text(board)
    written = vice_mayor.post(
        reverse("instruct", args=[row.pk]),
        {"text": "请月内解决。", "unit": cast.units[INSTRUCTED].pk, "due_on": "2022-09-30"},
        follow=True,
    )
    assert "请月内解决。" in text(written)
    assert "等您处理的困难" not in text(vice_mayor.get(reverse("board", args=[cast.plan.pk])))
    _answered_in_the_browser(cast, office)
    row.refresh_from_db()
    assert row.ended_at
    assert "方案已定。" in text(vice_mayor.get(reverse("difficulty", args=[row.pk])))


def _answered_in_the_browser(cast: Cast, office: Client) -> None:
    instruction = Instruction.objects.get()
    clerk, head = browser(cast.answering_clerk), browser(cast.answering_head)
    (owed,) = open_duties("instruction")
    work = soup(clerk.get(reverse("my_work")))
    assert work.find("a", href=reverse("duty_instruction", args=[owed.pk]))
    page = soup(clerk.get(reverse("duty_instruction", args=[owed.pk]), follow=True))
    revision = page.find("input", {"name": "revision"})["value"]
    answer = {"answer": "方案已定。", "revision": revision, "send": "yes"}
    clerk.post(reverse("instruction_answer", args=[instruction.pk]), answer)
    outside = office.get(reverse("instruction", args=[instruction.pk]))
    assert "方案已定" not in text(outside)  # nobody outside reads what is not signed
    page = soup(head.get(reverse("instruction", args=[instruction.pk])))
    revision = page.find("input", {"name": "revision"})["value"]
    sign = reverse("instruction_step", args=[instruction.pk, "sign_and_send"])
    assert "已报结果" in text(head.post(sign, {"revision": revision}, follow=True))
    office.post(reverse("instruction_step", args=[instruction.pk, "confirm"]))


def test_what_was_typed_is_not_lost(cast: Cast) -> None:
    clerk, office = browser(cast.clerk), browser(cast.office)
    leaf = [cast.plan.pk, cast.leaf.key]
    wrong = REPORT | {"unit": cast.units[REPORTING].pk, "since_on": "2022-09-06"}
    page = clerk.post(reverse("report_difficulty", args=leaf), wrong)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "用地指标没有落实。" in page.content.decode()
    assert "今天或以前的日期" in text(page)
    row = cast.report()
    page = office.post(reverse("difficulty_step", args=[row.pk, "solve"]), {"reason": "长" * 5_001})
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "长" * 5_001 in page.content.decode()
    cast.send_up(row, NOW)
    page = browser(cast.vice_mayor).post(
        reverse("instruct", args=[row.pk]),
        {"text": "请解决。", "unit": cast.units[INSTRUCTED].pk, "due_on": "2022-09-01"},
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请解决。" in page.content.decode()
    assert not Instruction.objects.exists()


def test_words_saved_by_a_colleague_are_kept_and_ones_own_come_back(cast: Cast) -> None:
    row = cast.issue(NOW)
    clerk = browser(cast.clerk)
    address = reverse("notice_answer", args=[row.pk])
    clerk.post(address, {"answer": "同事写的。", "revision": "0"})
    page = clerk.post(address, {"answer": "我写的。", "revision": "0"})
    assert page.status_code == HTTPStatus.CONFLICT
    assert "同事写的。" in text(page)
    assert soup(page).find("textarea", {"name": "answer"}).get_text().strip() == "我写的。"
    row.refresh_from_db()
    assert row.draft == "同事写的。"


def test_a_notice_from_the_proposal_to_closed_in_the_browser(cast: Cast) -> None:
    bureau, clerk, head = map(browser, (cast.bureau, cast.clerk, cast.head))
    desk = bureau.get(reverse("supervision", args=[cast.plan.pk]))
    cause = f"owed-{cast.missing.pk}"
    link = next(a["href"] for a in soup(desk).find_all("a") if cause in a.get("href", ""))
    form = soup(bureau.get(link)).main
    words = form.find("textarea", {"name": "text"}).get_text().strip()
    assert REPORTING in words
    level = form.select_one("select[name=level] option[selected]")["value"]
    due_on = form.find("input", {"name": "due_on"})["value"]
    typed = {"level": level, "number": "演示督〔2022〕1号", "due_on": due_on}
    bureau.post(link, typed | {"text": f"{words}！"})
    row = Notice.objects.get()
    assert (row.level, row.issues.get().text) == ("blue", f"{words}！")
    again = bureau.post(link, typed | {"text": words})
    assert again.status_code == HTTPStatus.CONFLICT
    assert cause not in bureau.get(reverse("supervision", args=[cast.plan.pk])).content.decode()
    work = text(clerk.get(reverse("my_work")))
    assert f"督办答复：{Notice.objects.get().title}" in work
    assert "去填写答复" in work
    assert "件事等您办" in work
    clerk.post(
        reverse("notice_answer", args=[row.pk]),
        {"answer": "已补报。", "revision": "0", "send": "yes"},
    )
    head.post(reverse("notice_step", args=[row.pk, "sign_and_send"]), {"revision": "1"})
    page = bureau.post(
        reverse("notice_step", args=[row.pk, "made_good"]), {"reason": "属实。"}, follow=True
    )
    assert "已销号" in text(page)


def test_a_unit_sees_its_own_alone(cast: Cast) -> None:
    row = cast.report()
    cast.send_up(row, NOW)
    instruction = cast.instruct(row, NOW)
    notice = cast.issue(NOW)
    abroad = load(SECOND_CITY)
    own = {
        reverse("difficulty", args=[row.pk]): {cast.clerk, cast.head},
        reverse("instruction", args=[instruction.pk]): {cast.answering_clerk, cast.answering_head},
        reverse("notice", args=[notice.pk]): {cast.clerk, cast.head},
    }
    foreign = {
        person(abroad.reviewing_unit_id, Role.OFFICE),
        person(abroad.supervisor_unit_id, Role.SUPERVISOR),
        person(abroad.host_unit_id, Role.VICE_MAYOR),
    }
    units = {cast.clerk, cast.head, cast.answering_clerk, cast.answering_head, cast.stranger}
    readers = {cast.office, cast.bureau, cast.vice_mayor}
    for address, theirs in own.items():
        for who in units | foreign | readers:
            expected = HTTPStatus.OK if who in theirs | readers else HTTPStatus.NOT_FOUND
            assert browser(who).get(address).status_code == expected, (address, who.user)
    listed = reverse("leaf_difficulties", args=[cast.plan.pk, cast.leaf.key])
    assert "用地指标" in text(browser(cast.clerk).get(listed))
    assert "用地指标" not in text(browser(cast.stranger).get(listed))


def test_a_form_sent_twice_reports_one_difficulty(cast: Cast) -> None:
    clerk = browser(cast.clerk)
    address = reverse("report_difficulty", args=[cast.plan.pk, cast.leaf.key])
    token = soup(clerk.get(address)).find("input", {"name": "token"})["value"]
    typed = REPORT | {"unit": cast.units[REPORTING].pk, "token": token}
    there = [clerk.post(address, typed).headers["Location"] for _press in range(2)]
    assert there[0] == there[1]
    assert len(open_duties("difficulty")) == 1
    other = clerk.post(address, typed | {"what": "资金没有到位。"})
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "资金没有到位。" in text(other)
    assert Difficulty.objects.count() == 1


def test_nothing_is_proposed_in_an_archived_plan(cast: Cast) -> None:
    bureau, desk = browser(cast.bureau), reverse("supervision", args=[cast.plan.pk])
    issue = reverse("issue_notice", args=[cast.plan.pk])
    assert issue in bureau.get(desk).content.decode()
    cast.plan.status, cast.plan.closed_at = "closed", NOW
    cast.plan.save()
    assert issue not in bureau.get(desk).content.decode()


def test_what_the_office_owes_is_no_duty_of_its_units_clerks(cast: Cast) -> None:
    row = cast.report()
    (owed,) = open_duties("difficulty")
    clerk = person(cast.plan.reviewing_unit_id, Role.CLERK)
    assert "困难问题处理" not in text(browser(clerk).get(reverse("my_work")))
    assert "困难问题处理" in text(browser(cast.office).get(reverse("my_work")))
    address = reverse("duty_difficulty", args=[owed.pk])
    assert browser(clerk).get(address).status_code == HTTPStatus.NOT_FOUND
    there = browser(cast.office).get(address)
    assert there.headers["Location"] == reverse("difficulty", args=[row.pk])


def test_whoever_has_the_next_step_finds_it_in_my_work(cast: Cast, settings: Any) -> None:
    sent_up, other = cast.report(), cast.report()
    cast.send_up(sent_up, NOW)
    cast.send_up(other, NOW)
    instruction = cast.instruct(other, NOW)
    cast.answer_instruction(instruction, NOW)
    checked = cast.issue(NOW, cause=f"pace-{cast.leaf.pk}")
    lead = checked.unit
    people = person(lead, Role.CLERK), person(lead, Role.HEAD)
    cast.answer(answering.TO_NOTICE, checked, NOW, "已补上。", *people)
    watched = cast.red()
    cast.answer_notice(watched, at("2022-09-24"))
    cast.check("begin_watch", watched, at("2022-09-26"), reason="属实。")
    settings.REHEARSAL_CLOCK = date(2022, 10, 10)
    owed = (
        (cast.vice_mayor, "instructing", "困难批示", ["difficulty", sent_up.pk]),
        (cast.office, "instruction_check", "批示结果确认", ["instruction", instruction.pk]),
        (cast.bureau, "notice_check", "督办核查", ["notice", checked.pk]),
        (cast.bureau, "notice_closing", "观察期满销号", ["notice", watched.pk]),
    )
    for who, kind, words, (page, pk) in owed:
        (duty,) = open_duties(kind)
        client, address = browser(who), reverse(f"duty_{kind}", args=[duty.pk])
        work = client.get(reverse("my_work"))
        assert words in text(work)
        assert soup(work).find("a", href=address)
        assert client.get(address).headers["Location"] == reverse(page, args=[pk])
        assert "期限" in text(client.get(reverse(page, args=[pk])))
        clerk = person(duty.unit_id, Role.CLERK)
        assert words not in text(browser(clerk).get(reverse("my_work")))


def test_drawn_up_from_the_board_and_read_by_all_once_issued(cast: Cast) -> None:
    bureau, clerk = browser(cast.bureau), browser(cast.clerk)
    made = bureau.post(reverse("draw_up_bulletin", args=[cast.plan.pk]))
    address = made.headers["Location"]
    assert clerk.get(address).status_code == HTTPStatus.NOT_FOUND
    form = soup(bureau.get(address)).main
    typed = {field["name"]: field.get_text().strip() for field in form.find_all("textarea")}
    assert f"{REPORTING} 8月底逾期未报" in typed["laggards"]
    typed |= {"revision": "0", "period": "2022年9月上旬", "next_step": "限三日内报送。"}
    bureau.post(address, typed)
    stale = bureau.post(address, typed)
    assert stale.status_code == HTTPStatus.CONFLICT
    bulletin = made.headers["Location"].rstrip("/").rpartition("/")[2]

    def step(who: Client, action: str) -> Any:
        return who.post(reverse("bulletin_step", args=[bulletin, action]), {"revision": "1"})

    step(bureau, "send_for_approval")
    assert step(bureau, "approve").status_code == HTTPStatus.CONFLICT
    step(browser(cast.colleague), "approve")
    step(bureau, "issue")
    page = clerk.get(address)
    assert "第 1 期" in text(page)
    assert "限三日内报送。" in text(page)
    pdf = clerk.get(reverse("bulletin_pdf", args=[bulletin]))
    assert pdf.content.startswith(b"%PDF")


def test_as_many_questions_with_much_as_with_little(cast: Cast) -> None:
    """One difficulty and one notice against several of each."""

    def asked(who: Person, address: str) -> int:
        client = browser(who)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == HTTPStatus.OK
        return len(seen)

    pages = [
        (cast.bureau, reverse("supervision", args=[cast.plan.pk])),
        (cast.vice_mayor, reverse("board", args=[cast.plan.pk])),
        (cast.office, "/"),
        (cast.office, reverse("leaf_difficulties", args=[cast.plan.pk, cast.leaf.key])),
        (cast.bureau, reverse("bulletins", args=[cast.plan.pk])),
    ]

    def one_more(number: int) -> None:
        row = cast.report()
        cast.send_up(row, NOW)
        cast.instruct(row, NOW)
        task = cast.plan.tasks.leaves()[number]
        notice = cast.issue(NOW, cause=f"pace-{task.pk}")
        who = person(notice.unit, Role.HEAD)
        cast.review("ask_review", notice, NOW, who)
        cast.draw_up(NOW)

    one_more(0)
    [asked(*page) for page in pages]  # makes the clock's row
    few = [asked(*page) for page in pages]
    for number in range(1, 5):
        one_more(number)
    assert [asked(*page) for page in pages] == few


# -- whose turn it is --------------------------------------------------------------------------------


def instructed(cast: Cast) -> Instruction:
    row = cast.report()
    cast.send_up(row, NOW)
    return cast.instruct(row, NOW)


def steps_offered(who: Person) -> list[str]:
    page = soup(browser(who).get(reverse("my_work")))
    return [word for word in ("去填写答复", "去审签") if word in page.main.get_text(" ")]


def delegated(cast: Cast) -> Person:
    Delegation.objects.create(
        government=cast.plan.government,
        unit=cast.units[INSTRUCTED],
        head=cast.answering_head.user,
        delegate=cast.answering_clerk.user,
        from_on=NOW.date(),
        through_on=NOW.date(),
        given_at=NOW,
    )
    return cast.answering_clerk


def test_a_delegate_is_not_offered_the_signature_of_what_they_wrote(cast: Cast) -> None:
    writer, to = delegated(cast), answering.TO_INSTRUCTION
    row = instructed(cast).pk
    answering.save_answer(to=to, row_id=row, text="一稿", revision=0, access=writer.access)
    assert steps_offered(writer) == ["去填写答复"]
    colleague = person(cast.units[INSTRUCTED], Role.CLERK, name="另一位经办人")
    answering.send_answer_for_signature(
        to=to,
        row_id=row,
        text="一稿，改过",
        revision=1,
        by=colleague.user,
        access=colleague.access,
        now=NOW,
    )
    assert steps_offered(writer) == []
    assert steps_offered(cast.answering_head) == ["去审签"]


def test_whose_turn_it_is_takes_no_query_for_each(cast: Cast) -> None:
    client, counts = browser(delegated(cast)), []
    for _time in range(3):
        instructed(cast)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("my_work"))
        counts.append(len(asked))
    assert counts[1] == counts[2]
