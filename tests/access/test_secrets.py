"""What a unit has not signed leaves it in no answer whatever: page, PDF, workbook, mail."""

from __future__ import annotations

import zipfile
from functools import cache
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from tests.access import table
from tests.access.scene import COUNTY_SECRET, INSIDE, ROLES, SECRET, SECRET_FILE
from tests.access.test_table import address, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access.scene import Scene

pytestmark = pytest.mark.django_db

COUNTY_ROLES = {"county_clerk", "county_head"}
OWN_READERS = {SECRET: set(INSIDE), SECRET_FILE: set(INSIDE), COUNTY_SECRET: COUNTY_ROLES}
# A draft may show in what is chosen, not only in what a page shows by itself.
CHOICES = {
    "board": "?unit={unit}",
    "ledger": "?task=t5-10",
    "exports": "?unit={unit}&at=2022-09-01",
}


@cache
def text_of(body: bytes) -> str:
    if body.startswith(b"%PDF") and len(body) > 1000:
        return "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            parts = (archive.read(name).decode(errors="ignore") for name in archive.namelist())
            return unescape("".join(parts))  # lxml writes Chinese as numbers
    return body.decode(errors="ignore")


def answers(scene: Scene, role: str) -> Iterator[tuple[str, str]]:
    unit = scene.people["clerk"].access.grants[0].unit_id
    for name, places, _statuses in rows(table.GET):
        for choice in {"", CHOICES.get(name, "")}:
            place = address(scene, name, places) + choice.format(unit=unit)
            yield place, text_of(scene.ask(role, place).body)


def told(scene: Scene) -> set[tuple[str, str, str]]:
    """Secret, role and place, wherever somebody is told one. Asking changes nothing."""
    return {
        (secret, role, place)
        for role in ROLES
        for place, text in answers(scene, role)
        for secret in OWN_READERS
        if secret in text
    }


@pytest.mark.full  # everybody's every page and every file: four minutes
def test_what_was_not_signed_or_sent_is_told_to_its_own_people_alone(scene):
    """And to all of them: the places are looked at where it does stand."""
    found = told(scene)
    wrong = {row for row in found if row[1] not in OWN_READERS[row[0]]}
    assert wrong == set()
    assert {(secret, role) for secret, role, _place in found} >= {
        (SECRET, role) for role in INSIDE
    } | {(COUNTY_SECRET, role) for role in COUNTY_ROLES}


@pytest.mark.full  # proves the test above
def test_the_search_sees_into_pdf_and_workbook(scene):
    for name in ("summary_pdf", "ledger_xlsx"):
        place = address(scene, name, ["plan"])
        assert "市财政局" in text_of(scene.ask("office", place).body).replace("\n", "")
