"""The verbs of co-signing: the gathering lead puts its parts up, the further leads say their word."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events import services as events
from motions.services import hold_open
from notifications.services import notify
from reports.co_signatures import co_signature_for, gaps_of, has_gaps
from reports.errors import CoSignatureClosedError, NothingToPutUpError, SeenVersionError
from reports.models import CoSignature
from reports.permissions import can_read_co_signature, co_signature_actors
from reports.services.co_signatures import (
    ask_for,
    gap_words,
    open_co_signatures,
    tell_co_leads,
)
from reports.services.steps import clerks, local_day, lock, locked_filing, title_of
from reports.words import CO_SIGNATURE_WORDS
from reports.workflow import CO_SIGNATURE_LIFE, CoSignatureAction, CoSignatureStatus, Status
from units.models import User
from units.permissions import Access, signing_name
from units.roles import Permission

# While the unit has its draft in hand: not while the office enters a paper, nor after it went.
WITH_THE_UNIT = frozenset({Status.DRAFT, Status.AWAITING_SIGNATURE})


@transaction.atomic
def put_up(
    *, filing_id: int, by: User, access: Access, now: datetime, part_id: int | None = None
) -> list[CoSignature]:
    """Open what is written to its further leads, or one part of it, also after an objection."""
    filing = locked_filing(filing_id, access)
    if not access.has(Permission.FILE_REPORTS, filing.obligation.unit_id):
        raise NotAllowedError
    if filing.draft is None or filing.status not in WITH_THE_UNIT:
        raise CoSignatureClosedError
    open_co_signatures(filing.draft)
    rows = [row for row in gaps_of(filing.draft) if _is_to_put_up(row, part_id)]
    if not rows:
        raise NothingToPutUpError
    for row in rows:
        events.check_step(
            row.status,
            CO_SIGNATURE_LIFE,
            CO_SIGNATURE_WORDS,
            CoSignatureAction.PUT_UP,
            actors=co_signature_actors(access, row),
        )
    ask_for(rows, CoSignatureAction.PUT_UP, by=by, now=now)
    tell_co_leads(rows, gettext_lazy("请会签"), now)
    return rows


def _is_to_put_up(row: CoSignature, part_id: int | None) -> bool:
    is_written = row.part.is_nil or bool(row.part.narrative.strip())
    if part_id is None:
        return is_written and row.status == CoSignatureStatus.NOT_ASKED
    return is_written and row.part_id == part_id and row.status != CoSignatureStatus.AWAITING


@transaction.atomic
def co_sign(
    *, co_signature_id: int, seen_revision: int | None, by: User, access: Access, now: datetime
) -> CoSignature:
    """The head of the further lead agrees to the part as it was on the screen."""
    row = locked_co_signature(co_signature_id, access)
    _decide(row, CoSignatureAction.SIGN, seen_revision, by=by, access=access, now=now)
    owed = row.obligation
    if owed.is_open:
        owed.met_at = now
        owed.save()
    if not has_gaps(row.part.version):
        _tell_lead(row, gettext_lazy("会签已齐"), "", now)
    return row


@transaction.atomic
def object_to(
    *,
    co_signature_id: int,
    seen_revision: int | None,
    reason: str,
    by: User,
    access: Access,
    now: datetime,
) -> CoSignature:
    """Not agreed, in words. It is answered by a change, or the report goes with it named."""
    row = locked_co_signature(co_signature_id, access)
    _decide(
        row, CoSignatureAction.OBJECT, seen_revision, by=by, access=access, now=now, reason=reason
    )
    _tell_lead(row, gettext_lazy("会签有异议"), reason, now)
    return row


def locked_co_signature(co_signature_id: int, access: Access) -> CoSignature:
    """With its filing locked: signed and submitted, co-signed, or handed to another unit, one at a time."""
    rows = CoSignature.objects.select_related("obligation", "part__obligation", "part__version")
    found = _visible(rows.filter(pk=co_signature_id).first(), access)
    hold_open(found.obligation.plan_id)
    lock(found.part.version.filing_id)
    return _visible(co_signature_for(co_signature_id), access)


def _visible(row: CoSignature | None, access: Access) -> CoSignature:
    if row is None or not can_read_co_signature(access, row):
        raise NotVisibleError
    return row


def _decide(
    row: CoSignature,
    action: CoSignatureAction,
    seen_revision: int | None,
    *,
    by: User,
    access: Access,
    now: datetime,
    reason: str = "",
) -> None:
    step = events.check_step(
        row.status,
        CO_SIGNATURE_LIFE,
        CO_SIGNATURE_WORDS,
        action,
        actors=co_signature_actors(access, row),
        reason=reason,
    )
    version = row.part.version
    if version.filing.draft_id != version.pk or version.filing.status not in WITH_THE_UNIT:
        raise CoSignatureClosedError
    if row.part.revision != seen_revision:
        raise SeenVersionError
    with for_others():
        name = signing_name(access, by, row.obligation.unit_id)
    row.objection = reason.strip()
    row.decided_by, row.decided_by_name, row.decided_at = by, name, now
    events.take_step(row, step, by=by, by_name=name, now=now, reason=reason)


def _tell_lead(row: CoSignature, news: str | Promise, detail: str, now: datetime) -> None:
    filing = row.part.version.filing
    with for_others():
        subject = f"{title_of(filing)}：{news}"
        words = gap_words(row) if detail else ""
        notify(
            recipients=clerks(filing, local_day(now)),
            subject=subject,
            body=f"{subject}\n{words}".strip(),
            link=reverse("filing", args=[filing.pk]),
            key=f"co-signed/{row.pk}/{row.round}/{row.status}",
            now=now,
            is_sample=row.part.version.is_sample,
        )
