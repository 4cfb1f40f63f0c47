"""How each filing stood: the cells of the matrix."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from dashboards.standing.reading import Facts
from dashboards.standing.shapes import (
    FilingStanding,
    Punctuality,
    Stage,
    State,
    VersionRef,
)
from motions.models import Deadline
from motions.words import stage_words
from reports.models import FilingEvent, FilingVersion, Part
from reports.workflow import INSIDE_THE_UNIT, Action, Actor, Status
from tasks.models import Obligation

NEXT_ACTORS = {
    Status.NOT_STARTED: Actor.CLERK,
    Status.DRAFT: Actor.CLERK,
    Status.AWAITING_SIGNATURE: Actor.HEAD,
    Status.RETURNED: Actor.CLERK,
    Status.SUBMITTED: Actor.OFFICE,
    Status.UNDER_REVIEW: Actor.OFFICE,
    Status.CORRECTION_ASKED: Actor.OFFICE,
    Status.ENTERING: Actor.OFFICE,
}


def stages_of(facts: Facts) -> tuple[Stage, ...]:
    deadlines = [row for row in facts.deadlines if row.kind == Deadline.Kind.REPORT]
    with_year = len({row.due_on.year for row in deadlines}) > 1
    coming = next((row.pk for row in deadlines if row.due_on >= facts.today), None)
    return tuple(
        Stage(
            id=row.pk,
            number=number,
            label=stage_words(row.due_on, with_year=with_year),
            due_on=row.due_on,
            last_workday=_last_workday(facts, row.due_on),
            copies=row.copies,
            phase=_phase(row, coming, facts.today),
            workdays_left=facts.calendar.workdays_until(facts.today, row.due_on),
            closed_at=facts.stages_closed[row.pk].closed_at
            if row.pk in facts.stages_closed
            else None,
            is_provisional=facts.calendar.is_provisional(row.due_on),
        )
        for number, row in enumerate(deadlines, start=1)
    )


def _last_workday(facts: Facts, day: date) -> date | None:
    last = facts.calendar.last_workday_on_or_before(day)
    return None if last == day else last


def _phase(deadline: Deadline, coming: int | None, today: date) -> str:
    if deadline.due_on < today:
        return "past"
    return "now" if deadline.pk == coming else "future"


def filings_of(facts: Facts, stages: tuple[Stage, ...]) -> tuple[FilingStanding, ...]:
    by_deadline: dict[int | None, Stage] = {stage.id: stage for stage in stages}
    nil = _declared_nil(facts.parts)
    return tuple(_filing(facts, owed, by_deadline[owed.deadline_id], nil) for owed in facts.filings)


def _declared_nil(parts: Iterable[Part]) -> frozenset[int]:
    """Versions in which every part says that there is nothing to report."""
    versions = {part.version_id for part in parts}
    return frozenset(versions - {part.version_id for part in parts if not part.is_nil})


def _filing(facts: Facts, owed: Obligation, stage: Stage, nil: frozenset[int]) -> FilingStanding:
    filing_id = owed.filing.pk if hasattr(owed, "filing") else 0
    events = facts.events.get(filing_id, [])
    versions = facts.versions.get(filing_id, [])
    latest = versions[-1] if versions else None
    accepted_id = _accepted_id(events)
    status = Status(events[-1].to_status) if events else Status.NOT_STARTED
    state = _state(status, latest, accepted_id, is_past=owed.due_on < facts.today)
    punctuality, days_late = _punctuality(owed, versions, facts.today)
    receipts = facts.receipts.get(filing_id, [])
    review_due_on = _duty(facts, Obligation.Kind.REVIEW, owed, latest, state)
    correction_due_on = _duty(facts, Obligation.Kind.CORRECTION, owed, latest, state)
    days = (owed.due_on, review_due_on, correction_due_on)
    return FilingStanding(
        unit=facts.units[owed.unit_id],
        stage=stage,
        due_on=owed.due_on,
        original_due_on=owed.original_due_on,
        state=state,
        status=status,
        is_nil=latest is not None and latest.pk in nil,
        punctuality=punctuality,
        days_late=days_late,
        first_submitted_at=versions[0].arrived_at if versions else None,
        version=_version_ref(latest),
        accepted_number=next((v.number for v in versions if v.pk == accepted_id), None),
        next_actor=NEXT_ACTORS.get(status),
        since=timezone.localdate(events[-1].at) if events else None,
        review_due_on=review_due_on,
        correction_due_on=correction_due_on,
        copies_registered=sum(row.copies for row in receipts),
        filing_id=filing_id if latest and latest.recalled_at is None else None,
        is_provisional=facts.calendar.is_provisional(*filter(None, days)),
    )


def _accepted_id(events: list[FilingEvent]) -> int | None:
    accepted = [row.version_id for row in events if row.action == Action.ACCEPT]
    return accepted[-1] if accepted else None


def _state(
    status: Status, latest: FilingVersion | None, accepted_id: int | None, *, is_past: bool
) -> State:
    if status not in INSIDE_THE_UNIT:
        return State(status.value)
    if latest is not None:
        return State.CORRECTING if latest.pk == accepted_id else State.RETURNED
    if is_past:
        return State.MISSING
    return State.NOT_DUE if status == Status.NOT_STARTED else State.DRAFT


def _punctuality(
    owed: Obligation, versions: list[FilingVersion], today: date
) -> tuple[Punctuality | None, int]:
    if versions:
        days = (timezone.localdate(versions[0].arrived_at) - owed.due_on).days
        return (Punctuality.LATE, days) if days > 0 else (Punctuality.ON_TIME, 0)
    days = (today - owed.due_on).days
    return (Punctuality.MISSING, days) if days > 0 else (None, 0)


DUTY_STATES = {
    Obligation.Kind.REVIEW: {State.SUBMITTED, State.UNDER_REVIEW},
    Obligation.Kind.CORRECTION: {State.RETURNED, State.CORRECTING},
}


def _duty(
    facts: Facts,
    kind: Obligation.Kind,
    owed: Obligation,
    latest: FilingVersion | None,
    state: State,
) -> date | None:
    """The day by which the review, or the correction, of the latest version is due."""
    if latest is None or state not in DUTY_STATES[kind]:
        return None
    duty = facts.duties.get(f"{kind}/{latest.number}/{owed.key}")
    return duty.due_on if duty else None


def _version_ref(version: Any) -> VersionRef | None:
    if version is None:
        return None
    return VersionRef(
        number=version.number,
        submitted_at=version.submitted_at,
        signed_by=version.signed_by_name,
        unit_name=version.unit_name,
        document_number=version.document_number,
        is_sample=version.is_sample,
        entered_by=version.entered_by_name,
        received_at=version.received_at,
    )
