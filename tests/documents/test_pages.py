"""The list of a plan, one document, its file, its scans; and what stands on pages of apps above."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from common.errors import NotAllowedError, NotVisibleError
from documents.errors import ScanRefusedError
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.models import IssuedDocument, SealedScan
from documents.pages import issued_panel
from documents.selectors import document_for, issued_bytes
from documents.services.scanning import MOST
from events.models import Event
from tests.documents.press import LATER, OTHER, RECIPIENT, SCAN, Press
from tests.playing import Person, load, person
from units.models import Unit
from units.roles import Role

pytestmark = pytest.mark.django_db


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def words(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def reads(who: Person, document: IssuedDocument) -> bool:
    try:
        document_for(who.access, document.pk)
    except NotVisibleError:
        return False
    return True


def test_the_file_is_the_very_one_with_its_name_and_its_hash(press: Press):
    document = press.issue()
    answer = browser(press.clerk).get(reverse("issued_file", args=[document.pk]))
    digest = hashlib.sha256(answer.content).digest()
    assert answer.content == issued_bytes(document)
    assert answer["Content-Type"] == "application/pdf"
    assert "汴财〔2022〕7号 阶段报告 第1版.pdf" in unquote(answer["Content-Disposition"])
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["ETag"] == f'"{digest.hex()}"'
    assert answer["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest).decode()}:"


def test_who_received_one_version_is_shown_no_other(press: Press):
    county = person(press.named(RECIPIENT), Role.CLERK)
    first = press.issue(recipients=[press.named(RECIPIENT)])
    press.text = "改过。"
    second = press.issue(now=LATER)
    address = reverse("issued_document", args=[first.pk])
    seen = reverse("issued_document", args=[second.pk])
    assert seen in browser(press.clerk).get(address).content.decode()
    assert seen not in browser(county).get(address).content.decode()


def test_a_damaged_file_is_said_to_be_so(press: Press, settings):
    document = press.issue()
    (settings.MEDIA_ROOT / document.path).write_bytes(b"other")
    answer = browser(press.clerk).get(reverse("issued_file", args=[document.pk]))
    assert answer.status_code == 500
    assert "存档文件与印发时登记的 SHA-256 不一致" in words(answer)


def test_the_page_shows_facts_code_picture_versions_and_scans(press: Press):
    first = press.issue()
    press.text = "改过。"
    second = press.issue(LATER)
    press.scan(second)
    answer = browser(press.clerk).get(reverse("issued_document", args=[second.pk]))
    text = words(answer)
    for fact in (second.printed_code, second.sha256, "第 2 版", "第 1 版", "盖章件.pdf"):
        assert fact in text
    assert "<svg" in answer.content.decode()
    old = words(browser(press.clerk).get(reverse("issued_document", args=[first.pk])))
    assert "已有新的一版：第 2 版" in old


def test_the_list_has_the_latest_of_each_and_its_filters_stand_in_the_address(press: Press):
    first = "汴财〔2022〕6号"
    press.issue(number=first)
    press.text = "改过。"
    press.issue(LATER, number=first)
    press.letters("甲代表")
    other = Press(press.plan, OTHER)
    other.issue(number="汴商〔2022〕1号")
    office = browser(press.office)
    page = reverse("issued_documents", args=[press.plan.pk])
    assert "3 份" in words(office.get(page))
    assert "1 份" in words(office.get(page, {"kind": "reply"}))
    by_unit = words(office.get(page, {"unit": other.unit.pk}))
    assert "汴商〔2022〕1号" in by_unit
    assert "1 份" in by_unit
    assert "没有符合条件的公文" in words(office.get(page, {"kind": "notice"}))
    assert "3 份" in words(office.get(page, {"kind": "none", "unit": "9999"}))


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_as_often_for_many_as_for_one(
    press: Press, rows, django_assert_max_num_queries
):
    press.letters(*(f"代表{number}" for number in range(rows)))
    client = browser(press.office)
    with django_assert_max_num_queries(20):
        client.get(reverse("issued_documents", args=[press.plan.pk]))


def test_who_reads_what_a_unit_issued(press: Press):
    document = press.issue(recipients=[press.named(RECIPIENT)])
    vice_mayor = person(press.plan.host_unit_id, Role.VICE_MAYOR)
    for who in (press.clerk, press.head, press.office, press.bureau, vice_mayor):
        assert reads(who, document), who.user.name
    assert reads(person(press.named(RECIPIENT), Role.CLERK), document)
    abroad = load("second-city.json")
    strangers = (
        person(press.named(OTHER), Role.HEAD),
        person(press.unit, Role.SYSTEM_ADMIN),
        person(press.named(OTHER), Role.DEPUTIES_OFFICE),
        person(abroad.reviewing_unit_id, Role.OFFICE, name="abroad"),
    )
    for who in strangers:
        assert not reads(who, document), who.user.name


def test_what_office_and_bureau_issue_is_not_for_the_clerks_of_their_units(press: Press):
    bureau = press.plan.supervisor_unit
    kinds = {Kind.NOTICE: False, Kind.SUMMARY: False, Kind.BULLETIN: True}
    clerk = person(bureau, Role.CLERK, name="clerk of the bureau")
    for number, (kind, is_read) in enumerate(kinds.items(), start=1):
        document = press.issue(
            kind=kind, unit=bureau, by=press.bureau, number=f"汴督〔2022〕{number}号"
        )
        assert reads(clerk, document) is is_read, kind
        assert reads(press.clerk, document) is is_read, kind
        assert reads(press.office, document)


def test_a_letter_is_read_by_the_deputies_office_it_is_sent_through(press: Press):
    assembly = Unit.objects.create(government=press.plan.government, name="市人大常委会")
    keeper = person(assembly, Role.DEPUTIES_OFFICE)
    sent = press.issue(kind=Kind.REPLY, recipients=[assembly])
    assert reads(keeper, sent)
    assert not reads(keeper, press.issue(number="汴财〔2022〕8号", kind=Kind.CONTRIBUTION))


# -- scans -------------------------------------------------------------------------------------------


def test_a_scan_is_stored_beside_the_document_and_handed_out_as_a_download(press: Press):
    document = press.issue()
    client = browser(press.clerk)
    sent = SimpleUploadedFile("盖章 件.html", SCAN)
    answer = client.post(reverse("add_scan", args=[document.pk]), {"scan": sent})
    assert answer.status_code == 302
    scan = SealedScan.objects.get()
    assert (scan.document, scan.kind, scan.sha256) == (
        document, "pdf", hashlib.sha256(SCAN).hexdigest(),
    )  # fmt: skip
    assert Event.objects.of(document).filter(action="store_scan").count() == 1
    back = client.get(reverse("sealed_scan", args=[document.pk, scan.pk]))
    assert b"".join(back) == SCAN
    assert back["Content-Disposition"].startswith("attachment")
    assert unquote(back["Content-Disposition"]).endswith("盖章 件.html.pdf")
    assert back["X-Content-Type-Options"] == "nosniff"


def test_several_scans_may_follow_each_other_and_the_same_one_is_one(press: Press):
    document = press.issue()
    press.scan(document)
    press.scan(document)
    later = press.scan(document, SCAN + b"better", by=press.head)
    assert document.scans.first() == later
    assert document.scans.count() == 2
    assert "最新" in words(browser(press.clerk).get(reverse("issued_document", args=[document.pk])))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"MZ not a scan", "内容不是可以接收的类型"),
        (b"", "所提交的是空文件"),
        (b"PK\x03\x04", "内容不是可以接收的类型"),
    ],
)
def test_what_is_no_scan_is_refused_with_the_page_shown_again(press: Press, content, found):
    document = press.issue()
    sent = SimpleUploadedFile("件.pdf", content)
    answer = browser(press.clerk).post(reverse("add_scan", args=[document.pk]), {"scan": sent})
    assert answer.status_code == 422
    assert found in words(answer)
    assert not SealedScan.objects.exists()


def test_the_issued_file_itself_is_no_scan_and_not_stored_again(press: Press, tmp_path):
    document = press.issue()
    with pytest.raises(ScanRefusedError, match="就是平台印发的电子件"):
        press.scan(document, issued_bytes(document))
    assert not (tmp_path / "attachments").exists()


def test_a_scan_that_is_too_large_or_one_too_many_is_refused(press: Press, settings):
    document = press.issue()
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    large = SimpleUploadedFile("大.pdf", SCAN + b"x" * 1024 * 1024)
    answer = browser(press.clerk).post(reverse("add_scan", args=[document.pk]), {"scan": large})
    assert answer.status_code == 422
    assert "超过 1 MB" in words(answer)
    for number in range(MOST):
        press.scan(document, SCAN + bytes([number]))
    with pytest.raises(ScanRefusedError, match="已存有 20 份"):
        press.scan(document, SCAN + b"more")


def test_a_hostile_name_is_text_and_leads_nowhere(press: Press, settings):
    scan = press.scan(press.issue(), name="../../<script>alert(1)</script>\u202egpj.pdf\n")
    assert scan.original_name == "script>gpj.pdf"
    assert scan.path.startswith("attachments/")
    page = browser(press.clerk).get(reverse("issued_document", args=[scan.document_id]))
    assert "<script>alert" not in page.content.decode()


def test_scans_are_stored_by_the_unit_and_by_the_office_alone(press: Press):
    document = press.issue(recipients=[press.named(RECIPIENT)])
    press.scan(document, by=press.office)
    recipient = person(press.named(RECIPIENT), Role.CLERK)
    for who in (press.bureau, recipient):
        with pytest.raises(NotAllowedError):
            press.scan(document, SCAN + b"other", by=who)
    with pytest.raises(NotVisibleError):
        press.scan(document, SCAN + b"other", by=person(press.named(OTHER), Role.CLERK))
    assert document.scans.count() == 1


def test_a_scan_is_not_reached_through_another_document(press: Press):
    own, other = press.issue(), Press(press.plan, OTHER).issue()
    scan = press.scan(own)
    stranger = browser(person(press.named(OTHER), Role.CLERK))
    for document in (own, other):
        answer = stranger.get(reverse("sealed_scan", args=[document.pk, scan.pk]))
        assert answer.status_code == 404


# -- on the pages of the apps above ------------------------------------------------------------------


def drawn(panel) -> str:
    request = RequestFactory().get("/")
    return render_to_string("documents/_issued.html", {"panel": panel}, request)


def test_the_panel_shows_what_was_issued_and_the_number_to_issue_it_with(press: Press):
    access = press.clerk.access
    empty = issued_panel(access, press.subject)
    assert drawn(empty).strip() == ""
    before = issued_panel(
        access, press.subject, kind=Kind.STAGED_REPORT, address="/issue/", number="汴财〔2022〕7号"
    )
    assert 'value="汴财〔2022〕7号"' in drawn(before)
    document = press.issue()
    text = drawn(issued_panel(access, press.subject))
    assert reverse("issued_file", args=[document.pk]) in text
    assert "<form" not in text
    again = issued_panel(access, press.subject, kind=Kind.STAGED_REPORT, address="/issue/")
    assert "印发新版" in drawn(again)


def test_the_panel_gives_back_what_was_typed_with_what_is_wrong(press: Press):
    form = IssueForm({"number": "汴财〔2022〕07号"}, kind=Kind.STAGED_REPORT)
    assert not form.is_valid()
    panel = issued_panel(
        press.clerk.access, press.subject, kind=Kind.STAGED_REPORT, address="/issue/", form=form
    )
    text = drawn(panel)
    assert 'value="汴财〔2022〕07号"' in text
    assert "不编虚位" in text


def test_what_needs_no_number_is_issued_without(press: Press):
    assert IssueForm({}, kind=Kind.SUMMARY).is_valid()
    assert not IssueForm({}, kind=Kind.CONTRIBUTION).is_valid()
