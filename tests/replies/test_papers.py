"""The letters on paper: what each says, that it stays as it was issued, and what is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import docx
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from common.official.errors import MissingGlyphError
from documents.models import IssuedDocument
from documents.selectors import Verdict, checked
from notifications.models import Message
from replies.letters import addressee_words
from replies.models import Answer, CoSignature, Letter, Reply, RosterEntry
from replies.services.drafting import AnswerContent, save_cover
from replies.services.letters import issue_letters_again
from tests.access.test_secrets import text_of
from tests.answering import COVER, PROMISED, Answering
from tests.playing import Person, at, person
from units.models import Membership, Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

STRANGE = "\U00030000"  # a character that none of the fonts has


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def squeezed(text: str) -> str:
    return "".join(text.split())


def in_order(text: str, words: Iterable[str]) -> None:
    at = 0
    for word in map(squeezed, words):
        found = text.find(word, at)
        assert found >= 0, (word, text[at : at + 200])
        at = found + len(word)


def words(response: HttpResponse) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def paper(answering: Answering, number: int) -> bytes:
    address = reverse("letter_pdf", args=[answering.owed.pk, number])
    return browser(answering.clerk).get(address).content


def in_word(content: bytes) -> str:
    """Every paragraph, those of tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def test_a_letter_says_all_that_a_reply_has_to_say_in_order(real_press, answering):
    answering.issue()
    letter = squeezed(text_of(paper(answering, 1)))
    answer = Answer.objects.get(reply=answering.reply)
    co_signed = [row.unit for row in CoSignature.objects.filter(reply=answering.reply)]
    in_order(
        letter,
        [
            "开封市工业和信息化局",
            "第 1/12 件",
            "B 类",
            COVER.document_number,
            "关于对陶毓敏等12名代表《关于以“项目为王”理念为引领，全面推进“制造立市”战略实施的议案》的答复",
            "陶毓敏代表：",
            COVER.opening,
            f"一、{answer.heading}（B 类）",
            answer.text or "已按计划推进。",
            f"承诺：{PROMISED}（责任单位：市工业和信息化局；期限：2023年3月31日）",
            COVER.closing,
            "附件：征求意见表",
            "开封市工业和信息化局",
            *(str(unit).removeprefix("市") for unit in co_signed),
            "2022年9月15日",
            f"（联系人：{COVER.contact}　联系电话：{COVER.telephone}）",
            "附件",
            "征求意见表",
            f"{COVER.document_number}　B 类",
            "□登门走访 □座谈 □电话 □书信 □未面商",
            "对办理态度 □满意 □基本满意 □不满意",
            "对办理结果 □满意 □基本满意 □不满意",
            "意见",
            "代表签名",
            "请在2022年9月29日前直接交回市人大常委会，不要交承办单位。",
            "抄送：市人大常委会",
        ],
    )
    page = squeezed(words(browser(answering.clerk).get(f"/replies/{answering.owed.pk}/")))
    for said in (COVER.opening, COVER.closing, PROMISED, "2022年9月15日"):
        assert squeezed(said) in page


def test_what_was_issued_stays_and_can_be_checked(real_press, answering):
    answering.issue()
    content = paper(answering, 3)
    document = IssuedDocument.objects.of(answering.reply).get(part="3")
    assert (document.number, document.version) == (COVER.document_number, 1)
    assert squeezed(document.printed_code) in squeezed(text_of(content))
    found = checked(document.code, document.sha256)
    assert found.verdict == Verdict.UNCHANGED
    Answer.objects.filter(reply=answering.reply).update(text="事后改写。")
    assert paper(answering, 3) == content
    whole = text_of(
        browser(answering.clerk).get(reverse("letters_pdf", args=[answering.owed.pk])).content
    )
    codes = IssuedDocument.objects.of(answering.reply)
    assert len(codes) == len(answering.letters)
    assert all(squeezed(one.printed_code) in squeezed(whole) for one in codes)
    assert "事后改写" not in squeezed(whole)


def test_all_letters_come_in_one_file_each_as_if_printed_alone(real_press, answering):
    answering.issue()
    client, place = browser(answering.clerk), f"/replies/{answering.owed.pk}/"
    shown = client.get(place).content.decode()
    assert f"{place}letters.pdf" in shown
    assert f"{place}letters.docx" in shown
    one = text_of(client.get(f"{place}letters/1.pdf").content)
    every = text_of(client.get(f"{place}letters.pdf").content)
    number = len(answering.letters)
    for letter in range(1, number + 1):
        assert every.count(f"第 {letter}/{number} 件") == 1
    assert every.count("— 2 —") == number * one.count("— 2 —")
    assert squeezed(every).count(squeezed(COVER.closing)) == number
    edited = in_word(client.get(f"{place}letters.docx").content)
    assert edited.count(squeezed(COVER.closing)) == number


