"""The letters of a reply as files. Issued ones are the very bytes that were issued."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common.downloads import download
from common.errors import NotVisibleError
from replies import exports
from replies.models import Letter, Reply
from replies.permissions import belongs_to_host, is_out
from replies.selectors import letter_for, reply_of, reply_owed
from replies.workflow import Status
from units.access import access_for

LETTER: dict[str, Callable[[Reply, Letter], bytes]] = {
    "pdf": exports.letter_pdf,
    "docx": exports.letter_docx,
}
LETTERS: dict[str, Callable[[Reply], bytes]] = {
    "pdf": exports.letters_pdf,
    "docx": exports.letters_docx,
}
DRAFT: dict[str, Callable[[Reply], bytes]] = {
    "pdf": exports.draft_pdf,
    "docx": exports.draft_docx,
}


@require_safe
def letter(request: HttpRequest, obligation_id: int, number: int, kind: str) -> HttpResponse:
    """One deputy's copy."""
    row = _issued(request, obligation_id)
    found = letter_for(row, number)
    return download(LETTER[kind](row, found), exports.letter_filename(row, found), kind)


@require_safe
def letters(request: HttpRequest, obligation_id: int, kind: str) -> HttpResponse:
    """Every deputy's copy in one file, to print at once."""
    row = _issued(request, obligation_id)
    return download(LETTERS[kind](row), exports.letters_filename(row), kind)


@require_safe
def draft(request: HttpRequest, obligation_id: int, kind: str) -> HttpResponse:
    """For the host, to see what would be issued."""
    access = access_for(request)
    owed = reply_owed(access, obligation_id)
    row = reply_of(owed)
    is_begun = row is not None and row.status != Status.NOT_STARTED and not is_out(row)
    if row is None or not is_begun or not belongs_to_host(access, owed):
        raise NotVisibleError
    return download(DRAFT[kind](row), exports.draft_filename(row), kind)


def _issued(request: HttpRequest, obligation_id: int) -> Reply:
    row = reply_of(reply_owed(access_for(request), obligation_id))
    if row is None or not is_out(row):
        raise NotVisibleError
    return row
