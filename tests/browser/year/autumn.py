"""September to November: a late unit under notice, a difficulty up to the vice mayor, two replies."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from common.errors import NotAllowedError, NotVisibleError
from events.errors import WrongStateError
from supervision.errors import (
    AlreadyOpenError,
    LevelRefusedError,
    RedNeedsWatchError,
    WatchRunningError,
)
from supervision.models import Difficulty, Instruction, Notice
from tests.browser.year import replies
from tests.browser.year.story import AUGUST, COMMERCE, FINANCE, LEADS, SEPTEMBER
from tests.browser.year.summer import contribute, submit
from tests.browser.year.year import PHONE, open_up, refused, row
from tests.reports.test_races import all_at_once

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.year.year import Year

DIFFICULTY = "工业用地指标没有落实，两个签约项目不能开工。"
OPINION = "情况属实，建议市财政局先行安排收储资金。"
INSTRUCTION = "请市财政局九月二十日前拿出资金方案，办公室跟踪。"
INSTRUCTED_BY = date(2022, 9, 20)
RESULT = "收储资金已下达，两宗地九月下旬出让。"
ANSWER = "报告已补报，迟报原因是数据汇总岗位空缺，已补人。"
CHECKED = "已核对补报的报告。"


def play(year: Year) -> None:
    report_difficulty(year)
    put_under_notice(year)
    instruct(year)
    contribute(year, SEPTEMBER, "2022-09-14")
    raise_notice(year, "yellow", "2022-09-15")
    carry_out(year)
    replies.issue(year)
    raise_notice(year, "red", "2022-09-23")
    make_good(year)
    file_september(year)
    replies.handle_again(year)
    close_notice(year)


def report_difficulty(year: Year) -> None:
    """From the clerk's form to the vice mayor's telephone and back to the office."""
    year.at("2022-09-07")
    clerk = year.sees("shangwu-clerk")
    clerk.get_by_role("link", name="计划").first.click()
    clerk.get_by_role("link", name=re.compile("精准招商引资")).first.press("Enter")
    clerk.get_by_role("link", name="报告困难").click()  # what was reported before
    clerk.get_by_role("link", name="报告困难").click()
    clerk.get_by_label("困难和问题").fill(DIFFICULTY)
    clerk.get_by_label("从何时起").fill("2022-08-01")
    clerk.get_by_label("已经做过什么").fill("七月三次对接，没有结果。")
    clerk.get_by_label("请求解决什么").fill("请协调新增用地指标。")
    clerk.get_by_label("请谁解决").fill(FINANCE)
    clerk.get_by_role("button", name="报告办公室").click()
    expect(clerk.get_by_text("待办公室处理").first).to_be_visible()
    difficulty = Difficulty.objects.get()
    for stranger, error in (
        (year.cast.stranger, NotVisibleError),
        (year.cast.head, NotAllowedError),
    ):
        with refused(error):
            year.cast.step("send_up_difficulty", difficulty, stranger, year.now, OPINION)
    with refused(WrongStateError):  # nobody instructs on what was not sent up
        year.cast.instruct(difficulty, year.now)
    office = year.sees("office-1")
    office.get_by_role("link", name=re.compile(DIFFICULTY[:10])).first.click()
    box = open_up(office, "上报主管副市长")
    box.get_by_role("textbox").fill(OPINION)
    box.get_by_role("button", name="上报主管副市长").click()
    expect(office.get_by_text("待批示").first).to_be_visible()


def instruct(year: Year) -> None:
    year.at("2022-09-08")
    difficulty = Difficulty.objects.get()
    with refused(NotAllowedError):  # the office cannot instruct
        year.cast.instruct(difficulty, year.now, who=year.office)
    vice_mayor = year.sees("fushizhang", viewport=PHONE)
    vice_mayor.get_by_role("link", name=re.compile(DIFFICULTY[:10])).first.click()
    vice_mayor.get_by_label("批示内容").fill(INSTRUCTION)
    vice_mayor.get_by_label("责任单位").select_option(label=FINANCE)
    vice_mayor.get_by_label("办理期限").fill(INSTRUCTED_BY.isoformat())
    vice_mayor.get_by_role("button", name="批示").click()
    expect(vice_mayor.get_by_text("已批示，办理中").first).to_be_visible()


def carry_out(year: Year) -> None:
    """The instruction is answered and confirmed."""
    instruction = Instruction.objects.get()
    year.at("2022-09-16")
    _answer(year, "caizheng", "批示", RESULT)
    with refused(NotAllowedError):  # nobody confirms their own result
        year.cast.confirm(instruction, year.now, who=year.cast.answering_head)
    outcome = all_at_once(*[lambda: year.cast.confirm(instruction, year.now)] * 2)
    assert outcome == ["WrongStateError", "done"]


def _answer(year: Year, people: str, duty: str, text: str) -> Page:
    """The clerk writes, the head signs; what the head sees then."""
    clerk = year.sees(f"{people}-clerk")
    clerk.get_by_role("link", name=re.compile(duty)).first.click()
    clerk.get_by_label("答复").fill(text)
    clerk.get_by_role("button", name="送负责人审签").click()
    head = year.sees(f"{people}-head")
    head.get_by_role("link", name=re.compile(duty)).first.click()
    sign = head.get_by_role("button", name="审签并报送")
    sign.click()
    expect(sign).to_have_count(0)
    return head


def put_under_notice(year: Year) -> None:
    """What the portal proposes, the bureau sends."""
    year.at("2022-09-07", 14)
    bureau = year.sees("ducha")
    bureau.get_by_role("link", name="督办", exact=True).first.click()
    line = row(bureau, COMMERCE, "8月底")
    expect(line).to_contain_text("蓝色提醒")
    assert not Notice.objects.exists()  # it sends none by itself
    line.get_by_role("link", name=re.compile("^拟发")).click()
    bureau.get_by_label("级别").select_option(label="蓝色提醒")
    bureau.get_by_label("发文字号").fill("演示督〔2022〕20号")
    bureau.get_by_role("button", name="发出").click()
    expect(bureau.get_by_text("待答复").first).to_be_visible()
    notice = Notice.objects.get()
    with refused(AlreadyOpenError):
        year.cast.issue(year.now)
    with refused(LevelRefusedError):  # one step at a time
        year.cast.raise_to(notice, "red", year.now)


def raise_notice(year: Year, level: str, day: str) -> None:
    notice, now = Notice.objects.get(), year.at(day)
    outcome = all_at_once(*[lambda: year.cast.raise_to(notice, level, now)] * 2)
    assert outcome == ["LevelRefusedError", "done"]


def make_good(year: Year) -> None:
    """The unit files and answers; the red notice goes down to yellow for a while."""
    notice = Notice.objects.get()
    year.at("2022-09-26")
    submit(year, COMMERCE, AUGUST)
    year.filer(COMMERCE, AUGUST).accept(year.now)
    head = _answer(year, "shangwu", "督办答复", ANSWER)
    expect(head.get_by_text("待核查").first).to_be_visible()
    year.at("2022-09-28")
    with refused(NotAllowedError):  # the object does not check itself
        year.cast.check("find_made_good", notice, year.now, who=year.cast.head, reason=CHECKED)
    with refused(RedNeedsWatchError):  # a red one is never closed at once
        year.cast.check("find_made_good", notice, year.now, reason=CHECKED)
    bureau = year.sees("ducha")
    bureau.get_by_role("link", name="督办", exact=True).first.click()
    bureau.get_by_role("link", name=re.compile(COMMERCE)).first.click()
    box = open_up(bureau, "核查合格，降为黄色观察")
    box.get_by_role("textbox").fill(CHECKED)
    box.get_by_role("button", name="核查合格，降为黄色观察").click()
    expect(bureau.get_by_text("观察期").first).to_be_visible()
    with refused(WatchRunningError):
        year.cast.check("close_notice", notice, year.now)


def file_september(year: Year) -> None:
    year.at("2022-09-29")
    for unit in LEADS:
        submit(year, unit, SEPTEMBER)
    year.at("2022-10-10")
    for unit in LEADS:
        year.filer(unit, SEPTEMBER).accept(year.now)


def close_notice(year: Year) -> None:
    """After the watch period the red notice is closed (销号)."""
    notice = Notice.objects.get()
    year.at("2022-11-02")
    bureau = year.sees("ducha")
    bureau.get_by_role("link", name="督办", exact=True).first.click()
    bureau.get_by_role("link", name=re.compile(COMMERCE)).first.click()
    bureau.get_by_role("button", name="销号").click()
    expect(bureau.get_by_text("已销号").first).to_be_visible()
    with refused(WrongStateError):
        year.cast.check("close_notice", notice, year.now)
