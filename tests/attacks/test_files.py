"""Files that people send: what they would fetch when opened, floods of parts, what a refusal leaves."""

from __future__ import annotations

import io
import zipfile
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.filetypes import MOST_MEMBERS
from common.kept_files import FileRefusedError, look_at
from common.workbook_file import MAX_MEMBERS, WorkbookRefusedError, check_file
from reports.models import Attachment, Scan
from tests.playing import Person, Player, at, load

if TYPE_CHECKING:
    from pathlib import Path

NOW = at("2022-08-24")
PDF = b"%PDF-1.4\nwhole\n%%EOF\n"
BASE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EXTERNAL = ' TargetMode="External"'


def archive(members: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return packed.getvalue()


def relationship(kind: str, target: str, mode: str = EXTERNAL) -> str:
    return f'<Relationship Id="r1" Type="{BASE}/{kind}" Target="{target}"{mode}/>'


def letter(relationships: str, name: str = "word/_rels/settings.xml.rels") -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    listed = f'<Relationships xmlns="{space}">{relationships}</Relationships>'
    return archive({"word/document.xml": b"<x/>", name: listed.encode()})


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        look_at("函.docx", io.BytesIO(content))
    return str(refused.value)


# -- what is fetched from elsewhere ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "target", "words"),
    [
        ("attachedTemplate", "http://10.0.0.9/a.dotm", "模板"),
        ("attachedTemplate", "https://a.test/a.dotm", "模板"),
        ("attachedTemplate", r"\\10.0.0.9\share\a.dotm", "模板"),
        ("attachedTemplate", "file:///\\\\10.0.0.9\\a.dotm", "模板"),
        ("attachedTemplate", "file:///C:/a.dotm", "模板"),
        ("image", "http://a.test/seen.png", "图片"),
        ("oleObject", "mhtml:http://a.test/x!x", "链接的对象"),
        ("subDocument", "other.docx", "子文档"),
        ("somethingNew", "http://a.test/", "外部内容"),
        ("hyperlink", r"\\10.0.0.9\share\a.docx", "共享文件"),
        ("hyperlink", "file://10.0.0.9/a.docx", "共享文件"),
    ],
)
def test_what_is_fetched_when_it_is_opened_is_refused_and_named(kind, target, words):
    said = refusal(letter(relationship(kind, target)))
    assert "打开时会从外部读取" in said
    assert words in said


def test_an_address_is_external_whatever_the_relationship_says_of_itself():
    said = refusal(letter(relationship("attachedTemplate", "http://a.test/a.dotm", mode="")))
    assert "模板" in said


@pytest.mark.parametrize(
    "name", ["word/_rels/document.xml.rels", "word/_RELS/Settings.xml.RELS", "_rels/.rels"]
)
def test_it_is_found_in_every_list(name):
    assert "模板" in refusal(letter(relationship("attachedTemplate", "http://a.test"), name))


@pytest.mark.parametrize(
    ("kind", "target", "mode"),
    [
        ("hyperlink", "https://www.kaifeng.gov.cn/", EXTERNAL),
        ("hyperlink", "mailto:a@b.test", EXTERNAL),
        ("hyperlink", "file:///C:/Users/wang/附件1.docx", EXTERNAL),
        ("hyperlink", "附件1.docx", EXTERNAL),
        ("image", "media/image1.png", ""),
        ("attachedTemplate", "/word/glossary.xml", ' TargetMode="Internal"'),
    ],
)
def test_plain_hyperlinks_and_parts_of_the_file_itself_are_taken(kind, target, mode):
    assert look_at("函.docx", io.BytesIO(letter(relationship(kind, target, mode)))).kind == "docx"


@pytest.mark.parametrize(
    "listed",
    [b"<Relationships>", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', b"<x>" + b" " * 5_000_000],
    ids=["broken", "entities", "flood"],
)
def test_a_list_that_no_office_program_writes_is_refused(listed):
    content = archive({"word/document.xml": b"<x/>", "word/_rels/a.rels": listed})
    assert "里面有读不出来的部分" in refusal(content)


# -- floods of parts ---------------------------------------------------------------------------------


def many_members(number: int) -> bytes:
    return archive({"word/document.xml": b"<x/>"} | {f"{at:x}": b"" for at in range(number)})


def test_an_archive_of_too_many_parts_is_refused_before_its_list_is_read(monkeypatch):
    flood = many_members(MOST_MEMBERS)

    def read(*_arguments: object) -> None:
        pytest.fail("its list was read")

    monkeypatch.setattr(zipfile, "ZipFile", read)
    assert f"压缩包里有 {MOST_MEMBERS} 个以上的部分" in refusal(flood)
    with pytest.raises(WorkbookRefusedError, match="展开后过大"):
        check_file(flood)


def test_a_letter_of_many_pictures_is_taken():
    assert look_at("函.docx", io.BytesIO(many_members(MAX_MEMBERS * 2))).kind == "docx"


# -- what a refusal leaves ---------------------------------------------------------------------------


@pytest.fixture
def player(db, settings, tmp_path) -> Player:
    settings.REHEARSAL_CLOCK = NOW.date()
    settings.MEDIA_ROOT = tmp_path
    player = Player(load(), "市财政局")
    player.start(NOW)
    return player


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def stored(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*") if file.is_file()]


def sent(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("件.pdf", content)


def test_of_files_that_come_together_none_stays_when_one_is_refused(player, tmp_path):
    part = player.draft_parts()[0]
    address = reverse("filing_part", args=[player.filing.pk, part.pk])
    clerk = signed_in(player.clerk)
    typed = {"revision": "0", "narrative": "有附件"}
    answer = clerk.post(address, typed | {"new_files": [sent(PDF), sent(b"MZ")]})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "有附件" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert stored(tmp_path) == []
    assert clerk.post(address, typed | {"new_files": [sent(PDF)]}).status_code == HTTPStatus.FOUND
    assert stored(tmp_path) == [Attachment.objects.get().sha256]


def test_nothing_stays_of_files_that_are_too_many_for_a_part(player, tmp_path, monkeypatch):
    monkeypatch.setattr("reports.services.attachments.MOST_OF_A_PART", 1)
    address = reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk])
    files = [sent(PDF), sent(PDF + b"2")]
    answer = signed_in(player.clerk).post(address, {"revision": "0", "new_files": files})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "每一部分不超过 1 个" in answer.content.decode()
    assert stored(tmp_path) == []


def test_nothing_stays_of_a_paper_whose_scan_is_none(player, tmp_path):
    typed = {
        "received_on": "2022-08-24",
        "received_at": "08:00",
        "signed_by_name": "局长",
        "scan": sent(letter("")),
    }
    address = reverse("enter_from_paper", args=[player.obligation.pk])
    answer = signed_in(player.office).post(address, typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "不是扫描件" in answer.content.decode()
    assert not Scan.objects.exists()
    assert stored(tmp_path) == []
