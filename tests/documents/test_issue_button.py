"""The button 印发 on a page of an app above, and the real press behind it."""

from __future__ import annotations

import io

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from pypdf import PdfReader

from common.official.errors import MissingGlyphError
from common.official.pdf import render_official
from documents.errors import IssuedUnderAnotherNumberError
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.models import IssuedDocument, IssuedNumber
from documents.pages import issued_panel
from documents.selectors import issued_bytes
from documents.services import issuing
from documents.services.issuing import ToIssue
from documents.views.issuing import issue_as_typed
from tests.documents.press import NEXT_NUMBER, NUMBER, Press

pytestmark = pytest.mark.django_db


def pressed(
    press: Press, number: str, parts: tuple[str, ...] = ("",), **typed: str
) -> HttpResponse:
    request = RequestFactory().post("/", {"number": number, **typed})
    request.user, request.session = press.clerk.user, {}
    request._messages = FallbackStorage(request)
    return issue_as_typed(
        request,
        plan=press.plan,
        unit=press.unit,
        kind=Kind.STAGED_REPORT,
        papers=lambda typed: [
            ToIssue(Kind.STAGED_REPORT, press.subject, press.paper, typed, part) for part in parts
        ],
        again=lambda form, refusal: HttpResponse(
            f"{form['number'].value()} {form.errors} {refusal or ''}",
            status=refusal.status if refusal else 422,
        ),
    )


def test_issuing_leads_to_the_document_or_to_the_list_of_several(press: Press):
    one = pressed(press, NUMBER)
    assert one["Location"] == f"/documents/{IssuedDocument.objects.get().pk}/"
    several = pressed(press, NUMBER, ("甲", "乙"))
    assert several["Location"] == f"/plans/{press.plan.pk}/documents/"


def test_a_number_that_is_none_or_taken_comes_back_with_what_is_wrong(press: Press):
    wrong = pressed(press, "汴财〔2022〕07号")
    assert wrong.status_code == 422
    assert "汴财〔2022〕07号" in wrong.content.decode()
    press.issue(subject=press.subjects[1])
    taken = pressed(press, NUMBER)
    assert taken.status_code == 409
    assert "不能再用" in taken.content.decode()


def test_what_was_issued_already_is_not_issued_again_under_another_number(press: Press):
    press.issue()
    answer = pressed(press, NEXT_NUMBER)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f"以“{NUMBER}”印发第 1 版" in shown
    assert NEXT_NUMBER in shown
    assert not IssuedNumber.objects.filter(number=NEXT_NUMBER).exists()
    assert IssuedDocument.objects.count() == 1


def test_a_number_that_was_a_slip_is_put_right_in_a_new_version(press: Press):
    press.issue()
    assert pressed(press, NEXT_NUMBER, renumber="on").status_code == 302
    assert [row.number for row in IssuedDocument.objects.order_by("version")] == [
        NUMBER,
        NEXT_NUMBER,
    ]


def test_the_box_for_it_is_there_when_it_is_asked_for(press: Press):
    refusal = IssuedUnderAnotherNumberError(
        kind="阶段报告", on=None, number=NUMBER, version=1, typed=NEXT_NUMBER
    )
    form = IssueForm({"number": NEXT_NUMBER}, kind=Kind.STAGED_REPORT)
    facts = {"kind": Kind.STAGED_REPORT, "address": "/x/", "form": form}
    for shown, said in ((True, refusal), (False, None)):
        panel = issued_panel(press.clerk.access, press.subject, refusal=said, **facts)
        page = render_to_string("documents/_issued.html", {"panel": panel})
        assert ('name="renumber"' in page) is shown


def test_a_character_without_a_glyph_comes_back_in_words_and_nothing_is_issued(
    press: Press, monkeypatch
):
    monkeypatch.setattr(issuing, "render_official", render_official)
    press.text = "进展\U0001f680。"
    answer = pressed(press, NUMBER)
    assert answer.status_code == MissingGlyphError.status
    assert not IssuedDocument.objects.exists()


def test_number_and_code_stand_on_the_printed_page(press: Press, monkeypatch):
    monkeypatch.setattr(issuing, "render_official", render_official)
    document = press.issue()
    pages = PdfReader(io.BytesIO(issued_bytes(document))).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert len(pages) == document.pages
    assert document.printed_code in text
    assert NUMBER in text
