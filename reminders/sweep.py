"""What is due to be said by now and not yet noted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from reminders.models import Reminder, ReminderRule
from reminders.people import People, people_for
from reminders.rungs import horizon, ladder
from tasks.models import Obligation
from units.selectors import work_calendar

if TYPE_CHECKING:
    from common.calendar import WorkCalendar

# Obligation, date, rule, person and channel: what a reminder is unique by.
Key = tuple[int, str, int, int, str]


def due_reminders(*, run: UUID, now: datetime) -> list[Reminder]:
    """Rows to write, the latest rung to be told and the earlier ones to be skipped.

    The number of queries depends on the number of governments alone.
    """
    today = timezone.localdate(now)
    rules = list(ReminderRule.objects.filter(is_active=True))
    owed = _owed(rules, today)
    people = people_for(owed, today)
    chains = list(_chains(owed, _Ladders(rules, today), people))
    noted = _noted(chain[-1] for chain in chains)
    rows = []
    for *earlier, latest in chains:
        if key_of(latest) not in noted:
            latest.decision = Reminder.Decision.TELL
            rows += [*earlier, latest]
    for row in rows:
        row.run, row.created_at = run, now
    return sorted(rows, key=key_of)


def key_of(row: Reminder) -> Key:
    return row.obligation_id, row.occasion, row.rule_id, row.recipient_id, row.channel


def _owed(rules: list[ReminderRule], today: date) -> list[Obligation]:
    return list(
        Obligation.objects.open()
        .filter(due_on__lte=horizon(today, rules), kind__in={rule.kind for rule in rules})
        .select_related("plan")
        .only(
            "government_id",
            "kind",
            "due_on",
            "unit_id",
            "plan__office_unit_id",
            "plan__host_unit_id",
            "plan__supervisor_unit_id",
        )
    )


class _Ladders:
    """The rungs that have come by today, computed once for each kind and date of a government."""

    def __init__(self, rules: Iterable[ReminderRule], today: date) -> None:
        self.today = today
        self.rules: dict[tuple[int, str], list[ReminderRule]] = defaultdict(list)
        for rule in rules:
            self.rules[rule.government_id, rule.kind].append(rule)
        self.calendars: dict[int, WorkCalendar] = {}
        self.passed: dict[tuple[int, str, date], list[ReminderRule]] = {}

    def rules_by_now(self, owed: Obligation) -> list[ReminderRule]:
        place = (owed.government_id, owed.kind, owed.due_on)
        if place not in self.passed:
            self.passed[place] = self._passed(*place)
        return self.passed[place]

    def _passed(self, government_id: int, kind: str, due_on: date) -> list[ReminderRule]:
        if government_id not in self.calendars:
            self.calendars[government_id] = work_calendar(government_id)
        rungs = ladder(self.calendars[government_id], due_on, self.rules[government_id, kind])
        return [rule for day, rule in rungs if day <= self.today]


def _chains(owed: list[Obligation], ladders: _Ladders, people: People) -> Iterator[list[Reminder]]:
    """For each thing, person and channel: the rungs by now, the latest last."""
    for obligation in owed:
        chains: dict[tuple[int, str], list[Reminder]] = defaultdict(list)
        for rule in ladders.rules_by_now(obligation):
            for row in _rows(obligation, rule, people):
                chains[row.recipient_id, row.channel].append(row)
        yield from chains.values()


def _rows(obligation: Obligation, rule: ReminderRule, people: People) -> Iterator[Reminder]:
    audiences = {
        user.pk: audience
        for audience in reversed(rule.audiences)  # of several, the first named counts
        for user in people.of(obligation, audience)
    }
    for user_id, audience in audiences.items():
        for channel in rule.channels:
            yield Reminder(
                government_id=obligation.government_id,
                obligation_id=obligation.pk,
                occasion=obligation.due_on.isoformat(),
                rule_id=rule.pk,
                recipient_id=user_id,
                audience=audience,
                channel=channel,
                decision=Reminder.Decision.SKIPPED,
            )


def _noted(latest: Iterable[Reminder]) -> set[Key]:
    """Which of these rows are in the ledger. Asks for no others, however long the ledger is."""
    obligations: dict[int, set[int]] = defaultdict(set)
    for row in latest:
        obligations[row.rule_id].add(row.obligation_id)
    if not obligations:
        return set()
    wanted = reduce(or_, (Q(rule=rule, obligation__in=ids) for rule, ids in obligations.items()))
    return set(
        Reminder.objects.filter(wanted).values_list(
            "obligation_id", "occasion", "rule_id", "recipient_id", "channel"
        )
    )
