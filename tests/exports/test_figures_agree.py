"""Board, ledger, workbook and PDF say the same: now, at any past moment, with and without submitted."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.dashboards.story import (
    AGRICULTURE,
    DRAFT_WORDS,
    ENTERPRISES,
    ENTERPRISES_CORRECTED,
    INVESTED_AUGUST,
    INVESTED_SEPTEMBER,
)
from tests.exports.secrets import SECRETS

if TYPE_CHECKING:
    from tests.exports.faces import Faces

pytestmark = pytest.mark.django_db

GOALS = {"5.1": 105, "5.2": 115, "5.3": 50, "5.4": 40, "5.5": 70, "5.6": 75, "5.7": 25, "5.8": 105}
TITLES = {
    "5.1": "精细化工",
    "5.2": "装备制造",
    "5.3": "新材料",
    "5.4": "生物医药",
    "5.5": "食品",
    "5.6": "汽车及零部件",
    "5.7": "纺织服装",
    "5.8": "现代家居",
}
NOTHING: dict[str, str] = {}
# What stood when: moment, accepted and its day, submitted and its day.
MOMENTS = {
    "now": ({}, INVESTED_AUGUST, "2022-08-25", INVESTED_SEPTEMBER, "2022-09-28"),
    "a past day, at its end": ({"at": "2022-09-02"}, INVESTED_AUGUST, "2022-08-25", NOTHING, ""),
    "the morning of that day": (
        {"at": "2022-09-02", "time": "08:30"},
        NOTHING,
        "",
        INVESTED_AUGUST,
        "2022-08-25",
    ),
}
each_moment = pytest.mark.parametrize("moment", MOMENTS)
either_way = pytest.mark.parametrize("with_submitted", [True, False])


def query_of(moment: str, *, with_submitted: bool) -> dict[str, str]:
    return MOMENTS[moment][0] | ({} if with_submitted else {"submitted": "no"})


def percent(value: str, goal: int) -> Decimal:
    return (Decimal(value) / goal).quantize(Decimal("0.001"), ROUND_DOWN)


def percent_words(value: str, goal: int) -> str:
    words = f"{percent(value, goal) * 100:.1f}".removesuffix(".0")
    return f"{words}%"


def on(day: str) -> Any:
    return datetime.combine(date.fromisoformat(day), datetime.min.time()) if day else None


@each_moment
@either_way
def test_workbook(faces: Faces, moment: str, *, with_submitted: bool) -> None:
    _query, accepted, as_of, submitted, submitted_as_of = MOMENTS[moment]
    book = faces.workbook(**query_of(moment, with_submitted=with_submitted))
    rows = {row["序号"]: row for row in book.rows("事项台账") if row["指标"] == "年度投资"}
    by_calamine = {
        row["序号"]: row for row in book.rows_by_calamine("事项台账") if row["指标"] == "年度投资"
    }
    assert set(rows) == set(GOALS)
    for number, goal in GOALS.items():
        row, again = rows[number], by_calamine[number]
        assert row["目标下限"] == goal
        if accepted:
            assert row["已审核数"] == again["已审核数"] == float(accepted[number])
            assert row["截至日期"] == on(as_of)
            assert again["截至日期"] == date.fromisoformat(as_of)
            assert row["完成率"] == again["完成率"] == float(percent(accepted[number], goal))
        else:
            assert row["已审核数"] is row["截至日期"] is row["完成率"] is row["进度"] is None
        if not with_submitted:
            assert "待审核数" not in row
        elif submitted:
            assert row["待审核数"] == again["待审核数"] == float(submitted[number])
            assert row["待审核截至"] == on(submitted_as_of)
        else:
            assert row["待审核数"] is None


@each_moment
@either_way
def test_ledger_page(faces: Faces, moment: str, *, with_submitted: bool) -> None:
    _query, accepted, as_of, submitted, _day = MOMENTS[moment]
    page = faces.ledger(**query_of(moment, with_submitted=with_submitted))
    rows = {row["序号"]: row for row in page.rows() if row["指标"] == "年度投资"}
    for number, goal in GOALS.items():
        assert rows[number]["已审核数"] == accepted.get(number, "—")
        assert rows[number]["截至日期"] == (as_of or "—")
        expected = percent_words(accepted[number], goal) if accepted else "—"
        assert rows[number]["完成率"] == expected
        shown = submitted.get(number, "—") if with_submitted else None
        assert rows[number].get("待审核数") == shown


@each_moment
@either_way
def test_board(faces: Faces, moment: str, *, with_submitted: bool) -> None:
    query, accepted, _as_of, submitted, _day = MOMENTS[moment]
    if "time" in query:  # the board's address has both in one
        query = {"at": f"{query['at']}T{query['time']}"}
    page = faces.board(**query, **({} if with_submitted else {"submitted": "no"}))
    for number, title in TITLES.items():
        row = page.board_row(f"{number} {title}")
        assert row["已审核"].startswith(accepted.get(number, "—"))
        if with_submitted:
            assert row["待审核"].startswith(submitted.get(number, "—"))
        else:
            assert "待审核" not in row


@each_moment
@either_way
def test_pdf(faces: Faces, moment: str, *, with_submitted: bool) -> None:
    """Each target's line, as the paper has it from left to right."""
    _query, accepted, as_of, submitted, submitted_as_of = MOMENTS[moment]
    text = faces.pdf(**query_of(moment, with_submitted=with_submitted)).text
    for number, goal in GOALS.items():
        line = f"{number}{TITLES[number]}至少{goal}亿元"
        if accepted:
            line += f"{accepted[number]}{as_of}{percent_words(accepted[number], goal)}"
        else:
            line += "—————"
        assert line in text
        if with_submitted and submitted:
            assert f"{submitted[number]}{submitted_as_of}" in text
    assert with_submitted or "待审核截至" not in text


