"""Files with a part, stored as every file is that is kept."""

from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.kept_files import FileRefusedError, take_file
from reports.models import Attachment, Part
from reports.services.co_signatures import asking_again
from reports.services.drafting import editable_part
from units.models import User
from units.permissions import Access

MOST_OF_A_PART = 20


@transaction.atomic
def add_attachment(
    *, part_id: int, by: User, access: Access, name: str, file: BinaryIO, now: datetime
) -> Attachment:
    """The same content twice in one part is one attachment."""
    part = editable_part(part_id, access)
    taken = take_file(name, file, part.obligation.government_id)
    if part.attachments.count() >= MOST_OF_A_PART:
        raise FileRefusedError(
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
