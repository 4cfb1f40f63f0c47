"""Notices and bulletins on paper: what they say, that they stay, and what is refused."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import docx
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from common.official.content import Paragraph
from documents.models import IssuedDocument
from supervision.models import Bulletin, Notice, NoticeIssue
from supervision.papers import bulletin_paper
from tests.access.test_secrets import text_of
from tests.playing import Person, at
from tests.supervision.cast import REPORTING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tests.supervision.cast import Cast

pytestmark = pytest.mark.django_db

NOW = at("2022-09-05")
STRANGE = "\U00030000"  # a character that none of the fonts has


@pytest.fixture(autouse=True)
def in_september(settings: Any) -> date:
    settings.REHEARSAL_CLOCK = NOW.date()
    return NOW.date()


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def squeezed(text: str) -> str:
    return "".join(text.split())


def words(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def in_order(text: str, found: Iterable[str]) -> None:
    start = 0
    for word in map(squeezed, found):
        place = text.find(word, start)
        assert place >= 0, (word, text[start : start + 200])
        start = place + len(word)


def in_word(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return squeezed("".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def test_a_notice_says_its_colour_its_cause_and_what_follows(real_press: None, cast: Cast) -> None:
    row = cast.issue(NOW)
    cast.raise_to(row, "yellow", at("2022-09-14"))
    clerk = browser(cast.clerk)
    said = {1: ("蓝色提醒", "黄色预警"), 2: ("黄色预警", "红色限期整改")}
    for number, (level, higher) in said.items():
        address = reverse("notice_pdf", args=[row.pk, number])
        issue = NoticeIssue.objects.get(notice=row, number=number)
        assert address in clerk.get(reverse("notice", args=[row.pk])).content.decode()
        on_paper = [
            "开封市政府督查局",
            level,
            issue.document_number,
            "督办通知单",
            "开封市商务局：",
            "一、事由",
            row.title,
            "二、要求",
            issue.text,
            "三、答复期限",
            f"请在2022年{issue.due_on.month}月{issue.due_on.day}日前",
            f"升级为{higher}",
            "开封市政府督查局",
            f"2022年9月{issue.issued_at.astimezone().day}日",
        ]
        content = clerk.get(address).content
        in_order(squeezed(text_of(content)), [*on_paper, "验证码"])
        kept = IssuedDocument.objects.of(issue).get()
        assert squeezed(kept.printed_code) in squeezed(text_of(content))
        assert reverse("issued_document", args=[kept.pk]) in words_and_links(clerk, row)
        word = in_word(clerk.get(reverse("notice_docx", args=[row.pk, number])).content)
        assert squeezed(issue.text) in word
        assert "验证码" not in word


def words_and_links(client: Client, row: Notice) -> str:
    return client.get(reverse("notice", args=[row.pk])).content.decode()


def test_a_red_one_says_what_follows_after_the_last_colour(real_press: None, cast: Cast) -> None:
    row = cast.red()
    content = browser(cast.head).get(reverse("notice_pdf", args=[row.pk, 3])).content
    text = squeezed(text_of(content))
    in_order(text, ["红色限期整改", "这是最高一级督办", "降为黄色预警"])


def test_what_went_out_does_not_change_with_its_row(real_press: None, cast: Cast) -> None:
    row = cast.issue(NOW)
    address = reverse("notice_pdf", args=[row.pk, 1])
    before = browser(cast.bureau).get(address).content
    NoticeIssue.objects.filter(notice=row).update(text="事后改写。")
    assert browser(cast.bureau).get(address).content == before
    stranger = browser(cast.stranger).get(address)
    assert stranger.status_code == HTTPStatus.NOT_FOUND


def typed_notice(cast: Cast, **changed: str) -> tuple[str, dict[str, str]]:
    address = reverse("issue_notice", args=[cast.plan.pk])
    typed = {
        "level": "blue",
        "number": "演示督〔2022〕1号",
        "text": "请立即报送并说明原因。",
        "due_on": "2022-09-12",
    }
    return f"{address}?cause=owed-{cast.missing.pk}", typed | changed


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": ""}, "蓝色提醒要有发文字号"),
        ({"number": "督查第3号"}, "序号前不加“第”字"),
        ({"text": f"请{STRANGE}同志立即报送。"}, "U+30000"),
    ],
)
def test_what_is_refused_is_said_and_what_was_typed_is_kept(
    cast: Cast, changed: dict[str, str], said: str
) -> None:
    address, typed = typed_notice(cast, **changed)
    page = browser(cast.bureau).post(address, typed)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said in words(page)
    field = BeautifulSoup(page.content, "html.parser").find("textarea", {"name": "text"})
    assert field.get_text().strip() == typed["text"]
    assert not Notice.objects.exists()
    assert not IssuedDocument.objects.exists()


def test_a_number_used_for_another_notice_is_refused(cast: Cast) -> None:
    cast.issue(NOW, cause=f"pace-{cast.leaf.pk}", number="演示督〔2022〕1号")
    address, typed = typed_notice(cast)
    page = browser(cast.bureau).post(address, typed)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "已把发文字号“演示督〔2022〕1号”用在另一份" in words(page)
    assert typed["text"] in page.content.decode()


def test_a_chase_may_go_without_a_number(real_press: None, cast: Cast) -> None:
    address, typed = typed_notice(cast, level="chase", number="")
    assert browser(cast.bureau).post(address, typed).status_code == HTTPStatus.FOUND
    row = Notice.objects.get()
    content = browser(cast.clerk).get(reverse("notice_pdf", args=[row.pk, 1])).content
    in_order(
        squeezed(text_of(content)), ["催办", "催办通知单", f"开封{REPORTING}：", "升级为蓝色提醒"]
    )


LONG = "\n".join(f"5.{number} {REPORTING}第{number}项工作落后于序时进度" for number in range(1, 4))


def test_a_bulletin_says_how_far_the_whole_is_as_the_page_does(
    real_press: None, cast: Cast
) -> None:
    row = cast.draw_up(NOW, laggards=LONG)
    bureau = browser(cast.bureau)
    address = reverse("bulletin_pdf", args=[row.pk])
    draft = squeezed(text_of(bureau.get(address).content))
    assert "草稿，未印发" in draft
    assert "验证码" not in draft
    cast.of_bulletin("send_bulletin_for_approval", row, NOW, cast.bureau)
    cast.of_bulletin("approve_bulletin", row, NOW, cast.colleague, revision=0)
    cast.of_bulletin("issue_bulletin", row, NOW, cast.bureau)
    clerk = browser(cast.clerk)
    content = clerk.get(address).content
    figures = "共 16 个事项，已完成 1 项（6.2%），正在办理 15 项（93.8%）。"
    in_order(
        squeezed(text_of(content)),
        [
            "开封市政府督查局",
            "第 1 期",
            "关于议案办理情况的督查通报",
            "2022年9月",
            "一、总体情况",
            figures,
            "总体平稳。",
            "二、滞后事项",
            f"（1）5.1{REPORTING}第1项工作",
            f"（3）5.3{REPORTING}第3项工作",
            "三、下一步要求",
            "抓紧报送。",
            "开封市政府督查局",
            "2022年9月5日",
        ],
    )
    page = clerk.get(reverse("bulletin", args=[row.pk]))
    assert squeezed(figures) in squeezed(words(page))
    kept = IssuedDocument.objects.of(row).get()
    assert reverse("issued_document", args=[kept.pk]) in page.content.decode()
    assert kept.number == "第 1 期"
    Bulletin.objects.filter(pk=row.pk).update(overview="事后改写。")
    assert clerk.get(address).content == content
    word = in_word(clerk.get(reverse("bulletin_docx", args=[row.pk])).content)
    assert squeezed(figures) in word


@pytest.mark.parametrize("mark", ["%s. ", "%s、", "（%s）"])
def test_who_numbered_the_laggards_is_not_numbered_over(cast: Cast, mark: str) -> None:
    lines = [f"{mark % place}市商务局逾期未报" for place in (1, 2)]
    row = cast.draw_up(NOW, laggards="\n".join(lines))
    shown = [block.text for block in bulletin_paper(row).blocks if isinstance(block, Paragraph)]
    assert [text for text in shown if "逾期未报" in text] == lines


def test_a_bulletin_with_a_strange_character_is_not_sent_for_approval(cast: Cast) -> None:
    row = cast.draw_up(NOW, next_step=f"请{STRANGE}抓紧。")
    page = browser(cast.bureau).post(
        reverse("bulletin_step", args=[row.pk, "send_for_approval"]), {"revision": "0"}
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "U+30000" in words(page)
    row.refresh_from_db()
    assert (row.status, row.next_step) == ("draft", f"请{STRANGE}抓紧。")
