"""“My work”: what a person's units owe, what state it is in, and the one next step."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from common.calendar import WorkCalendar
from common.due import Due
from common.life import Step
from reports.models import Filing
from reports.path import Station, path_of
from reports.permissions import unit_actions, with_own_words
from reports.selectors import my_obligations, my_replies, open_corrections
from reports.words import NEXT_WORDS, STATUS_WORDS
from reports.workflow import Action, Actor, Status
from tasks.duties import AHEAD, owed_due
from tasks.models import Extension, Obligation
from tasks.permissions import may_ask_extension
from tasks.turns import NOTHING_SAID, Turn, turns_of
from tasks.workflow import ExtensionStatus
from units.permissions import Access
from units.selectors import work_calendar

# Steps that take something back stand on the filing's own page, not among the next steps.
_NEXT_STEPS = frozenset({Action.START, Action.SIGN_AND_SUBMIT})


class Place(StrEnum):
    NOW = "now"  # to be done by this person or their unit
    WAITING = "waiting"  # with somebody else, or at rest with an archived plan
    LATER = "later"  # a stage that is not due soon


@dataclass(frozen=True)
class WorkItem:
    """`extension`: one that is asked for and not decided; `may_extend`: one can be asked for."""

    obligation: Obligation
    filing: Filing
    status_words: str
    path: tuple[Station, ...]
    next_words: str
    due: Due
    place: Place
    start: Step | None
    is_mine: bool
    correction: Obligation | None
    extension: Extension | None
    may_extend: bool


def work_of(access: Access, today: date) -> list[WorkItem]:
    """In the order of dates. What is late, soon due or begun is “now”, further stages “later”.

    Of an archived plan only what was submitted stands there: nothing of it is asked for any more.
    """
    obligations = [row for row in my_obligations(access) if not _is_past(row)]
    calendars = {g: work_calendar(g) for g in {row.government_id for row in obligations}}
    corrections = open_corrections(row.pk for row in obligations)
    filings = {row.pk: _filing(row) for row in obligations}
    own = with_own_words(access, filings.values())
    return [
        _item(
            row,
            filings[row.pk],
            unit_actions(access, filings[row.pk], own),
            calendars[row.government_id],
            corrections.get(row.pk),
            access,
            today,
        )
        for row in obligations
    ]


def _is_past(row: Obligation) -> bool:
    return row.plan.closed_at is not None and row.met_at is None


def _filing(row: Obligation) -> Filing:
    found: Filing = getattr(row, "filing", None) or Filing()
    found.obligation = row
    return found


@dataclass(frozen=True)
class ReplyItem:
    """`turn`: where its draft stands, and this person's step if it is theirs."""

    obligation: Obligation
    due: Due
    turn: Turn
    is_soon: bool

    @property
    def is_mine(self) -> bool:
        return bool(self.turn.step) and self.is_soon


def replies_due(access: Access, today: date) -> list[ReplyItem]:
    """The replies to deputies that the person's units owe, answered or not."""
    rows = [row for row in my_replies(access) if not _is_past(row)]
    calendars = {g: work_calendar(g) for g in {row.government_id for row in rows}}
    turns = turns_of(access, rows)
    return [
        ReplyItem(
            row,
            owed_due(row, calendars[row.government_id], today),
            turns.get(row.pk, NOTHING_SAID),
            is_soon=row.due_on <= today + AHEAD,
        )
        for row in rows
    ]


def _item(
    row: Obligation,
    filing: Filing,
    actions: tuple[Step, ...],
    calendar: WorkCalendar,
    correction: Obligation | None,
    access: Access,
    today: date,
) -> WorkItem:
    steps = {step.action: step for step in actions}
    asked = [one for one in row.extensions.all() if one.status == ExtensionStatus.ASKED]
    return WorkItem(
        obligation=row,
        filing=filing,
        status_words=str(STATUS_WORDS[Status(filing.status)]),
        path=path_of(Status(filing.status)),
        next_words=_next_words(filing),
        due=owed_due(correction or row, calendar, today),
        place=_place(filing, is_soon=row.due_on <= today + AHEAD),
        start=steps.get(Action.START),
        is_mine=_is_mine(filing, actions),
        correction=correction,
        extension=asked[0] if asked else None,
        may_extend=not asked and may_ask_extension(access, row, today),
    )


def _next_words(filing: Filing) -> str:
    if filing.obligation.plan.closed_at is not None:
        return _("计划已归档，只供查阅。")
    return str(NEXT_WORDS[Status(filing.status)])


def _place(filing: Filing, *, is_soon: bool) -> Place:
    if filing.obligation.plan.closed_at is not None:
        return Place.WAITING
    if filing.status == Status.NOT_STARTED:
        return Place.NOW if is_soon else Place.LATER
    in_the_unit = {Status.DRAFT, Status.AWAITING_SIGNATURE, Status.RETURNED}
    return Place.NOW if filing.status in in_the_unit else Place.WAITING


def _is_mine(filing: Filing, actions: tuple[Step, ...]) -> bool:
    """Whether the next step is this very person's: the clerk's until it is sent, then the head's."""
    turn = Actor.HEAD if filing.status == Status.AWAITING_SIGNATURE else Actor.CLERK
    forward = _NEXT_STEPS | {Action.SEND_FOR_SIGNATURE}
    return any(step.actor == turn and step.action in forward for step in actions)
