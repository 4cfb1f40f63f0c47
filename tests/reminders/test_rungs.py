"""On which day a rule speaks up, by the State Council's real calendar of 2022."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from common.calendar import WorkCalendar, seed_years
from reminders.rungs import ladder, rung_day

FIRST_STAGE, EVE_OF_NATIONAL_DAY, NEW_YEAR = (
    date(2022, 8, 31),
    date(2022, 9, 30),
    date(2022, 12, 31),
)


@dataclass(frozen=True)
class Rule:
    offset: int
    measure: str = "working_days"
    from_on: date | None = None


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    days, known = seed_years(2015, 2026)
    return WorkCalendar({d.day: d.is_workday for d in days}, known)


@pytest.mark.parametrize(
    ("due_on", "offset", "expected"),
    [
        (FIRST_STAGE, -10, date(2022, 8, 17)),
        (FIRST_STAGE, -5, date(2022, 8, 24)),
        (FIRST_STAGE, 0, FIRST_STAGE),
        (FIRST_STAGE, 3, date(2022, 9, 5)),
        (EVE_OF_NATIONAL_DAY, 1, date(2022, 10, 8)),  # a make-up Saturday
        (NEW_YEAR, 0, date(2022, 12, 30)),  # a Saturday inside the holiday: the Friday before
        (NEW_YEAR, -1, date(2022, 12, 29)),
        (NEW_YEAR, -5, date(2022, 12, 23)),
        (NEW_YEAR, 1, date(2023, 1, 3)),
    ],
)
def test_days_of_the_real_deadlines(calendar, due_on, offset, expected):
    assert rung_day(calendar, due_on, Rule(offset)) == expected


def test_calendar_days_are_counted_as_such(calendar):
    assert rung_day(calendar, NEW_YEAR, Rule(-7, "days")) == date(2022, 12, 24)
    assert rung_day(calendar, NEW_YEAR, Rule(0, "days")) == NEW_YEAR


def test_so_many_working_days_are_left_as_the_rung_says(calendar):
    day = date(2022, 1, 1)
    while day.year == 2022:
        for offset in (-10, -5, -3, -1):
            rung = rung_day(calendar, day, Rule(offset))
            assert calendar.is_workday(rung)
            assert calendar.workdays_until(rung, day) == -offset
        day += timedelta(days=1)


def test_rungs_come_in_order_whatever_the_order_of_the_rules(calendar):
    rules = [Rule(3), Rule(-1), Rule(0), Rule(-2, "days")]
    rungs = ladder(calendar, NEW_YEAR, rules)
    assert [rule.offset for _day, rule in rungs] == [-2, -1, 0, 3]
    assert [day for day, _rule in rungs] == sorted(day for day, _rule in rungs)
