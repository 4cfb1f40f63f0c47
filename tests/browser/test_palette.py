"""The command palette by keyboard, its pages opened last, and what a screen reader is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.markup import faults_of
from tests.browser.test_every_page import AXE_OPTIONS, HEIGHT, TOO_WIDE
from tests.playing import load
from units.demo import demo_password

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def real_plan() -> None:
    load()
    call_command("load_demo_people", verbosity=0)


@pytest.fixture
def sign_in(new_page: Callable[..., Page]) -> Callable[..., Page]:
    def enter(username: str, page: Page | None = None, **options: object) -> Page:
        page = page or new_page(**options)
        page.goto("/login/")
        page.get_by_label("用户名").fill(username)
        page.get_by_label("密码", exact=True).fill(demo_password())
        page.get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state()  # the palette's script comes last
        return page

    return enter


def palette(page: Page):
    return page.get_by_role("dialog", name="快速查找")


def active(page: Page) -> str:
    """What a screen reader speaks of: the option that the box points to."""
    return page.evaluate(
        """() => {
          const box = document.activeElement;
          const id = box.getAttribute("aria-activedescendant");
          return id ? document.getElementById(id).textContent : "";
        }"""
    )


def inaccessible(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    result = page.evaluate("options => axe.run(options)", AXE_OPTIONS)
    return [f"{fault['id']} {fault['nodes'][0]['html'][:160]}" for fault in result["violations"]]


def test_a_unit_is_opened_without_the_mouse(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("option", name="我的工作")).to_be_visible()
    page.keyboard.type("兰考")
    expect(page.get_by_role("option", name="兰考县人民政府").first).to_be_visible()
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    assert "兰考" in active(page)
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/*/")
    expect(page.get_by_role("heading", level=1)).to_have_text("兰考县人民政府")


def test_the_arrows_go_round_and_escape_gives_the_place_back(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    opener = page.get_by_role("link", name="快速查找")
    opener.focus()
    page.keyboard.press("Enter")
    expect(palette(page)).to_be_visible()
    page.keyboard.press("ArrowUp")
    last = active(page)
    page.keyboard.press("ArrowDown")
    first = active(page)
    assert first
    assert last
    assert first != last
    assert page.get_by_role("option", selected=True).count() == 1
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_enter_without_a_choice_leads_to_the_page_of_all(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.keyboard.press("Control+k")
    page.keyboard.type("人民政府")
    expect(page.get_by_role("group", name="单位")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator(".hit").first).to_be_visible()
    page.get_by_role("link", name="看全部单位").click()
    expect(page.locator("section.hits")).to_have_count(1)
    assert "kind=units" in page.url


def test_no_single_character_opens_it(sign_in: Callable[..., Page]) -> None:
    """Who speaks to the machine says many: WCAG 2.1.4."""
    page = sign_in("caizheng-clerk")
    for key in "/k?sg":
        page.keyboard.press(key)
    expect(palette(page)).to_be_hidden()


def test_keys_of_the_input_method_choose_nothing(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", {key: "Enter", bubbles: true, isComposing: true}))"""
    )
    expect(palette(page)).to_be_visible()


def test_pages_opened_last_are_ones_own_until_one_signs_out(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="计划").click()
    page.locator("a[href*='/tasks/t5-10/']").first.click()
    page.wait_for_load_state()
    title = page.get_by_role("heading", level=1).inner_text().splitlines()[0].strip()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("group", name="最近打开").get_by_role("option").first).to_contain_text(
        title
    )
    page.keyboard.press("Escape")
    page.goto("/search/")
    expect(page.locator("[data-recent-list]").get_by_role("link").first).to_contain_text(title)

    page.locator("details.menu", has_text="退出登录").locator("summary").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login/**")
    assert page.evaluate("() => Object.keys(localStorage)") == []
    sign_in("caizheng-head", page)
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()
    expect(page.get_by_role("group", name="最近打开")).to_have_count(0)


def test_what_one_may_no_longer_see_is_no_longer_named(sign_in: Callable[..., Page]) -> None:
    """By the first refusal: the page itself is never named after one."""
    page = sign_in("caizheng-clerk")
    page.goto("/plans/9999/")
    others = f"recent:{page.evaluate('document.body.dataset.person')}"
    page.evaluate(
        """([key, items]) => localStorage.setItem(key, JSON.stringify(items))""",
        [others, [{"address": "/filings/9999/", "words": "别的单位的报告"}]],
    )
    page.goto("/search/")
    page.get_by_role("link", name="别的单位的报告").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("没有找到")
    page.goto("/search/")
    page.wait_for_load_state()
    assert page.evaluate("key => localStorage.getItem(key)", others) == "[]"
    expect(page.locator("[data-recent-list]")).to_be_hidden()


def test_with_nothing_found_the_keys_choose_nothing(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.keyboard.press("Control+k")
    page.keyboard.type("%_\\\"'<b>😀")
    expect(palette(page).locator("[data-hint]")).to_contain_text("没有找到")
    for key in ("ArrowDown", "ArrowUp", "End"):
        page.keyboard.press(key)
    assert active(page) == ""
    expect(palette(page)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("搜索")
    expect(page.get_by_text("没有找到“%_\\\"'<b>😀”")).to_be_visible()


def test_whoever_was_signed_out_meanwhile_is_told(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk")
    page.keyboard.press("Control+k")
    page.context.clear_cookies()
    page.keyboard.type("财政")
    expect(palette(page).get_by_text("登录已经过期").first).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_page_and_palette_are_accessible_and_fit_a_phone(
    sign_in: Callable[..., Page], english_catalogue: None, language: str
) -> None:
    page = sign_in("caizheng-clerk")
    if language == "en":
        page.get_by_role("button", name="English").click()
    for address in (
        "/search/",
        "/search/?q=财政",
        "/search/?q=人民政府&kind=units",
        "/search/?q=财",
    ):
        page.goto(address)
        assert list(faults_of(page.content())) == []
        assert inaccessible(page) == [], address
        page.set_viewport_size({"width": 360, "height": HEIGHT})
        assert page.evaluate(TOO_WIDE) <= 0, address
        assert inaccessible(page) == [], address
        page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.locator(".hit__title, [data-palette-open]").first.click()
    page.keyboard.type("财政")
    expect(page.locator("[role=group] mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert inaccessible(page) == []
    page.set_viewport_size({"width": 360, "height": HEIGHT})
    assert page.evaluate(TOO_WIDE) <= 0
    assert inaccessible(page) == []


def test_without_scripts_the_search_is_a_page(sign_in: Callable[..., Page]) -> None:
    page = sign_in("caizheng-clerk", java_script_enabled=False)
    page.get_by_role("link", name="快速查找").click()
    page.locator("#q").fill("财政局")
    page.locator("main").get_by_role("button", name="搜索").click()
    page.locator(".hit__title").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