def test_the_deputies_office_and_those_above_have_letter_and_proof(answering):
    answering.issue()
    document = IssuedDocument.objects.of(answering.reply).get(part="1")
    proof = reverse("issued_document", args=[document.pk])
    for who in (answering.clerk, answering.keeper, answering.office):
        client = browser(who)
        assert client.get(proof).status_code == HTTPStatus.OK
        for name in ("letter_pdf", "letter_docx"):
            there = client.get(reverse(name, args=[answering.owed.pk, 1]))
            assert there.status_code == HTTPStatus.OK
    assert proof in browser(answering.clerk).get(f"/replies/{answering.owed.pk}/").content.decode()
    stranger = person(answering.plan.supervisor_unit_id, Role.CLERK)
    assert browser(stranger).get(proof).status_code == HTTPStatus.NOT_FOUND


def test_a_draft_is_seen_by_the_host_alone_and_says_that_it_is_one(real_press, answering):
    answering.start()
    answering.write()
    addresses = [f"/replies/{answering.owed.pk}/draft.{kind}" for kind in ("pdf", "docx")]
    client = browser(answering.clerk)
    page = client.get(f"/replies/{answering.owed.pk}/").content.decode()
    for address in addresses:
        assert address in page
    pdf, word = (client.get(address).content for address in addresses)
    for text in (squeezed(text_of(pdf)), in_word(word)):
        assert "草稿，未印发" in text
        assert "陶毓敏代表：" in text
        assert "验证码" not in text
    for who in (answering.keeper, answering.office):
        assert browser(who).get(addresses[0]).status_code == HTTPStatus.NOT_FOUND
    answering.circulate()
    answering.co_signed()
    answering.send()
    answering.sign()
    assert client.get(addresses[0]).status_code == HTTPStatus.NOT_FOUND


def test_a_name_filled_in_later_makes_a_new_version_of_that_letter_only(real_press, answering):
    answering.issue()
    keeper, clerk = browser(answering.keeper), browser(answering.clerk)
    letter, before = answering.letters[4], paper(answering, 5)
    again = reverse("issue_letters_again", args=[answering.owed.pk])
    page = f"/replies/{answering.owed.pk}/"
    assert again not in clerk.get(page).content.decode()
    keeper.post(f"/deputies/{letter.deputy_id}/", {"name": "张补填"})
    assert RosterEntry.objects.get().name == "张补填"
    assert paper(answering, 5) == before
    assert "＿＿＿＿代表：" in text_of(before)
    assert again in clerk.get(page).content.decode()
    assert again not in browser(answering.office).get(page).content.decode()
    assert clerk.post(again).status_code == HTTPStatus.FOUND
    assert "张补填代表：" in text_of(paper(answering, 5))
    versions = IssuedDocument.objects.of(answering.reply).order_by("part", "version")
    assert [row.version for row in versions.filter(part="5")] == [1, 2]
    assert versions.exclude(part="5").count() == len(answering.letters) - 1
    twice = clerk.post(again)
    assert twice.status_code == HTTPStatus.CONFLICT
    assert "内容没有改动" in words(twice)
    assert browser(answering.office).post(again).status_code == HTTPStatus.FORBIDDEN


def test_head_and_deputies_office_are_told_of_a_letter_that_was_issued_again(answering):
    answering.issue()
    letter = answering.letters[4]
    RosterEntry.objects.create(deputy_id=letter.deputy_id, name="张补填")
    again = reverse("issue_letters_again", args=[answering.owed.pk])
    assert browser(answering.clerk).post(again).status_code == HTTPStatus.FOUND
    for who in (answering.head, answering.keeper):
        told = Message.objects.filter(recipient=who.user, subject__contains="重新印发")
        assert "第 5 件" in told.first().body
    assert not Message.objects.filter(
        recipient=answering.clerk.user, subject__contains="重新印发"
    ).exists()


def test_what_the_head_did_not_sign_is_not_issued_again(answering):
    """A unit is renamed, or somebody else keeps the roster now: the letters would say so."""
    answering.issue()
    letter = answering.letters[4]
    RosterEntry.objects.create(deputy_id=letter.deputy_id, name="张补填")
    Answer.objects.filter(reply=answering.reply).update(text="事后改写。")
    again = reverse("issue_letters_again", args=[answering.owed.pk])
    page = browser(answering.clerk).post(again)
    assert page.status_code == HTTPStatus.CONFLICT
    assert "与负责人审签的内容不一样" in words(page)
    letter.refresh_from_db()
    assert letter.addressee == "＿＿＿＿代表"
    assert IssuedDocument.objects.of(answering.reply).count() == len(answering.letters)


