"""The plan file as a workbook: the same plan, and words with sheet and cell for what is wrong."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from common.workbook_file import MAX_MEGABYTES
from tasks.planfile.errors import PlanFileRefusedError
from tasks.planfile.export import export_plan
from tasks.planfile.read import all_tasks, read_plan_file
from tasks.planfile.read_workbook import read_plan_workbook
from tasks.planfile.write_workbook import write_plan_workbook
from tests.tasks.contents import KAIFENG, SECOND_CITY, as_file, content, load, raw

SAVED_BY_LIBREOFFICE = Path(__file__).parent / "files" / "saved-by-libreoffice.xlsx"


def edited(*changes: tuple[str, str, object]) -> bytes:
    """The second city's workbook after somebody typed into it: (sheet, cell, value)."""
    book = load_workbook(BytesIO(write_plan_workbook(content())))
    for sheet, cell, value in changes:
        book[sheet][cell] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_member(name: str, data: bytes, *, base: bytes | None = None) -> bytes:
    buffer = BytesIO(base or edited())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def findings(data: bytes) -> dict[str, tuple[str, str]]:
    with pytest.raises(PlanFileRefusedError) as refusal:
        read_plan_workbook(data)
    return {row.path: (row.found, row.expected) for row in refusal.value.findings}


# -- the same plan -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [KAIFENG, SECOND_CITY])
def test_a_workbook_reads_back_as_the_plan_it_was_written_from(name):
    assert read_plan_workbook(write_plan_workbook(content(name))) == read_plan_file(raw(name))


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("name", [KAIFENG, SECOND_CITY])
def test_an_exported_workbook_loads_as_the_same_plan(name, tmp_path):
    plan = load(raw(name))
    path = tmp_path / "plan.xlsx"
    call_command("export_plan", plan.slug, format="xlsx", output=path)
    call_command("load_plan", path)
    assert export_plan(plan) == content(name)


@pytest.mark.django_db
def test_a_workbook_of_a_new_plan_is_loaded(tmp_path):
    path = tmp_path / "plan.bin"  # the name says nothing
    path.write_bytes(write_plan_workbook(content()))
    call_command("load_plan", path)
    call_command("load_plan", path)


@pytest.mark.django_db
def test_a_workbook_needs_a_file_to_be_written_to():
    load(raw())
    with pytest.raises(CommandError, match="--output"):
        call_command("export_plan", "luohe-demo-2022", format="xlsx")


def test_a_workbook_saved_by_libreoffice_is_the_same_plan():
    assert read_plan_workbook(SAVED_BY_LIBREOFFICE.read_bytes()) == content()


def test_text_that_looks_like_a_formula_survives_the_way():
    value = content()
    value["tasks"][0].update(title="=1+1", summary="-50 %\n@", text="_x0041_ 原文\n  第二行 ")
    value["motions"][0]["title"] = "＝关于“十”的议案"
    assert read_plan_workbook(write_plan_workbook(read_plan_file(as_file(value)))) == value


def test_a_plan_without_leading_group_aliases_and_groups_survives_the_way():
    value = content()
    value.update(unit_aliases={}, unit_groups={}, copied_to=[])
    for _path, task in all_tasks(value["tasks"]):
        task["responsible_units"] = []
    assert read_plan_workbook(write_plan_workbook(value)) == value


# -- what people type --------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["2022-07-15", "2022/7/15", "2022年7月15日", " 2022-7-15 "])
def test_a_date_typed_as_text_is_a_date(typed):
    read = read_plan_workbook(edited(("期限", "B2", typed)))
    assert read["deadlines"][0]["due"] == "2022-07-15"


def test_a_figure_typed_as_text_is_a_figure():
    read = read_plan_workbook(edited(("目标", "D2", " 8.25 "), ("期限", "C2", "4")))
    assert float(read["tasks"][0]["targets"][0]["minimum"]) == 8.25
    assert read["deadlines"][0]["copies"] == 4


def test_columns_may_change_places_and_blank_rows_stay_blank():
    book = load_workbook(BytesIO(write_plan_workbook(content())))
    sheet = book["别称"]
    for row in sheet.iter_rows(min_row=1, max_row=3):
        row[0].value, row[1].value = row[1].value, row[0].value
    sheet.insert_rows(2, 3)
    buffer = BytesIO()
    book.save(buffer)
    assert read_plan_workbook(buffer.getvalue()) == content()


