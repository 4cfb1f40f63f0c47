"""The workbook, opened again by two independent readers."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
import python_calamine

from common.workbook import GUARD, Column, Sheet, safe_text, sheet_title, write_workbook

HOSTILE = [
    "=1+1",
    "+1",
    "-5+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "- 一是加快建设",
]
COLUMNS = [
    Column("unit", "单位", lambda r: r["unit"], width=24),
    Column("count", "项目数", lambda r: r.get("count"), "integer", 10),
    Column("amount", "年度投资（亿元）", lambda r: r.get("amount"), "decimal"),
    Column("rate", "完成率", lambda r: r.get("rate"), "percent"),
    Column("due", "期限", lambda r: r.get("due"), "date"),
    Column("at", "提交时间", lambda r: r.get("at"), "datetime", 18),
]
ROW = {
    "unit": "市商务局",
    "count": 42,
    "amount": Decimal("105.50"),
    "rate": Decimal("0.625"),
    "due": date(2022, 8, 31),
    "at": datetime(2022, 8, 31, 15, 59, tzinfo=UTC),
}


def sheet_of(rows, title="台账", note=""):
    return Sheet(title, COLUMNS, rows, note)


def reopened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_figures_and_dates_are_real_ones():
    data = write_workbook([sheet_of([ROW])], title="督办台账")
    unit, count, amount, rate, due, at = next(reopened(data)["台账"].iter_rows(min_row=2))
    assert unit.value == "市商务局"
    assert (count.value, amount.value, rate.value) == (42, 105.5, 0.625)
    assert rate.number_format == "0.0%"
    assert due.value == datetime(2022, 8, 31)  # noqa: DTZ001
    assert at.value == datetime(2022, 8, 31, 23, 59)  # noqa: DTZ001  Beijing time
    assert due.is_date


def test_both_readers_see_the_same():
    data = write_workbook([sheet_of([ROW, {"unit": "甲\n乙 <b>&amp;"}])], title="台账")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    seen = book.get_sheet_by_name("台账").to_python()
    assert seen[0] == [column.header for column in COLUMNS]
    assert seen[1] == ["市商务局", 42, 105.5, 0.625, date(2022, 8, 31), seen[1][5]]
    assert seen[2][0] == "甲\n乙 <b>&amp;"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_a_formula_stays_text(text):
    sheet = reopened(write_workbook([sheet_of([{"unit": text}])], title="t"))["台账"]
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith(GUARD)
    assert cell.value.removeprefix(GUARD) == text.replace("\r", "\n")


def test_header_and_typed_columns_are_guarded_too():
    columns = [Column("x", "=1+1", lambda _: "=2+2", "decimal")]
    sheet = reopened(write_workbook([Sheet("s", columns, [1])], title="t"))["s"]
    assert [sheet["A1"].value, sheet["A2"].value] == [f"{GUARD}=1+1", f"{GUARD}=2+2"]


def test_words_in_a_figures_column_stay_words():
    sheet = reopened(write_workbook([sheet_of([{"unit": "甲", "amount": "未填报"}])], title="t"))
    assert sheet["台账"]["C2"].value == "未填报"


def test_control_characters_break_nothing():
    text = "标题\x00\x08\x0b\x1f\ufffe\uffff\ud800完"
    sheet = reopened(write_workbook([sheet_of([{"unit": text}])], title=text, subject=text))
    assert sheet["台账"]["A2"].value == "标题完"
    assert sheet.properties.title == "标题完"


def test_excels_own_escapes_cannot_bring_a_formula_back():
    data = write_workbook([sheet_of([{"unit": "_x003D_1+1"}])], title="t")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.get_sheet_by_name("台账").to_python()[1][0] == f"_{GUARD}x003D_1+1"


def test_an_error_code_as_text_stays_text():
    sheet = reopened(write_workbook([sheet_of([{"unit": "#N/A"}])], title="t"))["台账"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "#N/A")


def test_long_text_is_cut_visibly_at_excels_limit():
    assert len(safe_text("长" * 40_000)) == 32_767
    assert safe_text("长" * 40_000).endswith("…")


def test_sheet_is_ready_to_read_and_to_print():
    data = write_workbook([sheet_of([ROW, ROW])], title="台账 A&B", subject="2022 年第二阶段")
    book = reopened(data)
    sheet = book["台账"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F3"
    assert sheet.column_dimensions["A"].width == 24
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 8)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert "A&&B" in zipfile.ZipFile(io.BytesIO(data)).read(
        "xl/worksheets/sheet1.xml"
    ).decode().replace("&amp;", "&")
    assert book.properties.subject == "2022 年第二阶段"


def test_notes_get_a_sheet_of_their_own():
    book = reopened(write_workbook([sheet_of([ROW], note="数据截至 2022-08-31")], title="t"))
    assert book.sheetnames == ["台账", "说明"]
    assert book["说明"]["B2"].value == "数据截至 2022-08-31"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("台账", "台账"),
        ("汴政〔2022〕7号: [总表]/分表?*", "汴政〔2022〕7号 总表 分表"),
        ("", "工作表"),
        ("'单位'", "单位"),
        ("长" * 40, "长" * 31),
    ],
)
def test_sheet_title(title, expected):
    assert sheet_title(title, set()) == expected


def test_equal_titles_are_numbered():
    used: set[str] = set()
    assert [sheet_title("A", used), sheet_title("a", used)] == ["A", "a (2)"]
    sheet_title("长" * 40, used)
    assert sheet_title("长" * 40, used) == "长" * 27 + " (2)"


def test_a_row_is_as_high_as_its_longest_text():
    rows = [ROW, ROW | {"unit": "很长的单位名称" * 10}, ROW | {"unit": "一\n二\n三"}]
    sheet = reopened(write_workbook([sheet_of(rows)], title="t"))["台账"]
    assert [sheet.row_dimensions[row].height for row in (2, 3, 4)] == [None, 105, 45]


def test_an_empty_ledger_is_still_a_workbook():
    sheet = reopened(write_workbook([sheet_of([])], title="t"))["台账"]
    assert sheet.auto_filter.ref == "A1:F1"
