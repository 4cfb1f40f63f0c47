"""A limit as a rule states it, counted on from a day or back from one. Plain Python."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta

from common.calendar import WorkCalendar

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Limit:
    """`amount` in `measure`: working_days, days or months."""

    amount: int
    measure: str

    def after(self, day: date, calendar: WorkCalendar) -> date:
        """The last day of a limit that begins on `day`, which is not counted."""
        return self._moved(day, self.amount, calendar)

    def before(self, day: date, calendar: WorkCalendar) -> date:
        """The day that lies this long before `day`."""
        return self._moved(day, -self.amount, calendar)

    def _moved(self, day: date, amount: int, calendar: WorkCalendar) -> date:
        if self.measure == "working_days":
            return calendar.add_workdays(day, amount)
        if self.measure == "days":
            return day + timedelta(days=amount)
        if self.measure == "months":
            return add_months(day, amount)
        raise ValueError(self.measure)


def add_months(day: date, n: int) -> date:
    """The same day n months on; the month's last where it has no such day (31 January, 28 February)."""
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + n, MONTHS_OF_A_YEAR)
    last = months.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
