"""August: the counties write, the leads file; one asks for time, one is late, one is returned."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from common.errors import NotAllowedError, NotVisibleError
from events.errors import WrongStateError
from reports.errors import ContributionClosedError, CoSignatureGapError
from tasks.errors import AskedTooLateError
from tasks.models import Obligation
from tests.browser.year.spring import COUNTY
from tests.browser.year.story import (
    AGRICULTURE,
    AUGUST,
    BUSINESS,
    CLASS,
    COMMERCE,
    DEVELOPMENT,
    ENTERPRISES,
    FINANCE,
    INDUSTRY,
    OF_COUNTIES,
    TASK_FORCE,
    figures_of,
)
from tests.browser.year.year import refused, row
from tests.contributing import Contributor
from tests.reports.test_races import all_at_once

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.year.year import Year

SILENT = "杞县人民政府"  # writes only when it is asked
EXTENDED_TO = date(2022, 9, 6)
RETURNED_LEAF = "t5-3"
RETURN_REASON = "与统计口径不一致，请核对后重报。"
CORRECTED_WORDS = "已按统计口径核对。"
FINANCE_WORDS = "重点企业培育名单已建立，专项资金办法正在征求意见。"


def play(year: Year) -> None:
    _contribute(year)
    _lead_gathers(year)
    _ask_for_time(year)
    _file(year)
    _review(year)


def _contribute(year: Year) -> None:
    contribute(year, AUGUST, "2022-08-12", but=(COUNTY, SILENT))
    _county_in_the_browser(year)


def contribute(year: Year, stage: int, day: str, *, but: tuple[str, ...] = ()) -> None:
    """Every responsible unit sends what it owes on every leaf."""
    now = year.at(day)
    stages = list(year.plan.deadlines.filter(kind="report").order_by("due_on"))
    owed = Obligation.objects.open().filter(
        plan=year.plan, kind=Obligation.Kind.CONTRIBUTION, deadline=stages[stage]
    )
    for unit, leaf in owed.values_list("unit__name", "task__key"):
        if unit not in but or leaf != "t5-10":
            figures = {CLASS: OF_COUNTIES[unit]} if _counts(unit, leaf, stage) else {}
            Contributor(year.plan, unit, leaf, stage).submit(now, **figures)


def _counts(unit: str, leaf: str, stage: int) -> bool:
    return leaf == "t5-10" and stage == AUGUST and unit in OF_COUNTIES


def _county_in_the_browser(year: Year) -> None:
    clerk = year.sees("lankao-clerk")
    clerk.get_by_role("link", name=re.compile("逐项办理.*8月底")).click()
    clerk.get_by_role("link", name=re.compile("^(写函告|继续写).*5.10")).click()
    field = clerk.get_by_role("group", name=CLASS).get_by_label("累计完成")
    field.fill("一")
    clerk.get_by_label("进展情况").fill("两家企业年产值过10亿元。")
    clerk.get_by_role("button", name="保存", exact=True).click()
    expect(field).to_have_value("一")  # refused, and nothing typed is lost
    expect(clerk.get_by_label("进展情况")).to_have_value("两家企业年产值过10亿元。")
    field.fill(str(OF_COUNTIES[COUNTY]))
    clerk.get_by_role("button", name="保存，回到清单").click()
    clerk.get_by_role("button", name=re.compile("请负责人签发")).click()
    head = year.sees("lankao-head")
    head.get_by_role("link", name=re.compile("逐项办理.*8月底")).click()
    head.get_by_role("link", name=re.compile("查看.*5.10")).click()
    head.get_by_role("button", name="签发函告").click()
    expect(head.get_by_text("按时函告").first).to_be_visible()


def _lead_gathers(year: Year) -> None:
    """Nine of ten are in; the tenth comes when asked; the sum is taken over by one click."""
    asked = Contributor(year.plan, SILENT, "t5-10", AUGUST)
    year.at("2022-08-16")
    clerk = year.sees("caizheng-clerk")
    clerk.get_by_role("button", name="开始填报").first.click()
    clerk.get_by_role("link", name="填写这一项").click()
    expect(clerk.get_by_text("责任单位函告 9/10 已到")).to_be_visible()
    clerk.get_by_role("button", name="催请没有函告的 1 个单位").click()
    expect(clerk.get_by_text("最近一次催请").first).to_be_visible()
    with refused(NotVisibleError):  # another county's
        asked_by_another = Contributor(year.plan, COUNTY, "t5-10", AUGUST)
        asked_by_another.owed = asked.owed
        asked_by_another.write(year.now)
    now = year.at("2022-08-17")
    asked.write(now, **{CLASS: OF_COUNTIES[SILENT]})
    with refused(NotAllowedError):  # its clerk does not sign
        asked.head, signer = asked.clerk, asked.head
        asked.send(now)
    asked.head = signer
    outcome = all_at_once(*[lambda: asked.send(now)] * 2)
    assert outcome == ["WrongStateError", "done"]
    with refused(ContributionClosedError):
        asked.write(now, words="又改了。")
    clerk = year.sees("caizheng-clerk")
    clerk.get_by_role("link", name="继续填报").first.click()
    clerk.get_by_role("link", name="填写这一项").click()
    expect(clerk.get_by_text("责任单位函告 10/10 已到")).to_be_visible()
    _enter_figures(clerk)


def _enter_figures(clerk: Page) -> None:
    for name, value in ENTERPRISES[AUGUST].items():
        of_target = clerk.get_by_role("group", name=re.compile(f"^{name}"))
        of_target.get_by_label("累计完成").fill("20" if name == CLASS else value)
    clerk.get_by_role("textbox", name=re.compile("^进展情况")).fill(FINANCE_WORDS)
    clerk.get_by_role("button", name="保存", exact=True).click()
    told = f"“{CLASS}”填 20，8 个责任单位函告合计 19"
    expect(clerk.get_by_text(re.compile(told)).first).to_be_visible()
    clerk.get_by_role("button", name=f"取用合计 {CLASS}").click()
    of_class = clerk.get_by_role("group", name=re.compile(f"^{CLASS}"))
    expect(of_class.get_by_label("累计完成")).to_have_value("19")
    expect(of_class.get_by_text("取自函告")).to_be_visible()
    for reason in (
        clerk.get_by_role("region", name="请改正，或者说明原因").get_by_role("textbox").all()
    ):
        reason.fill("已逐家核对。")
    clerk.get_by_role("button", name=re.compile("^保存，")).click()


def _ask_for_time(year: Year) -> None:
    year.at("2022-08-25")
    late = year.filer(BUSINESS, AUGUST).obligation
    with refused(NotAllowedError):  # by the clerk
        year.desk.ask(late, EXTENDED_TO, year.now, who=year.clerk(BUSINESS))
    head = year.sees("yingshang-head")
    head.get_by_role("link", name="申请延期").first.click()
    head.get_by_label("申请延至").fill(EXTENDED_TO.isoformat())
    head.get_by_label("理由").fill("信用数据要等省平台八月底汇总。")
    head.get_by_role("button", name="送领导小组办公室").click()
    expect(head.get_by_text("延期申请已送领导小组办公室。")).to_be_visible()
    office = year.sees("office-1")
    office.get_by_role("link", name=re.compile(f"{BUSINESS}.*8月底")).first.click()
    office.get_by_role("button", name="同意延期").click()
    expect(office.get_by_text("原定 2022年8月31日，延至 2022年9月6日").first).to_be_visible()


def _file(year: Year) -> None:
    clerk = year.sees("caizheng-clerk")
    clerk.get_by_role("link", name="继续填报").first.click()
    clerk.get_by_role("button", name="把写好的事项送会签").click()
    clerk.get_by_role("button", name="送负责人审签").click()
    expect(clerk.get_by_text("待审签").first).to_be_visible()
    with refused(CoSignatureGapError):  # before the further lead has agreed, days before the end
        year.filer(FINANCE, AUGUST).sign(year.now, co_signed=False)
    co_lead = year.sees("gongxin-head")
    co_lead.get_by_role("link", name="去会签").first.click()
    co_lead.get_by_role("button", name="会签同意").click()
    expect(co_lead.get_by_text("已会签", exact=True).first).to_be_visible()
    head = year.sees("caizheng-head")
    head.get_by_role("link", name="去审签").first.click()
    head.get_by_role("button", name="审签并报送").click()
    head.get_by_role("link", name="回执").first.click()
    expect(head.get_by_text("按时")).to_be_visible()
    year.at("2022-08-29")
    for unit in (INDUSTRY, DEVELOPMENT, AGRICULTURE, TASK_FORCE):
        submit(year, unit, AUGUST)
    year.at("2022-09-01")
    late = year.filer(COMMERCE, AUGUST)
    with refused(AskedTooLateError):
        year.desk.ask(late.obligation, EXTENDED_TO, year.now)


def submit(year: Year, unit: str, stage: int, **written: object) -> None:
    """The unit's clerk and head, and the heads of its further leads."""
    figures = figures_of(unit, stage)
    year.filer(unit, stage).submit(year.now, figures=figures, **written)


