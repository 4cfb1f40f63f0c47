"""“My work”: what a person's units owe, what state it is in, and the one next step."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from common.calendar import WorkCalendar
from common.due import Due
from common.life import Step
from reports.models import Filing
from reports.permissions import unit_actions
from reports.selectors import my_obligations, my_replies, open_corrections
from reports.words import NEXT_WORDS, STATUS_WORDS
from reports.workflow import Action, Actor, Status
from tasks.duties import owed_due
from tasks.models import Extension, Obligation
from tasks.permissions import may_ask_extension
from tasks.workflow import ExtensionStatus
from units.permissions import Access
from units.selectors import work_calendar

# Steps that take something back stand on the filing's own page, not among the next steps.
_NEXT_STEPS = frozenset({Action.START, Action.SIGN_AND_SUBMIT})


class Place(StrEnum):
    NOW = "now"  # to be done by this person or their unit
    WAITING = "waiting"  # with somebody else, or at rest with an archived plan
    LATER = "later"  # a stage that is not next


@dataclass(frozen=True)
class WorkItem:
    """`extension`: one that is asked for and not decided; `may_extend`: one can be asked for."""

    obligation: Obligation
    filing: Filing
    status_words: str
    next_words: str
    due: Due
    place: Place
    start: Step | None
    is_mine: bool
    correction: Obligation | None
    extension: Extension | None
    may_extend: bool


def work_of(access: Access, today: date) -> list[WorkItem]:
    """In the order of dates. The next stage that is not filed is “now”, further ones “later”."""
    obligations = list(my_obligations(access))
    calendars = {g: work_calendar(g) for g in {row.government_id for row in obligations}}
    corrections = open_corrections(row.pk for row in obligations)
    nearest: dict[tuple[int, int], date] = {}
    for row in obligations:
        if row.is_open and row.due_on >= today:
            key = (row.plan_id, row.unit_id)
            nearest[key] = min(nearest.get(key, row.due_on), row.due_on)
    return [
        _item(row, calendars[row.government_id], corrections.get(row.pk), access, today, nearest)
        for row in obligations
    ]


def replies_due(access: Access, today: date) -> list[tuple[Obligation, Due]]:
    """The replies to deputies that the person's units owe, answered or not."""
    rows = list(my_replies(access))
    calendars = {g: work_calendar(g) for g in {row.government_id for row in rows}}
    return [(row, owed_due(row, calendars[row.government_id], today)) for row in rows]


def _item(
    row: Obligation,
    calendar: WorkCalendar,
    correction: Obligation | None,
    access: Access,
    today: date,
    nearest: dict[tuple[int, int], date],
) -> WorkItem:
    filing = getattr(row, "filing", None) or Filing(obligation=row)
    actions = unit_actions(access, filing)
    steps = {step.action: step for step in actions}
    asked = [one for one in row.extensions.all() if one.status == ExtensionStatus.ASKED]
    is_next = row.due_on <= nearest.get((row.plan_id, row.unit_id), today)
    return WorkItem(
        obligation=row,
        filing=filing,
        status_words=str(STATUS_WORDS[Status(filing.status)]),
        next_words=str(NEXT_WORDS[Status(filing.status)]),
        due=owed_due(correction or row, calendar, today),
        place=Place.WAITING if row.plan.closed_at else _place(filing, is_next=is_next),
        start=steps.get(Action.START),
        is_mine=_is_mine(filing, actions),
        correction=correction,
        extension=asked[0] if asked else None,
        may_extend=not asked and may_ask_extension(access, row, today),
    )


def _place(filing: Filing, *, is_next: bool) -> Place:
    if filing.status == Status.NOT_STARTED:
        return Place.NOW if is_next else Place.LATER
    in_the_unit = {Status.DRAFT, Status.AWAITING_SIGNATURE, Status.RETURNED}
    return Place.NOW if filing.status in in_the_unit else Place.WAITING


def _is_mine(filing: Filing, actions: tuple[Step, ...]) -> bool:
    """Whether the next step is this very person's: the clerk's until it is sent, then the head's."""
    turn = Actor.HEAD if filing.status == Status.AWAITING_SIGNATURE else Actor.CLERK
    forward = _NEXT_STEPS | {Action.SEND_FOR_SIGNATURE}
    return any(step.actor == turn and step.action in forward for step in actions)