def test_totals_of_the_plan_are_everywhere_the_same(faces: Faces) -> None:
    accepted = sum(map(Decimal, INVESTED_AUGUST.values()))
    submitted = sum(map(Decimal, INVESTED_SEPTEMBER.values()))
    text = faces.pdf().text
    assert "项目数262个" in text
    assert "总投资1587亿元" in text
    assert f"年度投资（目标585亿元）{accepted}亿元完成63.8%" in text
    assert f"计入待审核为{submitted}" in text
    assert "截至2022年8月25日" in text
    board = faces.board().text
    assert f"{accepted}/585亿元" in board
    rows = faces.workbook().rows("事项台账")
    scope = {"项目数": 262, "总投资": 1587}
    for name, whole in scope.items():
        assert sum(row["目标下限"] for row in rows if row["指标"] == name) == whole
    invested = [row for row in rows if row["指标"] == "年度投资"]
    assert sum(Decimal(str(row["已审核数"])) for row in invested) == accepted


def test_a_corrected_figure_holds_from_its_acceptance_on(faces: Faces) -> None:
    key = ("5.10", "年产值10亿元以上企业")

    def value(**query: str) -> Any:
        rows = faces.workbook(**query).rows("完成数")
        accepted = [row for row in rows if (row["序号"], row["指标"]) == key]
        return next(row["累计数"] for row in accepted if row["审核"] == "已审核")

    before = {"at": "2022-09-13"}
    assert value(**before) == float(ENTERPRISES[key])
    assert value() == float(ENTERPRISES_CORRECTED[key])
    assert "年产值10亿元以上企业25家192022-08-20" in faces.pdf(**before).text
    assert "年产值10亿元以上企业25家172022-08-20" in faces.pdf().text


def test_rates_and_names_of_the_late(faces: Faces) -> None:
    pdf, book = faces.pdf().text, faces.workbook()
    assert "按时报送率57.1%应报14：按时8、迟报2、未报4" in pdf
    assert "办复率0%应答复2件，已答复0件" in pdf
    late = [(r["牵头单位"], r["阶段"], r["情况"], r["天数"]) for r in book.rows("逾期和迟报")]
    assert ("市营商环境服务中心", "8月底", "逾期未报", 40) in late
    assert ("市商务局", "8月底", "迟报", 2) in late
    for unit, stage, words, days in late:
        day = {"8月底": "2022-08-31", "9月底": "2022-09-30"}[stage]
        assert f"{unit}{stage}{words}{day}—{days}" in pdf  # no date was moved
    page = faces.ledger(sheet="late").rows()
    assert [(r["牵头单位"], r["阶段"], r["情况"], int(r["天数"])) for r in page] == late


