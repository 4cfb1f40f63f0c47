"""The main job without a mouse, without sight, enlarged four times, without motion, without scripts."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.answering import REPLIED_AT, Answering
from tests.browser.keys import Keys
from tests.browser.sessions import let_in
from tests.browser.test_every_page import TOO_WIDE
from tests.browser.tree import faults_of_tree
from tests.directive_facts import SUPERVISOR_UNIT
from tests.playing import FIRST_DAY, Player, at, load, person
from units.demo import demo_password, load_demo_people
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

    from tests.playing import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_press"),
]

MORNING = at(FIRST_DAY)
REASON = "请写明名单公布的日期。"
PHONE = {"width": 360, "height": 740}
ENLARGED = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %
# How much of the height is taken by what sticks to an edge, at its worst.
COVERED = """() => {
  const page = document.documentElement, high = window.innerHeight;
  const sticky = [...document.querySelectorAll('body *')].filter((one) => {
    const style = getComputedStyle(one);
    return ['fixed', 'sticky'].includes(style.position) && (style.top !== 'auto' || style.bottom !== 'auto');
  });
  const stuck = (one) => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.height || style.visibility === 'hidden') return 0;
    const above = style.top !== 'auto' && Math.abs(box.top - parseFloat(style.top)) < 1;
    const below = style.bottom !== 'auto' && Math.abs(high - box.bottom - parseFloat(style.bottom)) < 1;
    return above || below ? Math.min(box.height, high) : 0;
  };
  const worst = [0, .25, .5, .75, 1].map((share) => {
    window.scrollTo(0, share * (page.scrollHeight - high));
    return sticky.reduce((sum, one) => sum + stuck(one), 0);
  });
  return Math.max(...worst) / high;
}"""
MOVING = """() => {
  document.querySelectorAll('details').forEach((fold) => { fold.open = !fold.open; });
  const looks = (one) => [null, '::before', '::after'].map((part) => getComputedStyle(one, part));
  const pieces = [...document.querySelectorAll('*')].flatMap(looks);
  const seconds = (words) => Math.max(...words.split(',').map(parseFloat));
  const moved = pieces.filter((style) => style.scrollBehavior === 'smooth' || seconds(style.transitionDuration) > 0
    || (style.animationName !== 'none' && seconds(style.animationDuration) > 0));
  return moved.length + document.getAnimations().filter((one) => one.playState === 'running').length;
}"""
WITHIN = "main a[href], main button, main summary, main input, main select, main textarea"
UNREACHED = """(wanted) => [...document.querySelectorAll(wanted)]
  .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && !one.dataset.reached)
  .map((one) => one.outerHTML)"""
REACHED = """() => { const one = document.activeElement; const is_new = !one.dataset.reached;
  one.dataset.reached = 'yes'; return is_new && one !== document.body; }"""


@pytest.fixture
def submitted() -> Player:
    """A report of five figures and two milestones, before the office."""
    player = Player(load(), "市财政局")
    load_demo_people()
    player.submit(MORNING)
    return player


# -- by keyboard -------------------------------------------------------------------------------------


def test_the_office_returns_and_accepts_by_keyboard_alone(
    submitted: Player, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    office = Keys(page)
    office.sign_in("office-1")
    office.press(page.get_by_role("link", name=re.compile("去审核")))
    office.press(page.get_by_role("button", name="打开审核"))
    decision = page.get_by_role("group", name=re.compile("审核意见"))
    office.choose(decision, "退回")
    office.press(page.get_by_role("button", name="提交审核意见"))
    reason = page.get_by_role("textbox", name=re.compile("退回理由"))
    expect(reason).to_be_focused()
    expect(reason).to_have_accessible_description(re.compile("退回要写明理由"))
    page.keyboard.type(REASON)
    office.press(page.get_by_role("button", name="提交审核意见"))
    expect(page.get_by_role("status").filter(has_text="已退回")).to_be_visible()

    submitted.submit(MORNING)
    office.press(page.get_by_role("navigation").get_by_role("link", name="审核", exact=True))
    office.press(page.get_by_role("button", name="打开审核"))
    office.choose(decision, "通过")
    office.press(page.get_by_role("button", name="提交审核意见"))
    expect(page.get_by_role("status").filter(has_text="已审核通过。")).to_be_visible()


def test_the_bureau_takes_the_summary_of_a_stage_by_keyboard_alone(
    submitted: Player, new_page: Callable[..., Page]
) -> None:
    page = new_page(accept_downloads=True)
    bureau = Keys(page)
    bureau.sign_in("ducha")
    bureau.press(page.get_by_role("navigation").get_by_role("link", name="导出", exact=True))
    bureau.press(page.get_by_role("combobox", name="阶段", exact=True), "ArrowDown")
    with page.expect_download() as waiting:
        bureau.press(page.get_by_role("button", name="督办摘要（PDF）"))
    assert "市财政局" in text_of(waiting.value.path().read_bytes())


def test_the_vice_mayor_reads_everything_by_keyboard_alone(
    submitted: Player, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport=PHONE)
    reader = Keys(page)
    reader.sign_in("fushizhang")
    expect(page.get_by_role("heading", level=1)).to_have_text("今天要看的")
    reader.press(page.get_by_role("link", name="跳到正文"))
    while page.evaluate(REACHED):
        page.keyboard.press("Tab")
    assert page.evaluate(UNREACHED, WITHIN) == []
    reader.press(page.get_by_role("link", name="逾期清单"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("逾期")


def test_a_deputy_rates_by_keyboard_alone(
    new_page: Callable[..., Page], settings: Settings
) -> None:
    settings.REHEARSAL_CLOCK = REPLIED_AT.date()
    answering = Answering(load())
    answering.issue()
    (link,) = answering.links(numbers=[1])
    page = new_page(viewport=PHONE)
    deputy = Keys(page)
    page.goto(reverse("rate"))
    deputy.write(page.get_by_label("评价码"), link.code)
    page.keyboard.press("Enter")
    deputy.choose(page.get_by_role("group", name="对办理态度"), "满意")
    deputy.choose(page.get_by_role("group", name="对办理结果"), "基本满意")
    deputy.write(page.get_by_label("意见和建议"), "办得认真。")
    deputy.press(page.get_by_role("button", name="提交评价"))
    expect(page.get_by_text("评价已收下，谢谢您")).to_be_visible()


# -- as it is read, enlarged and without motion --------------------------------------------------------


class Scene:
    """A day in September: one stage accepted, one report before the office, one being written, a reply."""

    def __init__(self, new_page: Callable[..., Page], live_server: LiveServer) -> None:
        self.new_page, self.live_server = new_page, live_server
        plan = load()
        Player(plan, "市商务局").submit(MORNING)
        Player(plan, "市商务局").accept(MORNING)
        self.writing = Player(plan, "市财政局")
        self.writing.start(MORNING)
        reviewed = Player(plan, "市营商环境服务中心")
        reviewed.submit(MORNING)
        reviewed.open(MORNING)
        answering = Answering(plan)
        answering.issue()
        (self.link,) = answering.links(numbers=[1])
        supervisor = Unit.objects.get(government=plan.government_id, name=SUPERVISOR_UNIT)
        bureau = person(supervisor, Role.SUPERVISOR)
        vice_mayor = person(plan.host_unit_id, Role.VICE_MAYOR)
        part = self.writing.draft_parts()[0]
        self.places: dict[str, tuple[Person | None, str]] = {
            "item": (
                self.writing.clerk,
                reverse("filing_part", args=[self.writing.filing.pk, part.pk]),
            ),
            "review": (reviewed.office, reverse("review", args=[reviewed.filing.pk])),
            "board": (bureau, reverse("board", args=[plan.pk])),
            "vice mayor": (vice_mayor, reverse("home")),
            "rating": (None, f"{reverse('rate')}#{self.link.code}"),
        }

    def open(self, name: str, **options: object) -> Page:
        who, address = self.places[name]
        page = self.new_page(**options)
        if who:
            let_in(page, self.live_server.url, who.user)
        page.goto(address)
        if not who:
            expect(page.get_by_role("group", name="对办理态度")).to_be_visible()
        return page


def test_the_pages_of_the_main_job_are_read_enlarged_and_still(
    new_page: Callable[..., Page], live_server: LiveServer, settings: Settings
) -> None:
    settings.REHEARSAL_CLOCK = REPLIED_AT.date()
    scene = Scene(new_page, live_server)
    wrong = []
    for name in scene.places:
        page = scene.open(name, reduced_motion="reduce")
        wrong += [f"{name}: {words}" for words in faults_of_tree(page)]
        wrong += [f"{name}: {words}" for words in faults_of_view(page)]
    assert wrong == []
    check_the_item(scene.open("item"))


def faults_of_view(page: Page) -> Iterator[str]:
    if moving := page.evaluate(MOVING):
        yield f"{moving} pieces move for who wants none to"
    page.set_viewport_size(ENLARGED)
    if (pixels := page.evaluate(TOO_WIDE)) > 0:
        yield f"scrolls sideways by {pixels} px at 400 %"
    if (share := page.evaluate(COVERED)) > 1 / 3:
        yield f"what sticks covers {share:.0%} at 400 %"


def check_the_item(page: Page) -> None:
    """Figures are asked for with their unit, and a wrong one says so where it stands, and aloud."""
    asked = page.locator("[data-cell=figure]")
    named = page.get_by_role("textbox", name=re.compile("^累计完成 ?（家）$"))
    assert asked.count() == named.count() > 0
    asked.first.fill("很多")
    expect(asked.first).to_have_accessible_description(re.compile("应为数字"))
    expect(page.get_by_role("status").filter(has_text="还没有保存")).to_be_visible()


# -- without scripts -----------------------------------------------------------------------------------


def test_without_scripts_the_office_reviews_and_the_bureau_exports(
    submitted: Player, new_page: Callable[..., Page]
) -> None:
    office = signed_in(new_page, "office-1")
    office.get_by_role("link", name=re.compile("去审核")).click()
    office.get_by_role("button", name="打开审核").click()
    office.get_by_label("退回", exact=True).check()
    office.get_by_role("button", name="提交审核意见").click()
    expect(office.get_by_role("alert")).to_contain_text("退回理由")
    expect(office.get_by_label("退回", exact=True)).to_be_checked()
    reason(office).fill(REASON)
    office.get_by_role("button", name="提交审核意见").click()
    expect(office.get_by_text("已退回，理由已通知单位。")).to_be_visible()

    submitted.submit(MORNING)
    office.get_by_role("link", name="审核", exact=True).click()
    office.get_by_role("button", name="打开审核").click()
    office.get_by_label("通过", exact=True).check()
    office.get_by_role("button", name="提交审核意见").click()
    expect(office.get_by_text("已审核通过。")).to_be_visible()

    bureau = signed_in(new_page, "ducha")
    bureau.get_by_role("link", name="导出", exact=True).click()
    for button in ("督办摘要（PDF）", "台账（Excel）"):
        with bureau.expect_download() as waiting:
            bureau.get_by_role("button", name=button).click()
        assert waiting.value.path().stat().st_size


def signed_in(new_page: Callable[..., Page], username: str) -> Page:
    page = new_page(java_script_enabled=False, accept_downloads=True)
    page.goto("/login/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(demo_password())
    page.get_by_role("button", name="登录").click()
    return page


def reason(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("退回理由"))


def text_of(pdf: bytes) -> str:
    return "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages)
