"""Changing a year of working days. What is counted by it follows."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.calendar import SATURDAY, SeededDay
from common.language import for_others
from motions.models import Plan
from motions.services import locked_plan
from reminders.wakes import look_again
from reminders.working_days.errors import CalendarChangedError, NoSourceError
from reminders.working_days.selectors import calendar_of, managed_government, plans_dated_by
from tasks.models import Obligation
from tasks.obligations import follow_plan, owed_by
from units.models import CalendarDay, CalendarYear, Government, User
from units.permissions import Access


@transaction.atomic
def set_year(
    *,
    government_id: int,
    year: int,
    days: Iterable[SeededDay],
    source: str,
    seen: str,
    by: User,
    access: Access,
    now: datetime,
) -> None:
    """The year has these holidays and make-up days and no others, and is known by its source.

    A notice on New Year names days of the year before as well; what was counted by those follows too.
    """
    days = list(days)
    if not source:
        raise NoSourceError
    government = _locked(access, government_id)
    before = calendar_of(government, year)
    if before.seal != seen:
        raise CalendarChangedError(year=year)
    plans = _owed_before(government, {year, *(row.day.year for row in days)})
    CalendarDay.objects.filter(government=government, day__year=year).delete()
    for row in days:
        _set_day(government, row)
    CalendarYear.objects.update_or_create(
        government=government, year=year, defaults={"source": source}
    )
    _follow(government, plans, year, by=by, now=now)


@transaction.atomic
def set_day(
    *,
    government_id: int,
    day: date,
    is_workday: bool,
    name: str,
    by: User,
    access: Access,
    now: datetime,
) -> None:
    """One day is worked or free; where that is what its weekday says, it is no exception any more."""
    government = _locked(access, government_id)
    plans = _owed_before(government, {day.year})
    if is_workday == (day.weekday() < SATURDAY):
        CalendarDay.objects.filter(government=government, day=day).delete()
    else:
        _set_day(government, SeededDay(day=day, is_workday=is_workday, name=name))
    _follow(government, plans, day.year, by=by, now=now)


def _locked(access: Access, government_id: int) -> Government:
    government = managed_government(access, government_id)
    return Government.objects.select_for_update(no_key=True).get(pk=government.pk)


def _set_day(government: Government, row: SeededDay) -> None:
    CalendarDay.objects.update_or_create(
        government=government,
        day=row.day,
        defaults={"is_workday": row.is_workday, "name": row.name},
    )


Before = list[tuple[Plan, list[Obligation]]]


def _owed_before(government: Government, years: Iterable[int]) -> Before:
    """Held, so that nobody meets what is about to be dated anew."""
    plans = [locked_plan(plan.pk) for plan in plans_dated_by(government, years)]
    return [(plan, owed_by(plan)) for plan in plans]


def _follow(government: Government, plans: Before, year: int, *, by: User, now: datetime) -> None:
    """Inner dates that were counted through the year, and the days of rungs."""
    with for_others():
        reason = _("按 %(year)s 年节假日安排重新推算") % {"year": year}
    for plan, before in plans:
        follow_plan(plan, before=before, reason=reason, now=now, by=by)
    look_again(government_ids=[government.pk])
