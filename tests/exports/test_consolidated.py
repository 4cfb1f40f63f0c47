"""阶段汇总报告: the board's figures of one stage as a formal document, as PDF and as DOCX."""

from __future__ import annotations

import io
import re
import zipfile
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import reverse

from common.official.content import texts_of
from common.official.length import check_length
from reports.long_text import NARRATIVE, PROBLEMS, Limit
from reports.models import Part
from tests.dashboards.story import DRAFT_WORDS, INVESTED_AUGUST, INVESTED_SEPTEMBER
from tests.exports.faces import Faces, Pdf, squeezed
from tests.exports.secrets import SECRETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from common.official.content import Paper

pytestmark = pytest.mark.django_db

AUGUST, SEPTEMBER, DECEMBER = range(3)
EMOJI = "\U0001f600"


def ask(faces: Faces, name: str, stage: int, **query: str) -> HttpResponse:
    deadlines = faces.plan.deadlines.filter(kind="report").order_by("due_on")
    return faces.client.get(reverse(name, args=[deadlines[stage].pk]), query)


def pdf(faces: Faces, stage: int, **query: str) -> str:
    answer = ask(faces, "consolidated_pdf", stage, **query)
    assert answer.status_code == HTTPStatus.OK
    return Pdf(answer.content).text


def docx(faces: Faces, stage: int) -> str:
    answer = ask(faces, "consolidated_docx", stage)
    book = zipfile.ZipFile(io.BytesIO(answer.content))
    return squeezed(re.sub(r"<[^>]+>", "", book.read("word/document.xml").decode()))


@pytest.fixture
def august(faces: Faces) -> str:
    return pdf(faces, AUGUST)


def test_it_is_the_offices_document_with_its_five_parts(august: str) -> None:
    assert august.startswith("议案办理工作领导小组办公室")
    assert "关于2022年8月底阶段议案办理进展情况的汇总报告" in august
    assert "汇总稿，未印发" in august
    assert "（汴政〔2022〕7号）要求，现将2022年8月底阶段议案办理的进展情况汇总报告如下。" in august
    parts = (
        "一、报送情况",
        "二、主要指标完成情况",
        "三、各事项进展",
        "四、存在的主要问题",
        "五、下一步工作",
    )
    places = [august.index(part) for part in parts]
    assert places == sorted(places)


def test_every_unit_with_its_dates(august: str) -> None:
    assert "应报单位7个。按时报送5个、迟报1个、未报1个，按时报送率71.4%。" in august
    assert "市商务局2022年8月31日2022年9月2日迟报2天" in august
    assert "市营商环境服务中心2022年8月31日—逾期40天" in august
    assert "1.市营商环境服务中心逾期未报，期限2022年8月31日，已逾期40天。" in august


def test_figures_are_those_of_the_stage_with_their_day_and_a_word(august: str) -> None:
    line = f"5.1精细化工至少105亿元{INVESTED_AUGUST['5.1']}截至8月25日68%68.2"
    assert f"{line}●达到序时进度" in august
    assert f"5.3新材料至少50亿元{INVESTED_AUGUST['5.3']}截至8月25日40%32.5■落后于序时进度" in august
    assert "1.5.3新材料：截至2022年8月25日完成20亿元，为目标的40%。" in august
    assert INVESTED_SEPTEMBER["5.2"] not in august


def test_what_is_not_reviewed_is_marked_and_can_be_left_out(faces: Faces) -> None:
    september = pdf(faces, SEPTEMBER)
    assert f"至少105亿元—{INVESTED_SEPTEMBER['5.1']}截至9月28日—" in september
    assert "市发展改革委（待审核）：按计划推进。" in september
    accepted_only = pdf(faces, SEPTEMBER, submitted="no")
    assert INVESTED_SEPTEMBER["5.2"] not in accepted_only
    assert "（待审核）" not in accepted_only


def test_the_editable_document_says_the_same(faces: Faces) -> None:
    text = docx(faces, AUGUST)
    assert "关于2022年8月底阶段议案办理进展情况的汇总报告" in text
    assert "按时报送5个、迟报1个、未报1个" in text
    assert f"5.1精细化工至少105亿元{INVESTED_AUGUST['5.1']}" in text


def test_nothing_of_a_draft_is_in_it(faces: Faces) -> None:
    for stage in (AUGUST, SEPTEMBER, DECEMBER):
        text = pdf(faces, stage)
        assert not any(secret in text for secret in (*SECRETS, DRAFT_WORDS))


def test_a_stage_without_reports_says_so(faces: Faces) -> None:
    text = pdf(faces, DECEMBER)
    assert "期限未到，不计按时报送率。" in text
    assert "本阶段还没有审核通过的数字。" in text


def test_a_character_without_a_glyph_is_refused_with_its_place(faces: Faces) -> None:
    with transaction.atomic():
        part = (
            Part.objects.filter(
                version__number=1, version__filing__obligation__plan=faces.plan, is_nil=False
            )
            .exclude(narrative="")
            .first()
        )
        Part.objects.filter(obligation=part.obligation).update(narrative=f"进展顺利{EMOJI}。")
        answer = ask(faces, "consolidated_pdf", AUGUST, submitted="no")
        transaction.set_rollback(True)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert "U+1F600 GRINNING FACE" in page
    assert "进展顺利" in page
    assert 'name="submitted"' in page
    assert "checked" not in page  # the choice is kept


def test_a_deadline_that_is_no_stage_has_none(faces: Faces) -> None:
    reply = faces.plan.deadlines.exclude(kind="report").first()
    answer = faces.client.get(reverse("stage_report", args=[reply.pk]))
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_when_every_unit_writes_all_it_may_it_can_still_be_made(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("common.official.pdf.pdf_of", lambda *_what: b"%PDF")
    found: list[int] = []
    monkeypatch.setattr(
        "common.official.pdf.check_length", lambda papers: found.append(_checked(papers))
    )
    with transaction.atomic():
        Part.objects.update(narrative=_full(NARRATIVE), problems=_full(PROBLEMS), is_nil=False)
        answer = ask(faces, "consolidated_pdf", AUGUST)
        transaction.set_rollback(True)
    assert answer.status_code == HTTPStatus.OK
    assert found[0] > 25 * (NARRATIVE.characters + PROBLEMS.characters)


def _full(limit: Limit) -> str:
    """So many characters in so many lines, the breaks between them counted."""
    line = "字" * (limit.characters // limit.paragraphs - 1)
    return "\n".join([line] * limit.paragraphs)


def _checked(papers: Sequence[Paper]) -> int:
    check_length(papers)
    return sum(len(text) for _place, text in texts_of(papers))
