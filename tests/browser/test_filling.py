"""Filing without pain, in a real browser: by keyboard, offline, pasted, dropped, and without scripts."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from common.pasted import clean
from reports.models import Attachment, Part
from reports.workflow import Status
from tests.browser.keys import Keys
from tests.browser.sessions import let_in
from tests.playing import FIRST_DAY, Player, at, load
from units.demo import demo_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page, Response, Route
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

MORNING = at(FIRST_DAY)
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
SAVED = re.compile("^已保存")
PASTE = """(field, data) => {
  const clipboard = new DataTransfer();
  for (const [type, text] of Object.entries(data)) clipboard.setData(type, text);
  const options = { clipboardData: clipboard, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", options));
}"""
DROP = """(place, files) => {
  const carried = new DataTransfer();
  for (const { name, content } of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  const options = { dataTransfer: carried, bubbles: true, cancelable: true };
  for (const type of ["dragover", "drop"]) place.dispatchEvent(new DragEvent(type, options));
}"""


@pytest.fixture
def player() -> Player:
    """Five figures, two milestones, one leaf."""
    started = Player(load(), "市财政局")
    started.start(MORNING)
    return started


@pytest.fixture
def as_clerk(player: Player, page_of: Callable[..., Page]) -> Callable[..., Page]:
    """The page of the one leaf, open before its clerk."""

    def open_part(**options: object) -> Page:
        page = page_of(player.clerk.user, **options)
        page.goto(part_address(player))
        return page

    return open_part


def part_address(player: Player) -> str:
    part = player.draft_parts()[0]
    return reverse("filing_part", args=[player.filing.pk, part.pk])


def narrative(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^进展情况"))


def figures(page: Page) -> Locator:
    return page.get_by_label("累计完成")


def paste(field: Locator, plain: str, **others: str) -> None:
    field.focus()
    field.evaluate(PASTE, {"text/plain": plain} | others)


def drop(page: Page, *names: str, content: bytes = PDF) -> None:
    files = [
        {"name": name, "content": base64.b64encode(content + name.encode()).decode()}
        for name in names
    ]
    page.locator("main").evaluate(DROP, files)


# -- by keyboard -------------------------------------------------------------------------------------


def test_a_stage_is_filed_and_signed_by_keyboard_alone(new_page: Callable[..., Page]) -> None:
    plan = load()
    call_command("load_demo_people", verbosity=0)
    page = new_page()
    clerk = Keys(page)
    clerk.sign_in("zhuanban-clerk")
    clerk.press(page.get_by_role("button", name="开始填报").first)
    clerk.press(page.get_by_role("link", name="填写这一项").first)
    clerk.write(narrative(page), "专班每周调度一次。")
    page.keyboard.press("Alt+PageDown")
    expect(page.get_by_role("heading", level=1)).to_contain_text("明晰产业体系")
    clerk.write(narrative(page), "产业定位已征求意见。")
    with page.expect_navigation():  # a key pressed before the new page has its scripts is lost
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已保存。").first).to_be_visible()
    page.keyboard.press("Alt+PageUp")
    expect(narrative(page)).to_have_value("专班每周调度一次。")
    clerk.press(page.get_by_role("link", name="检查、送审签"))
    clerk.press(page.get_by_role("button", name="送负责人审签"))
    expect(page.get_by_text("已送单位负责人审签。")).to_be_visible()

    signing = new_page()
    head = Keys(signing)
    head.sign_in("zhuanban-head")
    head.press(signing.get_by_role("link", name="去审签"))
    head.press(signing.get_by_role("button", name="审签并报送"))
    expect(signing.get_by_text("已审签并报送领导小组办公室")).to_be_visible()
    filed = Player(plan, "市制造立市暨“万人助万企”工作专班办公室").filing
    assert filed.status == Status.SUBMITTED


def test_after_a_refused_save_the_first_wrong_field_is_in_focus(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    narrative(page).fill("不能丢的字")
    figures(page).nth(1).fill("很多")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("有填写不对的地方")).to_be_visible()
    expect(figures(page).nth(1)).to_be_focused()
    expect(narrative(page)).to_have_value("不能丢的字")


def test_what_is_wrong_stands_beside_its_field_while_one_types(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    figures(page).first.fill("3000万元")
    expect(page.locator(".field--error")).to_contain_text("这一栏的单位是“家”")
    expect(figures(page).first).to_have_accessible_description(re.compile("这一栏的单位是“家”"))
    figures(page).first.fill("3")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.locator(".field--error")).to_have_count(0)


def test_after_a_correction_nothing_says_that_it_is_wrong_and_one_press_leads_on(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    narrative(page).fill("名单已公布。")
    figures(page).first.fill("很多")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("有填写不对的地方")
    expect(figures(page).first).to_have_accessible_description(re.compile("应为数字"))
    figures(page).first.fill("3")
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".field--error, .errorlist, [aria-invalid]")).to_have_count(0)
    expect(figures(page).first).to_have_accessible_description("")
    page.get_by_role("button", name="保存，回到报告").click()
    expect(page.get_by_role("link", name="去修改：5.10")).to_be_visible()


# -- the whole report in sight -----------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1280])
def test_the_progress_of_the_whole_report_stays_in_sight_and_keeps_up(
    as_clerk: Callable[..., Page], width: int
) -> None:
    page = as_clerk(viewport={"width": width, "height": 740})
    shown = page.locator("[data-progress=line]:visible")
    expect(shown).to_contain_text("共 1 项，已办好 0 项")
    page.get_by_label("本阶段无情况可报").check()
    expect(shown).to_contain_text("共 1 项，已办好 1 项")
    page.mouse.wheel(0, 5000)
    expect(shown).to_be_in_viewport()


# -- pasted ------------------------------------------------------------------------------------------


def test_a_block_of_cells_lands_in_the_right_fields_and_can_be_undone(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    figures(page).nth(1).fill("9")
    block = "１，２００\t2022年8月20日\t备注\n\t\n3000万元\n7 家\n8\n9\n"
    paste(figures(page).nth(1), block)
    said = page.locator("[data-paste-words]").first
    expect(said).to_contain_text("填入 3 格")
    expect(said).to_contain_text("第 1 行多出的列没有填入：备注")
    expect(said).to_contain_text("第 3 行“3000万元”的单位不是“家”")
    expect(said).to_contain_text("多出 2 行，表里没有位置，没有填入：8；9")
    found = [figures(page).nth(n).input_value() for n in range(5)]
    assert found == ["", "1200", "", "", "7"]
    expect(page.get_by_label("截至日期").nth(1)).to_have_value("2022-08-20")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert {str(row.value) for row in Part.objects.get().figures.all()} == {
        "1200.0000",
        "7.0000",
    }
    page.get_by_role("button", name="撤销粘贴").click()
    expect(figures(page).nth(1)).to_have_value("9")
    expect(figures(page).nth(4)).to_have_value("")


def test_a_unit_in_a_cell_of_its_own_belongs_to_the_figure_before_it(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    paste(figures(page).nth(3), "3\t万家\t2022-08-19\n7\t家\t2022年8月20日")
    said = page.locator("[data-paste-words]").first
    expect(said).to_contain_text("第 1 行“3万家”的单位不是“家”")
    expect(said).not_to_contain_text("多出的列")
    assert [figures(page).nth(n).input_value() for n in (3, 4)] == ["", "7"]
    expect(page.get_by_label("截至日期").nth(4)).to_have_value("2022-08-20")


def test_days_and_figures_that_are_none_change_no_field(as_clerk: Callable[..., Page]) -> None:
    page = as_clerk()
    days = page.get_by_label("截至日期")
    days.first.fill("2022-08-19")
    rows = ["1,5\t2022-02-31", "-3\t2022年13月1日", "12 5\t二月", "1e400\t", "NaN\t2022-8-1"]
    paste(figures(page).first, "\n".join(rows))
    said = page.locator("[data-paste-words]").first
    expect(said).to_contain_text("填入 1 格")
    expect(said).to_contain_text("2022-02-31")
    expect(days.first).to_have_value("2022-08-19")
    expect(days.nth(4)).to_have_value("2022-08-01")
    assert [figures(page).nth(n).input_value() for n in range(5)] == [""] * 5


def test_a_thousand_rows_are_pasted_and_all_but_the_first_are_told(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    cells = "<tr><td>7<img src=x onerror=alert(1)><script>alert(2)</script></td></tr>" * 1000
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    paste(figures(page).first, "7", **{"text/html": f"<table>{cells}</table>"})
    expect(page.locator("[data-paste-words]").first).to_contain_text("多出 995 行")
    assert [figures(page).nth(n).input_value() for n in range(5)] == ["7"] * 5
    assert not asked


def test_a_table_from_word_goes_by_the_names_of_its_rows(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    names = [row.name for row in player.draft_parts()[0].obligation.task.targets.all()]
    lines = [("指标", "完成数"), (names[3], "4"), (names[0], "<p>1</p>")]
    cells = "".join(f"<tr><td style='color:red'>{a}</td><td>{b}</td></tr>" for a, b in lines)
    html = f"<style>td{{color:red}}</style><table>{cells}</table>"
    paste(figures(page).first, "no table", **{"text/html": html})
    expect(figures(page).nth(3)).to_have_value("4")
    expect(figures(page).first).to_have_value("1")
    expect(page.locator("[data-paste-words]").first).to_contain_text("第 1 行当作表头")


def test_text_is_cleaned_in_the_browser_as_it_is_on_the_server(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    plain = "".join(chr(code) for code in range(1, 0x3000) if not 0xD800 <= code < 0xE000)
    text = f"·\t第一条\v软回车\u00a0与\u200b零宽\n\uf0b7\t第二条　“照旧”—𠮷\n{plain}"
    paste(narrative(page), text)
    expect(narrative(page)).to_have_value(clean(text))


# -- dropped -----------------------------------------------------------------------------------------


def test_files_are_dropped_and_what_is_typed_stays(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    narrative(page).fill("边写边传")
    drop(page, "名单.pdf", "照片说明.pdf")
    expect(page.get_by_role("link", name="名单.pdf")).to_be_visible()
    expect(page.get_by_role("link", name="照片说明.pdf")).to_be_visible()
    expect(page.get_by_text(SAVED)).to_be_visible()
    expect(narrative(page)).to_have_value("边写边传")
    assert Part.objects.get().narrative == "边写边传"
    assert Attachment.objects.count() == 2
    assert player.clerk.user in player.filing.draft.writers.all()


def test_a_refused_file_says_why_and_a_lost_one_is_sent_again(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    drop(page, "程序.exe", content=b"MZ\x90\0")
    expect(page.get_by_text("内容不是可以接收的类型").first).to_be_visible()
    page.get_by_role("button", name="不传了").click()
    page.context.set_offline(True)
    drop(page, "名单.pdf")
    expect(page.locator(".upload-row")).to_contain_text("连接中断")
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="名单.pdf")).to_be_visible()
    assert Attachment.objects.get().original_name == "名单.pdf"


def test_a_file_that_failed_while_the_form_waited_keeps_the_page(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    held: list[Route] = []
    page.route("**/files/", lambda route: held.append(route))
    drop(page, "名单.pdf")
    narrative(page).fill("附件没有传上时写的")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("附件还在上传，传完就保存")).to_be_visible()
    held[-1].abort()
    expect(page.get_by_text("有附件没有传上")).to_be_visible()
    expect(page.get_by_role("button", name="再试一次")).to_be_focused()
    narrative(page).press_sequentially("，接着写")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_role("button", name="不传了").click()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存。").first).to_be_visible()
    assert Part.objects.get().narrative == "附件没有传上时写的，接着写"


def test_an_upload_is_cancelled_and_the_form_waits_for_one(as_clerk: Callable[..., Page]) -> None:
    page = as_clerk()
    held: list[Route] = []
    page.route("**/files/", lambda route: held.append(route))
    drop(page, "名单.pdf")
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".upload-row")).to_contain_text("已取消")
    assert not Attachment.objects.exists()
    page.get_by_role("button", name="再试一次").click()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("附件还在上传，传完就保存")).to_be_visible()
    held[-1].continue_()
    expect(page.get_by_text("已保存。").first).to_be_visible()
    expect(page.get_by_role("link", name="名单.pdf")).to_be_visible()


# -- without a connection ----------------------------------------------------------------------------


def kept(page: Page) -> dict[str, str]:
    stored = page.evaluate("() => JSON.stringify(localStorage)")
    return {key: text for key, text in json.loads(stored).items() if key.startswith("kept:")}


def test_what_is_typed_offline_is_saved_on_return(as_clerk: Callable[..., Page]) -> None:
    page = as_clerk()
    page.context.set_offline(True)
    narrative(page).fill("断网时写的")
    expect(page.get_by_text(re.compile("^未保存：连接中断，恢复后自动保存"))).to_be_visible()
    page.keyboard.press("Control+Enter")  # leads nowhere, and not to the browser's own page
    assert kept(page)
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Part.objects.get().narrative == "断网时写的"
    assert not kept(page)


def test_what_was_left_unsaved_is_offered_on_opening(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    page.route("**/parts/**", lambda route: route.abort() if is_post(route) else route.continue_())
    narrative(page).fill("没有来得及保存")
    expect(page.get_by_text(re.compile("^未保存"))).to_be_visible()
    page.goto(part_address(player))
    page.unroute("**/parts/**")
    expect(page.get_by_text("上次未保存的内容")).to_be_visible()
    expect(narrative(page)).to_have_value("")
    page.get_by_role("button", name="恢复").click()
    expect(narrative(page)).to_have_value("没有来得及保存")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.goto(part_address(player))
    expect(page.get_by_text("上次未保存的内容")).to_be_hidden()


def is_post(route: Route) -> bool:
    return route.request.method == "POST"


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    page.route("**/parts/**", lambda route: route.abort() if is_post(route) else route.continue_())
    narrative(page).fill("我写的")
    expect(page.get_by_text(re.compile("^未保存"))).to_be_visible()
    player.write(MORNING)
    page.goto(part_address(player))
    page.unroute("**/parts/**")
    expect(page.get_by_text("后来又有新的保存")).to_be_visible()
    page.get_by_role("button", name="恢复").click()
    expect(page.get_by_role("heading", name="两个人改了同一部分")).to_be_hidden()
    expect(page.get_by_text("两个人改了同一部分")).to_be_visible()
    expect(narrative(page)).to_have_value("我写的")
    expect(page.locator(".prose").get_by_text("按计划推进。")).to_be_visible()
    assert Part.objects.get().narrative == "按计划推进。"
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存。").first).to_be_visible()
    assert Part.objects.get().narrative == "我写的"


def test_signing_out_leaves_nothing_typed_on_the_machine(as_clerk: Callable[..., Page]) -> None:
    page = as_clerk()
    page.route("**/parts/**", lambda route: route.abort() if is_post(route) else route.continue_())
    narrative(page).fill("没有存上的话")
    expect(page.get_by_text(re.compile("^未保存"))).to_be_visible()
    assert kept(page)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("summary.tool").last.click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/**")
    assert "没有存到服务器" in asked[0]
    assert not kept(page)


def test_what_a_colleague_left_unsaved_on_the_machine_is_the_colleagues(
    as_clerk: Callable[..., Page],
) -> None:
    """Neither shown to whoever signs in next, nor thrown away with theirs."""
    page = as_clerk()
    form = page.locator("form[data-draft]").get_attribute("data-draft")
    person, _, rest = form.partition("-")
    others = f"kept:{person}0-{rest}"
    copy = {"at": page.evaluate("Date.now()"), "revision": "0", "values": {"narrative": "别人的"}}
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [others, json.dumps(copy)])
    page.reload()
    expect(page.get_by_text("上次未保存的内容")).to_be_hidden()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("summary.tool").last.click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/**")
    assert not asked
    assert list(kept(page)) == [others]


def test_who_signed_in_again_in_another_window_goes_on(
    as_clerk: Callable[..., Page], player: Player, live_server: LiveServer
) -> None:
    page = as_clerk()
    page.context.clear_cookies()
    narrative(page).fill("登录过期以后写的")
    expect(page.get_by_text(re.compile("登录已过期"))).to_be_visible()
    let_in(page, live_server.url, player.clerk.user)
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Part.objects.get().narrative == "登录过期以后写的"


# -- what helps ---------------------------------------------------------------------------------------


def test_the_words_of_the_stage_before_are_taken_over_below_what_is_typed(
    page_of: Callable[..., Page], settings: Settings
) -> None:
    plan = load()
    before = Player(plan, "市财政局")
    before.submit(MORNING)
    settings.REHEARSAL_CLOCK = at("2022-09-20").date()
    player = Player(plan, "市财政局", stage=1)
    player.start(at("2022-09-20"))
    page = page_of(player.clerk.user)
    page.goto(part_address(player))
    expect(page.get_by_role("region", name=re.compile("上期写的"))).to_contain_text("按计划推进。")
    narrative(page).fill("本期的话。")
    page.get_by_role("button", name=re.compile("沿用上期文字.*进展情况")).click()
    expect(narrative(page)).to_have_value("本期的话。\n按计划推进。")
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert figures(page).first.input_value() == ""


def test_the_preview_shows_what_was_just_typed(as_clerk: Callable[..., Page]) -> None:
    page = as_clerk()
    narrative(page).fill("预览里要有这句话")
    link = page.get_by_role("link", name=re.compile("预览整份公文"))
    with page.context.expect_event("response", is_preview) as answered:
        link.click()
    assert answered.value.ok
    assert Part.objects.get().narrative == "预览里要有这句话"


def is_preview(response: Response) -> bool:
    return response.url.endswith("report.pdf")


# -- without scripts -----------------------------------------------------------------------------------


def test_without_scripts_a_report_is_written_and_submitted(new_page: Callable[..., Page]) -> None:
    plan = load()
    call_command("load_demo_people", verbosity=0)

    def sign_in(username: str) -> Page:
        page = new_page(java_script_enabled=False)
        page.goto("/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(demo_password())
        page.get_by_role("button", name="登录").click()
        return page

    page = sign_in("yingshang-clerk")
    page.get_by_role("button", name="开始填报").first.click()
    page.get_by_role("link", name="填写这一项").click()
    narrative(page).fill("审批\u00a0事项\u200b压减三成。")
    page.get_by_label("添加附件").set_input_files(
        {"name": "清单.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_role("link", name="清单.pdf")).to_be_visible()
    page.get_by_role("link", name="检查、送审签").click()
    page.get_by_role("button", name="送负责人审签").click()
    head = sign_in("yingshang-head")
    head.get_by_role("link", name="去审签").click()
    head.get_by_role("button", name="审签并报送").click()
    expect(head.get_by_text("已审签并报送领导小组办公室")).to_be_visible()
    filed = Player(plan, "市营商环境服务中心").filing
    assert filed.status == Status.SUBMITTED
    assert filed.latest_version.parts.get().narrative == "审批 事项压减三成。"
