"""What the rules would have sent to whom, from what is owed and who is in which post today."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from common.calendar import WorkCalendar
from motions.models import Plan
from notifications.models import Message
from reminders.addresses import Way
from reminders.models import ReminderRule
from reminders.people import people_for
from reminders.rungs import is_provisional, ladder
from reminders.told import Telling, Told, telling_of
from reminders.words import RELATED, TOLD_TOGETHER, rung_words, title_of, title_of_many
from tasks.models import Obligation
from units.models import User
from units.selectors import work_calendar

Rules = Mapping[str, Sequence[ReminderRule]]
Rungs = list[tuple[date, list[ReminderRule]]]


@dataclass(frozen=True)
class Planned:
    """What will be said of one thing on one day, if it is still owed then."""

    day: date
    obligation: Obligation
    title: str
    rung: str
    is_provisional: bool
    told: Mapping[User, frozenset[Way]]
    by_units: frozenset[Way]

    @property
    def people(self) -> list[User]:
        return list(self.told)

    @property
    def by_channels(self) -> list[tuple[list[User], list[str]]]:
        """Those who are told over the same channels, together."""
        found: dict[frozenset[str], list[User]] = defaultdict(list)
        for user, ways in self.told.items():
            found[frozenset(way.channel for way in ways)].append(user)
        return [(users, _labels(channels)) for channels, users in found.items()]

    @property
    def unit_channels(self) -> list[str]:
        """Over which channels units' own endpoints are told, whoever reads them."""
        return _labels({way.channel for way in self.by_units})

    @property
    def ways(self) -> frozenset[Way]:
        return self.by_units.union(*self.told.values())


def _labels(channels: Collection[str]) -> list[str]:
    return [str(channel.label) for channel in Message.Channel if channel in channels]


def forecast(
    rules: Mapping[Plan, Rules], calendar: WorkCalendar, *, today: date, until: date
) -> list[Planned]:
    """After today, up to and including a day, by day. The number of queries depends on nothing.

    The plans are of one government, each with its rules.
    """
    owed = list(
        Obligation.objects.open()
        .filter(plan__in=rules, kind__in={kind for own in rules.values() for kind in own})
        .select_related(*(name.removeprefix("obligation__") for name in RELATED))
        .order_by("due_on", "unit_id", "pk")
    )
    ladders = _Ladders(
        calendar=calendar,
        rules={plan.pk: own for plan, own in rules.items()},
        today=today,
        until=until,
        telling=telling_of(people_for(owed, today), today),
    )
    rows = [row for bundle in _bundles(owed) for row in ladders.planned(bundle)]
    return sorted(rows, key=lambda row: row.day)


def _bundles(owed: Iterable[Obligation]) -> list[list[Obligation]]:
    """What a message tells together is one line here too."""
    bundles: dict[tuple[object, ...], list[Obligation]] = defaultdict(list)
    for row in owed:
        together = row.kind in TOLD_TOGETHER
        key = (row.plan_id, row.kind, row.unit_id, row.deadline_id, row.due_on)
        bundles[key if together else (row.pk,)].append(row)
    return list(bundles.values())


@dataclass
class _Ladders:
    """Computed once for all that is owed of a kind by a day within a plan."""

    calendar: WorkCalendar
    rules: Mapping[int, Rules]
    today: date
    until: date
    telling: Telling
    found: dict[tuple[int, str, date], Rungs] = field(default_factory=dict)

    def planned(self, bundle: list[Obligation]) -> Iterator[Planned]:
        owed = bundle[0]
        title = title_of(owed) if len(bundle) == 1 else title_of_many(owed, len(bundle))
        for day, rules in self._rungs(owed):
            told = list(self.telling.told(owed, rules))
            yield Planned(
                day=day,
                obligation=owed,
                title=title,
                rung=rung_words(rules[-1]),
                is_provisional=any(is_provisional(self.calendar, owed.due_on, r) for r in rules),
                told=_by_person(told),
                by_units=frozenset(way for one in told if one.user is None for way in one.ways),
            )

    def _rungs(self, owed: Obligation) -> Rungs:
        place = (owed.plan_id, owed.kind, owed.due_on)
        if place not in self.found:
            rules = self.rules[owed.plan_id].get(owed.kind, ())
            days: dict[date, list[ReminderRule]] = defaultdict(list)
            for day, rule in ladder(self.calendar, owed.due_on, rules):
                if self.today < day <= self.until:
                    days[day].append(rule)
            self.found[place] = list(days.items())
        return self.found[place]


