from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.dates import day_words
from reminders.working_days.errors import CalendarChangedError
from reminders.working_days.forms import DayForm, NoticeForm
from reminders.working_days.selectors import (
    CalendarOfYear,
    calendar_of,
    changes_to,
    managed_government,
    years_of,
)
from reminders.working_days.services import set_day, set_year
from units.access import access_for, person_of


@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    rows = years_of(access_for(request), clock.today())
    return render(request, "calendar/calendars.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, government_id: int, year: int) -> HttpResponse:
    government = managed_government(access_for(request), government_id)
    row = calendar_of(government, year)
    if request.method != "POST":
        return _page(request, row)
    if request.POST.get("button") == "day":
        return _day(request, row)
    return _notice(request, row)


def _day(request: HttpRequest, row: CalendarOfYear) -> HttpResponse:
    form = DayForm(request.POST, year=row.year)
    if not form.is_valid():
        return _page(request, row, day_form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    data = form.cleaned_data
    set_day(
        government_id=row.government.pk,
        day=data["day"],
        is_workday=data["state"] == "work",
        name=data["name"],
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )
    words = _("%(day)s 已改为上班。") if data["state"] == "work" else _("%(day)s 已改为放假。")
    messages.success(request, words % {"day": day_words(data["day"])})
    return redirect("work_calendar", row.government.pk, row.year)


def _notice(request: HttpRequest, row: CalendarOfYear) -> HttpResponse:
    """Read, shown as a difference, and only then saved."""
    form = NoticeForm(request.POST, year=row)
    if not form.is_valid():
        return _page(request, row, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.POST.get("button") != "save":
        return _page(request, row, form=form, looked_at=True)
    try:
        set_year(
            government_id=row.government.pk,
            year=row.year,
            days=form.days,
            source=form.cleaned_data["source"],
            seen=request.POST.get("seen", ""),
            by=person_of(request),
            access=access_for(request),
            now=clock.now(),
        )
    except CalendarChangedError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form=form, looked_at=True, status=refusal.status)
    words = _("%(year)s 年工作日历已保存，有关的日期和提醒随即照它推算。")
    messages.success(request, words % {"year": row.year})
    return redirect("work_calendar", row.government.pk, row.year)


def _page(
    request: HttpRequest,
    row: CalendarOfYear,
    *,
    form: NoticeForm | None = None,
    day_form: DayForm | None = None,
    looked_at: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    form = form or NoticeForm(initial={"source": row.source}, year=row)
    context: dict[str, Any] = {
        "calendar": row,
        "form": form,
        "day_form": day_form or DayForm(year=row.year),
        "looked_at": looked_at,
        "changes": changes_to(row, form.days) if looked_at else [],
    }
    return render(request, "calendar/calendar.html", context, status=status)