def test_filings_are_the_matrix(faces: Faces) -> None:
    rows = {(r["牵头单位"], r["阶段"]): r for r in faces.workbook().rows("报送情况")}
    assert len(rows) == 21
    corrected = rows["市财政局", "8月底"]
    assert (corrected["状态"], corrected["现报版本"], corrected["有效版本"]) == ("已审核", 2, 2)
    assert corrected["首次报送"] == datetime(2022, 8, 26, 9)  # noqa: DTZ001  Excel knows no zone
    assert rows["市商务局", "8月底"]["逾期天数"] == 2
    assert rows["市发展改革委", "8月底"]["已收纸质件"] == 5
    assert rows["市农业农村局", "8月底"]["无情况可报"] == "是"
    assert rows["市营商环境服务中心", "12月底"]["最后工作日"] == datetime(2022, 12, 30)  # noqa: DTZ001
    screen = faces.ledger(sheet="filings").rows()
    assert [r["状态"] for r in screen] == [r["状态"] for r in faces.workbook().rows("报送情况")]


def test_parts_of_a_target_that_nobody_was_given(faces: Faces) -> None:
    rows = faces.workbook().rows("分解目标")
    rest = {r["指标"]: r["分解数"] for r in rows if r["分解到"] == "未分解"}
    assert rest == {
        "年产值10亿元以上企业": 0,
        "年产值20亿元以上企业": "文件没有总数",
        "年产值50亿元以上企业": 3,
        "年产值100亿元以上企业": 0,
    }
    text = faces.pdf().text
    assert "未分解3家" in text
    assert "文件没有总数" in text


def test_milestones_with_their_day_and_evidence(faces: Faces) -> None:
    rows = {r["项目节点"]: r for r in faces.workbook().rows("项目节点")}
    done, waiting = rows["双塔5万吨环保涂料"], rows["中裕棉业"]
    assert (done["情况"], done["完成日期"], done["依据"]) == (
        "已完成",
        on("2022-07-20"),
        "竣工验收备案表",
    )
    assert (waiting["情况"], waiting["完成日期"]) == ("报完成，待审核", on("2022-09-15"))
    text = faces.pdf().text
    assert "双塔5万吨环保涂料建成已完成2022-07-20竣工验收备案表" in text
    assert "中裕棉业建成报完成，待审核2022-09-15" in text
    accepted_only = faces.pdf(submitted="no").text
    assert "中裕棉业建成未报完成——" in accepted_only


def test_words_say_whose_they_are_and_which_version(faces: Faces) -> None:
    text = faces.pdf().text
    assert "市发展改革委（9月底报告第1版，9月29日报送，待审核）按计划推进。" in text
    accepted_only = faces.pdf(submitted="no").text
    assert "市发展改革委（8月底报告第1版，8月29日报送，已审核）按计划推进。" in accepted_only
    assert "市发展改革委（9月底报告" not in accepted_only


def test_an_explained_warning_travels_with_the_figure(faces: Faces) -> None:
    words = "“年产值10亿元以上企业”累计数比上次小："
    assert words in faces.pdf().text
    assert words in faces.workbook().text
    assert words not in faces.pdf(at="2022-09-02").text


@pytest.mark.parametrize("query", [{}, {"submitted": "no"}])
def test_nothing_of_a_draft_is_anywhere(faces: Faces, query: dict[str, str]) -> None:
    for face, text in faces.texts(**query).items():
        for secret in (*SECRETS, DRAFT_WORDS):
            assert secret not in text, face


def test_what_was_recalled_is_there_only_while_it_stood(faces: Faces) -> None:
    def versions(**query: str) -> list[Any]:
        rows = faces.workbook(**query).rows("报送情况")
        return [r["现报版本"] for r in rows if (r["牵头单位"], r["阶段"]) == (AGRICULTURE, "9月底")]

    assert versions(at="2022-09-30", time="12:00") == [1]
    assert versions(at="2022-09-30", time="18:00") == [None]
