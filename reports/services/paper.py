"""The office's register of paper copies. Their arrival is dated apart from the filing."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from motions.permissions import can_keep_register
from motions.services import hold_open
from reports.errors import PaperRefusedError
from reports.models import Filing, PaperReceipt
from reports.services.steps import local_day
from tasks.models import Obligation
from units.models import User
from units.permissions import Access


@transaction.atomic
def register_paper(
    *,
    obligation_id: int,
    by: User,
    access: Access,
    copies: int,
    arrived_on: date,
    document_number: str,
    now: datetime,
) -> PaperReceipt:
    """Note copies that arrived: never more than the deadline asks for, never dated ahead.

    Paper may come before the electronic filing, so it hangs on what is owed.
    """
    owed = locked_obligation(obligation_id, access)
    filing, _is_new = Filing.objects.get_or_create(obligation=owed)
    wanted = owed.deadline.copies or 0
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


def locked_obligation(obligation_id: int, access: Access) -> Obligation:
    """What a unit owes on paper; for who keeps the register of its plan."""
    return locked_for_register(obligation_id, Obligation.Kind.FILING, access)


def locked_for_register(obligation_id: int, kind: str, access: Access) -> Obligation:
    """Locked first and read after, in the order of everybody: the plan, then what is owed."""
    hold_open(_registered(obligation_id, kind, access).plan_id)
    Obligation.objects.select_for_update(no_key=True).filter(pk=obligation_id).first()
    return _registered(obligation_id, kind, access)


def _registered(obligation_id: int, kind: str, access: Access) -> Obligation:
    owed = (
        Obligation.objects.in_force()
        .filter(pk=obligation_id, kind=kind, government__in=access.governments)
        .select_related("plan", "deadline")
        .first()
    )
    if owed is None:
        raise NotVisibleError
    if not can_keep_register(access, owed.plan):
        raise NotAllowedError
    return owed
