"""The register of replies: the day the host answered the deputies on a motion."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from reports.errors import ReplyRefusedError
from reports.models import ReplyReceipt
from reports.services.paper import locked_for_register
from reports.services.steps import local_day
from tasks.models import Obligation
from units.models import User
from units.permissions import Access


@transaction.atomic
def register_reply(
    *,
    obligation_id: int,
    by: User,
    access: Access,
    replied_on: date,
    document_number: str,
    now: datetime,
) -> ReplyReceipt:
    """Meets what is owed as of that day. Once; a reply already registered is not moved."""
    owed = locked_for_register(obligation_id, Obligation.Kind.REPLY, access)
    if owed.met_at is not None:
        raise ReplyRefusedError(
            found=_("%s 已登记答复") % owed.met_on, expected=_("每件议案登记一次")
        )
    if replied_on > local_day(now):
        raise ReplyRefusedError(found=replied_on, expected=_("今天或以前的日期"))
    owed.met_at = clock.start_of(replied_on)
    owed.save()
    return ReplyReceipt.objects.create(
        obligation=owed,
        replied_on=replied_on,
        document_number=document_number,
        registered_by=by,
        registered_at=now,
    )
