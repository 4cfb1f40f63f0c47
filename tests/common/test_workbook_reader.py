"""What people hand in: what their programs write is read; what hides or swells is refused in words."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from openpyxl import Workbook

from bench.workbooks import read_in_own_process, write_rows
from common.table_reader import read_tables
from common.tables import Column, Table
from common.workbook import Column as Written
from common.workbook import Sheet, write_workbook
from common.workbook_reader import WorkbookRefusedError, read_workbook
from tests.common.hostile import (
    BOOK,
    LAUGHS,
    RELATIONS,
    SHEET,
    TYPES,
    added,
    changed,
    lying_about_its_size,
    plain,
    replaced,
    saved,
    text_cell,
    twice_the_same_name,
    with_sheet,
    with_strings,
)

if TYPE_CHECKING:
    from pathlib import Path

TABLE = Table(
    "表",
    (
        Column("name", "名称"),
        Column("amount", "数", "number", is_optional=True),
        Column("day", "日期", "date", is_optional=True),
    ),
)
MOST_MEGABYTES = 300
HEAD = f'<row r="1">{text_cell("A1", "名称")}{text_cell("B1", "数")}{text_cell("C1", "日期")}</row>'


def values(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in read_workbook(data).sheets["表"]]


def refusal(data: bytes) -> str:
    with pytest.raises(WorkbookRefusedError) as found:
        read_workbook(data)
    return str(found.value)


def read(rows: str, base: bytes | None = None) -> list[dict[str, object]]:
    tables = read_tables(base or with_sheet(HEAD + rows), [TABLE])
    assert tables.findings == []
    return [line.values for line in tables.lines["表"]]


# -- what other programs write -------------------------------------------------------------------------


def test_full_width_figures_and_thousands_are_numbers() -> None:
    cells = ("１，５８７．５", " 1,587.50 ", "２０")
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "甲")}{text_cell(f"B{n}", cell)}</row>'
        for n, cell in enumerate(cells, 2)
    )
    assert [float(row["amount"]) for row in read(rows)] == [1587.5, 1587.5, 20]


@pytest.mark.parametrize(
    "typed", ["２０２２－０８－３１", "2022.8.31", "2022年8月31日", "2022/08/31"]
)
def test_days_as_they_are_typed(typed: str) -> None:
    (row,) = read(f'<row r="2">{text_cell("A2", "甲")}{text_cell("C2", typed)}</row>')
    assert row["day"] == "2022-08-31"


@pytest.mark.parametrize(("is_1904", "serial"), [(False, 44804), (True, 43342)])
def test_a_day_that_lost_its_format_counts_from_the_files_own_epoch(
    is_1904: bool, serial: int
) -> None:
    cells = f'<row r="2">{text_cell("A2", "甲")}<c r="C2"><v>{serial}</v></c></row>'
    base = with_sheet(HEAD + cells)
    if is_1904:
        base = replaced(BOOK, "<workbookPr", '<workbookPr date1904="1"', base)
    (row,) = read("", base)
    assert row["day"] == "2022-08-31"


def test_phonetic_runs_and_rich_text_are_one_word() -> None:
    rich = (
        "<si><r><rPr><b/></rPr><t>开封</t></r><r><t>市</t></r>"
        '<rPh sb="0" eb="2"><t>kai feng</t></rPh><phoneticPr fontId="1"/></si>'
    )
    assert values(with_strings(rich)) == [["开封市"]]


def test_blank_rows_and_columns_behind_the_table_are_nothing() -> None:
    blanks = "".join(
        f'<row r="{n}"><c r="A{n}"/><c r="XFD{n}"/></row>' for n in (40_000, 1_048_576)
    )
    rows = f'<row r="2">{text_cell("A2", "甲")}{text_cell("B2", "  ")}</row>{blanks}'
    assert [row["name"] for row in read(rows)] == ["甲"]


def test_what_a_sheet_says_of_its_own_size_cuts_nothing_off() -> None:
    def change(data: bytes) -> bytes:
        return data.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="A1:A1"/>').replace(
            b'<dimension ref="A1:B2" />', b'<dimension ref="A1:A1"/>'
        )

    data = changed(SHEET, change)
    assert b'ref="A1:A1"' in zipfile.ZipFile(BytesIO(data)).read(SHEET)
    assert values(data) == [["名称", "数"], ["甲", 1]]


def test_a_link_to_a_mail_address_is_no_external_link() -> None:
    book = Workbook()
    book.active.title = "表"
    book.active["A1"] = "名称"
    book.active["A2"] = "a@example.test"
    book.active["A2"].hyperlink = "mailto:a@example.test"
    assert values(saved(book)) == [["名称"], ["a@example.test"]]


def test_names_of_ranges_and_filters_are_no_formulas() -> None:
    data = write_workbook([Sheet("表", [Written("a", "名称", str)], [1])], title="x")
    names = (
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'
        "'表(1)'!$A$1:$B$2</definedName></definedNames></workbook>"
    )
    assert values(changed(BOOK, lambda xml: xml.replace(b"</workbook>", names.encode()), data))


def test_20_000_rows_are_read_and_one_more_is_not() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 20_002))
    assert len(values(with_sheet(rows))) == 20_001
    assert "表!A20002" in refusal(with_sheet(rows + '<row r="20002"><c><v>1</v></c></row>'))


def test_20_000_rows_leave_the_server_its_memory(tmp_path: Path) -> None:
    """In a process of its own, with the whole portal in it."""
    path = tmp_path / "rows.xlsx"
    write_rows(path)
    reading = read_in_own_process(path)
    assert reading.rows == 20_000
    assert reading.peak_megabytes < MOST_MEGABYTES


# -- what is refused ---------------------------------------------------------------------------------

FORMULA = '<c r="B2"><f>1+1</f><v>2</v></c>'


def with_name(refers_to: str) -> bytes:
    name = f'<definedName name="q" hidden="1">{refers_to}</definedName>'
    return replaced(BOOK, "</workbook>", f"<definedNames>{name}</definedNames></workbook>")


def utf16(text: str) -> bytes:
    return text.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")


def in_hidden_sheet() -> bytes:
    book = Workbook()
    book.active.title = "表"
    book.active["A1"] = "名称"
    hidden = book.create_sheet("藏")
    hidden["C3"] = "=1+1"
    hidden.sheet_state = "veryHidden"
    return saved(book)


def relation(kind: str, target: str = "x.xml") -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    new = (
        f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    )
    return replaced(RELATIONS, "</Relationships>", new)


REFUSED = {
    "billion laughs": (lambda: added("xl/theme/theme9.xml", LAUGHS.encode()), "DOCTYPE"),
    "entities in the sheet": (lambda: changed(SHEET, lambda _d: LAUGHS.encode()), "DOCTYPE"),
    "entities in two-byte letters": (lambda: with_strings(utf16(LAUGHS)), "DOCTYPE"),
    "entities under another name": (lambda: added("xl/media/a.png", LAUGHS.encode()), "DOCTYPE"),
    "an outside document type": (
        lambda: added("docProps/x.xml", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'),
        "DOCTYPE",
    ),
    "an encoding that hides": (
        lambda: with_strings(b'<?xml version="1.0" encoding="utf-7"?><sst/>'),
        "完好",
    ),
    "macros of 1992": (lambda: added("xl/macrosheets/sheet1.xml", b"<x/>"), "宏"),
    "macros by their kind": (
        lambda: replaced(
            TYPES,
            "</Types>",
            '<Override PartName="/a" ContentType="x/vnd.ms-office.vbaProject"/></Types>',
        ),
        "宏",
    ),
    "another workbook by relation": (lambda: relation("externalLinkPath", "http://x"), "外部链接"),
    "a picture from elsewhere": (lambda: relation("image", "http://x.test/a.png"), "外部链接"),
    "a file in the file": (lambda: added("xl/media/image9.bin", plain()), "嵌入"),
    "a formula in a hidden sheet": (in_hidden_sheet, "藏!C3 =1+1"),
    "a formula in a hidden row": (
        lambda: with_sheet(f'{HEAD}<row r="2" hidden="1">{FORMULA}</row>'),
        "表!B2 =1+1",
    ),
    "a formula in a hidden column": (
        lambda: with_sheet(
            f'{HEAD}<row r="2">{FORMULA}</row>',
            columns='<cols><col min="2" max="3" hidden="1" width="0"/></cols>',
        ),
        "表!B2",
    ),
    "a formula in a name": (
        lambda: replaced(
            BOOK,
            "</sheets>",
            '</sheets><definedNames><definedName name="q" hidden="1">SUM(1)</definedName></definedNames>',
        ),
        "q",
    ),
    "a name that looks elsewhere": (
        lambda: with_name("[1]a!$A$1"),
        "外部链接",
    ),
    "a size that is not true": (lying_about_its_size, "完好"),
    "a thousand times as much": (lambda: added("xl/media/a.bin", bytes(3_000_000)), "过大"),
    "a name twice": (twice_the_same_name, "同名"),
    "a path out of the file": (lambda: added("xl/../../etc/cron.d/x", b"x"), "路径"),
    "a path of Windows": (lambda: added("xl\\a.xml", b"<x/>"), "路径"),
    "a password": (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "密码"),
    "columns without end": (
        lambda: with_sheet(f'{HEAD}<row r="2"><c r="XFD2"><v>1</v></c></row>'),
        "表!XFD2",
    ),
    "a row beyond the last": (
        lambda: with_sheet('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'),
        "完好",
    ),
    "rows that go back": (
        lambda: with_sheet('<row r="3"><c r="A3"><v>1</v></c></row><row r="2"/>'),
        "完好",
    ),
    "cells that go back": (
        lambda: with_sheet('<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row>'),
        "完好",
    ),
    "a cell of a million letters": (
        lambda: with_sheet(f'<row r="1">{text_cell("A1", "字" * 1_000_001)}</row>'),
        "过大",
    ),
    "a cell longer than cells are": (
        lambda: with_sheet(f'<row r="1">{text_cell("A1", "字" * 32_768)}</row>'),
        "表!A1 有 32768 个字",
    ),
    "no XML": (lambda: changed(SHEET, lambda _d: b"<worksheet>"), "完好"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_and_named(kind: str) -> None:
    make, words = REFUSED[kind]
    assert words in refusal(make())


def test_more_cells_than_are_read() -> None:
    rows = "".join(
        "<row>" + "".join(f"<c><v>{row * column}</v></c>" for column in range(40)) + "</row>"
        for row in range(10_001)
    )
    assert "单元格过多" in refusal(with_sheet(rows))


def test_many_hidden_formulas_are_told_up_to_a_number() -> None:
    cells = "".join(f'<row r="{n}" hidden="1"><c r="A{n}"><f>1</f></c></row>' for n in range(1, 60))
    words = refusal(with_sheet(cells))
    assert "表!A20 " in words
    assert "表!A21" not in words
    assert "59" in words


def test_a_formula_in_the_open_is_told_with_its_cell() -> None:
    tables = read_tables(with_sheet(f'{HEAD}<row r="2">{FORMULA}</row>'), [TABLE])
    (finding,) = tables.findings
    assert (finding.path, finding.found) == ("表!B2", "=1+1")
    assert "公式" in finding.expected


@pytest.mark.usefixtures("english_catalogue")
def test_refusals_are_said_in_the_readers_language() -> None:
    with translation.override("en"):
        words = refusal(in_hidden_sheet())
    assert "hidden formula" in words
    assert "藏!C3" in words


def test_an_empty_cell_has_a_place_of_its_own() -> None:
    tables = read_tables(plain([("名称", "日期"), ("甲", None)]), [TABLE])
    (line,) = tables.lines["表"]
    assert line.places["day"] == "表!B2"
    assert line.places["amount"] == "表!2"


@pytest.mark.parametrize(
    "flood",
    [
        b"<a " + b" ".join(b'a%d="1"' % n for n in range(150_000)) + b"/>",
        b"<a><!--" + b" ".join(b"%d" % n for n in range(200_000)) + b"--></a>",
        b"<a>" + b"".join(b"<b%d/>" % n for n in range(11_000)) + b"</a>",
    ],
    ids=["attributes", "comment", "names"],
)
def test_what_would_be_held_whole_in_memory_is_refused(flood: bytes) -> None:
    with pytest.raises(WorkbookRefusedError, match="展开后过大"):
        read_workbook(added("xl/flood.xml", flood))
