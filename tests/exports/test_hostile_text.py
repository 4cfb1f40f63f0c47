"""Text that would like to be a formula, a tag, a file or a control character."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dashboards.asking import question_of
from dashboards.exports.documents import ledger_document, summary_document
from dashboards.exports.taken import Taken
from reports.models import Part
from tasks.models import Milestone, Task
from tests.dashboards.story import FINANCE
from tests.exports.faces import Faces, Pdf, Workbook
from tests.playing import Player, at, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://127.0.0.1/","点")'
TAG = "<script>alert(1)</script><img src='file:///etc/passwd'>"
CONTROL = "标题\x07里有\x0b控制\x1f字符"
NOW = at("2022-09-01")


@pytest.fixture(scope="module")
def hostile(plan: Plan) -> Plan:
    player = Player(plan, FINANCE)
    player.start(at("2022-08-25"))
    player.write(at("2022-08-25"))
    part = player.draft_parts()[0]
    part.narrative, part.problems = f"{FORMULA}\n+1<i>进展</i>", f"-2+3{TAG}{CONTROL}<i>问题</i>"
    part.save()
    player.send(at("2022-08-26"))
    player.sign(at("2022-08-26"))
    leaf = Task.objects.get(plan=plan, key="t5-10")
    leaf.title, leaf.summary = f"{FORMULA}{CONTROL}", TAG
    leaf.save()
    milestone = Milestone.objects.filter(task=leaf).first()
    milestone.name = f"＝{TAG}"
    milestone.save()
    plan.title, plan.number = f"+{CONTROL}{TAG}", f"@{CONTROL}〔2022〕7号"
    plan.save()
    return plan


@pytest.fixture(scope="module")
def taken(hostile: Plan) -> Taken:
    unit = Unit.objects.get(pk=hostile.reviewing_unit_id)
    user = person(unit, Role.OFFICE, name="hostile").user
    user.name = "=cmd|' /C calc'!A0"
    user.save()
    return Taken(user, (unit,), NOW)


def test_workbook(hostile: Plan, taken: Taken) -> None:
    book = Workbook(ledger_document(hostile, question_of({}, now=NOW), taken).content)
    for sheet in book.book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "@", "\t", "＝"))
    assert "HYPERLINK" in book.text
    assert "标题里有控制字符" in book.text
    assert "标题里有控制字符" in str(book.rows_by_calamine("说明"))


def test_pdf(hostile: Plan, taken: Taken) -> None:
    pdf = Pdf(summary_document(hostile, question_of({}, now=NOW), taken).content)
    for words in ("<script>alert(1)</script>", "<i>进展</i>", "<i>问题</i>"):
        assert words in pdf.text
    assert "标题里有控制字符" in pdf.text
    assert "root:" not in pdf.text
    assert not any(page.images for page in pdf.reader.pages)
    assert "/URI" not in str([page.get("/Annots") for page in pdf.reader.pages])


@pytest.mark.parametrize("name", ["exports", "ledger"])
def test_pages(hostile: Plan, taken: Taken, name: str) -> None:
    faces = Faces(hostile, taken.by)
    response = faces.get(name, **({"sheet": "words"} if name == "ledger" else {}))
    assert b"<script>alert" not in response.content
    assert "=HYPERLINK(&quot;" in response.content.decode()


def test_file_names(hostile: Plan, taken: Taken) -> None:
    response = Faces(hostile, taken.by).get("ledger_xlsx")
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].isascii()


def test_one_strange_character_does_not_hold_up_the_summary(hostile: Plan, taken: Taken) -> None:
    part = Part.objects.filter(obligation__plan=hostile, version__number=1).first()
    part.narrative = "进展顺利\U0001f600，已投产。"
    part.save()
    pdf = Pdf(summary_document(hostile, question_of({}, now=NOW), taken).content)
    assert "进展顺利〓，已投产。" in pdf.text
    assert "进展顺利〓，已投产。”中的〓是U+1F600GRINNINGFACE。" in pdf.text
