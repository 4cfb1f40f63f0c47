"""The public page: a code, a file, or both; what it says, and what it never says."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common.models import WrongGuess
from documents.codes import new_code
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.selectors import issued_bytes
from documents.services.checking import MISSES
from tests.documents.press import LATER, NUMBER, SCAN, Press

pytestmark = pytest.mark.django_db
PAGE = "/verify/"


@pytest.fixture
def anybody() -> Client:
    return Client()


def words(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").main.get_text(" ", strip=True)


def sent(content: bytes, name: str = "文件.pdf") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_code_says_kind_date_issuer_number_version_and_hash(press: Press, anybody: Client):
    document = press.issue()
    answer = anybody.post(PAGE, {"code": document.printed_code})
    text = words(answer)
    assert answer.status_code == 200
    assert "有这份公文" in text
    for fact in ("阶段报告", "2022年9月1日", "市财政局", NUMBER, "第 1 版", document.sha256):
        assert fact in text


def test_it_says_no_title_no_name_and_no_content(press: Press, anybody: Client):
    document = press.issue(
        kind=Kind.REPLY,
        paper=lambda: press.paper().__class__(
            **{**vars(press.paper()), "title": "关于对王某代表的答复"}
        ),
    )
    answers = [
        anybody.get(f"{PAGE}?code={document.code}"),
        anybody.post(PAGE, sent(issued_bytes(document))),
    ]
    for answer in answers:
        text = answer.content.decode()
        assert "答复函" in text
        for secret in ("王某", press.text, press.clerk.user.name, document.path, "documents/1"):
            assert secret not in text


def test_the_address_in_the_qr_code_opens_the_answer(press: Press, anybody: Client):
    document = press.issue()
    assert "有这份公文" in words(anybody.get(f"{PAGE}?code={document.code}"))


def test_a_code_is_taken_however_it_is_written(press: Press, anybody: Client):
    document = press.issue()
    full_width = "".join(chr(ord(char) + 0xFEE0) for char in document.code)
    misread = document.code.replace("0", "O").replace("1", "l").replace("V", "u")
    for typed in (
        document.code,
        document.code.lower(),
        document.printed_code.replace("-", " "),
        f" {document.printed_code}— ",
        full_width,
        misread,
    ):
        assert "有这份公文" in words(anybody.post(PAGE, {"code": typed})), typed


@pytest.mark.parametrize("code", ["", "   ", None])
def test_asking_for_nothing_is_said_so(press: Press, anybody: Client, code):
    answer = anybody.post(PAGE, {} if code is None else {"code": code})
    assert answer.status_code == 422
    assert "验证码和文件都是空的" in words(answer)


def test_a_code_that_is_none_is_said_so_and_shown_back(press: Press, anybody: Client):
    code = new_code()
    answer = anybody.post(PAGE, {"code": code})
    assert answer.status_code == 404
    assert "没有这个验证码" in words(answer)
    assert code in answer.content.decode()


def test_a_file_that_was_issued_is_known_unchanged(press: Press, anybody: Client):
    document = press.issue()
    text = words(anybody.post(PAGE, sent(issued_bytes(document), "随便什么名字.bin")))
    assert "是印发的那一份，没有改动" in text
    assert document.printed_code in text


def test_one_byte_more_and_it_is_not(press: Press, anybody: Client):
    answer = anybody.post(PAGE, sent(issued_bytes(press.issue()) + b"\n"))
    assert answer.status_code == 404
    assert "不是本平台印发的文件，或者已经改动" in words(answer)


def test_code_and_file_together(press: Press, anybody: Client):
    first = press.issue()
    second = press.issue(subject=press.subjects[1], number="汴财〔2022〕9号")
    own, other = issued_bytes(first), issued_bytes(second)
    code = {"code": first.code}
    assert "是印发的那一份，没有改动" in words(anybody.post(PAGE, code | sent(own)))
    text = words(anybody.post(PAGE, code | sent(other)))
    assert "文件和验证码不是同一份" in text
    assert "汴财〔2022〕9号" in text
    text = words(anybody.post(PAGE, code | sent(b"%PDF-1.4 forged")))
    assert "文件不是这个验证码的那一份，或者已经改动" in text
    assert "没有这个验证码" in words(anybody.post(PAGE, {"code": new_code()} | sent(own)))


def test_the_scan_of_the_sealed_paper_is_known_too(press: Press, anybody: Client):
    document = press.issue()
    press.scan(document)
    text = words(anybody.post(PAGE, sent(SCAN)))
    assert "是存档的盖章扫描件" in text
    assert document.printed_code in text
    assert "盖章件.pdf" not in text
    assert "是存档的盖章扫描件" in words(anybody.post(PAGE, {"code": document.code} | sent(SCAN)))


def test_one_scan_of_two_documents_is_of_the_one_whose_code_is_given(press: Press, anybody: Client):
    first, second = press.letters("甲代表", "乙代表")
    press.scan(first)
    press.scan(second)
    for document in (first, second):
        text = words(anybody.post(PAGE, {"code": document.code} | sent(SCAN)))
        assert "是存档的盖章扫描件" in text


def test_a_newer_version_is_named(press: Press, anybody: Client):
    first = press.issue()
    press.text = "改过。"
    second = press.issue(LATER)
    text = words(anybody.get(f"{PAGE}?code={first.code}"))
    assert "第 2 版，2022年9月2日 印发" in text
    assert second.printed_code not in text
    assert "新的一版" not in words(anybody.get(f"{PAGE}?code={second.code}"))


def test_sample_documents_are_marked(press: Press, anybody: Client):
    paper = replace(press.paper(), is_sample=True)
    document = press.issue(paper=lambda: paper)
    assert "演示数据" in words(anybody.get(f"{PAGE}?code={document.code}"))


def test_a_file_larger_than_any_that_was_issued_is_not_read(
    press: Press, anybody: Client, settings
):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    slightly = anybody.post(PAGE, sent(b"x" * (1024 * 1024 + 1)))
    assert slightly.status_code == 422
    assert "选的文件有 2 MB，没有核对" in words(slightly)
    far = anybody.post(PAGE, sent(b"x" * 3 * 1024 * 1024))
    assert far.status_code == 422
    assert "没有核对。平台印发的文件和扫描件都不超过 1 MB" in words(far)
    assert not WrongGuess.objects.exists()


def test_a_size_with_more_digits_than_any_is_too_large_as_well(anybody: Client):
    answer = anybody.post(PAGE, {"code": new_code()}, headers={"Content-Length": "9" * 20})
    assert answer.status_code == 422
    assert not WrongGuess.objects.exists()


def test_an_empty_file_is_no_file_of_the_portal(press: Press, anybody: Client):
    assert "不是本平台印发的文件" in words(anybody.post(PAGE, sent(b"")))


def test_guessing_is_stopped_for_a_while_and_for_one_address_only(press: Press, anybody: Client):
    press.issue()
    for _guess in range(MISSES.most):
        assert anybody.post(PAGE, {"code": new_code()}).status_code == 404
    stopped = anybody.post(PAGE, {"code": new_code()})
    assert stopped.status_code == 429
    assert "请 15 分钟以后再查" in words(stopped)
    assert anybody.post(PAGE, sent(b"none")).status_code == 429
    assert WrongGuess.objects.count() == MISSES.most
    elsewhere = anybody.post(PAGE, {"code": new_code()}, REMOTE_ADDR="10.0.0.2")
    assert elsewhere.status_code == 404


def test_whoever_guesses_closes_the_page_for_nobody_behind_the_same_address(
    press: Press, anybody: Client
):
    document = press.issue()
    for _guess in range(MISSES.most + 1):
        anybody.post(PAGE, {"code": new_code()})
    neighbour = Client()
    assert neighbour.get(f"{PAGE}?code={document.code}").status_code == 200
    own = sent(issued_bytes(document))
    assert "没有改动" in words(neighbour.post(PAGE, {"code": document.code} | own))


def test_addresses_of_who_asks_are_kept_as_hashes(press: Press, anybody: Client):
    anybody.post(PAGE, {"code": new_code()}, REMOTE_ADDR="10.0.0.2")
    kept = WrongGuess.objects.get().caller
    assert len(kept) == 64
    # A plain hash would be found by trying every address there is.
    assert kept != hashlib.sha256(b"10.0.0.2").hexdigest()


@pytest.mark.parametrize(
    "code",
    ["'; DROP TABLE documents_issueddocument; --", "<script>alert(1)</script>", "%", "界" * 90],
)
def test_whatever_is_typed_is_text(press: Press, anybody: Client, code):
    press.issue()
    answer = anybody.post(PAGE, {"code": code})
    assert answer.status_code == 404
    assert "<script>alert" not in answer.content.decode()
    assert IssuedDocument.objects.count() == 1


def test_a_code_as_long_as_a_book_is_refused_unasked(press: Press, anybody: Client):
    answer = anybody.post(PAGE, {"code": "7" * 5000})
    assert answer.status_code == 422
    assert not WrongGuess.objects.exists()


def test_search_engines_keep_out_and_no_cookie_is_needed_or_set(press: Press):
    careful = Client(enforce_csrf_checks=True)
    answer = careful.get(PAGE)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex' in answer.content.decode()
    assert careful.post(PAGE, {"code": press.issue().code}).status_code == 200
    assert careful.post(PAGE, {"code": new_code()}).status_code == 404
    assert not careful.cookies


def test_the_page_is_there_in_english(press: Press, anybody: Client, english_catalogue):
    anybody.cookies["django_language"] = "en"
    text = words(anybody.get(f"{PAGE}?code={press.issue().code}"))
    assert "This document was issued" in text
    assert "Staged report" in text
