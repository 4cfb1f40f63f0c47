"""The lines of the months that are shown, a page at a time: a month may have thousands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator

from reminders.planning.forecast import Day, Month, Planned

# Of one month to read, and of the whole year to print.
MONTH_LINES, YEAR_LINES = 200, 1_000


@dataclass(frozen=True)
class ListedDay:
    """A place of the grid, with the page on which its first line stands."""

    day: Day
    page: int


@dataclass(frozen=True)
class ListedMonth:
    """`lines` are those of this page alone; the grid always tells of the whole month."""

    month: Month
    weeks: list[list[ListedDay]]
    lines: list[Planned]

    @property
    def days(self) -> list[tuple[date, list[Planned]]]:
        found: dict[date, list[Planned]] = {}
        for line in self.lines:
            found.setdefault(line.day, []).append(line)
        return list(found.items())


@dataclass(frozen=True)
class Listing:
    months: list[ListedMonth]
    page: Page[Planned]


def listing_of(months: Sequence[Month], *, number: str | None, is_whole_year: bool) -> Listing:
    most = YEAR_LINES if is_whole_year else MONTH_LINES
    lines = [line for month in months for line in month.rows]
    page = Paginator(lines, most).get_page(number)
    begins: dict[date, int] = {}
    for place, line in enumerate(lines):
        begins.setdefault(line.day, place // most + 1)
    here = list(page.object_list)
    shown = [_listed(month, begins, here) for month in months]
    return Listing([month for month in shown if month.lines or not lines], page)


def _listed(month: Month, begins: dict[date, int], here: list[Planned]) -> ListedMonth:
    weeks = [
        [ListedDay(day, begins.get(day.on, 0) if day.on else 0) for day in week]
        for week in month.weeks
    ]
    lines = [line for line in here if line.day.replace(day=1) == month.first]
    return ListedMonth(month, weeks, lines)
