"""Which rung of the ladder stands on which day. Plain Python."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

from common.calendar import WorkCalendar

# An upper bound for a first, coarse search: weekends double the days at most, and no holidays with
# their make-up days take more than two weeks on top.
CALENDAR_DAYS_A_WORKING_DAY = 2
LONGEST_HOLIDAYS = 14


class Rule(Protocol):
    offset: int
    measure: str


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


def ladder(calendar: WorkCalendar, due_on: date, rules: Iterable[R]) -> list[tuple[date, R]]:
    """The rungs in the order in which they come."""
    rungs = [(rung_day(calendar, due_on, rule), rule) for rule in rules]
    return sorted(rungs, key=lambda rung: (rung[0], rung[1].offset))


def horizon(today: date, rules: Iterable[Rule]) -> date:
    """No due date beyond it can have a rung by today."""
    earliest = min((rule.offset for rule in rules), default=0)
    days = max(0, -earliest) * CALENDAR_DAYS_A_WORKING_DAY + LONGEST_HOLIDAYS
    return today + timedelta(days=days)
