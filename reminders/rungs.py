"""Which rung of the ladder stands on which day. Plain Python."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

from common.calendar import WorkCalendar


class Rule(Protocol):
    offset: int
    measure: str
    from_on: date | None


R = TypeVar("R", bound=Rule)


def rung_day(calendar: WorkCalendar, due_on: date, rule: Rule) -> date:
    """The day on which a rule speaks up about a due date.

    Working days before count back from the last working day on or before the due date, so that
    "还有 5 个工作日" is said when five are left, and the last word comes while offices are open.
    """
    if rule.measure == "days":
        return due_on + timedelta(days=rule.offset)
    if rule.offset > 0:
        return calendar.add_workdays(due_on, rule.offset)
    return calendar.add_workdays(calendar.last_workday_on_or_before(due_on), rule.offset)


def is_provisional(calendar: WorkCalendar, due_on: date, rule: Rule) -> bool:
    """Was the day counted in working days through a year whose holidays are not known?"""
    if rule.measure == "days":
        return False
    day = rung_day(calendar, due_on, rule)
    years = range(min(day, due_on).year, max(day, due_on).year + 1)
    return not calendar.known_years.issuperset(years)


def ladder(calendar: WorkCalendar, due_on: date, rules: Iterable[R]) -> list[tuple[date, R]]:
    """The rungs in the order in which they come, without the days before a rule was set."""
    days = [(rung_day(calendar, due_on, rule), rule) for rule in rules]
    rungs = [(day, rule) for day, rule in days if rule.from_on is None or day >= rule.from_on]
    return sorted(rungs, key=lambda rung: (rung[0], rung[1].offset))
