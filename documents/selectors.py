"""What the pages of issued documents read."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.db.models import Count, QuerySet

from common.errors import NotVisibleError
from common.kept_files import stored_file
from documents.codes import as_printed
from documents.errors import StoredFileChangedError
from documents.kinds import Kind
from documents.models import IssuedDocument, SealedScan
from documents.models.issued import SAME_DOCUMENT, IssuedDocumentQuerySet
from motions.models import Plan
from units.models import Unit
from units.permissions import Access


def latest_version(subject: models.Model, kind: Kind, part: str = "") -> IssuedDocument | None:
    rows = IssuedDocument.objects.of(subject).filter(kind=kind, part=part)
    return rows.order_by("-version").first()


def latest_documents(access: Access, subject: models.Model) -> QuerySet[IssuedDocument]:
    """What was issued of it: the latest version of each kind and part, as far as this person may."""
    rows = IssuedDocument.objects.visible_to(access).of(subject).latest_versions()
    return rows.order_by("kind", "pk")


def document_for(access: Access, document_id: int) -> IssuedDocument:
    rows = IssuedDocument.objects.visible_to(access).select_related("plan", "unit")
    row = rows.filter(pk=document_id).first()
    if row is None:
        raise NotVisibleError
    return row


def documents_of_plan(
    access: Access, plan: Plan, *, kind: str = "", unit: Unit | None = None
) -> QuerySet[IssuedDocument]:
    """The latest first, of each its latest version."""
    rows = IssuedDocument.objects.visible_to(access).filter(plan=plan).latest_versions()
    if kind:
        rows = rows.filter(kind=kind)
    if unit:
        rows = rows.filter(unit=unit)
    return rows.annotate(scan_count=Count("scans")).order_by("-issued_at", "-pk")


def issuing_units(access: Access, plan: Plan) -> QuerySet[Unit]:
    """Units of which this person sees a document."""
    rows = IssuedDocument.objects.visible_to(access).filter(plan=plan)
    return Unit.objects.filter(pk__in=rows.values("unit")).order_by("pk")


def versions_of(document: IssuedDocument) -> IssuedDocumentQuerySet:
    """The latest first."""
    same = {name: getattr(document, name) for name in SAME_DOCUMENT}
    return IssuedDocument.objects.filter(**same).order_by("-version")


def scan_for(access: Access, document_id: int, scan_id: int) -> SealedScan:
    document = document_for(access, document_id)
    scan = document.scans.filter(pk=scan_id).first()
    if scan is None:
        raise NotVisibleError
    return scan


class Verdict(StrEnum):
    """What there is to say of a code, a file, or both."""

    ISSUED = "issued"
    UNCHANGED = "unchanged"
    SCAN = "scan"
    ANOTHER = "another"
    NOT_THIS_FILE = "not_this_file"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_FILE = "unknown_file"


@dataclass(frozen=True)
class Checked:
    """`document` is the one of the code, or else the one of the file. `other`: what the file is
    instead, where the code is of another document.
    """

    verdict: Verdict
    file_sha256: str = ""
    document: IssuedDocument | None = None
    other: IssuedDocument | None = None
    scan: SealedScan | None = None
    newer: IssuedDocument | None = None


def checked(code: str, file_sha256: str) -> Checked:
    by_code = IssuedDocument.objects.filter(code=as_printed(code)).first() if code else None
    if code and by_code is None:
        return Checked(Verdict.UNKNOWN_CODE, file_sha256)
    if not file_sha256:
        return Checked(Verdict.ISSUED, document=by_code, newer=_newer(by_code))
    return _of_file(by_code, file_sha256)


def _of_file(by_code: IssuedDocument | None, file_sha256: str) -> Checked:
    issued = IssuedDocument.objects.filter(sha256=file_sha256).first()
    scan = None if issued else _scan(by_code, file_sha256)
    found = scan.document if scan else issued
    document = by_code or found
    newer = _newer(document)
    if document is None:
        return Checked(Verdict.UNKNOWN_FILE, file_sha256)
    if found is None:
        return Checked(Verdict.NOT_THIS_FILE, file_sha256, document, newer=newer)
    if found != document:
        return Checked(Verdict.ANOTHER, file_sha256, document, found, scan, newer)
    verdict = Verdict.SCAN if scan else Verdict.UNCHANGED
    return Checked(verdict, file_sha256, document, scan=scan, newer=newer)


def _scan(by_code: IssuedDocument | None, file_sha256: str) -> SealedScan | None:
    """One file may be the scan of several; then of the one that the code is of."""
    scans = SealedScan.objects.filter(sha256=file_sha256).select_related("document")
    return min(scans, key=lambda scan: (scan.document != by_code, scan.pk), default=None)


def _newer(document: IssuedDocument | None) -> IssuedDocument | None:
    latest = versions_of(document).first() if document else None
    return None if latest == document else latest


def issued_bytes(document: IssuedDocument) -> bytes:
    """The stored file, handed out only if it is still what was issued."""
    try:
        with stored_file(document) as stored:
            content = stored.read()
    except FileNotFoundError as missing:
        raise StoredFileChangedError from missing
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise StoredFileChangedError
    return content