def _by_person(told: Iterable[Told]) -> dict[User, frozenset[Way]]:
    ways: dict[User, frozenset[Way]] = defaultdict(frozenset)
    for one in told:
        if one.user is not None:
            ways[one.user] |= frozenset(one.ways)
    return dict(ways)


# -- a year of it ------------------------------------------------------------------------------------

YEAR = timedelta(days=365)
WHOLE_YEAR = "all"


@dataclass(frozen=True)
class Day:
    """One place of the grid; `on` is None where the month has not begun or has ended."""

    on: date | None
    rows: list[Planned]
    messages: int
    is_workday: bool
    is_exception: bool
    is_provisional: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]
    rows: list[Planned]

    @property
    def days(self) -> list[Day]:
        return [day for week in self.weeks for day in week if day.rows]

    @property
    def messages(self) -> int:
        return sum(day.messages for day in self.days)


@dataclass(frozen=True)
class Outlook:
    """The coming year of a plan."""

    rows: list[Planned]
    calendar: WorkCalendar
    today: date

    @cached_property
    def months(self) -> list[Month]:
        by_day: dict[date, list[Planned]] = defaultdict(list)
        for row in self.rows:
            by_day[row.day].append(row)
        return [self._month(first, by_day) for first in months_ahead(self.today)]

    @property
    def messages(self) -> int:
        return messages_in(self.rows)

    @property
    def has_provisional(self) -> bool:
        return any(row.is_provisional for row in self.rows)

    @cached_property
    def without_people(self) -> list[str]:
        """Units of whose work nobody is told."""
        return sorted({str(row.obligation.unit) for row in self.rows if not row.ways})

    @cached_property
    def without_address(self) -> list[User]:
        """People who are to have mail and have no address."""
        users = {
            user
            for row in self.rows
            for user, ways in row.told.items()
            if not user.email and any(way.channel == Message.Channel.MAIL for way in ways)
        }
        return sorted(users, key=lambda user: (user.name, user.pk))

    def asked_for(
        self, *, unit: int | None = None, person: int | None = None, kind: str = ""
    ) -> "Outlook":
        rows = [
            row
            for row in self.rows
            if unit in {None, row.obligation.unit_id}
            and kind in {"", row.obligation.kind}
            and (person is None or any(user.pk == person for user in row.told))
        ]
        return replace(self, rows=rows)

    def months_shown(self, first: str) -> list[Month]:
        """The whole year, one month, or where none is named the first that has something."""
        if first == WHOLE_YEAR:
            return [month for month in self.months if month.rows]
        named = [month for month in self.months if f"{month.first:%Y-%m}" == first]
        return named or [month for month in self.months if month.rows][:1] or self.months[:1]

    def _month(self, first: date, by_day: Mapping[date, list[Planned]]) -> Month:
        places: list[Day] = [self._day(None, [])] * first.weekday()
        day = first
        while day.month == first.month:
            places.append(self._day(day, by_day.get(day, [])))
            day += timedelta(days=1)
        places += [self._day(None, [])] * (-len(places) % 7)
        weeks = [places[i : i + 7] for i in range(0, len(places), 7)]
        return Month(first, weeks, [row for place in places for row in place.rows])

    def _day(self, on: date | None, rows: list[Planned]) -> Day:
        return Day(
            on=on,
            rows=rows,
            messages=messages_in(rows),
            is_workday=on is None or self.calendar.is_workday(on),
            is_exception=on in self.calendar.exceptions,
            is_provisional=on is not None and self.calendar.is_provisional(on),
        )


def messages_in(rows: Iterable[Planned]) -> int:
    return len(ways_in(rows))


def ways_in(rows: Iterable[Planned]) -> set[tuple[date, Way]]:
    """Everything that is told on one day in one way is one message."""
    return {(row.day, way) for row in rows for way in row.ways}


def months_ahead(today: date) -> list[date]:
    """The first day of this month and of each that the coming year reaches."""
    first, last = today.replace(day=1), today + YEAR
    found = [first]
    while (first := (first + timedelta(days=31)).replace(day=1)) <= last:
        found.append(first)
    return found


def outlook(plan: Plan, rules: Rules, *, today: date) -> Outlook:
    calendar = work_calendar(plan.government_id)
    rows = forecast({plan: rules}, calendar, today=today, until=today + YEAR)
    return Outlook(rows, calendar, today)
