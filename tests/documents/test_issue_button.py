"""The button 印发 on a page of an app above, and the real press behind it."""

from __future__ import annotations

import io

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory
from pypdf import PdfReader

from common.official.errors import MissingGlyphError
from common.official.pdf import render_official
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.selectors import issued_bytes
from documents.services import issuing
from documents.services.issuing import ToIssue
from documents.views.issuing import issue_as_typed
from tests.documents.press import NUMBER, Press

pytestmark = pytest.mark.django_db


def pressed(press: Press, number: str, parts: tuple[str, ...] = ("",)) -> HttpResponse:
    request = RequestFactory().post("/", {"number": number})
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
