"""What a step of a filing does to what is owed: meets it, opens the next, takes it back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from common.language import for_others
from reports.models import Filing, FilingVersion
from reports.services.steps import local_day
from reports.services.versions import submitted_versions
from reports.working_days import sign_off_by
from tasks.models import Obligation
from tasks.withdrawing import withdraw
from units.selectors import limit_of, work_calendar


def note_sent(filing: Filing, now: datetime) -> None:
    """Signing is owed a little before the report, or the correction, itself: it is still to be sent."""
    owed = filing.obligation
    corrections = _open_ones(filing, Obligation.Kind.CORRECTION)
    _open(
        filing,
        Obligation.Kind.SIGN_OFF,
        f"{filing.draft_id}.{filing.draft.revision}",
        unit_id=owed.unit_id,
        due_on=max(sign_off_by(corrections[0] if corrections else owed), local_day(now)),
    )


def note_given_back(filing: Filing, now: datetime) -> None:
    """The head has answered it."""
    _meet(_open_ones(filing, Obligation.Kind.SIGN_OFF), now)


def note_taken_back(filing: Filing, now: datetime) -> None:
    """The clerk took the draft back before it was signed."""
    with for_others():
        withdraw(
            owed=_open_ones(filing, Obligation.Kind.SIGN_OFF), reason=_("经办人撤回修改"), now=now
        )


def note_submission(filing: Filing, version: FilingVersion) -> None:
    """The first submission meets the filing and its parts; every one opens a review.

    A paper meets them at the hour it was received. A later one meets what came in since by
    re-assignment.
    """
    owed = filing.obligation
    if owed.met_at is None:
        _meet([owed], version.arrived_at)
    _meet(owed.children.open().filter(kind=Obligation.Kind.PART), version.arrived_at)
    _meet(_open_ones(filing, Obligation.Kind.CORRECTION), version.arrived_at)
    _meet(_open_ones(filing, Obligation.Kind.SIGN_OFF), version.arrived_at)
    _open(
        filing,
        Obligation.Kind.REVIEW,
        str(version.number),
        unit_id=owed.plan.reviewing_unit_id,
        due_on=_due_after(filing, "review_after_submission", version.submitted_at),
    )


def note_recall(filing: Filing, version: FilingVersion, now: datetime) -> None:
    """A recalled submission met nothing: on time counts from the next one."""
    with for_others():
        withdraw(owed=_open_ones(filing, Obligation.Kind.REVIEW), reason=_("单位撤回报送"), now=now)
    owed = filing.obligation
    if not submitted_versions(filing).exists():
        _reopen([owed])
    kinds = (Obligation.Kind.PART, Obligation.Kind.CORRECTION)
    _reopen(owed.children.filter(kind__in=kinds, met_at=version.arrived_at))


def note_decision(
    filing: Filing, version: FilingVersion, *, is_returned: bool, now: datetime
) -> None:
    """The review is done; a return opens a correction of its own."""
    _meet(_open_ones(filing, Obligation.Kind.REVIEW), now)
    if is_returned:
        open_correction(filing, version, now)


def open_correction(filing: Filing, version: FilingVersion, now: datetime) -> None:
    _open(
        filing,
        Obligation.Kind.CORRECTION,
        str(version.number),
        unit_id=filing.obligation.unit_id,
        due_on=_due_after(filing, "correction_after_return", now),
    )


def _open_ones(filing: Filing, kind: str) -> list[Obligation]:
    return list(Obligation.objects.open().filter(parent=filing.obligation, kind=kind))


def _open(filing: Filing, kind: str, occasion: str, *, unit_id: int, due_on: date) -> None:
    owed = filing.obligation
    Obligation.objects.create(
        government_id=owed.government_id,
        plan=owed.plan,
        plan_version=owed.plan_version,
        key=f"{kind}/{occasion}/{owed.key}",
        kind=kind,
        unit_id=unit_id,
        parent=owed,
        deadline=owed.deadline,
        original_due_on=due_on,
        due_on=due_on,
    )


def _meet(obligations: Iterable[Obligation], now: datetime) -> None:
    _mark(obligations, now)


def _reopen(obligations: Iterable[Obligation]) -> None:
    _mark(obligations, None)


def _mark(obligations: Iterable[Obligation], met_at: datetime | None) -> None:
    rows = list(obligations)
    for row in rows:
        row.met_at = met_at
    if rows:
        bulk_update_with_history(rows, Obligation, ["met_at"])


def _due_after(filing: Filing, rule: str, moment: datetime) -> date:
    calendar = work_calendar(filing.obligation.government_id)
    limit = limit_of(filing.obligation.plan.rule_set_id, rule)
    return limit.after(local_day(moment), calendar)
