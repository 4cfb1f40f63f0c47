"""A year of working days as a page shows it, and which years are asked for."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.calendar import SATURDAY, SeededDay
from common.errors import NotAllowedError, NotVisibleError
from motions.models import Plan
from tasks.models import Obligation
from units.models import CalendarDay, CalendarYear, Government
from units.permissions import Access
from units.roles import Permission

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2015, 2099
# Reminders of lateness reach this far beyond the date they are about.
AFTER_DATES = timedelta(days=31)


@dataclass(frozen=True)
class YearDay:
    on: date
    is_workday: bool
    is_exception: bool
    name: str


@dataclass(frozen=True)
class YearMonth:
    first: date
    weeks: list[list[YearDay | None]]


@dataclass(frozen=True)
class CalendarOfYear:
    government: Government
    year: int
    source: str
    exceptions: dict[date, CalendarDay]

    @property
    def is_known(self) -> bool:
        return bool(self.source)

    @property
    def months(self) -> list[YearMonth]:
        return [self._month(date(self.year, month, 1)) for month in range(1, 13)]

    @property
    def seal(self) -> str:
        """The same as long as nobody changed the year."""
        rows = [(day, row.is_workday, row.name) for day, row in sorted(self.exceptions.items())]
        return hashlib.sha256(repr((self.source, rows)).encode()).hexdigest()

    def _month(self, first: date) -> YearMonth:
        places: list[YearDay | None] = [None] * first.weekday()
        day = first
        while day.month == first.month:
            row = self.exceptions.get(day)
            works = row.is_workday if row else day.weekday() < SATURDAY
            places.append(YearDay(day, works, row is not None, row.name if row else ""))
            day += ONE_DAY
        places += [None] * (-len(places) % 7)
        return YearMonth(first, [places[i : i + 7] for i in range(0, len(places), 7)])


def managed_government(access: Access, government_id: int) -> Government:
    if government_id not in access.governments_with(Permission.MANAGE_REFERENCE_DATA):
        raise NotVisibleError
    return Government.objects.get(pk=government_id)


def calendar_of(government: Government, year: int) -> CalendarOfYear:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotVisibleError
    known = CalendarYear.objects.filter(government=government, year=year).first()
    days = CalendarDay.objects.filter(government=government, day__year=year)
    return CalendarOfYear(
        government, year, known.source if known else "", {row.day: row for row in days}
    )


@dataclass(frozen=True)
class YearsOf:
    government: Government
    years: list[CalendarYear]
    asked: list[int]


def years_of(access: Access, today: date) -> list[YearsOf]:
    ids = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    if not ids:
        raise NotAllowedError
    asked = years_asked_for(today, ids)
    return [
        YearsOf(
            row,
            list(CalendarYear.objects.filter(government=row).order_by("-year")),
            sorted({*asked.get(row.pk, ()), *_next_without(row, today)}),
        )
        for row in Government.objects.filter(pk__in=ids).order_by("name")
    ]


def _next_without(government: Government, today: date) -> set[int]:
    """This year, the next and the first that nobody entered, whether or not a plan asks for them."""
    rows = CalendarYear.objects.filter(government=government, year__gte=today.year)
    known = set(rows.values_list("year", flat=True))
    wanted = {today.year, today.year + 1, _first_unknown(known, today.year)}
    return {year for year in wanted - known if year <= LAST_YEAR}


def years_asked_for(
    today: date, government_ids: Iterable[int] | None = None
) -> dict[int, list[int]]:
    """By government, the years from this one on that open plans have dates in and nobody entered.

    Reminders of what is late reach into the year after a date, so that counts too. Three queries.
    """
    known = _known_years(today, government_ids)
    if not known:
        return {}
    first = min(_first_unknown(years, today.year) for years in known.values())
    owed = Obligation.objects.open().filter(
        plan__closed_at__isnull=True,
        government__in=known,
        due_on__gte=date(first, 1, 1) - AFTER_DATES,
    )
    asked: dict[int, set[int]] = {}
    for pk, due_on in owed.order_by().values_list("government", "due_on").distinct():
        years = {max(due_on.year, today.year), max((due_on + AFTER_DATES).year, today.year)}
        asked[pk] = asked.get(pk, set()) | years - known[pk]
    return {pk: sorted(years) for pk, years in asked.items() if years}


def _known_years(today: date, government_ids: Iterable[int] | None) -> dict[int, set[int]]:
    governments = Government.objects.all()
    if government_ids is not None:
        governments = governments.filter(pk__in=list(government_ids))
    found: dict[int, set[int]] = {pk: set() for pk in governments.values_list("pk", flat=True)}
    rows = CalendarYear.objects.filter(year__gte=today.year)
    for pk, year in rows.values_list("government", "year"):
        if pk in found:
            found[pk].add(year)
    return found


def _first_unknown(years: set[int], year: int) -> int:
    while year in years:
        year += 1
    return year


def plans_dated_by(government: Government, years: Iterable[int]) -> list[Plan]:
    """Open plans with dates in one of the years or the next, counted back into it."""
    plans = Plan.objects.filter(government=government, closed_at__isnull=True)
    reached = {reached for year in years for reached in (year, year + 1)}
    return list(plans.filter(deadlines__due_on__year__in=reached).distinct().order_by("pk"))


@dataclass(frozen=True)
class DayChange:
    """`before` and `after`: the exception there, or None for an ordinary day."""

    on: date
    before: SeededDay | None
    after: SeededDay | None


def changes_to(year: CalendarOfYear, wanted: Iterable[SeededDay]) -> list[DayChange]:
    """Of the year, and of the days before it that a notice names."""
    new = {day.day: day for day in wanted}
    there = {
        on: SeededDay(day=on, is_workday=row.is_workday, name=row.name)
        for on, row in year.exceptions.items()
    }
    return [
        DayChange(on, there.get(on), new.get(on))
        for on in sorted({*there, *new})
        if there.get(on) != new.get(on)
    ]
