"""What a hostile hand may put into the forms of a report."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from common.filetypes import kind_of, name_for
from reports.forms import CoverForm, DayField
from reports.models import Explanation
from tests.playing import Player, at, load

pytestmark = pytest.mark.django_db
NOW = at("2022-08-24")
MANY_DIGITS = "9" * 5000


@pytest.fixture
def player(settings) -> Player:
    settings.REHEARSAL_CLOCK = NOW.date()
    player = Player(load(), "市财政局")
    player.start(NOW)
    return player


@pytest.fixture
def clerk(player) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(player.clerk.user)
    return client


def address(player: Player) -> str:
    return reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk])


def test_a_number_longer_than_python_reads_is_no_number(player, clerk):
    answer = clerk.post(address(player), {"revision": "0", "remove": MANY_DIGITS})
    assert answer.status_code == 302
    player.write(NOW)
    player.send(NOW)
    clerk.force_login(player.head.user)
    step = reverse("filing_step", args=[player.filing.pk, "sign_and_submit"])
    assert clerk.post(step, {"revision": MANY_DIGITS}).status_code == 409
    clerk.force_login(player.office.user)
    register = reverse("register", args=[player.plan.pk])
    fields = {"obligation": MANY_DIGITS, "copies": "1", "arrived_on": "2022-08-24"}
    assert clerk.post(register, fields).status_code == 422


@pytest.mark.parametrize("key", ["k" * 300, "a\0b", "over:999999", "made-up"])
def test_only_warnings_of_the_portal_are_explained(player, clerk, key):
    answer = clerk.post(address(player), {"revision": "0", f"explain-{key}": "因为"})
    assert answer.status_code == 302
    assert not Explanation.objects.exists()


def test_a_reason_as_long_as_a_book_is_refused_and_shown_back(player, clerk):
    player.write(NOW)
    player.send(NOW)
    clerk.force_login(player.head.user)
    give_back = reverse("filing_step", args=[player.filing.pk, "give_back"])
    answer = clerk.post(give_back, {"reason": "理" * 5001})
    assert answer.status_code == 422
    assert "理" * 5001 in answer.content.decode()
    assert player.filing.status == "awaiting_signature"


def test_the_cover_is_lines_of_plain_text():
    form = CoverForm(
        {
            "cover_revision": "0",
            "document_number": "汴财〔2022〕\r\n7号\x01",
            "contact": "\x0b王",
            "telephone": "1\r\nBcc: a@b.c\x01",
        }
    )
    assert form.is_valid()
    assert form.cleaned_data["document_number"] == "汴财〔2022〕7号"
    assert form.cleaned_data["telephone"] == "1 Bcc: a@b.c"
    assert form.cleaned_data["contact"] == "王"


def test_a_year_with_a_missing_digit_is_no_date():
    field = DayField()
    with pytest.raises(Exception, match="填的不是日期"):
        field.clean("0202-08-31")


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def needing_a_later_unpacker() -> bytes:
    content = bytearray(archive({"word/document.xml": b"x"}))
    entry = content.rfind(b"PK\x01\x02")
    content[entry + 6 : entry + 8] = struct.pack("<H", 9900)
    return bytes(content)


MACROS_BY_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
WPS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")


@pytest.mark.parametrize(
    "content",
    [
        needing_a_later_unpacker(),
        archive({"xl/workbook.xml": b"x", "xl/VBAPROJECT.BIN": b"x"}),
        archive({"word/document.xml": b"x", "[content_TYPES].xml": MACROS_BY_TYPE}),
        archive(
            {
                "word/document.xml": b"x",
                "[Content_Types].xml": MACROS_BY_TYPE.decode().encode("utf-16"),
            }
        ),
        archive({"xl/workbook.xml": b"x", "xl/a.bin": b"x", "[Content_Types].xml": MACROS_BY_TYPE}),
        WPS + "_VBA_PROJECT".encode("utf-16-le"),
    ],
    ids=["later zip", "capitals", "list in capitals", "UTF-16", "another name", "old Office"],
)
def test_macros_and_odd_archives_are_refused(content):
    assert kind_of(content) is None


def test_a_file_is_handed_out_under_an_end_that_says_what_it_is(player, clerk):
    page = SimpleUploadedFile("看.html", b"%PDF-1.4 <script>alert(1)</script>")
    clerk.post(address(player), {"revision": "0", "new_files": page})
    stored = player.draft_parts()[0].attachments.get()
    answer = clerk.get(reverse("attachment", args=[stored.pk]))
    answer.close()
    assert answer["Content-Disposition"].endswith(".html.pdf")
    assert name_for("照片.JPEG", "jpg") == "照片.JPEG"
