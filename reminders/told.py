"""Whom a rule tells of what is owed, by which ways: what a sweep notes and a forecast shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from reminders.addresses import Addresses, Way, addresses_of
from reminders.models import ReminderRule
from reminders.people import People
from tasks.models import Obligation
from units.models import User


@dataclass(frozen=True)
class Told:
    """Somebody, or a unit's own endpoints where there is no `user`, told in an audience of a rule."""

    rule: ReminderRule
    audience: str
    user: User | None
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Telling:
    """Everybody who is meant, with their addresses, read at once."""

    people: People
    addresses: Addresses

    def told(self, owed: Obligation, rules: Iterable[ReminderRule]) -> Iterator[Told]:
        """Rule by rule and audience by audience as the rules name them: people, then their unit."""
        for rule in rules:
            for audience in rule.audiences:
                for user in self.people.of(owed, audience):
                    ways = self.addresses.ways_of_person(user.pk, rule.channels)
                    yield Told(rule, audience, user, tuple(ways))
                unit_id = self.people.unit_of(owed, audience)
                if unit_id is not None:
                    ways = self.addresses.ways_of_unit(unit_id, rule.channels)
                    yield Told(rule, audience, None, tuple(ways))


def telling_of(people: People, today: date) -> Telling:
    return Telling(people, addresses_of(people.users, people.units, today))
