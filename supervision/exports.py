"""Notices and bulletins as files: as they were issued, and as DOCX to go on writing in."""

from django.utils.translation import gettext as _

from common.dates import day_words
from common.language import for_others
from common.official.docx import render_docx
from common.official.pdf import render_official
from documents.kinds import Kind
from documents.selectors import issued_bytes, latest_version
from supervision.models import Bulletin, NoticeIssue
from supervision.papers import bulletin_paper, notice_paper
from supervision.selectors.notices import issued_on


def notice_pdf(issue: NoticeIssue) -> bytes:
    """The very file that went out; what went out before files were kept is set anew."""
    issued = latest_version(issue, Kind.NOTICE)
    return issued_bytes(issued) if issued else render_official([notice_paper(issue)])


def notice_docx(issue: NoticeIssue) -> bytes:
    return render_docx([notice_paper(issue)])


def bulletin_pdf(row: Bulletin) -> bytes:
    """Issued, the very file; a draft as it stands."""
    issued = latest_version(row, Kind.BULLETIN)
    return issued_bytes(issued) if issued else render_official([bulletin_paper(row)])


def bulletin_docx(row: Bulletin) -> bytes:
    return render_docx([bulletin_paper(row)])


@for_others()
def notice_filename(issue: NoticeIssue) -> str:
    facts = {"unit": issue.notice.unit, "on": day_words(issued_on(issue))}
    name = _("督办通知 %(unit)s %(on)s") % facts
    return f"{issue.document_number} {name}".strip()


@for_others()
def bulletin_filename(row: Bulletin) -> str:
    which = _("第 %s 期") % row.number if row.number else _("草稿")
    return _("督查通报 %(which)s %(period)s") % {"which": which, "period": row.period}
