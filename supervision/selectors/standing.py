"""How difficulties and notices stood at a moment, read from their events; for boards and exports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from common.calendar import WorkCalendar
from events.models import Event
from motions.models import Plan
from supervision.duties import INSTRUCTION, NOTICE, key_of
from supervision.models import Difficulty, Notice, NoticeIssue, NoticeReview
from supervision.workflow import (
    ASKING,
    DIFFICULTY_ENDED,
    ENDED,
    PATH,
    Action,
    Actor,
    DifficultyAction,
    DifficultyStatus,
    Level,
    ReviewStatus,
    Status,
)
from tasks.models import Obligation, Task

Events = Mapping[tuple[str, int], list[Event]]
Dues = Mapping[str, date]
NOTHING = Q(subject_id=0)
# What changes the colour in force.
COLOURING = frozenset({Action.ISSUE, Action.RAISE, Action.MADE_GOOD_AND_WATCH})


@dataclass(frozen=True)
class InstructionStanding:
    id: int
    unit: Any
    text: str
    by_name: str
    due_on: date
    status: Status
    answer: str


@dataclass(frozen=True)
class DifficultyStanding:
    """`holder` has it now: office, vice mayor or a unit (`holding_unit`); nobody once it has ended.

    `age` counts the working days since it was reported, until it ended. `held` those with its holder.
    """

    id: int
    task: Task
    unit: Any
    what: str
    since_on: date
    tried: str
    asked: str
    asked_of: str
    reported_at: datetime
    status: DifficultyStatus
    holder: Actor | None
    holding_unit: Any
    age: int
    held: int
    opinion: str
    answer: str
    ended_at: datetime | None
    instruction: InstructionStanding | None
    is_sample: bool

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class NoticeStanding:
    """`level` is the colour in force, `highest` the furthest it went."""

    id: int
    title: str
    task: Task | None
    deadline_id: int | None
    unit: Any
    level: Level
    highest: Level
    status: Status
    text: str
    due_on: date
    opened_at: datetime
    answer: str
    checked: str
    review: ReviewStatus | None
    ended_at: datetime | None
    is_sample: bool

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


def supervised_at(
    plan: Plan, *, at: datetime, units: Mapping[int, Any], calendar: WorkCalendar
) -> tuple[tuple[DifficultyStanding, ...], tuple[NoticeStanding, ...]]:
    """Difficulties and notices, the oldest first. `units`: how each is called on that day. At most five queries."""
    difficulties = list(
        Difficulty.objects.filter(plan=plan, reported_at__lte=at)
        .select_related("task__parent", "instruction")
        .order_by("reported_at", "pk")
    )
    notices = list(
        Notice.objects.filter(plan=plan, opened_at__lte=at)
        .select_related("task__parent", "owed")
        .order_by("opened_at", "pk")
    )
    issues: dict[int, list[NoticeIssue]] = defaultdict(list)
    sent = NoticeIssue.objects.filter(notice__plan=plan, issued_at__lte=at)
    for issue in sent.select_related("review").order_by("number"):
        issues[issue.notice_id].append(issue)
    reviews = {pk: review for pk, found in issues.items() if (review := _review(found, at))}
    instructions = [row.instruction for row in difficulties if hasattr(row, "instruction")]
    events = _events(at, *difficulties, *instructions, *notices, *reviews.values())
    dues = _dues(plan) if notices or instructions else {}
    return (
        tuple(_difficulty(row, events, dues, at, units, calendar) for row in difficulties),
        tuple(
            _notice(row, issues[row.pk], reviews.get(row.pk), events, dues, units)
            for row in notices
        ),
    )


def _dues(plan: Plan) -> Dues:
    """By which day each answer was owed. The days are never changed: another answer is another row."""
    rows = Obligation.objects.filter(plan=plan, kind__in=(NOTICE, INSTRUCTION))
    return dict(rows.values_list("key", "due_on"))


def _due_on(dues: Dues, kind: Obligation.Kind, row: Any, own: Iterable[Event]) -> date:
    """Of the answer that was asked for last."""
    return dues[key_of(kind, row.pk, sum(event.action in ASKING for event in own))]


def _review(issues: list[NoticeIssue], at: datetime) -> NoticeReview | None:
    """The latest that was asked for by then."""
    asked = [issue.review for issue in issues if hasattr(issue, "review")]
    return next((row for row in reversed(asked) if row.asked_at <= at), None)


def _difficulty(
    row: Difficulty,
    events: Events,
    dues: Dues,
    at: datetime,
    units: Mapping[int, Any],
    calendar: WorkCalendar,
) -> DifficultyStanding:
    own = _of(events, row)
    status = DifficultyStatus(own[-1].to_status)
    instruction = _instruction(row, events, dues, units, at)
    ended_at = own[-1].at if status in DIFFICULTY_ENDED else None
    holder, holding_unit, since = _holder(row, status, instruction, own, events, units)
    until = timezone.localdate(ended_at or at)
    return DifficultyStanding(
        id=row.pk,
        task=row.task,
        unit=units[row.unit_id],
        what=row.what,
        since_on=row.since_on,
        tried=row.tried,
        asked=row.asked,
        asked_of=row.asked_of,
        reported_at=row.reported_at,
        status=status,
        holder=holder,
        holding_unit=holding_unit,
        age=calendar.workdays_until(timezone.localdate(row.reported_at), until),
        held=calendar.workdays_until(timezone.localdate(since), until),
        opinion=_last_words(own, DifficultyAction.SEND_UP),
        answer=_last_words(own, DifficultyAction.SOLVE),
        ended_at=ended_at,
        instruction=instruction,
        is_sample=row.is_sample,
    )


def _holder(
    row: Difficulty,
    status: DifficultyStatus,
    instruction: InstructionStanding | None,
    own: list[Event],
    events: Events,
    units: Mapping[int, Any],
) -> tuple[Actor | None, Any, datetime]:
    """Who has the next step, and since when."""
    since = own[-1].at
    if status == DifficultyStatus.WITH_OFFICE:
        return Actor.OFFICE, None, since
    if status == DifficultyStatus.WITH_VICE_MAYOR:
        return Actor.VICE_MAYOR, None, since
    if status == DifficultyStatus.GIVEN_BACK:
        return Actor.CLERK, units[row.unit_id], since
    if status == DifficultyStatus.INSTRUCTED and instruction is not None:
        outside = [
            event
            for event in _of(events, row.instruction)
            if event.action in {Action.ISSUE, Action.SIGN_AND_SEND, Action.GIVE_BACK}
        ]
        if instruction.status == Status.ANSWERED:
            return Actor.OFFICE, None, outside[-1].at
        return Actor.CLERK, instruction.unit, outside[-1].at
    return None, None, since


def _instruction(
    row: Difficulty, events: Events, dues: Dues, units: Mapping[int, Any], at: datetime
) -> InstructionStanding | None:
    if not hasattr(row, "instruction") or row.instruction.written_at > at:
        return None
    instruction = row.instruction
    own = _of(events, instruction)
    return InstructionStanding(
        id=instruction.pk,
        unit=units[instruction.unit_id],
        text=instruction.text,
        by_name=instruction.by_name,
        due_on=_due_on(dues, INSTRUCTION, instruction, own),
        status=_outside(own),
        answer=_last_words(own, Action.SIGN_AND_SEND),
    )


def _notice(
    row: Notice,
    issues: list[NoticeIssue],
    review: NoticeReview | None,
    events: Events,
    dues: Dues,
    units: Mapping[int, Any],
) -> NoticeStanding:
    own = _of(events, row)
    last, status = issues[-1], _outside(own)
    return NoticeStanding(
        id=row.pk,
        title=row.title,
        task=row.task,
        deadline_id=row.owed.deadline_id if row.owed else None,
        unit=units[row.unit_id],
        level=_level(own, last),
        highest=max((Level(issue.level) for issue in issues), key=PATH.index),
        status=status,
        text=last.text,
        due_on=_due_on(dues, NOTICE, row, own),
        opened_at=row.opened_at,
        answer=_last_words(own, Action.SIGN_AND_SEND),
        checked=_last_words(
            own, Action.MADE_GOOD, Action.MADE_GOOD_AND_WATCH, Action.NOT_MADE_GOOD
        ),
        review=ReviewStatus(_of(events, review)[-1].to_status) if review else None,
        ended_at=_ended_at(own) if status in ENDED else None,
        is_sample=row.is_sample,
    )


def _level(own: Iterable[Event], last: NoticeIssue) -> Level:
    """That of the last paper; yellow from the watch on, also after its end."""
    moved = [event.action for event in own if event.action in COLOURING]
    return Level.YELLOW if moved[-1] == Action.MADE_GOOD_AND_WATCH else Level(last.level)


def _ended_at(own: list[Event]) -> datetime:
    """The first moment at which it had ended: a review may take it back after it was closed."""
    return next(event.at for event in own if event.to_status in ENDED)


def _outside(own: list[Event]) -> Status:
    """What is known outside the unit: that it is with the unit, and no more."""
    status = Status(own[-1].to_status)
    return Status.OPEN if status == Status.AWAITING_SIGNATURE else status


def _last_words(own: Iterable[Event], *actions: str) -> str:
    return next((row.reason for row in reversed(list(own)) if row.action in actions), "")


def _of(events: Events, row: Any) -> list[Event]:
    return events[row._meta.label_lower, row.pk]


def _events(at: datetime, *rows: Any) -> Events:
    """Of all of these rows, in one query."""
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row._meta.label_lower].append(row.pk)
    wanted = [Q(subject_kind=kind, subject_id__in=found) for kind, found in ids.items()]
    found: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in Event.objects.filter(reduce(or_, wanted, NOTHING), at__lte=at).order_by("pk"):
        found[event.subject_kind, event.subject_id].append(event)
    return found
