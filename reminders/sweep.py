"""What is due to be said by now and not yet noted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from reminders.models import Reminder, ReminderRule
from reminders.people import People, people_for
from reminders.rungs import horizon, ladder
from reports.models import CoSignature
from reports.workflow import CoSignatureStatus
from tasks.models import Obligation
from units.selectors import work_calendar

if TYPE_CHECKING:
    from common.calendar import WorkCalendar

# Obligation, date, rule, person and channel: what a reminder is unique by.
Key = tuple[int, str, int, int | None, str]


@dataclass(frozen=True)
class Chain:
    """The rungs by now of one thing for one person over one channel, the latest last."""

    owed: Obligation
    recipient_id: int
    channel: str
    rungs: list[tuple[ReminderRule, str]]

    @property
    def key(self) -> Key:
        """Of the latest rung."""
        rule = self.rungs[-1][0]
        occasion = self.owed.due_on.isoformat()
        return self.owed.pk, occasion, rule.pk, self.recipient_id, self.channel

    def rows(self, *, run: UUID, now: datetime) -> Iterator[Reminder]:
        latest = self.rungs[-1][0]
        for rule, audience in self.rungs:
            told = rule is latest
            yield Reminder(
                government_id=self.owed.government_id,
                obligation_id=self.owed.pk,
                occasion=self.owed.due_on.isoformat(),
                rule_id=rule.pk,
                recipient_id=self.recipient_id,
                audience=audience,
                channel=self.channel,
                decision=Reminder.Decision.TELL if told else Reminder.Decision.SKIPPED,
                run=run,
                created_at=now,
            )


def due_reminders(*, run: UUID, now: datetime) -> list[Reminder]:
    """Rows to write, the latest rung to be told and the earlier ones to be skipped.

    The number of queries depends on the number of governments alone.
    """
    today = timezone.localdate(now)
    rules = list(ReminderRule.objects.filter(is_active=True))
    owed = _owed(rules, today)
    ladders = _Ladders(rules, people_for(owed, today), today)
    chains = [chain for obligation in owed for chain in ladders.chains_of(obligation)]
    noted = _noted(chains)
    new = (chain for chain in chains if chain.key not in noted)
    rows = [row for chain in new for row in chain.rows(run=run, now=now)]
    return sorted(rows, key=_order)


def _order(row: Reminder) -> Key:
    """The same for every run, so that two of them never wait for each other's rows crosswise."""
    return row.obligation_id, row.occasion, row.rule_id, row.recipient_id, row.channel


def _owed(rules: list[ReminderRule], today: date) -> list[Obligation]:
    return list(
        Obligation.objects.open()
        .filter(due_on__lte=horizon(today, rules), kind__in={rule.kind for rule in rules})
        .filter(~Q(kind=Obligation.Kind.CO_SIGNATURE) | Exists(_put_up()))
        .select_related("plan")
        .only(
            "government_id",
            "kind",
            "due_on",
            "unit_id",
            "plan__government_id",
            "plan__office_unit_id",
            "plan__host_unit_id",
            "plan__supervisor_unit_id",
        )
    )


def _put_up() -> QuerySet[CoSignature]:
    """Nobody can co-sign what was not put up, nor needs to be told after an objection."""
    return CoSignature.objects.filter(
        obligation=OuterRef("pk"),
        status=CoSignatureStatus.AWAITING,
        part__version__draft_of__isnull=False,
    )


Place = tuple[str, date, int, int]
Rungs = Mapping[tuple[int, str], list[tuple[ReminderRule, str]]]


@dataclass
class _Ladders:
    """Who was to be told by which rungs until today; computed once for what is owed alike."""

    rules: list[ReminderRule]
    people: People
    today: date
    calendars: dict[int, "WorkCalendar"] = field(default_factory=dict)
    found: dict[Place, Rungs] = field(default_factory=dict)

    def chains_of(self, owed: Obligation) -> Iterator[Chain]:
        place = (owed.kind, owed.due_on, owed.unit_id, owed.plan_id)
        if place not in self.found:
            self.found[place] = self._rungs(owed)
        for (recipient_id, channel), rungs in self.found[place].items():
            yield Chain(owed, recipient_id, channel, rungs)

    def _rungs(self, owed: Obligation) -> Rungs:
        rungs: dict[tuple[int, str], list[tuple[ReminderRule, str]]] = defaultdict(list)
        for rule in self._rules_by_now(owed):
            for user_id, audience in self._audience(owed, rule).items():
                for channel in rule.channels:
                    rungs[user_id, channel].append((rule, audience))
        return rungs

    def _rules_by_now(self, owed: Obligation) -> list[ReminderRule]:
        government_id = owed.government_id
        if government_id not in self.calendars:
            self.calendars[government_id] = work_calendar(government_id)
        rules = (
            rule
            for rule in self.rules
            if rule.government_id == government_id and rule.kind == owed.kind
        )
        rungs = ladder(self.calendars[government_id], owed.due_on, rules)
        return [rule for day, rule in rungs if day <= self.today]

    def _audience(self, owed: Obligation, rule: ReminderRule) -> dict[int, str]:
        return {
            user.pk: audience
            for audience in reversed(rule.audiences)  # of several, the first named counts
            for user in self.people.of(owed, audience)
        }


def _noted(chains: Iterable[Chain]) -> set[Key]:
    """Which latest rungs are in the ledger. Asks for no other rows, however long the ledger is."""
    obligations: dict[int, set[int]] = defaultdict(set)
    for chain in chains:
        obligations[chain.rungs[-1][0].pk].add(chain.owed.pk)
    if not obligations:
        return set()
    wanted = reduce(or_, (Q(rule=rule, obligation__in=ids) for rule, ids in obligations.items()))
    return set(
        Reminder.objects.filter(wanted).values_list(
            "obligation_id", "occasion", "rule_id", "recipient_id", "channel"
        )
    )
