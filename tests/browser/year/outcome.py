"""What the boards, the summary, the ledger and the bulletin must say of the year that was played."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from motions.words import RESULT_WORDS
from motions.workflow import Result
from supervision.models import Bulletin
from tests.browser.year import autumn, replies, spring, story, summer, winter
from tests.browser.year.story import DECEMBER, GOALS, INVESTED_DECEMBER, RESULTS
from tests.directive_facts import (
    COUNT_COSIGNATURES_PER_STAGE,
    COUNT_DEPUTIES,
    COUNT_LEAD_PAIRS,
    COUNT_LEAD_UNITS,
    COUNT_LEAVES,
    COUNT_RESPONSIBLE_PAIRS,
    MOTIONS,
    PART_TITLES,
)
from tests.exports.faces import Faces, squeezed
from units.models import User

if TYPE_CHECKING:
    from tests.browser.year.year import Year

STAGES = ("8月底", "9月底", "12月底")
FILED_ON = ("2022-08-29", "2022-09-29", "2022-12-28")
LINE = 120  # characters of a table's line, about
DUE_STAGES = 2  # on 31 December the third is not past yet


def percent(done: int | Decimal, of: int | Decimal) -> str:
    """In words, cut and never rounded up."""
    share = (Decimal(done) * 100 / Decimal(of)).quantize(Decimal("0.1"), ROUND_DOWN)
    return f"{share}".removesuffix(".0") + "%"


ON_TIME, DUE = COUNT_LEAD_UNITS * DUE_STAGES - 1, COUNT_LEAD_UNITS * DUE_STAGES
INVESTED = sum(map(Decimal, INVESTED_DECEMBER.values()))
GOAL = sum(GOALS.values())
RATED = COUNT_DEPUTIES - len(MOTIONS)  # one of each motion stays silent
OF_FIRST, OF_SECOND = (count - 1 for _title, _name, count in MOTIONS)
RESULTS_OF_FIRST = (OF_FIRST - replies.BASICALLY, replies.BASICALLY, 0, 1)
RESULTS_OF_SECOND = (OF_SECOND, 0, 0, 1)
CONTACTED = sum(replies.CONTACTED)
RATES = {
    "按时报送率": f"{percent(ON_TIME, DUE)}应报{DUE}：按时{ON_TIME}、迟报1、未报0",
    "见面率": f"{percent(CONTACTED, COUNT_DEPUTIES)}代表{COUNT_DEPUTIES}名，答复前面商{CONTACTED}名",
    "办复率": f"100%应答复{len(MOTIONS)}件，已答复{len(MOTIONS)}件",
    "满意率": f"100%评价的代表{RATED}名，满意和基本满意{RATED}名；目标100%",
    "未评价": f"{len(MOTIONS)}",
    "落实率": "50%承诺2项，已兑现1项",
}


def check(year: Year) -> None:
    faces = Faces(year.plan, User.objects.get(username="ducha"))
    _goals(faces)
    _rates(faces)
    _filings(faces)
    _leaves(faces)
    _supervision(faces)
    _replies(faces)
    _between_units(faces)
    _bulletin(year, faces)


def _goals(faces: Faces) -> None:
    rows = {
        (row["序号"], row["指标"]): row
        for row in faces.workbook().rows("事项台账")
        if row["类别"] == "进度"
    }
    board, text = faces.board(), faces.pdf().text
    for leaf, value in INVESTED_DECEMBER.items():
        title, goal = PART_TITLES[leaf], GOALS[leaf]
        row = rows[leaf, "年度投资"]
        assert (row["目标下限"], row["已审核数"]) == (goal, float(value))
        assert row["截至日期"] == _day(FILED_ON[DECEMBER])
        share = percent(Decimal(value), goal)
        assert squeezed(f"{leaf}{title}至少{goal}亿元{value}{FILED_ON[DECEMBER]}{share}") in text
        assert board.board_row(f"{leaf} {title}")["已审核"].startswith(value)
    for leaf, figures in (
        ("5.10", story.ENTERPRISES[DECEMBER]),
        ("5.11", story.SMART[DECEMBER]),
    ):
        for name, value in figures.items():
            assert rows[leaf, name]["已审核数"] == float(value)
            assert f"{value}{FILED_ON[DECEMBER]}" in text[text.index(name) :]
    whole = f"{INVESTED}亿元，为目标{GOAL}亿元的{percent(INVESTED, GOAL)}"
    assert f"年度投资已审核{whole}" in text
    assert f"{INVESTED}/{GOAL}亿元完成{percent(INVESTED, GOAL)}" in board.text


def _rates(faces: Faces) -> None:
    text, board = faces.pdf().text, faces.board().text
    for name, words in RATES.items():
        assert f"{name}{words}" in text
        assert f"{name}{words}" in board


def _filings(faces: Faces) -> None:
    rows = {(row["牵头单位"], row["阶段"]): row for row in faces.workbook().rows("报送情况")}
    assert len(rows) == COUNT_LEAD_UNITS * len(STAGES)
    assert {row["状态"] for row in rows.values()} == {"已审核"}
    late = rows.pop((story.COMMERCE, STAGES[0]))
    assert late["逾期天数"] == (date(2022, 9, 26) - date(2022, 8, 31)).days
    assert {row["是否按时"] for row in rows.values()} == {"按时报送"}
    returned = rows[story.DEVELOPMENT, STAGES[0]]
    assert (returned["现报版本"], returned["有效版本"]) == (2, 2)
    extended = rows[story.BUSINESS, STAGES[0]]
    assert extended["期限"] == _day(summer.EXTENDED_TO)
    assert extended["原定期限"] == _day(date(2022, 8, 31))
    days = late["逾期天数"]
    assert f"{story.COMMERCE}{STAGES[0]}迟报2022-08-31—{days}" in faces.pdf().text
    (row,) = faces.workbook().rows("延期申请")
    assert (row["单位"], row["同意延至"]) == (story.BUSINESS, _day(summer.EXTENDED_TO))
    handed = faces.workbook().rows("交办和签收")
    assert Counter(row["状态"] for row in handed) == {
        "办理中": COUNT_LEAD_PAIRS + COUNT_RESPONSIBLE_PAIRS,
        "已撤销": 1,  # relieved by the amendment; another takes part instead
    }
    relieved = next(row for row in handed if row["状态"] == "已撤销")
    assert (relieved["序号"], relieved["单位"]) == spring.NO_LONGER


def _leaves(faces: Faces) -> None:
    rows = faces.workbook().rows("事项台账")
    found = {row["序号"]: row["办结结果"] for row in rows}
    assert found == {leaf: str(RESULT_WORDS[Result(word)]) for leaf, word in RESULTS.items()}
    in_the_summary = re.findall("办结结果([^，]+)，2022年12月30日", faces.pdf().text)
    assert in_the_summary == list(found.values())
    reached = [row for row in faces.workbook().rows("项目节点") if row["情况"] == "已完成"]
    assert {row["项目节点"] for row in reached} == set(story.REACHED)
    assert {row["完成日期"] for row in reached} == {_day(story.REACHED_ON)}


def _supervision(faces: Faces) -> None:
    book, text, board = faces.workbook(), faces.pdf().text, faces.board().text
    (notice,) = book.rows("督办")
    assert (notice["督办对象"], notice["最高级别"]) == (story.COMMERCE, "红色限期整改")
    assert (notice["状态"], notice["单位答复"]) == ("已销号", autumn.ANSWER)
    assert notice["核查情况"] == autumn.CHECKED
    assert notice["销号时间"].date() == date(2022, 11, 2)
    assert "已销号" in text
    (difficulty,) = book.rows("困难问题")
    assert difficulty["困难和问题"] == autumn.DIFFICULTY
    assert difficulty["办公室意见"] == autumn.OPINION
    assert difficulty["批示"] == autumn.INSTRUCTION
    assert difficulty["办理结果"] == autumn.RESULT
    assert (difficulty["批示责任单位"], difficulty["状态"]) == (story.FINANCE, "已办结")
    assert difficulty["批示期限"] == _day(autumn.INSTRUCTED_BY)
    assert squeezed(autumn.DIFFICULTY) in text
    assert "没有未解决的困难，也没有未销号的督办。" in board


def _replies(faces: Faces) -> None:
    rows = faces.workbook().rows("答复与评价")
    first, second = (
        [row for row in rows if row["议案"] == title and row["第几次答复"] == 1]
        for title, _name, _count in MOTIONS
    )
    again = [row for row in rows if row["第几次答复"] == 2]
    said = Counter(row["办理结果"] for row in first)
    satisfied = OF_FIRST - 1 - replies.BASICALLY
    expected = {"满意": satisfied, "基本满意": replies.BASICALLY, "不满意": 1, None: 1}
    assert said == expected
    assert Counter(row["办理结果"] for row in second) == {"满意": OF_SECOND, None: 1}
    (row,) = again
    assert (row["办理结果"], row["答复日期"]) == ("满意", _day("2022-10-14"))
    assert row["期限"] == _day("2022-10-19")
    assert [row["意见和建议"] for row in first if row["办理结果"] == "不满意"] == [replies.WORDS]
    text, board = faces.pdf().text, faces.board().text
    for (title, _name, count), contacted, results, again_on in zip(
        MOTIONS,
        replies.CONTACTED,
        (RESULTS_OF_FIRST, RESULTS_OF_SECOND),
        ("2022-10-14", "—"),
        strict=True,
    ):
        told = "".join(map(str, results))
        counted = f"{contacted}/{count}{told}"
        assert f"{squeezed(title)}2022-09-192022-09-16{again_on}{counted}" in text
        on_the_board = board[board.index(f"{squeezed(title)}2022年9月19日2022年9月16日") :]
        assert counted in on_the_board[:LINE]
    assert "2022年10月14日再次答复" in board
    kept = {row["承诺内容"]: row["状态"] for row in faces.workbook().rows("承诺事项")}
    assert kept == {replies.KEPT[0]: "已兑现", replies.OPEN[0]: "办理中"}


def _between_units(faces: Faces) -> None:
    rows = faces.workbook().rows("函告和会签")
    for stage in STAGES:
        here = Counter((row["类别"], row["情况"]) for row in rows if row["阶段"] == stage)
        assert here == {
            ("函告", "已到"): COUNT_RESPONSIBLE_PAIRS,
            ("会签", "已会签"): COUNT_COSIGNATURES_PER_STAGE,
        }
        told = f"{stage}{COUNT_RESPONSIBLE_PAIRS}/{COUNT_RESPONSIBLE_PAIRS}0"
        assert told + f"{COUNT_COSIGNATURES_PER_STAGE}/{COUNT_COSIGNATURES_PER_STAGE}0" in (
            faces.board().text
        )
    of_class = [row for row in rows if row["报的数"] and story.CLASS in row["报的数"]]
    assert {row["单位"] for row in of_class} == set(story.OF_COUNTIES)


def _bulletin(year: Year, faces: Faces) -> None:
    bulletin = Bulletin.objects.get()
    met = sum(word == story.MET for word in RESULTS.values())
    assert (bulletin.total, bulletin.done) == (COUNT_LEAVES, met)
    told = squeezed(bulletin.overview)
    assert told.startswith(winter.OVERVIEW)
    lead = f"到期的阶段报告{DUE}份，按时{ON_TIME}份、迟报1份、未报0份，按时报送率{percent(ON_TIME, DUE)}"
    whole = f"年度投资已审核{INVESTED}亿元，为目标{GOAL}亿元的{percent(INVESTED, GOAL)}"
    for sentence in (lead, whole):
        assert sentence in told
        assert sentence in faces.pdf().text
    page = year.sees("lankao-clerk")
    page.get_by_role("link", name="计划").first.click()
    page.get_by_role("link", name="督查通报").first.click()
    page.get_by_role("link", name="第 1 期").click()
    shown = squeezed(page.get_by_role("main").inner_text())
    assert f"共{COUNT_LEAVES}个事项，已完成{met}项（{percent(met, COUNT_LEAVES)}）" in shown


def _day(day: date | str) -> Any:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, datetime.min.time())
