"""A kind's ladder as people set it, and in what it differs from what is there."""

import hashlib
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta

from reminders.models import Audience, ReminderRule

# Who stands above the clerk who owes it, in the order in which lateness climbs.
ABOVE = (
    Audience.HEADS,
    Audience.KEEPERS,
    Audience.OFFICE,
    Audience.BUREAU,
    Audience.VICE_MAYOR,
)
# What makes rungs in working days and in days comparable: five of seven.
DAYS_A_WORKING_DAY = 1.4
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rung:
    offset: int
    measure: str
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    is_active: bool = True

    @property
    def place(self) -> tuple[str, int]:
        """What a rung is on its ladder; there is one in each place."""
        return self.measure, self.offset


def rung_of(rule: ReminderRule) -> Rung:
    return Rung(
        rule.offset,
        rule.measure,
        tuple(rule.audiences),
        tuple(rule.channels),
        rule.is_active,
    )


def in_order(rules: Iterable[ReminderRule]) -> list[ReminderRule]:
    """As they come in time, roughly, where working days and days stand side by side."""
    return sorted(rules, key=lambda rule: (_days(rule), rule.measure))


def _days(rule: ReminderRule) -> float:
    working = rule.measure == ReminderRule.Measure.WORKING_DAYS
    return rule.offset * (DAYS_A_WORKING_DAY if working else 1)


def seal_of(rules: Iterable[ReminderRule]) -> str:
    """The same as long as nobody changed any of them."""
    lines = sorted((rule.pk, repr(rung_of(rule))) for rule in rules)
    return hashlib.sha256(repr(lines).encode()).hexdigest()


@dataclass(frozen=True)
class Changed:
    """What has to be written so that a ladder says what was asked for."""

    new: list[ReminderRule]
    changed: list[ReminderRule]
    same: list[ReminderRule]

    @property
    def active(self) -> list[ReminderRule]:
        return [rule for rule in (*self.new, *self.changed, *self.same) if rule.is_active]


def changed(
    rules: Iterable[ReminderRule],
    wanted: Sequence[Rung],
    *,
    like: ReminderRule,
    today: date,
) -> Changed:
    """Rungs that nobody asked for are switched off. `like`: whose, of what kind."""
    there = {rung_of(rule).place: rule for rule in rules}
    found = Changed([], [], [])
    for rung in wanted:
        rule = there.pop(rung.place, None)
        if rule is None:
            if rung.is_active:
                found.new.append(_new(rung, like, today))
        elif rung_of(rule) == rung:
            found.same.append(rule)
        else:
            found.changed.append(_set(rule, rung, today))
    for rule in there.values():
        if rule.is_active:
            off = copy(rule)
            off.is_active, off.from_on = False, today + ONE_DAY
            found.changed.append(off)
    return found


def _new(rung: Rung, like: ReminderRule, today: date) -> ReminderRule:
    return ReminderRule(
        government_id=like.government_id,
        plan_id=like.plan_id,
        kind=like.kind,
        offset=rung.offset,
        measure=rung.measure,
        audiences=list(rung.audiences),
        channels=list(rung.channels),
        from_on=today + ONE_DAY,
    )


def _set(rule: ReminderRule, rung: Rung, today: date) -> ReminderRule:
    rule = copy(rule)
    rule.audiences, rule.channels = list(rung.audiences), list(rung.channels)
    rule.is_active, rule.from_on = rung.is_active, today + ONE_DAY
    return rule


def escalation(rules: Iterable[ReminderRule]) -> list[tuple[ReminderRule, list[Audience]]]:
    """From which degree of lateness upward somebody else is told: rungs with whom each adds."""
    known: set[str] = set()
    found = []
    for rule in in_order(rule for rule in rules if rule.is_active and rule.offset > 0):
        added = [audience for audience in ABOVE if audience in set(rule.audiences) - known]
        known |= set(rule.audiences)
        if added:
            found.append((rule, added))
    return found
