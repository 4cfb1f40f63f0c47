"""Official documents as PDF/A-2a and PDF/UA-1, on the measures of GB/T 9704-2012."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.official.content import Form, Paper, Proof
from common.official.glyphs import check_glyphs
from common.official.length import check_length
from common.official.markup import Setter, blocks_html, title_html
from common.official.stand_ins import with_stand_ins
from common.official.title import LARGEST_MARK, mark_size
from common.pdf import pdf_of
from common.qr import qr_svg

TEMPLATE = "official/document.html"
STYLES = {
    Form.RED_HEAD: ("official.css",),
    Form.LETTER: ("official.css", "official-letter.css"),
    Form.MEMO: ("official.css",),
    Form.SUMMARY: ("official.css", "official-summary.css"),
}


@dataclass(frozen=True)
class Sheet:
    """One copy of one paper as it is printed."""

    paper: Paper
    copy: str
    issuer: SafeString
    title: SafeString
    body: SafeString
    annexes: tuple[tuple[str, SafeString], ...]
    qr: SafeString


def render_official(papers: Sequence[Paper]) -> bytes:
    """All of one form, one after the other, each on a right-hand page. Always in Chinese (ADR 0012).

    Raises MissingGlyphError with the place of a character that no font has, unless it `stands_in`,
    and TooLongError for one that nobody would read.
    """
    check_length(papers)
    with override(settings.LANGUAGE_CODE):
        papers = [with_stand_ins(paper) if paper.stands_in else paper for paper in papers]
    check_glyphs(papers)
    first = papers[0]
    with override(settings.LANGUAGE_CODE):
        context = {"sheets": [s for paper in papers for s in _sheets(paper)], "first": first}
        html = render_to_string(TEMPLATE, context)
    return pdf_of(html, STYLES[first.form])


def _sheets(paper: Paper) -> list[Sheet]:
    setter = Setter(paper.form)
    sheet = Sheet(
        paper=paper,
        copy="",
        issuer=_issuer(paper) if paper.form in LARGEST_MARK else SafeString(),
        title=title_html(paper.title),
        body=blocks_html(paper.blocks, setter),
        annexes=tuple((a.title, blocks_html(a.blocks, setter)) for a in paper.annexes),
        qr=_qr(paper.proof) if paper.proof else SafeString(),
    )
    return [replace(sheet, copy=copy) for copy in paper.copies or ("",)]


def _issuer(paper: Paper) -> SafeString:
    size = mark_size(paper.form, paper.issuer)
    return format_html('<p class="issuer" style="font-size:{}pt">{}</p>', size, paper.issuer)


def _qr(proof: Proof) -> SafeString:
    return qr_svg(proof.address, says=_("核验二维码：%s") % proof.address)
