"""Between the file and the confirmation: what was read stays here, and only its sender sees it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import NotVisibleError, PortalError
from common.table_reader import Head, Line
from common.tables import Table
from units.models import Upload, User

STANDS_FOR = timedelta(hours=1)
KEPT_FOR = timedelta(days=1)
LONGEST_NAME = 200


class UploadExpiredError(PortalError):
    words = _("这份文件上传已经超过 1 小时，没有写入；请重新上传，核对差异后再确认。")


class UploadUsedError(PortalError):
    words = _("这份文件已经写入过，没有再写一遍。")


@dataclass(frozen=True)
class HandedIn:
    """A file as it came."""

    name: str
    data: bytes


def keep_upload(
    *,
    purpose: Upload.Purpose,
    subject: str,
    government_id: int,
    by: User,
    file: HandedIn,
    content: Any,
) -> Upload:
    """What nobody came back for goes."""
    now = timezone.now()
    Upload.objects.filter(at__lt=now - KEPT_FOR).delete()
    return Upload.objects.create(
        government_id=government_id,
        by=by,
        purpose=purpose,
        subject=subject,
        name=file.name[-LONGEST_NAME:],
        digest=hashlib.sha256(file.data).hexdigest(),
        content=content,
        at=now,
    )


def upload_for(*, purpose: Upload.Purpose, subject: str, by: User, upload_id: int) -> Upload:
    """Of the same person, for the same thing; others learn nothing of it."""
    rows = Upload.objects.filter(pk=upload_id, purpose=purpose, subject=subject, by=by)
    return _standing(rows.first(), timezone.now())


def locked_upload(*, purpose: Upload.Purpose, subject: str, by: User, upload_id: int) -> Upload:
    """To be confirmed: two confirmations at once come one after the other."""
    rows = Upload.objects.filter(pk=upload_id, purpose=purpose, subject=subject, by=by)
    return _standing(rows.select_for_update().first(), timezone.now())


def mark_confirmed(upload: Upload) -> None:
    upload.confirmed_at = timezone.now()
    upload.save()


def _standing(upload: Upload | None, now: datetime) -> Upload:
    if upload is None:
        raise NotVisibleError
    if upload.confirmed_at is not None:
        raise UploadUsedError
    if now - upload.at > STANDS_FOR:
        raise UploadExpiredError
    return upload


def packed(lines: Mapping[str, Sequence[Line]]) -> list[dict[str, Any]]:
    """Each sheet's keys and letters once, then its rows: a number and the values."""
    return [_packed(found) for found in lines.values() if found]


def _packed(lines: Sequence[Line]) -> dict[str, Any]:
    first = lines[0]
    return {
        "keys": list(first.values),
        "letters": first.head.letters,
        "rows": [[line.number, *line.values.values()] for line in lines],
    }


def unpacked(upload: Upload, table: Table) -> list[Line]:
    """Figures went to text and come back as the figures they were. A sheet is known by its columns."""
    keys = [column.key for column in table.columns]
    content = next((sheet for sheet in upload.content if sheet["keys"] == keys), None)
    if content is None:
        return []
    head = Head(table.title, content["letters"])
    numbers = {column.key for column in table.columns if column.kind in {"number", "whole"}}
    return [
        Line(
            {
                key: Decimal(value) if key in numbers and value is not None else value
                for key, value in zip(keys, values, strict=True)
            },
            number,
            head,
        )
        for number, *values in content["rows"]
    ]
