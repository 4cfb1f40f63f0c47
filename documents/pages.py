"""What the pages of issued documents show, also inside the pages of the apps above."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from common.errors import PortalError
from common.kept_files import name_of_file
from common.qr import qr_svg
from documents.codes import check_address
from documents.errors import IssuedUnderAnotherNumberError
from documents.forms import IssueForm, ScanForm
from documents.kinds import Kind
from documents.models import IssuedDocument
from documents.permissions import may_store_scan
from documents.selectors import latest_documents, versions_of
from documents.words import DOCUMENT_WORDS
from events.selectors import events_of
from units.permissions import Access


@dataclass(frozen=True)
class IssuedPanel:
    """For templates/documents/_issued.html. Without `form` there is nothing to issue now.

    `version`: which one the button issues, where the page also shows what is not submitted yet.
    """

    documents: list[IssuedDocument]
    address: str = ""
    form: IssueForm | None = None
    refusal: PortalError | None = None
    version: int | None = None

    @property
    def is_again(self) -> bool:
        return bool(self.documents)

    @property
    def asks_for_renumbering(self) -> bool:
        return isinstance(self.refusal, IssuedUnderAnotherNumberError)


def issued_panel(
    access: Access,
    subject: Model,
    *,
    kind: Kind | None = None,
    address: str = "",
    number: str = "",
    form: IssueForm | None = None,
    refusal: PortalError | None = None,
    version: int | None = None,
) -> IssuedPanel:
    """`address` takes the POST that issues; empty where this person may not issue now.

    `number` is what is typed already elsewhere; `form` and `refusal` come back from a refused POST.
    """
    documents = list(latest_documents(access, subject))
    if not address or kind is None:
        return IssuedPanel(documents)
    typed = form or IssueForm(kind=kind, initial={"number": number})
    return IssuedPanel(documents, address, typed, refusal, version)


def file_name(document: IssuedDocument) -> str:
    """汴财〔2022〕7号 阶段报告 第1版.pdf"""
    parts = (document.number, document.kind_words, document.part, f"第{document.version}版")
    return f"{name_of_file(*parts)}.pdf"


def document_page(access: Access, document: IssuedDocument) -> dict[str, Any]:
    versions = list(versions_of(document).visible_to(access))
    may_store = may_store_scan(access, document, document.plan)
    address = check_address(document.code)
    return {
        "document": document,
        "plan": document.plan,
        "versions": versions,
        "newest": versions[0] if versions[0] != document else None,
        "scans": list(document.scans.all()),
        "scan_form": ScanForm() if may_store and not document.plan.closed_at else None,
        "check_address": address,
        "picture": qr_svg(address, says=address),
        "events": events_of(document, DOCUMENT_WORDS),
    }
