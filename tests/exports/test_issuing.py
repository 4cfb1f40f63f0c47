"""Who issues the summary and the report on a stage, and that nothing is issued twice."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from common.official.content import Form, Paper, Paragraph
from dashboards.asking import question_of
from dashboards.exports.issued import summary_compiled
from dashboards.services.issuing import Compiled, to_issue
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.selectors import issued_bytes
from documents.services.issuing import issue_all
from tests.dashboards.story import LAST_DAY
from tests.exports.faces import Pdf
from tests.playing import at, person
from units.models import Unit, User
from units.roles import Role

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpResponse

    from motions.models import Plan

pytestmark = pytest.mark.django_db

NUMBER = "汴议办〔2022〕3号"


@pytest.fixture(autouse=True)
def kept_elsewhere(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_URL = "https://portal.example"


def post(plan: Plan, role: Role, name: str, number: str = "", query: str = "") -> HttpResponse:
    unit = plan.supervisor_unit_id if role == Role.SUPERVISOR else plan.reviewing_unit_id
    client = Client()
    client.force_login(person(Unit.objects.get(pk=unit), role, name=f"{role}-issues").user)
    subject = plan.pk if name == "issue_summary" else stage_of(plan)
    return client.post(reverse(name, args=[subject]) + query, {"number": number})


def stage_of(plan: Plan) -> int:
    return plan.deadlines.filter(kind="report").order_by("due_on").first().pk


def issued_pdf(document: IssuedDocument) -> str:
    return Pdf(issued_bytes(document)).text


def test_the_office_issues_the_report_on_a_stage(played: Plan) -> None:
    answer = post(played, Role.OFFICE, "issue_consolidated", NUMBER)
    assert answer.status_code == HTTPStatus.FOUND
    document = IssuedDocument.objects.get(kind=Kind.CONSOLIDATED)
    assert (document.number, document.unit_id) == (NUMBER, played.reviewing_unit_id)
    text = issued_pdf(document)
    assert NUMBER in text
    assert "汇总稿，未印发" not in text
    assert "2022年10月10日印发" in text
    assert "验证码" in text
    again = post(played, Role.OFFICE, "issue_consolidated", NUMBER)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "内容没有改动，不再印发" in again.content.decode()


def test_without_a_number_the_form_comes_back(played: Plan) -> None:
    answer = post(played, Role.OFFICE, "issue_consolidated")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "阶段汇总报告" in answer.content.decode()
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize(
    ("role", "name"),
    [(Role.SUPERVISOR, "issue_consolidated"), (Role.VICE_MAYOR, "issue_summary")],
)
def test_nobody_else_issues(played: Plan, role: Role, name: str) -> None:
    assert post(played, role, name, NUMBER).status_code == HTTPStatus.FORBIDDEN
    assert not IssuedDocument.objects.exists()


def test_the_bureau_issues_the_summary_of_what_was_asked_for(played: Plan) -> None:
    query = "?task=t5-10&submitted=no"
    answer = post(played, Role.SUPERVISOR, "issue_summary", query=query)
    assert answer.status_code == HTTPStatus.FOUND
    document = IssuedDocument.objects.get(kind=Kind.SUMMARY)
    assert (document.part, document.number) == ("任务 5.10 只含已审核", "")
    text = issued_pdf(document)
    assert "范围：任务5.10专项资金与企业培育" in text
    assert "印发：市政府督查局2022年10月10日" in text
    assert "验证码" in text
    again = post(played, Role.SUPERVISOR, "issue_summary", query=query)
    assert again.status_code == HTTPStatus.CONFLICT
    office = post(played, Role.OFFICE, "issue_summary", query="?task=t5-11")
    assert office.status_code == HTTPStatus.FOUND


def test_summaries_of_two_questions_are_two_documents_however_long_a_name(played: Plan) -> None:
    Unit.objects.filter(name="市财政局").update(name="城乡一体化示范区管理委员会" * 3)
    unit = Unit.objects.get(name__startswith="城乡一体化示范区管理委员会城乡")
    asked = {"unit": str(unit.pk), "at": "2022-09-30"}
    parts = [
        summary_compiled(played, question_of(asked | more, now=at("2022-10-10")), unit, User()).part
        for more in ({}, {"submitted": "no"})
    ]
    assert parts[1] == f"{parts[0]} 只含已审核"
    assert unit.name in parts[0]


def test_another_day_alone_makes_no_new_version(played: Plan) -> None:
    office = person(played.reviewing_unit_id, Role.OFFICE)
    unit = Unit.objects.get(pk=played.reviewing_unit_id)

    def issue_on(day: date, text: str = "进展顺利。") -> Any:
        def paper(on: date) -> Paper:
            return Paper(Form.MEMO, "办公室", "报告", (Paragraph(f"{on} {text}"),))

        compiled = Compiled(Kind.SUMMARY, played, paper)
        one = to_issue(compiled, number="", today=day)
        return issue_all(
            plan=played, unit=unit, papers=[one], by=office.user, access=office.access, now=at(day)
        )

    issue_on(LAST_DAY)
    with pytest.raises(Exception, match="没有改动"):
        issue_on(LAST_DAY + timedelta(days=1))
    (second,) = issue_on(LAST_DAY + timedelta(days=1), "有新的进展。")
    assert second.version == 2
