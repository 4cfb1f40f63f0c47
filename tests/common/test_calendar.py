"""Working days, against the State Council's real arrangement of 2022."""

from datetime import date

import pytest

from common.calendar import WorkCalendar, seed_years


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    days, known = seed_years(2022, 2023)
    return WorkCalendar({d.day: d.is_workday for d in days}, known)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 8, 31), True),  # the first stage's date, a Wednesday
        (date(2022, 9, 12), False),  # Monday of Mid-autumn
        (date(2022, 9, 30), True),  # eve of National Day
        (date(2022, 10, 3), False),  # Monday in National Day week
        (date(2022, 10, 7), False),
        (date(2022, 10, 8), True),  # make-up Saturday
        (date(2022, 10, 9), True),  # make-up Sunday
        (date(2022, 10, 15), False),  # a plain Saturday
        (date(2022, 12, 31), False),  # Saturday inside the New Year holiday
        (date(2023, 1, 2), False),
    ],
)
def test_real_days_of_2022(calendar, day, expected):
    assert calendar.is_workday(day) is expected


def test_last_workday_before_the_third_stage_is_the_friday(calendar):
    assert calendar.last_workday_on_or_before(date(2022, 12, 31)) == date(2022, 12, 30)
    assert calendar.last_workday_on_or_before(date(2022, 9, 30)) == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2022, 9, 30), 1, date(2022, 10, 8)),
        (date(2022, 9, 30), 3, date(2022, 10, 10)),
        (date(2022, 10, 10), -2, date(2022, 10, 8)),
        (date(2022, 10, 8), -1, date(2022, 9, 30)),
        (date(2022, 10, 3), 0, date(2022, 10, 3)),
        (date(2022, 12, 30), 1, date(2023, 1, 3)),
        (date(2022, 8, 31), -10, date(2022, 8, 17)),
    ],
)
def test_add_workdays(calendar, start, n, expected):
    assert calendar.add_workdays(start, n) == expected


@pytest.mark.parametrize(
    ("today", "due", "expected"),
    [
        (date(2022, 8, 24), date(2022, 8, 31), 5),
        (date(2022, 8, 31), date(2022, 8, 31), 0),
        (date(2022, 9, 1), date(2022, 8, 31), -1),
        (date(2022, 10, 10), date(2022, 9, 30), -3),  # 8, 9 (make-up days) and 10 October
        (date(2022, 10, 7), date(2022, 9, 30), 0),  # past, yet not one working day late
        (date(2022, 12, 30), date(2022, 12, 31), 0),
    ],
)
def test_workdays_until(calendar, today, due, expected):
    assert calendar.workdays_until(today, due) == expected


def test_there_and_back_agree(calendar):
    start = date(2022, 1, 4)
    for n in range(0, 240, 7):
        due = calendar.add_workdays(start, n)
        assert calendar.workdays_until(start, due) == n
        assert calendar.add_workdays(due, -n) == start


def test_unknown_year_is_left_unknown_and_makes_dates_provisional():
    days, known = seed_years(2026, 2027)
    assert known == {2026}
    assert {d.day.year for d in days} == {2026}
    calendar = WorkCalendar({d.day: d.is_workday for d in days}, known)
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_workday(date(2027, 1, 4))  # Monday to Friday until somebody knows better


def test_each_seeded_exception_has_its_chinese_name():
    days, _ = seed_years(2004, 2026)
    names = {d.day: d.name for d in days}
    assert names[date(2022, 10, 3)] == names[date(2022, 10, 8)] == "国庆节"
    assert names[date(2023, 1, 2)] == "元旦"
    assert names[date(2022, 9, 12)] == "中秋节"
    assert all(name and not name.isascii() for name in names.values())


def test_only_deviations_from_the_week_are_exceptions():
    days, _ = seed_years(2022, 2022)
    assert date(2022, 12, 31) not in {d.day for d in days}  # a Saturday is free anyway
    assert all(d.is_workday == (d.day.weekday() >= 5) for d in days)
