"""November and December: stages and items are closed, the last reports come, the bulletin is issued."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from common.errors import NotAllowedError
from events.errors import WrongStateError
from reports.errors import StageNotOverError
from reports.services.closing import close_leaf, close_stage
from supervision.errors import NotYetApprovedError
from supervision.models import Bulletin
from tasks.models import Task
from tests.browser.year import replies
from tests.browser.year.story import (
    AUGUST,
    CLOSED_IN_THE_BROWSER,
    DECEMBER,
    DEVELOPMENT,
    LEADS,
    REACHED,
    RESULTS,
    SEPTEMBER,
)
from tests.browser.year.summer import contribute, submit
from tests.browser.year.year import refused, row
from tests.reports.test_races import all_at_once

if TYPE_CHECKING:
    from tests.browser.year.year import Year

WORDS = "按年终核对的数字办结。"
OVERVIEW = "全年十六个事项均有结果。"


def play(year: Year) -> None:
    close_stages(year)
    contribute(year, DECEMBER, "2022-12-12")
    replies.keep_promise(year)
    file_december(year)
    close_leaves(year)
    issue_bulletin(year)


def close_stages(year: Year) -> None:
    year.at("2022-11-03")
    stages = list(year.plan.deadlines.filter(kind="report").order_by("due_on"))
    with refused(NotAllowedError):
        close_stage(deadline_id=stages[AUGUST].pk, words="", **year.by(year.cast.bureau))
    with refused(StageNotOverError):
        close_stage(deadline_id=stages[DECEMBER].pk, words="", **year.by(year.office))
    office = year.sees("office-1")
    office.get_by_role("link", name="看板").first.click()
    office.get_by_role("link", name="结账与办结").first.click()
    line = row(office, "8月底")
    line.locator("summary").click()
    line.get_by_role("button", name=re.compile("^结账")).click()
    expect(row(office, "8月底")).to_contain_text("已结账")
    by_office = year.by(year.office)
    closing = [lambda: close_stage(deadline_id=stages[SEPTEMBER].pk, words="", **by_office)] * 2
    assert all_at_once(*closing) == ["WrongStateError", "done"]


def file_december(year: Year) -> None:
    year.at("2022-12-28")
    for unit in LEADS:
        submit(year, unit, DECEMBER, reached=REACHED)
    year.at("2022-12-29")
    for unit in LEADS:
        year.filer(unit, DECEMBER).accept(year.now)
    with refused(WrongStateError):  # accepted: nothing is taken back
        year.filer(DEVELOPMENT, DECEMBER).recall(year.now)


def close_leaves(year: Year) -> None:
    year.at("2022-12-30")
    leaves = {leaf.number: leaf for leaf in Task.objects.filter(plan=year.plan).leaves()}
    office = year.sees("office-1")
    office.get_by_role("link", name="看板").first.click()
    office.get_by_role("link", name="结账与办结").first.click()
    line = row(office, f"{CLOSED_IN_THE_BROWSER} ")
    line.locator("summary").click()
    line.get_by_label("部分完成").check()
    line.get_by_role("textbox").first.fill(WORDS)
    line.get_by_role("button", name=re.compile("^办结")).click()
    expect(row(office, f"{CLOSED_IN_THE_BROWSER} ")).to_contain_text("部分完成")
    for number, result in RESULTS.items():
        if number != CLOSED_IN_THE_BROWSER:
            closing = {"task_id": leaves[number].pk, "result": result, "words": WORDS}
            close_leaf(**closing, despite="", **year.by(year.office))
    with refused(WrongStateError):
        close_leaf(**closing, despite="", **year.by(year.office))


def issue_bulletin(year: Year) -> None:
    """Drafted from the figures, edited, approved by a colleague, issued."""
    year.at("2022-12-31")
    bureau = year.sees("ducha")
    bureau.get_by_role("link", name="督办", exact=True).first.click()
    bureau.get_by_role("link", name="督查通报").first.click()
    bureau.get_by_role("button", name="按现在的数字起草一期").click()
    overview = bureau.get_by_label("总体情况")
    overview.fill(OVERVIEW + overview.input_value())
    bureau.get_by_role("button", name="保存").click()
    bureau.get_by_role("button", name="送审批").click()
    expect(bureau.get_by_text("待审批").first).to_be_visible()
    bulletin, cast = Bulletin.objects.get(), year.cast
    with refused((NotYetApprovedError, WrongStateError)):
        cast.of_bulletin("issue_bulletin", bulletin, year.now, cast.bureau)
    cast.of_bulletin(
        "approve_bulletin", bulletin, year.now, cast.colleague, revision=bulletin.revision
    )
    bureau.reload()
    bureau.get_by_role("button", name="印发").click()
    expect(bureau.get_by_text("已印发").first).to_be_visible()
    with refused(WrongStateError):
        cast.of_bulletin("issue_bulletin", bulletin, year.now, cast.bureau)
