"""Who the deputies are, and that somebody spoke with them before the answer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from motions.models import Deputy
from motions.services import hold_open
from replies.errors import ContactRefusedError
from replies.models import Contact, RosterEntry
from replies.permissions import can_keep_roster
from replies.selectors import deputy_for, reply_owed
from replies.services.steps import local_day
from units.models import User
from units.permissions import Access
from units.roles import Permission


@dataclass(frozen=True)
class EntryContent:
    name: str
    delegation: str = ""
    telephone: str = ""
    address: str = ""


@transaction.atomic
def save_entry(*, deputy_id: int, access: Access, content: EntryContent) -> RosterEntry:
    """At any time: a name that was missing may be filled in after the letters were issued."""
    deputy = deputy_for(access, deputy_id)
    if not can_keep_roster(access, deputy.motion.plan.government_id):
        raise NotAllowedError
    hold_open(deputy.motion.plan_id)
    entry, _is_new = RosterEntry.objects.get_or_create(deputy=deputy)
    for name, value in vars(content).items():
        setattr(entry, name, value)
    entry.save()
    return entry


@transaction.atomic
def record_contact(
    *,
    obligation_id: int,
    deputy_id: int,
    by: User,
    access: Access,
    met_on: date,
    manner: str,
    by_whom: str,
    note: str,
    now: datetime,
) -> Contact:
    """By the host's clerk, for each deputy of the motion that is to be answered."""
    owed = reply_owed(access, obligation_id)
    if not access.has(Permission.FILE_REPORTS, owed.unit_id):
        raise NotAllowedError
    hold_open(owed.plan_id)
    if not Deputy.objects.filter(pk=deputy_id, motion=owed.motion_id).exists():
        raise NotVisibleError
    if met_on > local_day(now):
        raise ContactRefusedError(found=met_on, expected=_("今天或以前的日期"))
    return Contact.objects.create(
        deputy_id=deputy_id,
        met_on=met_on,
        manner=manner,
        by_whom=by_whom,
        note=note,
        recorded_by=by,
        recorded_at=now,
    )
