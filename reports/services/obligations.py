"""What a step of a filing does to what is owed: meets it, opens the next, takes it back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from reports.models import Filing, FilingVersion
from reports.services.steps import local_day
from reports.services.versions import submitted_versions
from tasks.models import Obligation
from units.selectors import limit_of, work_calendar


def note_submission(filing: Filing, version: FilingVersion) -> None:
    """The first submission meets the filing and its parts; every one opens a review.

    A paper meets them at the hour it was received.
    """
    owed = filing.obligation
    if owed.met_at is None:
        _meet([owed, *owed.children.filter(kind=Obligation.Kind.PART)], version.arrived_at)
    _meet(_of_version(filing, Obligation.Kind.CORRECTION, open_only=True), version.arrived_at)
    _open(
        filing,
        Obligation.Kind.REVIEW,
        version,
        unit_id=owed.plan.reviewing_unit_id,
        due_on=_due_after(filing, "review_after_submission", version.submitted_at),
    )


def note_recall(filing: Filing, version: FilingVersion, now: datetime) -> None:
    """A recalled submission met nothing: on time counts from the next one."""
    for review in _of_version(filing, Obligation.Kind.REVIEW, open_only=True):
        review.withdrawn_at, review.reason = now, _("单位撤回报送")
        review.save()
    if not submitted_versions(filing).exists():
        owed = filing.obligation
        _reopen([owed, *owed.children.filter(kind=Obligation.Kind.PART)])
    met_by_it = [
        row
        for row in _of_version(filing, Obligation.Kind.CORRECTION, open_only=False)
        if row.met_at == version.arrived_at
    ]
    _reopen(met_by_it)


def note_decision(
    filing: Filing, version: FilingVersion, *, is_returned: bool, now: datetime
) -> None:
    """The review is done; a return opens a correction of its own."""
    _meet(_of_version(filing, Obligation.Kind.REVIEW, open_only=True), now)
    if is_returned:
        open_correction(filing, version, now)


def open_correction(filing: Filing, version: FilingVersion, now: datetime) -> None:
    _open(
        filing,
        Obligation.Kind.CORRECTION,
        version,
        unit_id=filing.obligation.unit_id,
        due_on=_due_after(filing, "correction_after_return", now),
    )


def _of_version(filing: Filing, kind: str, *, open_only: bool) -> list[Obligation]:
    rows = Obligation.objects.filter(parent=filing.obligation, kind=kind)
    return list(rows.open() if open_only else rows)


def _open(filing: Filing, kind: str, version: FilingVersion, *, unit_id: int, due_on: date) -> None:
    owed = filing.obligation
    Obligation.objects.create(
        government_id=owed.government_id,
        plan=owed.plan,
        plan_version=owed.plan_version,
        key=f"{kind}/{version.number}/{owed.key}",
        kind=kind,
        unit_id=unit_id,
        parent=owed,
        deadline=owed.deadline,
        original_due_on=due_on,
        due_on=due_on,
    )


def _meet(obligations: list[Obligation], now: datetime) -> None:
    for obligation in obligations:
        obligation.met_at = now
        obligation.save()


def _reopen(obligations: list[Obligation]) -> None:
    for obligation in obligations:
        obligation.met_at = None
        obligation.save()


def _due_after(filing: Filing, rule: str, moment: datetime) -> date:
    calendar = work_calendar(filing.obligation.government_id)
    limit = limit_of(filing.obligation.plan.rule_set_id, rule)
    return limit.after(local_day(moment), calendar)
