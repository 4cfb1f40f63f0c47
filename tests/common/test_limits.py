"""A limit counts in the measure its rule names."""

from __future__ import annotations

from datetime import date

import pytest

from common.calendar import WorkCalendar
from common.limits import Limit, add_months

PLAIN = WorkCalendar(exceptions={date(2022, 9, 12): False}, known_years=frozenset({2022}))


@pytest.mark.parametrize(
    ("amount", "measure", "after", "before"),
    [
        # Friday 9 September 2022, the Monday after it a holiday.
        (1, "working_days", date(2022, 9, 13), date(2022, 9, 8)),
        (3, "days", date(2022, 9, 12), date(2022, 9, 6)),
        (1, "months", date(2022, 10, 9), date(2022, 8, 9)),
    ],
)
def test_each_measure_counts_in_its_own_way(amount, measure, after, before):
    limit, day = Limit(amount, measure), date(2022, 9, 9)
    assert limit.after(day, PLAIN) == after
    assert limit.before(day, PLAIN) == before


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2022, 1, 31), 1, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2022, 12, 31), 2, date(2023, 2, 28)),
        (date(2022, 1, 15), -1, date(2021, 12, 15)),
        (date(2022, 12, 1), 12, date(2023, 12, 1)),
    ],
)
def test_a_month_ends_where_the_month_ends(day, n, expected):
    assert add_months(day, n) == expected


def test_a_percentage_is_no_time():
    with pytest.raises(ValueError, match="percent"):
        Limit(80, "percent").after(date(2022, 9, 9), PLAIN)
