"""What a unit has not signed leaves it in no answer whatever: page, PDF, workbook, mail."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.access import table
from tests.access.scene import COUNTY_SECRET, INSIDE, OUTSIDE, ROLES, SECRET, SECRET_FILE
from tests.access.test_table import address, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access.scene import Scene

pytestmark = pytest.mark.django_db

COUNTY_ROLES = {"county_clerk", "county_head"}
# A draft may show in what is chosen, not only in what a page shows by itself.
CHOICES = {
    "board": "?unit={unit}",
    "ledger": "?task=t5-10",
    "exports": "?unit={unit}&at=2022-09-01",
}


def text_of(body: bytes) -> str:
    if body.startswith(b"%PDF") and len(body) > 1000:
        return "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return "".join(
                archive.read(name).decode(errors="ignore") for name in archive.namelist()
            )
    return body.decode(errors="ignore")


def answers(scene: Scene, role: str) -> Iterator[tuple[str, str]]:
    unit = scene.people["clerk"].access.grants[0].unit_id
    for name, places, _statuses in rows(table.GET):
        for choice in {"", CHOICES.get(name, "")}:
            place = address(scene, name, places) + choice.format(unit=unit)
            yield place, text_of(scene.ask(role, place).body)


def is_told(text: str) -> bool:
    return SECRET in text or SECRET_FILE in text


@pytest.mark.parametrize("role", OUTSIDE)
def test_nobody_outside_the_unit_reads_an_unsigned_word(scene, role):
    assert [place for place, text in answers(scene, role) if is_told(text)] == []


@pytest.mark.parametrize("role", INSIDE)
def test_the_units_own_people_do(scene, role):
    """So that the test above looks for something that is there."""
    assert any(is_told(text) for _place, text in answers(scene, role))


@pytest.mark.parametrize("role", sorted(set(ROLES) - COUNTY_ROLES))
def test_nobody_outside_the_county_reads_a_contribution_that_was_not_sent(scene, role):
    assert [place for place, text in answers(scene, role) if COUNTY_SECRET in text] == []


@pytest.mark.parametrize("role", sorted(COUNTY_ROLES))
def test_the_countys_own_people_do(scene, role):
    assert any(COUNTY_SECRET in text for _place, text in answers(scene, role))


def test_the_search_sees_into_pdf_and_workbook(scene):
    for name in ("summary_pdf", "ledger_xlsx"):
        place = address(scene, name, ["plan"])
        assert "市财政局" in text_of(scene.ask("office", place).body).replace("\n", "")
