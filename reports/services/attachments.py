"""Files with a part, stored as every file is that is kept."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.kept_files import FileRefusedError, SentFile, keep_sent, look_at
from reports.models import Attachment, FilingVersion, Part
from reports.services.co_signatures import asking_again
from reports.services.drafting import editable_part
from units.models import User
from units.permissions import Access

MOST_OF_A_PART = 20


@transaction.atomic
def add_attachments(
    *,
    part_id: int,
    by: User,
    access: Access,
    files: Iterable[tuple[str, BinaryIO]],
    now: datetime,
) -> list[Attachment]:
    """All or none. The same content twice in one part is one attachment."""
    part = editable_part(part_id, access)
    sent = [look_at(name, file) for name, file in files]
    _check_room(part, sent)
    with asking_again(part, by=by, now=now):
        return [_kept(part, one, by, now) for one in sent]


@transaction.atomic
def attach_files(
    *,
    part_id: int,
    by: User,
    access: Access,
    files: Iterable[tuple[str, BinaryIO]],
    now: datetime,
) -> Part:
    """Files alone, while the text beside them is still being typed.

    The part's own revision stays: it is for those who write over each other's words, and files only
    come in addition. The version's grows: who signs has not seen them yet.
    """
    added = add_attachments(part_id=part_id, by=by, access=access, files=files, now=now)
    part = editable_part(part_id, access)
    if added:
        part.saved_at, part.saved_by = now, by
        part.save()
        part.version.writers.add(by)
        FilingVersion.objects.filter(pk=part.version_id).update(revision=part.version.revision + 1)
    return part


def _check_room(part: Part, sent: Sequence[SentFile]) -> None:
    there = set(part.attachments.values_list("sha256", flat=True))
    new = {one.sha256: one for one in sent if one.sha256 not in there}
    if len(there) + len(new) > MOST_OF_A_PART:
        raise FileRefusedError(
            name=list(new.values())[-1].original_name,
            found=_("这一部分已有 %s 个附件") % len(there),
            expected=_("每一部分不超过 %s 个，请合并后再上传") % MOST_OF_A_PART,
        )


def _kept(part: Part, sent: SentFile, by: User, now: datetime) -> Attachment:
    kept = keep_sent(sent, part.obligation.government_id)
    attachment, _is_new = Attachment.objects.get_or_create(
        part=part,
        sha256=kept.sha256,
        defaults={**asdict(kept), "uploaded_by": by, "uploaded_at": now},
    )
    return attachment


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
