"""Every read of the reminders page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from common.calendar import WorkCalendar
from common.errors import NotAllowedError, NotVisibleError
from motions.models import Plan
from reminders.models import Reminder, ReminderRule
from reminders.people import People, people_for
from reminders.permissions import can_see_deliveries
from reminders.rungs import horizon, ladder
from reminders.words import RELATED, audience_words, channel_words, rung_words, title_of
from tasks.models import Obligation
from units.models import User
from units.permissions import Access
from units.selectors import work_calendar

AHEAD = timedelta(days=14)


def plan_for(access: Access, plan_id: int) -> Plan:
    """The plan, if this person may see who was reminded."""
    plan = Plan.objects.visible_to(access).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisibleError
    if not can_see_deliveries(access, plan):
        raise NotAllowedError
    return plan


# -- what was sent -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One row of the ledger in words."""

    row: Reminder
    title: str
    rung: str

    @property
    def due_on(self) -> date:
        """The date that was in force when it was noted."""
        return self.row.told_of


def deliveries(plan: Plan, *, state: str = "", person: User | None = None) -> QuerySet[Reminder]:
    """The latest first."""
    rows = Reminder.objects.filter(obligation__plan=plan)
    if state:
        rows = rows.in_state(state)
    if person:
        rows = rows.filter(recipient=person)
    return rows.select_related("rule", "recipient", "message", *RELATED).order_by("-pk")


def lines(rows: Iterable[Reminder]) -> list[Line]:
    return [Line(row, title_of(row.obligation), rung_words(row.rule)) for row in rows]


def people_reminded(plan: Plan) -> QuerySet[User]:
    return User.objects.filter(reminders__obligation__plan=plan).distinct().order_by("name", "pk")


# -- what will be sent -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Upcoming:
    """What will be said of one thing on one day, if it is still owed then."""

    day: date
    obligation: Obligation
    title: str
    rung: str
    people: list[User]


def upcoming(plan: Plan, today: date) -> list[Upcoming]:
    """After today, up to two weeks ahead, by day."""
    rules = list(_active_rules(plan))
    owed = list(
        Obligation.objects.open()
        .filter(plan=plan, kind__in={rule.kind for rule in rules})
        .filter(due_on__lte=horizon(today + AHEAD, rules))
        .select_related(*(name.removeprefix("obligation__") for name in RELATED))
        .order_by("due_on", "unit_id", "pk")
    )
    people = people_for(owed, today)
    calendar = work_calendar(plan.government_id)
    rows = [row for o in owed for row in _upcoming_of(o, rules, calendar, people, today)]
    return sorted(rows, key=lambda row: row.day)


def _upcoming_of(
    owed: Obligation,
    rules: list[ReminderRule],
    calendar: WorkCalendar,
    people: People,
    today: date,
) -> Iterator[Upcoming]:
    days: dict[date, list[ReminderRule]] = defaultdict(list)
    for day, rule in ladder(calendar, owed.due_on, (r for r in rules if r.kind == owed.kind)):
        if today < day <= today + AHEAD:
            days[day].append(rule)
    for day, of_day in days.items():
        told = {user.pk: user for rule in of_day for user in _told(owed, rule, people)}
        yield Upcoming(day, owed, title_of(owed), rung_words(of_day[-1]), list(told.values()))


def _told(owed: Obligation, rule: ReminderRule, people: People) -> Iterator[User]:
    for audience in rule.audiences:
        yield from people.of(owed, audience)


# -- the rules ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleLine:
    kind: str
    rung: str
    audiences: str
    channels: str


def rule_lines(plan: Plan) -> list[RuleLine]:
    return [
        RuleLine(
            rule.get_kind_display(), rung_words(rule), audience_words(rule), channel_words(rule)
        )
        for rule in _active_rules(plan)
    ]


def _active_rules(plan: Plan) -> QuerySet[ReminderRule]:
    return ReminderRule.objects.filter(government=plan.government_id, is_active=True)
