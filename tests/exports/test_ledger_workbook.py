"""The ledger as a printer, a filter and another spreadsheet program see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.exports.libreoffice import saved_again
from tests.judges import needs_calc

if TYPE_CHECKING:
    from pathlib import Path

    from tests.exports.faces import Faces

pytestmark = pytest.mark.django_db

A3 = 8


def test_tasks_and_sub_projects_have_a_sheet_each(faces: Faces) -> None:
    book = faces.workbook()
    tasks, parts = book.rows("任务"), book.rows("子项目")
    assert [row["序号"] for row in tasks] == ["1", "2", "3", "4", "5", "6"]
    assert [row["填报事项"] for row in tasks] == [1, 1, 1, 1, 11, 1]
    assert len(parts) == 11
    assert {row["所属任务"] for row in parts} == {f"5 {tasks[4]['任务']}"}
    industry = next(row for row in parts if row["序号"] == "5.10")
    assert "年产值50亿元以上企业" in industry["目标"]
    with_figures = [row for row in parts if row["已审核数"]]
    assert with_figures
    assert tasks[4]["已有审核数"] >= len(with_figures)
    for sheet in ("报送情况", "督办", "承诺事项"):
        assert sheet in book.book.sheetnames


def test_a_narrowed_ledger_has_its_tasks_alone(faces: Faces) -> None:
    book = faces.workbook(task="t5-10")
    assert [row["序号"] for row in book.rows("任务")] == ["5"]
    assert [row["序号"] for row in book.rows("子项目")] == ["5.10"]


def test_every_sheet_is_set_up_for_the_wall_and_for_the_screen(faces: Faces) -> None:
    for sheet in faces.workbook().book:
        last = f"{get_column_letter(sheet.max_column)}{sheet.max_row}"
        assert sheet.auto_filter.ref == f"A1:{last}"
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (A3, "landscape")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


@needs_calc
def test_libreoffice_saves_it_again_without_loss(faces: Faces, tmp_path: Path) -> None:
    book = faces.workbook()
    again = openpyxl.load_workbook(saved_again(book.data, tmp_path))
    assert again.sheetnames == book.book.sheetnames
    for sheet in book.book:
        other = again[sheet.title]
        assert (other.max_row, other.max_column) == (sheet.max_row, sheet.max_column)
        for row in sheet.iter_rows():
            for cell in row:
                saved = other[cell.coordinate]
                assert saved.value == cell.value, (sheet.title, cell.coordinate)
                if cell.value is not None:
                    assert saved.data_type == cell.data_type, (sheet.title, cell.coordinate)
                assert saved.is_date == cell.is_date
        assert other.auto_filter.ref == sheet.auto_filter.ref
        assert other.print_title_rows == sheet.print_title_rows
        assert other.page_setup.paperSize == str(A3) or other.page_setup.paperSize == A3
        assert other.page_setup.orientation == "landscape"
