"""Dates of a year without a holiday notice carry one mark, in the workbook as in the PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.directive_facts import SUPERVISOR_UNIT
from tests.exports.faces import Faces
from tests.playing import person
from units.models import CalendarYear, Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db

SHEETS = ("报送情况", "函告和会签")
MARK, WHY = "工作日暂定", "标“暂定”的日期：当年的节假日安排尚未公布"


def faces_of(plan: Plan) -> Faces:
    bureau, _is_new = Unit.objects.get_or_create(
        government_id=plan.government_id, name=SUPERVISOR_UNIT
    )
    return Faces(plan, person(bureau, Role.SUPERVISOR, name="督查员").user)


def marks(faces: Faces, sheet: str) -> set[str | None]:
    return {row[MARK] for row in faces.workbook().rows(sheet)}


def test_nothing_is_marked_while_the_holidays_are_known(plan: Plan) -> None:
    faces = faces_of(plan)
    for sheet in SHEETS:
        assert marks(faces, sheet) <= {None, ""}
    assert MARK not in faces.ledger(sheet="filings").text
    text = faces.pdf().text
    assert MARK not in text
    assert WHY not in text


def test_dates_of_an_unknown_year_are_marked_in_both(plan: Plan) -> None:
    CalendarYear.objects.filter(government=plan.government, year=2022).delete()
    faces = faces_of(plan)
    for sheet in SHEETS:
        assert marks(faces, sheet) == {"暂定"}
    for sheet in ("filings", "partners"):
        rows = faces.ledger(sheet=sheet).rows()
        assert {row[MARK] for row in rows} == {"暂定"}
    text = faces.pdf().text
    assert WHY in text
    assert text.count(MARK) >= 4  # the head of each stage, and of the dates to come
