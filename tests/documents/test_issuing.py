"""What was issued is frozen: file, number, code, version."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pypdf import PdfReader

from common.document_number import NumberRefusedError
from common.errors import NotAllowedError
from documents.codes import ALPHABET
from documents.errors import (
    AlreadyIssuedError,
    ChangedMeanwhileError,
    NumberMissingError,
    NumberTakenError,
    StoredFileChangedError,
)
from documents.kinds import Kind
from documents.models import IssuedDocument, IssuedNumber
from documents.selectors import issued_bytes
from documents.services import issuing
from events.models import Event
from motions.errors import PlanClosedError
from motions.models import Plan
from motions.workflow import Status
from tests.documents.press import LATER, NEXT_NUMBER, NOW, NUMBER, OTHER, Press, print_quickly
from tests.playing import person
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def said_in(document: IssuedDocument) -> str:
    return PdfReader(io.BytesIO(issued_bytes(document))).metadata.title


def test_what_is_issued_is_stored_with_its_facts_and_its_hash(press: Press):
    document = press.issue()
    content = issued_bytes(document)
    assert hashlib.sha256(content).hexdigest() == document.sha256
    assert (document.size, document.pages, document.version) == (len(content), 1, 1)
    assert (document.number, document.title) == (NUMBER, "阶段报告")
    assert (document.unit_name, document.issued_by_name) == ("市财政局", press.clerk.user.name)
    assert document.issued_at == NOW


def test_number_and_code_are_printed_with_the_address_of_the_page_that_checks_them(press: Press):
    document = press.issue()
    assert NUMBER in said_in(document)
    assert document.printed_code in said_in(document)
    assert f"https://portal.example/verify/?code={document.code}" in said_in(document)


def test_codes_have_a_hundred_bits_and_more_and_no_letter_that_is_misread(press: Press):
    code = press.issue().code
    assert len(ALPHABET) ** len(code) >= 2**100
    assert set(code) <= set(ALPHABET)
    assert set(ALPHABET).isdisjoint("ILOU")


def test_the_same_content_is_not_issued_twice(press: Press):
    press.issue()
    with pytest.raises(AlreadyIssuedError) as refusal:
        press.issue(LATER)
    assert "2022年9月1日 印发第 1 版" in str(refusal.value)
    assert IssuedDocument.objects.count() == 1


def test_an_edit_makes_a_new_version_and_leaves_the_old_one(press: Press):
    first = press.issue()
    before = issued_bytes(first)
    press.text = "又有新进展。"
    second = press.issue(LATER)
    assert (first.version, second.version) == (1, 2)
    assert second.code != first.code
    first.refresh_from_db()
    assert issued_bytes(first) == before
    assert "又有新进展" in said_in(second)


def test_a_document_without_its_number_is_not_issued(press: Press):
    with pytest.raises(NumberMissingError, match="阶段报告没有发文字号"):
        press.issue(number="  ")
    receipt = press.issue(kind=Kind.RECEIPT, number="")
    assert receipt.number == ""


def test_brackets_as_keyboards_have_them_become_those_of_the_standard(press: Press):
    assert press.issue(number="汴财 [2022] 7 号").number == NUMBER


def test_a_number_that_is_none_is_refused_with_what_is_wrong(press: Press):
    with pytest.raises(NumberRefusedError, match="序号不编虚位"):
        press.issue(number="汴财〔2022〕07号")
    assert not IssuedDocument.objects.exists()


def test_a_number_is_used_once_in_a_unit(press: Press):
    press.issue()
    with pytest.raises(
        NumberTakenError, match="市财政局已把发文字号“汴财〔2022〕7号”用在另一份阶段报告上"
    ):
        press.issue(subject=press.subjects[1])
    assert press.issue(subject=press.subjects[1], number=NEXT_NUMBER).version == 1


def test_the_same_number_serves_the_next_version_and_another_unit(press: Press):
    press.issue()
    press.text = "改过。"
    assert press.issue(LATER).number == NUMBER
    other = Press(press.plan, OTHER)
    assert other.issue().number == NUMBER


def test_a_refused_issue_uses_no_number_up(press: Press, monkeypatch):
    texts = iter(["写好的", "正在改的"])
    changing = replace(press.paper())
    with pytest.raises(ChangedMeanwhileError):
        press.issue(paper=lambda: replace(changing, title=next(texts)))
    assert not IssuedNumber.objects.exists()
    assert not IssuedDocument.objects.exists()


def test_letters_to_several_are_issued_together_each_with_its_own_code(press: Press):
    letters = press.letters("甲代表", "乙代表", "丙代表")
    assert [letter.part for letter in letters] == ["第1件", "第2件", "第3件"]
    assert len({letter.code for letter in letters}) == 3
    assert [name in said_in(letters[1]) for name in ("甲代表", "乙代表")] == [False, True]


def test_of_several_letters_only_those_that_changed_are_issued_again(press: Press):
    press.letters("甲代表", "乙代表")
    (again,) = press.letters("甲代表", "丁代表", now=LATER)
    assert (again.part, again.version) == ("第2件", 2)
    with pytest.raises(AlreadyIssuedError):
        press.letters("甲代表", "丁代表", now=LATER)


def test_of_several_letters_all_are_issued_or_none(press: Press, monkeypatch):
    calls = iter([1, 2])

    def fails(papers):
        if next(calls) == 2:
            raise NotAllowedError
        return print_quickly(papers)

    monkeypatch.setattr(issuing, "render_official", fails)
    with pytest.raises(NotAllowedError):
        press.letters("甲代表", "乙代表")
    assert not IssuedDocument.objects.exists()


@pytest.mark.parametrize(
    ("kind", "issuer"),
    [
        (Kind.STAGED_REPORT, {"clerk", "head"}),
        (Kind.CONTRIBUTION, {"clerk", "head"}),
        (Kind.REPLY, {"clerk", "head"}),
        (Kind.CONSOLIDATED, set()),
        (Kind.NOTICE, set()),
        (Kind.BULLETIN, set()),
        (Kind.SUMMARY, set()),
    ],
)
def test_only_the_units_own_people_issue_in_its_name(press: Press, kind, issuer):
    other = person(press.named(OTHER), Role.HEAD)
    admin = person(press.unit, Role.SYSTEM_ADMIN)
    people = {
        "clerk": press.clerk,
        "head": press.head,
        "other": other,
        "admin": admin,
        "office": press.office,
        "bureau": press.bureau,
    }
    for name, by in people.items():
        if name not in issuer:
            with pytest.raises(NotAllowedError):
                press.issue(kind=kind, by=by)
    assert not IssuedDocument.objects.exists()
    for name in issuer:
        press.text = name
        press.issue(kind=kind, by=people[name])


def test_office_and_bureau_issue_what_is_theirs(press: Press):
    office = Press(press.plan)
    office.unit = press.plan.office_unit
    assert office.issue(kind=Kind.CONSOLIDATED, by=press.office).version == 1
    office.unit = press.plan.supervisor_unit
    assert office.issue(kind=Kind.NOTICE, by=press.bureau, number="汴督〔2022〕1号").version == 1


def test_nothing_is_issued_within_an_archived_plan(press: Press):
    plan = Plan.objects.get(pk=press.plan.pk)
    plan.status = Status.CLOSED
    plan.save()
    with pytest.raises(PlanClosedError):
        press.issue()
    assert not IssuedDocument.objects.exists()


def test_issuing_is_an_event(press: Press):
    document = press.issue()
    event = Event.objects.of(document).get()
    assert (event.action, event.to_status, event.by_name) == ("issue", "v1", press.clerk.user.name)
    assert event.at == NOW


def test_the_database_itself_refuses_to_change_what_was_issued(press: Press):
    document = press.issue()
    for change in ({"sha256": "0" * 64}, {"number": "x"}, {"code": "X"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IssuedDocument.objects.filter(pk=document.pk).update(**change)
    document.title = "改"
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.update(number="x")
    scan = press.scan(document)
    scan.sha256 = "0" * 64
    with pytest.raises(IntegrityError), transaction.atomic():
        scan.save()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite refuses changes only")
def test_the_database_itself_refuses_to_delete_what_was_issued(press: Press):
    document = press.issue()
    document.recipients.clear()
    for row in (document, IssuedNumber.objects.get(), press.scan(document)):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_a_file_that_was_changed_or_is_gone_is_not_handed_out(press: Press, settings):
    document = press.issue()
    place = settings.MEDIA_ROOT / document.path
    place.write_bytes(place.read_bytes() + b"\n")
    with pytest.raises(StoredFileChangedError):
        issued_bytes(document)
    place.unlink()
    with pytest.raises(StoredFileChangedError):
        issued_bytes(document)


def test_the_database_itself_refuses_a_change(press: Press):
    """Also after a migration that made the table anew: SQLite drops triggers with the old one."""
    document = press.issue()
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.filter(pk=document.pk).update(title="改")
    document.refresh_from_db()
    assert document.title == "阶段报告"
