"""What every step of a filing has in common: lock, look again, move, note."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from common.errors import NotAllowedError, NotVisibleError
from events import services as events
from motions.services import hold_open
from motions.words import report_words
from notifications.services import notify
from reports.errors import NotEditableError, WithdrawnError
from reports.models import Filing, FilingEvent, FilingVersion
from reports.permissions import actors_of, can_edit, can_read
from reports.words import FILING_WORDS, STATUS_WORDS
from reports.workflow import EDITABLE, LIFE, Action, Status
from tasks.models import Obligation
from units.models import Unit, User
from units.permissions import Access, unit_actors
from units.roles import Permission
from units.selectors import people_with


def locked_filing(filing_id: int, access: Access) -> Filing:
    """The filing, its row locked until the end of the transaction; 404 when not visible.

    Everybody locks in one order: the plan, what is owed, the filing.
    """
    found = Filing.objects.select_related("obligation__plan").filter(pk=filing_id).first()
    hold_open(_visible(found, access).obligation.plan_id)
    filing = _visible(lock(filing_id), access)
    _check_owed(filing)
    return filing


def _check_owed(filing: Filing) -> None:
    if filing.obligation.withdrawn_at is not None:
        raise WithdrawnError(reason=filing.obligation.reason)


def lock(filing_id: int) -> Filing | None:
    """Both rows as their locks found them. What they refer to is read when it is asked for, so after.

    Rows joined to one that had to be waited for would be those of before. Whoever calls it holds the
    plan open.
    """
    owed = Obligation.objects.select_for_update(of=("self",), no_key=True)
    obligation = owed.filter(filing=filing_id).first()
    filing = Filing.objects.select_for_update().filter(pk=filing_id).first()
    if filing is not None:
        filing.obligation = obligation
    return filing


def _visible(filing: Filing | None, access: Access) -> Filing:
    if filing is None or not can_read(access, filing):
        raise NotVisibleError
    return filing


def check_step(filing: Filing, action: Action, access: Access, reason: str = "") -> None:
    events.check_step(
        filing.status, LIFE, FILING_WORDS, action, actors=actors_of(access, filing), reason=reason
    )


def check_editable(filing: Filing, access: Access) -> None:
    """Its unit is told what has become of it meanwhile; strangers learn nothing of the status."""
    is_own = bool(unit_actors(access, filing.obligation.unit_id))
    if is_own:
        _check_owed(filing)
    may_edit, waits = can_edit(access, filing), is_own and filing.status == Status.ENTERING
    if not may_edit and not waits:
        raise NotAllowedError
    if filing.status not in EDITABLE or not may_edit:
        raise NotEditableError(status=STATUS_WORDS[Status(filing.status)])


def take_step(
    filing: Filing,
    action: Action,
    *,
    by: User,
    now: datetime,
    version: FilingVersion | None,
    reason: str = "",
    by_name: str = "",
) -> None:
    """Move to the transition's target and note it. The caller has checked."""
    before, filing.status = filing.status, LIFE[action].target
    filing.save()
    FilingEvent.objects.create(
        filing=filing,
        version=version,
        action=action,
        from_status=before,
        to_status=filing.status,
        reason=reason.strip(),
        by=by,
        by_name=by_name or by.name,
        at=now,
    )


def note_handover(filing: Filing, *, by: User, now: datetime, reason: str) -> None:
    """Nothing moves; the unit reads who took the work over."""
    FilingEvent.objects.create(
        filing=filing,
        version=filing.draft,
        action=Action.HAND_OVER,
        from_status=filing.status,
        to_status=filing.status,
        reason=reason,
        by=by,
        by_name=by.name,
        at=now,
    )


def title_of(filing: Filing) -> str:
    """How messages and receipts name a filing."""
    return f"{filing.obligation.unit} {report_words(filing.obligation.deadline.due_on)}"


def tell(
    filing: Filing, recipients: Iterable[User], *, news: str, detail: str, key: str, now: datetime
) -> None:
    """A notice with a link to the filing. `key` keeps it from going out twice."""
    subject = f"{title_of(filing)}：{news}"
    version = filing.draft or filing.latest_version
    notify(
        recipients=recipients,
        subject=subject,
        body=f"{subject}\n{detail}".strip(),
        link=reverse("filing", args=[filing.pk]),
        key=f"filing/{filing.pk}/{key}",
        now=now,
        is_sample=version.is_sample,
    )


def clerks(filing: Filing, today: date) -> list[User]:
    return people_of(Permission.FILE_REPORTS, filing.obligation.unit_id, today)


def heads(filing: Filing, today: date) -> list[User]:
    return people_of(Permission.SIGN_REPORTS, filing.obligation.unit_id, today)


def reviewers(filing: Filing, today: date) -> list[User]:
    return people_of(Permission.REVIEW_REPORTS, filing.obligation.plan.reviewing_unit_id, today)


def local_day(moment: datetime) -> date:
    return timezone.localdate(moment)


def people_of(permission: Permission, unit_id: int, today: date) -> list[User]:
    return list({m.user_id: m.user for m in people_with(permission, [unit_id], today)}.values())


def people_of_units(units: Iterable[Unit], today: date) -> dict[int, list[User]]:
    """Who writes and who signs for each of many, in two queries."""
    by_id = {unit.pk: unit for unit in units}
    posts = [
        *people_with(Permission.FILE_REPORTS, by_id, today),
        *people_with(Permission.SIGN_REPORTS, by_id, today),
    ]
    return {
        pk: [post.user for post in posts if post.unit_id in {pk, unit.merged_into_id}]
        for pk, unit in by_id.items()
    }
