"""The office enters a filing for a unit from its paper: marked, timed by the receipt of the paper.

The office writes with the clerk's own services while the filing is being entered; whoever enters it
has written it, and never reviews it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.kept_files import SentFile, keep_sent, look_at
from common.language import for_others
from common.templatetags.portal import day, moment
from reports.co_signatures import gaps_of
from reports.errors import EntryRefusedError, SeenVersionError
from reports.models import Filing, FilingVersion, Scan
from reports.services.co_signatures import gaps_named, withdraw_gaps
from reports.services.obligations import note_submission
from reports.services.paper import locked_obligation
from reports.services.steps import (
    check_step,
    clerks,
    heads,
    local_day,
    lock,
    locked_filing,
    reviewers,
    take_step,
    tell,
)
from reports.services.versions import first_draft, freeze_draft, next_draft
from reports.workflow import Action, Status
from units.models import User
from units.permissions import Access

# A paper is scanned or photographed; a text document is no proof of it.
SCANS = frozenset({"pdf", "ofd", "jpg", "png"})
SCAN_WORDS = gettext_lazy("PDF、OFD、JPG、PNG")


@dataclass(frozen=True)
class Paper:
    """What the paper says of itself: when it came, who signed it, its number, its scan."""

    received_at: datetime
    signed_by_name: str
    document_number: str
    scan_name: str
    scan: BinaryIO


@transaction.atomic
def enter_from_paper(
    *, obligation_id: int, by: User, access: Access, paper: Paper, now: datetime
) -> Filing:
    """Begin the entry. A draft that the unit has open is set aside for it and stays readable."""
    owed = locked_obligation(obligation_id, access)
    filing = lock(Filing.objects.get_or_create(obligation=owed)[0].pk)
    check_step(filing, Action.ENTER_FROM_PAPER, access)
    _check_received(filing, paper.received_at, now)
    scan = _scan(paper)
    put_aside = filing.draft
    if put_aside is not None:
        put_aside.set_aside_at = now
        put_aside.save()
    draft = _entry(filing, put_aside, by=by)
    draft.entered_by, draft.entered_by_name = by, by.name
    draft.sent_by, draft.sent_by_name = by, by.name
    draft.received_at, draft.signed_by_name = paper.received_at, paper.signed_by_name
    draft.document_number = paper.document_number
    draft.save()
    draft.writers.add(by)
    kept = keep_sent(scan, owed.government_id)
    Scan.objects.create(version=draft, uploaded_by=by, uploaded_at=now, **vars(kept))
    if put_aside is not None:
        put_aside.set_aside_for = draft
        put_aside.save()
    filing.draft = draft
    with for_others():
        reason = _("纸质件 %s 收到。") % moment(paper.received_at)
        if put_aside is not None:
            reason += _("单位原有的草稿已搁置，单位仍可查看。")
        take_step(filing, Action.ENTER_FROM_PAPER, by=by, now=now, version=draft, reason=reason)
        tell(
            filing,
            _people(filing, now),
            news=_("办公室正在按纸质件代录"),
            detail=reason,
            key=f"entering/{draft.pk}",
            now=now,
        )
    return filing


@transaction.atomic
def submit_entry(
    *, filing_id: int, by: User, access: Access, seen_revision: int | None, now: datetime
) -> FilingVersion:
    """What stands in the paper is filed as it is: warnings go along, for the review to judge."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.SUBMIT_ENTRY, access)
    version = filing.draft
    if version.revision != seen_revision:
        raise SeenVersionError
    if not version.parts.filter(saved_at__isnull=False).exists():
        raise EntryRefusedError(
            found=_("一项内容都没有录入"), expected=_("先按纸质件录入至少一项，再报送")
        )
    gaps = gaps_of(version)
    freeze_draft(filing, now)
    with for_others():
        words = gaps_named(gaps)
    take_step(filing, Action.SUBMIT_ENTRY, by=by, now=now, version=version, reason=words)
    note_submission(filing, version)
    withdraw_gaps(gaps, version.submitted_at)
    with for_others():
        names = {"number": version.number, "name": by.name}
        tell(
            filing,
            [user for user in reviewers(filing, local_day(now)) if user != by],
            news=_("已代录，待审核"),
            detail=_("第 %(number)s 版，%(name)s 按纸质件代录；代录的同志不审核。") % names,
            key=f"submitted/{version.number}",
            now=now,
        )
        tell(
            filing,
            _people(filing, now),
            news=_("办公室已按纸质件代录"),
            detail=_("请核对内容；有差错的，打开审核前可以撤回，审核后可以申请更正。"),
            key=f"receipt/{version.number}",
            now=now,
        )
    return version


@transaction.atomic
def drop_entry(*, filing_id: int, by: User, access: Access, reason: str, now: datetime) -> Filing:
    """The unit writes again: its own draft where one gave way, or else a new one."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.DROP_ENTRY, access, reason)
    entry = filing.draft
    entry.set_aside_at = now
    entry.save()
    filing.draft = _given_back(filing, entry, by=by)
    take_step(filing, Action.DROP_ENTRY, by=by, now=now, version=filing.draft, reason=reason)
    with for_others():
        tell(
            filing,
            _people(filing, now),
            news=_("办公室放弃代录，请单位填报"),
            detail=reason,
            key=f"entry-dropped/{entry.pk}",
            now=now,
        )
    return filing


def _given_back(filing: Filing, entry: FilingVersion, *, by: User) -> FilingVersion:
    kept: FilingVersion | None = entry.set_aside.first()
    if kept is None:
        return _blank(filing, by=by)
    kept.set_aside_at = kept.set_aside_for = None
    kept.save()
    return kept


def _entry(filing: Filing, put_aside: FilingVersion | None, *, by: User) -> FilingVersion:
    """From what was filed before, never from what the unit has not signed."""
    if filing.latest_version is None:
        return _blank(filing, by=by)
    reopened = put_aside.parts.filter(is_locked=False) if put_aside else ()
    return next_draft(
        filing.latest_version, by=by, reopened=frozenset(part.obligation_id for part in reopened)
    )


def _blank(filing: Filing, *, by: User) -> FilingVersion:
    if filing.latest_version is not None:
        return next_draft(filing.latest_version, by=by)
    draft = first_draft(filing, by=by)
    draft.contact = ""
    draft.save()
    return draft


def _check_received(filing: Filing, received_at: datetime, now: datetime) -> None:
    """Never in the future, not before the plan was issued, nor before a return it answers."""
    if received_at > now:
        raise EntryRefusedError(
            found=_("收到时间 %s") % moment(received_at), expected=_("现在或以前的时间")
        )
    issued_on = filing.obligation.plan.named_on
    if issued_on and timezone.localdate(received_at) < issued_on:
        raise EntryRefusedError(
            found=_("收到时间 %s") % moment(received_at),
            expected=_("文件印发（%s）以后的时间") % day(issued_on),
        )
    latest = filing.latest_version
    if latest and filing.status == Status.RETURNED and received_at < latest.decided_at:
        raise EntryRefusedError(
            found=_("收到时间 %s") % moment(received_at),
            expected=_("退回（%s）以后的时间") % moment(latest.decided_at),
        )


def _scan(paper: Paper) -> SentFile:
    sent = look_at(paper.scan_name, paper.scan)
    if sent.kind not in SCANS:
        raise EntryRefusedError(
            found=_("“%s”不是扫描件") % sent.original_name, expected=_("%s 文件") % SCAN_WORDS
        )
    return sent


def _people(filing: Filing, now: datetime) -> list[User]:
    return [*clerks(filing, local_day(now)), *heads(filing, local_day(now))]
