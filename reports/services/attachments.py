"""Files with a part: taken by content, stored under their own hash outside the web root."""

import hashlib
import unicodedata
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from reports.errors import AttachmentRefusedError
from reports.filetypes import ACCEPTED_WORDS, kind_of
from reports.models import Attachment, Part, Scan
from reports.services.co_signatures import asking_again
from reports.services.drafting import editable_part
from units.models import User
from units.permissions import Access

MEGABYTE = 1024 * 1024
MOST_OF_A_PART = 20


@transaction.atomic
def add_attachment(
    *, part_id: int, by: User, access: Access, name: str, file: BinaryIO, now: datetime
) -> Attachment:
    """The same content twice in one part is one attachment."""
    part = editable_part(part_id, access)
    taken = take_file(name, file, part.obligation.government_id)
    if part.attachments.count() >= MOST_OF_A_PART:
        raise AttachmentRefusedError(
            name=taken.original_name,
            found=_("这一部分已有 %s 个附件") % MOST_OF_A_PART,
            expected=_("合并后再上传"),
        )
    with asking_again(part, by=by, now=now):
        attachment, _is_new = Attachment.objects.get_or_create(
            part=part,
            sha256=taken.sha256,
            defaults={**asdict(taken), "uploaded_by": by, "uploaded_at": now},
        )
    return attachment


@dataclass(frozen=True)
class TakenFile:
    """A file that was looked at and stored, as the rows that name it have it."""

    original_name: str
    kind: str
    size: int
    sha256: str
    path: str


def take_file(name: str, file: BinaryIO, government_id: int) -> TakenFile:
    """Told by its content, stored under its own hash."""
    name = _clean_name(name)
    content = _read(name, file)
    kind = kind_of(content)
    if kind is None:
        raise AttachmentRefusedError(
            name=name, found=_("内容不是可以接收的类型"), expected=_("%s 文件") % ACCEPTED_WORDS
        )
    digest = hashlib.sha256(content).hexdigest()
    return TakenFile(name, kind, len(content), digest, _store(government_id, digest, content))


@transaction.atomic
def remove_attachment(*, attachment_id: int, by: User, access: Access, now: datetime) -> Part:
    """Only the row of this draft goes; a file that a submitted version names stays stored."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None:
        raise NotVisibleError
    part = editable_part(attachment.part_id, access)
    with asking_again(part, by=by, now=now):
        attachment.delete()
    return part


def _read(name: str, file: BinaryIO) -> bytes:
    limit = settings.ATTACHMENT_MAX_BYTES
    content = file.read(limit + 1)
    if len(content) > limit:
        raise AttachmentRefusedError(
            name=name,
            found=_("超过 %s MB") % (limit // MEGABYTE),
            expected=_("不超过 %s MB 的文件") % (limit // MEGABYTE),
        )
    if not content:
        raise AttachmentRefusedError(name=name, found=_("空文件"), expected=_("有内容的文件"))
    return content


def _store(government_id: int, digest: str, content: bytes) -> str:
    path = f"attachments/{government_id}/{digest[:2]}/{digest}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    return path


def _clean_name(name: str) -> str:
    """The original name in full, without control characters or a folder in front of it."""
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip() or _("未命名")


def stored_file(row: Attachment | Scan) -> "File[bytes]":
    return default_storage.open(row.path)
