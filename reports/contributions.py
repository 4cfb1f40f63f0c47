"""The responsible unit's side: what it has to write, what it has written, and who sends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from common.calendar import WorkCalendar
from common.due import Due, due
from common.life import Step
from motions.models import Deadline, Plan
from motions.words import stage_words
from reports.models import Contribution, ContributionVersion
from reports.selectors import own_contributions
from reports.words import CONTRIBUTION_STATUS_WORDS
from reports.workflow import CONTRIBUTION_LIFE, ContributionStatus
from tasks.duties import AHEAD
from tasks.models import Obligation
from units.permissions import Access
from units.roles import Permission
from units.selectors import work_calendar


@dataclass(frozen=True)
class ContributionRow:
    """One leaf. `is_returned`: it came back from the lead and is not sent again."""

    obligation: Obligation
    contribution: Contribution
    status_words: str
    due: Due

    @property
    def draft(self) -> ContributionVersion | None:
        return self.contribution.draft

    @property
    def is_open(self) -> bool:
        return self.contribution.status != ContributionStatus.SENT

    @property
    def is_written(self) -> bool:
        return self.draft is not None and bool(self.draft.narrative.strip())

    @property
    def is_asked_for(self) -> bool:
        """A lead asks for the unit's figures in it; read of `own_contributions` alone."""
        asked: bool = self.obligation.is_asked_for  # type: ignore[attr-defined]
        return asked

    @property
    def waits_for_head(self) -> bool:
        """The clerk asked for the signature, and has not written on it since."""
        return self.is_open and self.draft is not None and self.draft.asked_at is not None

    @property
    def is_returned(self) -> bool:
        return self.contribution.was_sent and self.contribution.standing is None


@dataclass(frozen=True)
class ContributionCard:
    """A unit's contributions of one stage, for “my work”: one line however many there are."""

    plan: Plan
    deadline: Deadline
    stage: str
    unit: str
    due: Due
    rows: tuple[ContributionRow, ...]

    @property
    def to_write(self) -> int:
        return sum(row.is_open and not row.is_written for row in self.rows)

    @property
    def to_send(self) -> int:
        return sum(row.is_open and row.is_written and not row.is_returned for row in self.rows)

    @property
    def written(self) -> list[ContributionRow]:
        """What may be sent now."""
        return [row for row in self.rows if row.is_open and row.is_written]

    @property
    def to_ask(self) -> list[ContributionRow]:
        """What the clerk has not asked the head to send yet."""
        return [row for row in self.written if not row.waits_for_head]

    @property
    def asked_for(self) -> int:
        """Open ones in which a lead asks for the unit's figures."""
        return sum(row.is_open and row.is_asked_for for row in self.rows)

    @property
    def returned(self) -> int:
        return sum(row.is_returned for row in self.rows)

    @property
    def sent(self) -> int:
        return sum(not row.is_open for row in self.rows)

    @property
    def is_open(self) -> bool:
        return self.sent < len(self.rows)

    def is_turn_of(self, access: Access) -> bool:
        """The clerk writes and asks, the head sends."""
        unit_id = self.rows[0].obligation.unit_id
        writes = access.has(Permission.FILE_REPORTS, unit_id)
        sends = access.has(Permission.SIGN_REPORTS, unit_id)
        return (writes and bool(self.to_write or self.to_ask)) or (sends and bool(self.written))


def contribution_rows(obligations: Iterable[Obligation], today: date) -> list[ContributionRow]:
    obligations = list(obligations)
    calendars = {g: work_calendar(g) for g in {row.government_id for row in obligations}}
    return [_row(row, calendars[row.government_id], today) for row in obligations]


def _row(owed: Obligation, calendar: WorkCalendar, today: date) -> ContributionRow:
    found = getattr(owed, "contribution", None)
    return row_of(found or Contribution(obligation=owed), calendar, today)


def row_of(contribution: Contribution, calendar: WorkCalendar, today: date) -> ContributionRow:
    owed = contribution.obligation
    return ContributionRow(
        obligation=owed,
        contribution=contribution,
        status_words=str(CONTRIBUTION_STATUS_WORDS[ContributionStatus(contribution.status)]),
        due=due(calendar, owed.due_on, today),
    )


def cards_of(rows: Iterable[ContributionRow]) -> list[ContributionCard]:
    """By plan, stage and unit, the earliest first."""
    groups: dict[tuple[int | None, int], list[ContributionRow]] = {}
    for row in rows:
        groups.setdefault((row.obligation.deadline_id, row.obligation.unit_id), []).append(row)
    return [_card(found) for found in groups.values()]


def _card(rows: list[ContributionRow]) -> ContributionCard:
    owed = rows[0].obligation
    return ContributionCard(
        plan=owed.plan,
        deadline=owed.deadline,
        stage=stage_words(owed.deadline.due_on),
        unit=str(owed.unit),
        due=rows[0].due,
        rows=tuple(rows),
    )


def open_cards(access: Access, today: date) -> list[ContributionCard]:
    """What is to be written or sent in the person's units within a month, or asked for by a lead."""
    soon = Q(due_on__lte=today + AHEAD) | Q(is_asked_for=True)
    obligations = own_contributions(access).filter(soon).exclude(plan__closed_at__isnull=False)
    return [card for card in cards_of(contribution_rows(obligations, today)) if card.is_open]


@dataclass(frozen=True)
class ContributionView:
    """One contribution on its page. `sent`: every version that was, the latest first."""

    row: ContributionRow
    sent: tuple[ContributionVersion, ...]
    steps: tuple[Step, ...]
    is_own: bool

    @property
    def contribution(self) -> Contribution:
        return self.row.contribution

    def may(self, action: str) -> bool:
        return any(step.action == action for step in self.steps)


def contribution_view(
    contribution: Contribution, actors: frozenset[str], today: date, *, is_own: bool
) -> ContributionView:
    owed = contribution.obligation
    versions = (
        contribution.versions.filter(number__isnull=False)
        .prefetch_related("figures__target")
        .order_by("-number")
        if contribution.pk
        else ()
    )
    return ContributionView(
        row=row_of(contribution, work_calendar(owed.government_id), today),
        sent=tuple(versions),
        steps=CONTRIBUTION_LIFE.open_to(actors, contribution.status),
        is_own=is_own,
    )
