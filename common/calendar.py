"""Working days: Monday to Friday, but for the holidays and make-up days the State Council names.

Plain Python. The exceptions are data (a table that people can edit); nobody knows them before they
are published late in the year before, so a year may be unknown and dates in it provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

ONE_DAY = timedelta(days=1)
SATURDAY = 5

HOLIDAY_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


@dataclass(frozen=True)
class WorkCalendar:
    """`exceptions`: True is a working day on a weekend, False a holiday on a weekday."""

    exceptions: Mapping[date, bool]
    known_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it when n is negative); `day` is not counted."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_until(self, today: date, due: date) -> int:
        """Working days after `today` up to and including `due`; negative once `due` is past."""
        if due >= today:
            return self._workdays_after(today, due)
        return -self._workdays_after(due, today)

    def last_workday_on_or_before(self, day: date) -> date:
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def is_provisional(self, *days: date) -> bool:
        """Does any of the days lie in a year whose holidays are not known?"""
        return any(day.year not in self.known_years for day in days)

    def _workdays_after(self, start: date, end: date) -> int:
        days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)


@dataclass(frozen=True)
class SeededDay:
    """One exception as it goes into the calendar table."""

    day: date
    is_workday: bool
    name: str


def seed_years(first: int, last: int) -> tuple[list[SeededDay], frozenset[int]]:
    """The exceptions of these years as far as `chinesecalendar` knows them, and the years it knows."""
    exceptions: list[SeededDay] = []
    known = set()
    for year in range(first, last + 1):
        try:
            exceptions += _exceptions_of(year)
        except NotImplementedError:
            continue
        known.add(year)
    return exceptions, frozenset(known)


def _exceptions_of(year: int) -> list[SeededDay]:
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        workday = chinese_calendar.is_workday(day)
        if workday != (day.weekday() < SATURDAY):
            found.append(SeededDay(day=day, is_workday=workday, name=_holiday_name(day)))
        day += ONE_DAY
    return found


def _holiday_name(day: date) -> str:
    """What the day is free for, or which holiday it makes up for."""
    english: str = chinese_calendar.get_holiday_detail(day)[1]
    return HOLIDAY_NAMES.get(english, english)
