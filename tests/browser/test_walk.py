"""The main job in a real browser: file, sign, review, register, boards, PDF, Excel, reminders.

Nobody types an address but that of the sign-in page.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pypdf
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from reminders.services import send_reminders
from tests.playing import FIRST_DAY, at, load
from units.demo import demo_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Download, Locator, Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NARRATIVE = "重点企业培育名单已建立，专项资金办法正在征求意见。"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def real_plan() -> None:
    load()
    call_command("load_demo_people", verbosity=0)


@pytest.fixture
def sign_in(new_page: Callable[..., Page]) -> Callable[..., Page]:
    def enter(username: str, **options: object) -> Page:
        page = new_page(accept_downloads=True, **options)
        page.goto("/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(demo_password())
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    return enter


def go(page: Page, entry: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=entry, exact=True).first.click()


def test_the_main_job_from_the_sign_in_page_to_the_export(sign_in: Callable[..., Page]) -> None:
    send_reminders(now=at(FIRST_DAY, 8, 30))

    clerk = sign_in("caizheng-clerk")
    expect(clerk.get_by_text("还有 5 个工作日").first).to_be_visible()
    clerk.get_by_role("button", name="开始填报").first.click()
    clerk.get_by_role("link", name="填写这一项").click()
    _write_the_part(clerk)
    clerk.get_by_role("button", name="把写好的事项送会签").click()
    expect(clerk.get_by_text("已请会签，共 1 处")).to_be_visible()
    clerk.get_by_role("button", name="送负责人审签").click()
    expect(clerk.get_by_text("待审签").first).to_be_visible()

    co_lead = sign_in("gongxin-head")
    co_lead.get_by_role("link", name="去会签").click()
    expect(co_lead.get_by_text(NARRATIVE)).to_be_visible()
    co_lead.get_by_role("button", name="会签同意").click()
    expect(co_lead.get_by_text("已会签", exact=True).first).to_be_visible()

    head = sign_in("caizheng-head")
    head.get_by_role("link", name="去审签").click()
    expect(head.get_by_text(NARRATIVE)).to_be_visible()
    head.get_by_role("button", name="审签并报送").click()
    head.get_by_role("link", name="回执").first.click()
    expect(head.get_by_text("按时")).to_be_visible()
    expect(head.get_by_text(re.compile(r"^[0-9a-f]{64}$"))).to_be_visible()

    office = sign_in("office-1")
    go(office, "审核")
    office.get_by_role("button", name="打开审核").click()
    office.get_by_label("通过").check()
    office.get_by_role("button", name="提交审核意见").click()
    expect(office.get_by_text("已审核通过。")).to_be_visible()
    go(office, "登记")
    _row(office, "市财政局").first.get_by_role("button", name="登记").click()
    expect(_row(office, "市财政局").first.get_by_label("5 份中收到 5 份")).to_be_visible()

    bureau = sign_in("ducha")
    go(bureau, "看板")
    expect(bureau.get_by_role("table").filter(has_text="市财政局").first).to_be_visible()
    expect(bureau.get_by_text("已审核").first).to_be_visible()
    _check_exports(bureau)
    go(bureau, "提醒")
    bureau.get_by_label("对象").select_option(label="钱细算（演示）")
    bureau.get_by_role("button", name="筛选").click()
    expect(bureau.get_by_role("cell", name=re.compile("钱细算（演示）")).first).to_be_visible()


def _write_the_part(page: Page) -> None:
    expect(_narrative(page)).to_be_visible()  # `all` below waits for nothing
    for field in page.get_by_label("累计完成").all():
        field.fill("1")
    _narrative(page).fill(NARRATIVE)
    expect(page.get_by_text(re.compile("^已保存"))).to_be_visible()
    page.get_by_label("添加附件").set_input_files(
        {"name": "名单.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="名单.pdf")).to_be_visible()
    page.get_by_role("link", name="回到报告").click()


def _narrative(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^进展情况"))


def _row(page: Page, text: str) -> Locator:
    return page.get_by_role("row").filter(has_text=text)


def _check_exports(page: Page) -> None:
    go(page, "导出")
    pdf = pypdf.PdfReader(io.BytesIO(_downloaded(page, "PDF")))
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "汴政〔2022〕7号" in text
    assert NARRATIVE[:10] in text.replace("\n", "")
    book = openpyxl.load_workbook(io.BytesIO(_downloaded(page, "Excel")))
    cells = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "市财政局" in cells


def _downloaded(page: Page, button: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile(button)).click()
    download: Download = waiting.value
    return download.path().read_bytes()


def test_a_draft_survives_a_lost_session(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.get_by_role("button", name="开始填报").first.click()
    page.get_by_role("link", name="填写这一项").click()
    expect(_narrative(page)).to_be_visible()
    page.context.clear_cookies()
    _narrative(page).fill("断线以后写的")
    expect(page.get_by_text(re.compile("登录已过期"))).to_be_visible()
    address = page.url
    page.goto("/login/")
    page.get_by_label("用户名").fill("caizheng-clerk")
    page.get_by_label("密码", exact=True).fill(demo_password())
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="恢复").click()
    expect(_narrative(page)).to_have_value("断线以后写的")
    expect(page.get_by_text(re.compile("^已保存"))).to_be_visible()


def test_filing_works_without_javascript(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk", java_script_enabled=False)
    page.get_by_role("button", name="开始填报").first.click()
    page.get_by_role("link", name="填写这一项").click()
    page.get_by_label("本阶段无情况可报").check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="回到报告").click()
    page.get_by_role("button", name="送负责人审签").click()
    expect(page.get_by_text("待审签").first).to_be_visible()