def test_an_office_that_took_over_the_roster_reads_the_letter_it_has_to_send(answering):
    answering.issue()
    letter = answering.letters[4]
    RosterEntry.objects.create(deputy_id=letter.deputy_id, name="张补填")
    Membership.objects.filter(role=Role.DEPUTIES_OFFICE).update(until_on=date(2022, 9, 16))
    new = Unit.objects.create(government=answering.plan.government, name="市人大代表联络处")
    keeper = person(new, Role.DEPUTIES_OFFICE, name="新来的")
    Membership.objects.filter(user=keeper.user).update(from_on=date(2022, 9, 16))
    issued = issue_letters_again(
        obligation_id=answering.owed.pk,
        by=answering.clerk.user,
        access=answering.clerk.access,
        now=at("2022-09-20"),
    )
    assert [document.part for document in issued] == ["5"]
    assert set(issued[0].recipients.all()) == {new, Unit.objects.get(name=answering.assembly)}


@pytest.mark.usefixtures("english_catalogue")
def test_letters_are_chinese_whatever_the_signers_pages_are_in(answering):
    with translation.override("en"):
        answering.issue()
        letter = Letter.objects.get(number=1)
        assert letter.addressee == "陶毓敏代表"
        assert addressee_words(letter.deputy) == letter.addressee
    title = IssuedDocument.objects.of(answering.reply).get(part="1").title
    assert title.startswith("关于对陶毓敏等12名代表")


def test_the_clerk_is_told_which_character_cannot_be_printed_and_where(answering):
    answering.start()
    answering.write()
    row = Answer.objects.get(reply=answering.reply)
    said = f"由{STRANGE}某某负责。"
    promises = tuple(row.promises.all())
    content = AnswerContent(row.heading, said, "A", row.order)
    assert promises
    answering.save(row, content)
    page = browser(answering.clerk).post(f"/replies/{answering.owed.pk}/do/circulate/")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    shown = words(page)
    assert "U+30000" in shown
    assert row.heading in shown
    assert answering.reply.status == "draft"
    row.refresh_from_db()
    assert row.text == said


def test_without_a_glyph_nothing_is_issued_at_all(answering):
    """A name that came into the roster after the letters were sent round."""
    answering.start()
    answering.write()
    answering.circulate()
    answering.co_signed()
    answering.send()
    deputy = answering.owed.motion.deputies.get(order=6)
    RosterEntry.objects.create(deputy=deputy, name=f"王{STRANGE}")
    with pytest.raises(MissingGlyphError, match=r"30000.*主送"):
        answering.sign()
    page = browser(answering.head).post(
        f"/replies/{answering.owed.pk}/do/sign_and_issue/", {"revision": answering.reply.revision}
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "U+30000" in words(page)
    assert answering.reply.status == "awaiting_signature"
    assert not Letter.objects.exists()
    assert not IssuedDocument.objects.exists()


def test_a_number_that_is_used_already_is_refused_on_the_page(answering):
    answering.issue()
    other = Answering(answering.plan, motion=1)
    other.start()
    other.write()
    save_cover(
        obligation_id=other.owed.pk,
        access=other.clerk.access,
        revision=other.reply.revision,
        cover=replace(COVER, document_number=answering.number),
    )
    other.circulate()
    other.co_signed()
    other.send()
    page = browser(other.head).post(
        f"/replies/{other.owed.pk}/do/sign_and_issue/", {"revision": other.reply.revision}
    )
    assert page.status_code == HTTPStatus.CONFLICT
    assert answering.number in words(page)
    assert not Reply.objects.get(pk=other.reply.pk).letters.exists()


def test_only_who_agreed_to_this_text_signs_with_the_host(answering):
    answering.start()
    answering.write()
    answering.circulate()
    text = browser(answering.clerk).get(f"/replies/{answering.owed.pk}/")
    signed = BeautifulSoup(text.content, "html.parser").select_one(".letter__from")
    assert signed.get_text(" ", strip=True) == "市工业和信息化局"
    answering.co_signed()
    page = browser(answering.clerk).get(f"/replies/{answering.owed.pk}/")
    lines = list(
        BeautifulSoup(page.content, "html.parser").select_one(".letter__from").stripped_strings
    )
    units = [str(row.unit) for row in CoSignature.objects.filter(reply=answering.reply)]
    assert units
    assert lines == ["市工业和信息化局", *units]
