"""The scan of the sealed paper, stored beside what was issued."""

from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotAllowedError
from common.kept_files import SentFile, keep_sent, look_at
from common.language import for_others
from documents.errors import ScanRefusedError
from documents.models import IssuedDocument, SealedScan
from documents.permissions import may_store_scan
from documents.selectors import document_for
from documents.words import Action
from events import services as events
from motions.services import hold_open
from units.models import User
from units.permissions import Access, signing_name

KINDS = frozenset({"pdf", "jpg", "png"})
KIND_NAMES = gettext_lazy("PDF、JPG、PNG")
MOST = 20


@transaction.atomic
def store_scan(
    *, document_id: int, by: User, access: Access, name: str, file: BinaryIO, now: datetime
) -> SealedScan:
    """The same file twice is one scan."""
    document = document_for(access, document_id)
    check_may_store(access, document)
    hold_open(document.plan_id)
    sent = look_at(name, file)
    _check(document, sent)
    with for_others():
        by_name = signing_name(access, by, document.unit_id)
    kept = keep_sent(sent, document.government_id)
    scan, is_new = SealedScan.objects.get_or_create(
        document=document,
        sha256=kept.sha256,
        defaults=asdict(kept)
        | {"uploaded_by": by, "uploaded_by_name": by_name, "uploaded_at": now},
    )
    if is_new:
        events.note_change(
            document, Action.STORE_SCAN, before="", after=f"scan/{scan.pk}", by=by, now=now
        )
    return scan


def check_may_store(access: Access, document: IssuedDocument) -> None:
    if not may_store_scan(access, document, document.plan):
        raise NotAllowedError


def _check(document: IssuedDocument, sent: SentFile) -> None:
    name = sent.original_name
    if sent.kind not in KINDS:
        raise ScanRefusedError(name=name, found=_("不是扫描件"), expected=_("%s 文件") % KIND_NAMES)
    if IssuedDocument.objects.filter(sha256=sent.sha256).exists():
        raise ScanRefusedError(
            name=name, found=_("就是平台印发的电子件"), expected=_("打印盖章以后的扫描件")
        )
    others = document.scans.exclude(sha256=sent.sha256)
    if others.count() >= MOST:
        raise ScanRefusedError(
            name=name, found=_("已存有 %s 份扫描件") % MOST, expected=_("最后定稿的那一份")
        )
