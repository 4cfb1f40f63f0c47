"""The office's register of paper copies. Their arrival is dated apart from the filing."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from common.errors import NotAllowedError
from motions.permissions import can_keep_register
from reports.errors import PaperRefusedError
from reports.models import PaperReceipt
from reports.services.steps import local_day, locked_filing
from units.models import User
from units.permissions import Access


@transaction.atomic
def register_paper(
    *,
    filing_id: int,
    by: User,
    access: Access,
    copies: int,
    arrived_on: date,
    document_number: str,
    now: datetime,
) -> PaperReceipt:
    """Note copies that arrived; never more than the deadline asks for, never before or after today."""
    filing = locked_filing(filing_id, access)
    if not can_keep_register(access, filing.obligation.plan):
        raise NotAllowedError
    wanted = filing.obligation.deadline.copies or 0
    have = filing.paper_receipts.aggregate(sum=Sum("copies"))["sum"] or 0
    if not 1 <= copies <= wanted - have:
        raise PaperRefusedError(
            found=_("%(copies)s 份（已登记 %(have)s 份）") % {"copies": copies, "have": have},
            expected=_("1 到 %s 份") % (wanted - have)
            if wanted > have
            else _("不再登记，份数已齐"),
        )
    if arrived_on > local_day(now):
        raise PaperRefusedError(found=arrived_on, expected=_("今天或以前的日期"))
    return PaperReceipt.objects.create(
        filing=filing,
        copies=copies,
        arrived_on=arrived_on,
        document_number=document_number,
        registered_by=by,
        registered_at=now,
    )
