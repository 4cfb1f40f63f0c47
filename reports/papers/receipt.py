"""回执: the office's word that a version of a filing has reached it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.language import for_others
from common.official.content import Align, Block, Column, Facts, Form, Paper, Table
from common.templatetags.portal import day, figure, moment
from motions.words import report_words
from reports.models import Attachment, Scan
from reports.pages import FilingView, filing_view, require_filing
from reports.papers.names import office_name
from units.permissions import Access


@dataclass(frozen=True)
class Receipt:
    """What page and paper show. `number` is the receipt's own."""

    view: FilingView
    number: str
    files: list[Attachment | Scan]


def receipt_for(access: Access, filing_id: int, number: int) -> Receipt:
    """Of a submitted version that was not recalled."""
    row = require_filing(access, filing_id)
    view = filing_view(access, row, number)
    if view.version is None or view.version.recalled_at:
        raise NotVisibleError
    owed = row.obligation
    code = f"{owed.plan.slug}-{owed.deadline.due_on:%Y%m%d}-{owed.unit_id}-v{number}"
    return Receipt(view, code, _files_of(view))


@for_others()
def receipt_of(access: Access, filing_id: int, number: int) -> Paper:
    """Facts stay what they were at submission."""
    found = receipt_for(access, filing_id, number)
    view = found.view
    return Paper(
        form=Form.MEMO,
        issuer=office_name(view.filing.obligation.plan),
        title=_("报送回执"),
        number=found.number,
        blocks=tuple(_blocks(view, found.number, found.files)),
        is_sample=view.version.is_sample,
    )


def _files_of(view: FilingView) -> list[Attachment | Scan]:
    """The scanned paper first, where the version was entered from one."""
    scans = [view.version.scan] if view.version.entered_by_id else []
    return [*scans, *(file for part in view.parts for file in part.part.attachments.all())]


def _blocks(view: FilingView, number: str, files: list[Attachment | Scan]) -> Iterator[Block]:
    yield Facts(tuple(_facts(view, number)))
    if files:
        columns = (
            Column(_("文件名"), 4),
            Column(_("字节"), 1.6, Align.RIGHT),
            Column("SHA-256", 6),
        )
        rows = tuple((row.original_name, figure(row.size), row.sha256) for row in files)
        yield Table(columns, rows, caption=_("附件"))


def _facts(view: FilingView, number: str) -> Iterator[tuple[str, str]]:
    version, owed = view.version, view.filing.obligation
    entered = bool(version.entered_by_id)
    yield _("回执编号"), number
    yield _("报送单位"), version.unit_name
    yield _("文件"), f"{owed.plan} {report_words(owed.deadline.due_on)}"
    yield _("版本"), _("第 %s 版") % version.number
    if version.document_number:
        yield _("发文字号"), version.document_number
    if entered:
        yield _("代录"), _("领导小组办公室 %s 按纸质件代录") % version.entered_by_name
        yield _("纸质件收到"), moment(version.received_at)
    yield _("代录报送") if entered else _("报送时间"), moment(version.submitted_at)
    yield _("期限"), day(owed.due_on)
    kept = _("逾期") if owed.was_met_late() else _("按时")
    yield _("首次报送"), f"{moment(owed.met_at)}　{kept}"
    yield _("代录人") if entered else _("经办人"), version.sent_by_name
    yield _("签发人") if entered else _("审签人"), version.signed_by_name
    if view.co_signatures:
        yield _("会签"), _co_signed(view)
    yield _("事项"), _("；").join(_leaves(view))


def _co_signed(view: FilingView) -> str:
    if not view.gaps:
        return _("齐全")
    gaps = (
        f"{row.obligation.unit} {row.obligation.task}（{row.get_status_display()}）"
        for row in view.gaps
    )
    return _("注明缺口报送：") + _("；").join(gaps)


def _leaves(view: FilingView) -> Iterator[str]:
    for row in view.parts:
        yield f"{row.part.obligation.task}" + (_("（无情况可报）") if row.part.is_nil else "")