def _review(year: Year) -> None:
    """One report goes back for one figure; whoever wrote a report never reviews it."""
    year.at("2022-09-02")
    returned = year.filer(DEVELOPMENT, AUGUST)
    with refused(NotAllowedError):
        returned.office, office = year.cast.bureau, returned.office
        returned.open(year.now)
    returned.office = office
    page = year.sees("office-1")
    page.get_by_role("link", name="去审核", exact=False).first.click()
    row(page, DEVELOPMENT).get_by_role("button", name="打开审核").click()
    _decide(page, "5.3")
    expect(page.get_by_text("已退回").first).to_be_visible()
    with refused(WrongStateError):  # twice
        returned.decide(year.now)
    for unit in (FINANCE, INDUSTRY, AGRICULTURE, TASK_FORCE):
        year.filer(unit, AUGUST).accept(year.now)
    year.at("2022-09-06")
    returned.start(year.now)
    returned.write(year.now, figures=figures_of(DEVELOPMENT, AUGUST), words=CORRECTED_WORDS)
    returned.send(year.now)
    returned.sign(year.now)
    returned.accept(year.now)
    submit(year, BUSINESS, AUGUST)  # on the very day it was given
    year.filer(BUSINESS, AUGUST).accept(year.now)


def _decide(page: Page, returned: str) -> None:
    for part in page.locator("section.part, article.part").all():
        if returned in part.get_by_role("heading").first.inner_text():
            part.get_by_label("退回", exact=True).check()
            part.get_by_label("退回理由").fill(RETURN_REASON)
        else:
            part.get_by_label("通过", exact=True).check()
    page.get_by_role("button", name="提交审核意见").click()
