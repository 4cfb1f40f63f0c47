"""Somebody who has never seen the portal: from the sign-in page alone, by what stands on the pages.

They file a report, return it, correct it, accept it, find it again and print the summary.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.playing import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)

UNIT = "市营商环境服务中心"
FIRST_WORDS = "政务服务事项清单正在核对。"
BETTER_WORDS = "政务服务事项清单已于八月二十日核对完毕，共一千二百项。"
REASON = "请写明核对完成的日期和项数。"


@pytest.fixture(autouse=True)
def real_plan() -> None:
    load()
    call_command("load_demo_people", verbosity=0)


@pytest.fixture
def arrive(new_page: Callable[..., Page]) -> Callable[[str], Page]:
    """The only address anybody types is the portal's own; the table below the form names everybody."""

    def enter(role: str) -> Page:
        page = new_page(accept_downloads=True)
        page.goto("/")
        row = page.get_by_role("row").filter(has_text=role).first
        row.get_by_role("link").click()
        page.get_by_label("密码", exact=True).fill(page.locator(".password").inner_text())
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return enter


def test_from_the_sign_in_page_alone(arrive: Callable[[str], Page]) -> None:
    clerk = arrive(f"{UNIT} · 单位经办人")
    clerk.get_by_role("button", name="开始填报").first.click()
    clerk.get_by_role("link", name="填写这一项").first.click()
    write(clerk, FIRST_WORDS)
    send(clerk)

    head = arrive(f"{UNIT} · 单位负责人")
    sign(head)

    office = arrive("领导小组办公室")
    review(office, "退回", REASON)
    expect(office.get_by_text("已退回").first).to_be_visible()

    home(clerk)
    expect(clerk.get_by_text("已退回").first).to_be_visible()
    clerk.get_by_role("button", name="开始补正").click()
    expect(clerk.get_by_text(REASON).first).to_be_visible()
    clerk.get_by_role("link", name=re.compile("填写这一项|修改这一项")).first.click()
    write(clerk, BETTER_WORDS)
    send(clerk)
    home(head)
    sign(head)

    home(office)
    review(office, "通过", "")
    expect(office.get_by_text("已审核通过。")).to_be_visible()

    found = search(office, "核对完毕")
    expect(found.get_by_text(UNIT).first).to_be_visible()

    bureau = arrive("督查局")
    with bureau.expect_download() as download:
        bureau.get_by_role("link", name="督办摘要（PDF）").click()
    text = "".join(
        page.extract_text()
        for page in pypdf.PdfReader(io.BytesIO(download.value.path().read_bytes())).pages
    )
    assert BETTER_WORDS[:10] in text.replace("\n", "")


def home(page: Page) -> None:
    page.get_by_role("link", name="议案办理督办平台").first.click()


def write(page: Page, words: str) -> None:
    narrative = page.get_by_role("textbox", name=re.compile("^进展情况"))
    narrative.fill(words)
    expect(page.get_by_text(re.compile("^已保存")).first).to_be_visible()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="回到报告").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="送负责人审签").click()
    expect(page.get_by_text("待审签").first).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_role("link", name="去审签").click()
    page.get_by_role("button", name="审签并报送").click()
    expect(page.get_by_text("已提交").first).to_be_visible()


def review(page: Page, decision: str, reason: str) -> None:
    page.get_by_role("link", name=re.compile("去审核")).click()
    page.get_by_role("button", name="打开审核").click()
    page.get_by_label(decision, exact=True).check()
    if reason:
        page.get_by_label(re.compile("理由|退回意见")).first.fill(reason)
    page.get_by_role("button", name="提交审核意见").click()


def search(page: Page, words: str) -> Page:
    page.get_by_role("searchbox").first.fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page
