"""What a county writes to its leads, in a real browser: saved as one types, pasted, previewed, sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_every_page import AXE_OPTIONS, TOO_WIDE
from tests.browser.test_filling import MORNING, SAVED, is_post, kept, narrative, paste
from tests.contributing import WORDS, Contributor
from tests.playing import Person, load, person
from units.models import Membership
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def county() -> Contributor:
    """Its leaf has figures of which a share is the county's."""
    return Contributor(load(), "兰考县人民政府", "t5-10")


@pytest.fixture
def open_as(county: Contributor, page_of: Callable[..., Page]) -> Callable[..., Page]:
    def open_contribution(who: Person, **options: object) -> Page:
        page = page_of(who.user, **options)
        page.goto(address(county))
        return page

    return open_contribution


def address(county: Contributor) -> str:
    return reverse("contribution", args=[county.owed.pk])


def figures(page: Page):
    return page.get_by_label("累计完成")


def state(page: Page):
    return expect(page.locator("[data-save-state]"))


def test_the_first_words_are_saved_as_one_types_and_the_head_sends_them(
    open_as: Callable[..., Page], county: Contributor
) -> None:
    """From an empty page: the draft comes into being by the first saving."""
    page = open_as(county.clerk, viewport=PHONE)
    narrative(page).fill("本县已开工三个项目。")
    state(page).to_have_text(SAVED)
    narrative(page).press_sequentially("第四个下月开工。")
    state(page).to_contain_text("有改动")
    state(page).to_have_text(SAVED)
    assert county.contribution.draft.narrative == "本县已开工三个项目。第四个下月开工。"
    assert not page.evaluate(TOO_WIDE)
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存，还没有发出")).to_be_visible()

    signing = open_as(county.head)
    signing.get_by_role("button", name="签发函告").click()
    expect(signing.get_by_text("函告已发出")).to_be_visible()
    assert county.contribution.standing.narrative == "本县已开工三个项目。第四个下月开工。"


def test_who_typed_may_send_at_once_from_the_same_page(
    open_as: Callable[..., Page], county: Contributor
) -> None:
    """A unit without a head on the portal: the button to send follows what was saved meanwhile."""
    Membership.objects.filter(user=county.head.user).delete()
    county.write(MORNING)
    page = open_as(county.clerk)
    narrative(page).fill("刚刚改过的话。")
    state(page).to_have_text(SAVED)
    page.get_by_role("button", name="签发函告").click()
    expect(page.get_by_text("函告已发出")).to_be_visible()
    assert county.contribution.standing.narrative == "刚刚改过的话。"


def test_a_block_of_cells_and_words_from_word_are_pasted(
    open_as: Callable[..., Page], county: Contributor
) -> None:
    page = open_as(county.clerk)
    block = "１\t2022年8月20日\n1亿\n-1\nNaN"
    paste(figures(page).first, block)
    said = page.locator("[data-paste-words]")
    expect(said).to_contain_text("“1亿”的单位不是")
    expect(figures(page).first).to_have_value("1")
    expect(page.get_by_label("截至日期").first).to_have_value("2022-08-20")
    paste(narrative(page), "·\t第一条\v软回车\u200b")
    expect(narrative(page)).not_to_have_value(re.compile("[\t\v\u200b]"))
    state(page).to_have_text(SAVED)
    assert county.contribution.draft.figures.count() == 1


def test_what_is_wrong_stands_beside_its_field_and_the_words_are_kept(
    open_as: Callable[..., Page],
    county: Contributor,
) -> None:
    page = open_as(county.clerk)
    narrative(page).fill("不能丢的字")
    figures(page).first.fill("很多")
    state(page).to_contain_text("还没有保存")
    expect(page.locator(".field--error")).to_have_count(1)
    assert kept(page)
    figures(page).first.fill("1")
    state(page).to_have_text(SAVED)
    expect(page.locator(".field--error")).to_have_count(0)
    assert not kept(page)


def test_a_colleague_is_not_overwritten_and_both_texts_are_shown(
    open_as: Callable[..., Page], county: Contributor
) -> None:
    page = open_as(county.clerk)
    county.write(MORNING)
    narrative(page).fill("我写的")
    state(page).to_contain_text("按“保存”可以看到两份内容")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("两个人改了同一份函告")).to_be_visible()
    expect(narrative(page)).to_have_value("我写的")
    expect(page.locator(".prose").get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存，还没有发出")).to_be_visible()
    assert county.contribution.draft.narrative == "我写的"


def test_what_was_typed_offline_or_after_the_head_sent_it_is_found_again(
    open_as: Callable[..., Page], county: Contributor
) -> None:
    county.write(MORNING)
    page = open_as(county.clerk)
    page.route("**/contributions/**", lambda one: one.abort() if is_post(one) else one.continue_())
    narrative(page).fill("发出以前写的")
    state(page).to_contain_text("文字已留在本机")
    page.reload()
    expect(page.get_by_text("上次未保存的内容")).to_be_visible()
    county.send(MORNING)
    page.reload()
    left = page.get_by_role("region", name="没有存到服务器的文字")
    left.get_by_text("看看写了什么").click()
    expect(left).to_contain_text("发出以前写的")
    assert county.contribution.standing.narrative == WORDS


def test_the_letter_is_made_of_what_was_just_saved(
    open_as: Callable[..., Page], county: Contributor
) -> None:
    county.write(MORNING)
    page = open_as(county.clerk)
    narrative(page).fill("信里要有这句话\u202e<script>")
    state(page).to_have_text(SAVED)
    href = page.get_by_role("link", name="PDF").get_attribute("href")
    answer = page.request.get(href)
    assert answer.ok, answer.text()
    assert answer.body().startswith(b"%PDF")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_lead_reads_what_was_sent_and_gives_it_back_with_words(
    open_as: Callable[..., Page], county: Contributor, width: int
) -> None:
    county.submit(MORNING)
    unit = county.owed.task.parties.filter(role="lead").first().unit
    page = open_as(person(unit, Role.CLERK), viewport={"width": width, "height": 740})
    expect(page.locator(".prose").get_by_text(WORDS)).to_be_visible()
    expect(page.locator("form[data-draft]")).to_have_count(0)
    assert not page.evaluate(TOO_WIDE)
    page.evaluate(Axe().axe_script)
    assert page.evaluate("options => axe.run(options)", AXE_OPTIONS)["violations"] == []
    page.get_by_text("退回责任单位").first.click()
    page.get_by_label(re.compile("^理由")).fill("数字请核实。")
    page.get_by_role("button", name="退回责任单位").click()
    expect(page.get_by_text("已退回责任单位")).to_be_visible()
    clerk = open_as(county.clerk)
    expect(clerk.get_by_text("数字请核实。").first).to_be_visible()
    expect(narrative(clerk)).to_have_value(WORDS)
