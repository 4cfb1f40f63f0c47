"""What goes wrong while one fills in: no store, no file, too many, another window, other people's steps."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from reports.models import Attachment, Part
from reports.services.attachments import add_attachments
from tests.browser.sessions import let_in
from tests.browser.test_filling import (
    MORNING,
    PDF,
    SAVED,
    drop,
    figures,
    is_post,
    kept,
    narrative,
    part_address,
    paste,
)
from tests.playing import Player, load
from tests.tasks.handing import Desk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

NO_STORE = """Storage.prototype.setItem = () => {
  throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
};"""


@pytest.fixture
def player() -> Player:
    started = Player(load(), "市财政局")
    started.start(MORNING)
    return started


@pytest.fixture
def sign_in(player: Player, live_server: LiveServer) -> Callable[[Page], None]:
    def enter(page: Page) -> None:
        let_in(page, live_server.url, player.clerk.user)

    return enter


@pytest.fixture
def as_clerk(
    player: Player, new_page: Callable[..., Page], sign_in: Callable[[Page], None]
) -> Callable[..., Page]:
    def open_part(script: str = "") -> Page:
        page = new_page()
        if script:
            page.add_init_script(script)
        sign_in(page)
        page.goto(part_address(player))
        return page

    return open_part


def state(page: Page) -> object:
    return expect(page.locator("[data-save-state]"))


# -- the copy on the machine ---------------------------------------------------------------------------


@pytest.mark.parametrize(("script", "said"), [("", "文字已留在本机"), (NO_STORE, "请不要关闭")])
def test_only_where_the_text_is_kept_it_says_so(
    as_clerk: Callable[..., Page], script: str, said: str
) -> None:
    page = as_clerk(script)
    page.context.set_offline(True)
    narrative(page).fill("断网时写的")
    state(page).to_contain_text(said)
    assert bool(kept(page)) == (script == "")
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED)).to_be_visible()


def test_a_second_window_of_the_same_person_loses_nothing(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    """The one that is saved does not throw away what the other one has not saved yet."""
    first = as_clerk()
    second = first.context.new_page()
    second.goto(part_address(player))
    narrative(first).fill("第一个窗口")
    expect(first.get_by_text(SAVED)).to_be_visible()
    narrative(second).fill("第二个窗口")
    state(second).to_contain_text("按“保存”可以看到两份内容")
    narrative(first).press_sequentially("接着写")
    narrative(second).press_sequentially("也接着写")
    expect(first.get_by_text(SAVED)).to_be_visible()
    second.close()
    assert "第二个窗口也接着写" in "".join(kept(first).values())
    assert Part.objects.get().narrative == "第一个窗口接着写"


def test_what_another_window_left_is_put_back_by_who_wrote_over_it(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    first = as_clerk()
    second = first.context.new_page()
    second.goto(part_address(player))
    narrative(first).fill("第一个窗口")
    expect(first.get_by_text(SAVED)).to_be_visible()
    narrative(second).fill("第二个窗口")
    state(second).to_contain_text("文字已留在本机")
    narrative(first).press_sequentially("接着写")
    expect(first.get_by_text(SAVED)).to_be_visible()
    second.close()
    assert "第二个窗口" in "".join(kept(first).values())


def test_what_was_offered_stays_until_it_is_answered(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    page.route("**/filings/**", lambda one: one.abort() if is_post(one) else one.continue_())
    narrative(page).fill("断网时写的")
    state(page).to_contain_text("文字已留在本机")
    page.unroute("**/filings/**")
    page.reload()
    narrative(page).fill("没有理会，另写的")
    state(page).to_have_text(SAVED)
    page.reload()
    expect(page.get_by_text("上次未保存的内容")).to_be_visible()
    narrative(page).fill("又写")
    state(page).to_contain_text("有改动")
    page.get_by_role("button", name="放弃").click()
    state(page).to_have_text(SAVED)
    assert Part.objects.get().narrative == "又写"
    assert not kept(page)


def test_typing_on_after_the_head_signed_is_told_and_the_text_found_again(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    player.write(MORNING)
    page = as_clerk()
    player.send(MORNING)
    player.sign(MORNING)
    narrative(page).fill("报送以后写的")
    state(page).to_contain_text("已提交")
    state(page).to_contain_text("文字已留在本机")
    assert Part.objects.get().narrative == "按计划推进。"
    for address in (part_address_of_submitted(player), reverse("my_work")):
        page.goto(address)
        left = page.get_by_role("region", name="没有存到服务器的文字")
        left.get_by_text("看看写了什么").click()
        expect(left).to_contain_text("进展情况")
        expect(left).to_contain_text("报送以后写的")
        expect(left).not_to_contain_text("截至日期")
    left.get_by_role("button", name="放弃").click()
    expect(left).to_be_hidden()
    assert not kept(page)


def part_address_of_submitted(player: Player) -> str:
    return reverse("filing_part", args=[player.filing.pk, Part.objects.get().pk])


def test_who_signed_in_again_after_the_report_was_sent_is_told_so(
    as_clerk: Callable[..., Page], player: Player, sign_in: Callable[[Page], None]
) -> None:
    player.write(MORNING)
    page = as_clerk()
    page.context.clear_cookies()
    narrative(page).fill("登录过期以后写的")
    state(page).to_contain_text("登录已过期")
    player.send(MORNING)
    sign_in(page)
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    state(page).to_contain_text("待审签")
    assert kept(page)


# -- files ---------------------------------------------------------------------------------------------


def test_a_file_that_is_gone_is_called_so(as_clerk: Callable[..., Page], tmp_path: Path) -> None:
    page = as_clerk()
    gone = tmp_path / "已经移走.pdf"
    gone.write_bytes(PDF)
    page.context.set_offline(True)
    page.locator("input[type=file]").set_input_files(gone)
    expect(page.locator(".upload-row")).to_contain_text("连接中断")
    gone.unlink()
    page.get_by_role("button", name="再试一次").click()
    page.context.set_offline(False)
    row = page.locator(".upload-row")
    expect(row).to_contain_text("这台电脑读不出这个文件")
    expect(row).not_to_contain_text("连接中断")
    expect(row.get_by_role("button", name="再试一次")).to_be_visible()


def test_a_dropped_folder_is_called_one(as_clerk: Callable[..., Page], tmp_path: Path) -> None:
    """Dropped by the browser itself: a page cannot make a folder."""
    page = as_clerk()
    folder = tmp_path / "全部材料"
    folder.mkdir()
    (folder / "一.pdf").write_bytes(PDF)
    drag = page.context.new_cdp_session(page)
    box = page.locator(".upload").bounding_box()
    page.locator(".upload").scroll_into_view_if_needed()
    box = page.locator(".upload").bounding_box()
    where = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for step in ("dragEnter", "dragOver", "drop"):
        drag.send("Input.dispatchDragEvent", {"type": step, "data": data, **where})
    row = page.locator(".upload-row")
    expect(row).to_contain_text("这是文件夹")
    expect(row.get_by_role("button", name="再试一次")).to_have_count(0)


def test_of_five_hundred_files_as_many_go_up_as_there_is_room_for(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    there = [(f"已有{n}.pdf", io.BytesIO(PDF + str(n).encode())) for n in range(18)]
    who = {"by": player.clerk.user, "access": player.clerk.access, "now": MORNING}
    add_attachments(part_id=player.draft_parts()[0].pk, files=there, **who)
    page = as_clerk()
    drop(page, *(f"{n}.pdf" for n in range(500)))
    others = page.locator(".upload-row", has_text="每一项最多 20 个附件")
    expect(others).to_contain_text("2.pdf 等 498 个文件")
    expect(page.locator(".attachments li")).to_have_count(20)
    expect(page.locator(".upload-row")).to_have_count(1)
    assert Attachment.objects.count() == 20
    others.get_by_role("button", name="不传了").click()
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page.get_by_text("已保存。").first).to_be_visible()


def test_what_is_refused_takes_no_room_and_all_of_a_kind_one_line(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    there = [(f"已有{n}.pdf", io.BytesIO(PDF + str(n).encode())) for n in range(18)]
    who = {"by": player.clerk.user, "access": player.clerk.access, "now": MORNING}
    add_attachments(part_id=player.draft_parts()[0].pk, files=there, **who)
    page = as_clerk()
    empty = [{"name": f"空{n}.pdf", "mimeType": "", "buffer": b""} for n in range(3)]
    good = [
        {"name": f"$&{n}.pdf", "mimeType": "", "buffer": PDF + f"新{n}".encode()} for n in range(2)
    ]
    page.locator("input[type=file]").set_input_files(empty + good)
    expect(page.locator(".attachments li")).to_have_count(20)
    expect(page.locator("[data-upload-status]")).to_contain_text("$&1.pdf")
    expect(page.locator(".upload-row")).to_have_count(1)
    expect(page.locator(".upload-row")).to_contain_text("空0.pdf 等 3 个文件")
    expect(page.locator(".upload-row")).to_contain_text("没有上传：空文件")


def test_the_same_file_twice_is_one_and_an_empty_one_is_called_empty(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    drop(page, "名单.pdf", "名单.pdf")
    expect(page.locator(".upload-row")).to_have_count(0)
    expect(page.get_by_role("link", name="名单.pdf")).to_have_count(1)
    page.locator("input[type=file]").set_input_files(
        {"name": "空.pdf", "mimeType": "application/pdf", "buffer": b""}
    )
    expect(page.locator(".upload-row")).to_contain_text("没有上传：空文件")


# -- a large block ---------------------------------------------------------------------------------------


def test_twenty_thousand_cells_are_told_in_a_few_lines(as_clerk: Callable[..., Page]) -> None:
    page = as_clerk()
    block = "\n".join("\t".join(str(n * 200 + k) for k in range(200)) for n in range(100))
    paste(figures(page).first, block)
    said = page.locator("[data-paste-words]").first
    expect(said).to_contain_text("填入 5 格")
    assert len(said.inner_text()) < 2_000


def test_a_cell_that_claims_thousands_of_columns_stops_nothing(
    as_clerk: Callable[..., Page],
) -> None:
    page = as_clerk()
    cells = "<td colspan=1000 rowspan=60000>7</td>" * 500
    html = f"<table>{f'<tr>{cells}</tr>' * 40}</table>"
    paste(figures(page).first, "7", **{"text/html": html})
    expect(page.locator("[data-paste-words]").first).to_contain_text("填入")
    expect(figures(page).first).to_have_value("7")


def test_who_types_on_after_the_item_went_to_another_unit_finds_the_text_again(
    as_clerk: Callable[..., Page], player: Player
) -> None:
    page = as_clerk()
    desk = Desk(player.plan).hand_out()
    desk.reassign(desk.one("市财政局", "5.10"), "市商务局", MORNING)
    narrative(page).fill("改派以后写的")
    state(page).to_contain_text("不再需要")
    state(page).to_contain_text("文字已留在本机")
    page.goto(reverse("my_work"))
    left = page.get_by_role("region", name="没有存到服务器的文字")
    left.get_by_text("看看写了什么").click()
    expect(left).to_contain_text("改派以后写的")


def test_a_token_of_another_sign_in_loses_nothing(
    as_clerk: Callable[..., Page], sign_in: Callable[[Page], None]
) -> None:
    """The same person signed out and in again elsewhere in this browser: the page goes on by itself."""
    page = as_clerk()
    page.locator("form[data-draft] [name=csrfmiddlewaretoken]").evaluate(
        "field => { field.value = 'x'.repeat(64); }"
    )
    narrative(page).fill("旧的令牌")
    state(page).to_contain_text("登录已过期")
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    state(page).to_have_text(SAVED)
    assert Part.objects.get().narrative == "旧的令牌"