CELLS = {
    "a date that does not exist": (("期限", "B2", "2022-02-30"), "日期"),
    "a date written in two ways": (("期限", "B2", "7/8/2022"), "日期"),
    "a time of day for a date": (
        ("期限", "B2", datetime.fromisoformat("2022-07-15T12:00")),
        "日期",
    ),
    "a comma that means two things": (("目标", "D2", "1,5"), "数字"),
    "words for a figure": (("目标", "D2", "八"), "数字"),
    "a fraction of a copy": (("期限", "C2", 2.5), "整数"),
    "5.10 become 5.1": (("任务", "C2", 5.1), "文本"),
    "an unknown kind": (("期限", "A2", "月报"), "阶段报告"),
    "neither yes nor no": (("任务", "I2", "也许"), "是、否"),
    "a formula": (("目标", "D2", "=4+4"), "公式"),
    "a formula for a name": (("议案", "A2", '=HYPERLINK("http://x.test")'), "公式"),
    "an error": (("目标", "D2", "#REF!"), "公式"),
    "a task that is not there": (("承办单位", "A2", "t99"), "任务"),
    "a parent below": (("任务", "B2", "t3"), "标识"),
    "a measure that is not there": (("分解", "B2", "别的指标"), "目标"),
    "an alias twice": (("别称", "A3", "青石县"), "一行"),
    "a group without name": (("单位组", "A2", None), "名称"),
    "least above most": (("目标", "D2", 13), "maximum"),
    "a key in capitals": (("文件", "B2", "Luohe"), "小写"),
    "no title": (("任务", "D2", None), "文字"),
    "a unit's name too long": (("承办单位", "C2", "长" * 201), "200"),
    "a group that is not there": (("承办单位", "C3", "各乡镇"), "单位组"),
    "words beside the table": (("期限", "H2", "备注"), "表头"),
}


@pytest.mark.parametrize("kind", CELLS)
def test_what_is_wrong_is_told_with_sheet_and_cell(kind):
    (sheet, cell, value), expected = CELLS[kind]
    found = findings(edited((sheet, cell, value)))
    place = f"{sheet}!{cell}"
    if value is None:  # an empty cell is not in the file: its row is named by what is
        place = next(place for place in found if place.startswith(f"{sheet}!"))
        assert place[-1] == cell[-1]
    assert expected in found[place][1]
    if value is not None:
        assert str(value)[:70] in found[place][0]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("期限", "B1", "日期"), "期限!B1"),
        (("期限", "C1", None), "期限!1"),
        (("文件", "A3", "motion-plan/1"), "文件"),
    ],
)
def test_headers_and_the_one_row_of_the_document(change, place):
    assert place in findings(edited(change))


def test_sheets_missing_and_sheets_too_many_are_told():
    book = load_workbook(BytesIO(edited()))
    book["节点"].title = "里程碑"
    buffer = BytesIO()
    book.save(buffer)
    assert set(findings(buffer.getvalue())) == {"节点", "里程碑"}


def test_every_fault_is_told_at_once():
    found = findings(edited(("期限", "B2", "x"), ("目标", "D2", "y"), ("任务", "I2", "z")))
    assert set(found) == {"期限!B2", "目标!D2", "任务!I2"}


# -- files that are not even parsed ------------------------------------------------------------------

BOMB = b"0" * (101 * 1024 * 1024)


def macro_by_content_type() -> bytes:
    source = zipfile.ZipFile(BytesIO(edited()))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
            archive.writestr(name, data)
    return buffer.getvalue()


FILES = {
    "macros": (lambda: with_member("xl/vbaProject.bin", b"x"), "宏"),
    "macros under another name": (macro_by_content_type, "宏"),
    "external links": (lambda: with_member("xl/externalLinks/externalLink1.xml", b"<x/>"), "链接"),
    "embedded files": (lambda: with_member("xl/embeddings/oleObject1.bin", b"x"), "嵌入"),
    "data connections": (lambda: with_member("xl/connections.xml", b"<x/>"), "连接"),
    "a zip bomb": (lambda: with_member("xl/media/image1.png", BOMB), "过大"),
    "too large": (lambda: b"PK" + b"0" * (MAX_MEGABYTES * 1024 * 1024), "过大"),
    "cut off": (lambda: edited()[:3000], "完好"),
    "another zip": (lambda: with_member("a.txt", b"x", base=b"PK\x05\x06" + bytes(18)), "完好"),
    "broken inside": (
        lambda: with_member("xl/workbook.xml", b"<no", base=b"PK\x05\x06" + bytes(18)),
        "完好",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_dangerous_or_broken_file_is_refused(kind):
    make, word = FILES[kind]
    found, expected = findings(make())["XLSX"]
    assert word in found
    assert expected


def test_rows_without_end_are_refused():
    found = findings(edited(("节点", "A1048576", "x")))
    assert "节点" in found["XLSX"][0]
