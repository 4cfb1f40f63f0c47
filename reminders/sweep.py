"""What is to be said by now of what is owed, and not yet noted; and when to look again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from common.calendar import WorkCalendar
from reminders.addresses import Way
from reminders.models import Reminder, ReminderRule, Wake
from reminders.people import people_for
from reminders.rule_book import RuleBook
from reminders.rungs import ladder
from reminders.told import Telling, telling_of
from reports.models import CoSignature
from reports.workflow import CoSignatureStatus
from tasks.models import Obligation
from units.selectors import work_calendars

ONE_DAY = timedelta(days=1)

# Obligation, date, rule, person, endpoint and channel: what a reminder is unique by.
Key = tuple[int, str, int, int | None, int | None, str]
Place = tuple[str, date, int, int]
Rungs = Mapping[Way, list[tuple[ReminderRule, str]]]


@dataclass(frozen=True)
class Look:
    """What a look at some obligations found: rows of the ledger to write, and their next days."""

    rows: list[Reminder]
    wakes: list[Wake]
    calendars: Mapping[int, WorkCalendar]


@dataclass(frozen=True)
class Chain:
    """The rungs by now of one thing told in one way, the latest last."""

    owed: Obligation
    way: Way
    rungs: list[tuple[ReminderRule, str]]

    @property
    def key(self) -> Key:
        """Of the latest rung."""
        rule, way = self.rungs[-1][0], self.way
        occasion = self.owed.due_on.isoformat()
        return self.owed.pk, occasion, rule.pk, way.recipient_id, way.endpoint_id, way.channel

    def rows(self, *, run: UUID, now: datetime) -> Iterator[Reminder]:
        latest = self.rungs[-1][0]
        for rule, audience in self.rungs:
            told = rule is latest
            yield Reminder(
                government_id=self.owed.government_id,
                obligation_id=self.owed.pk,
                occasion=self.owed.due_on.isoformat(),
                rule_id=rule.pk,
                recipient_id=self.way.recipient_id,
                endpoint_id=self.way.endpoint_id,
                audience=audience,
                channel=self.way.channel,
                decision=Reminder.Decision.TELL if told else Reminder.Decision.SKIPPED,
                run=run,
                created_at=now,
            )


def look_at(owed: list[Obligation], *, run: UUID, now: datetime) -> Look:
    """Rows to write, the latest rung to be told and the earlier ones to be skipped.

    The obligations come with their plans. The number of queries depends on none of their numbers.
    """
    today = timezone.localdate(now)
    governments = {row.government_id for row in owed}
    ladders = _Ladders(
        book=RuleBook.of(governments),
        telling=telling_of(people_for(owed, today), today),
        calendars=work_calendars(governments),
        today=today,
        not_asked=not_asked(owed),
    )
    chains = [chain for row in owed for chain in ladders.chains_of(row)]
    noted = _noted(chains)
    new = (chain for chain in chains if chain.key not in noted)
    rows = [row for chain in new for row in chain.rows(run=run, now=now)]
    wakes = [ladders.wake_of(row) for row in owed]
    return Look(sorted(rows, key=_order), wakes, ladders.calendars)


def _order(row: Reminder) -> tuple[int, str, int, int, int, str]:
    """The same for every run, so that two of them never wait for each other's rows crosswise."""
    who = (row.recipient_id or 0, row.endpoint_id or 0)
    return row.obligation_id, row.occasion, row.rule_id, *who, row.channel


def not_asked(owed: Iterable[Obligation]) -> frozenset[int]:
    """Nobody can co-sign what was not put up, nor needs to be told after an objection."""
    kind = Obligation.Kind.CO_SIGNATURE
    ids = {row.pk for row in owed if row.kind == kind}
    put_up = CoSignature.objects.filter(
        obligation__in=ids,
        status=CoSignatureStatus.AWAITING,
        part__version__draft_of__isnull=False,
    )
    return frozenset(ids - set(put_up.values_list("obligation", flat=True)))


@dataclass
class _Ladders:
    """Who was to be told by which rungs until today; computed once for what is owed alike."""

    book: RuleBook
    telling: Telling
    calendars: Mapping[int, WorkCalendar]
    today: date
    not_asked: frozenset[int]
    found: dict[Place, Rungs] = field(default_factory=dict)
    days: dict[tuple[str, date, int], list[tuple[date, ReminderRule]]] = field(default_factory=dict)

    def chains_of(self, owed: Obligation) -> Iterator[Chain]:
        if owed.pk in self.not_asked:
            return
        place = _place(owed)
        if place not in self.found:
            self.found[place] = self._rungs(owed)
        for way, rungs in self.found[place].items():
            yield Chain(owed, way, rungs)

    def wake_of(self, owed: Obligation) -> Wake:
        """The day of the next rung; what nobody was asked for yet is looked at every day."""
        days = [day for day, _rule in self._ladder(owed)]
        if owed.pk in self.not_asked:
            on = max(days[0], self.today + ONE_DAY) if days else None
        else:
            on = next((day for day in days if day > self.today), None)
        return Wake(obligation_id=owed.pk, government_id=owed.government_id, on=on)

    def _ladder(self, owed: Obligation) -> list[tuple[date, ReminderRule]]:
        place = (owed.kind, owed.due_on, owed.plan_id)
        if place not in self.days:
            calendar = self.calendars[owed.government_id]
            self.days[place] = ladder(calendar, owed.due_on, self.book.rules_of(owed))
        return self.days[place]

    def _rungs(self, owed: Obligation) -> Rungs:
        """Of several audiences of a rule that mean the same way, the first named counts."""
        come = [rule for day, rule in self._ladder(owed) if day <= self.today]
        rungs: dict[Way, list[tuple[ReminderRule, str]]] = defaultdict(list)
        for told in self.telling.told(owed, come):
            for way in told.ways:
                if not rungs[way] or rungs[way][-1][0] is not told.rule:
                    rungs[way].append((told.rule, told.audience))
        return rungs


def _place(owed: Obligation) -> Place:
    return owed.kind, owed.due_on, owed.unit_id, owed.plan_id


def _noted(chains: Iterable[Chain]) -> set[Key]:
    """Which latest rungs are in the ledger."""
    latest = {(chain.owed.pk, chain.rungs[-1][0].pk) for chain in chains}
    rows = Reminder.objects.filter(
        obligation__in={owed for owed, _rule in latest}, rule__in={rule for _owed, rule in latest}
    )
    return set(
        rows.values_list(
            "obligation_id", "occasion", "rule_id", "recipient_id", "endpoint_id", "channel"
        )
    )
