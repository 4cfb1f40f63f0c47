from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.errors import InvalidError
from reminders.deliveries.again import MOST_A_DAY, reminder_for, send_again, times_sent
from reminders.deliveries.board import Week, found_rows, summary_of, units_reminded
from reminders.deliveries.forms import AgainForm, BoardFilter
from reminders.ledger import in_words
from reminders.models import Reminder
from reminders.selectors import people_reminded, plan_for
from reminders.words import rung_words, title_of
from units.access import access_for, person_of

ROWS_A_PAGE = 25


@require_safe
def deliveries(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan, today = plan_for(access_for(request), plan_id), clock.today()
    form = BoardFilter(request.GET, units=units_reminded(plan), people=people_reminded(plan))
    wanted = form.cleaned_data if form.is_valid() else {}
    week = Week.of(wanted.get("week") or today)
    page = Paginator(found_rows(plan, **wanted), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "form": form,
        "is_filtered": any(wanted.values()),
        "week": week,
        "is_this_week": week == Week.of(today),
        "summary": summary_of(plan, week, today),
        "page": page,
        "rows": in_words(page.object_list),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "reminders/deliveries.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, reminder_id: int) -> HttpResponse:
    row = reminder_for(access_for(request), reminder_id)
    if request.method != "POST":
        return _again_page(request, row, AgainForm(initial={"seen": times_sent(row)}))
    form = AgainForm(request.POST)
    if not form.is_valid():
        return _again_page(request, row, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        send_again(
            reminder_id=row.pk,
            by=person_of(request),
            access=access_for(request),
            now=clock.now(),
            **form.cleaned_data,
        )
    except InvalidError as refusal:
        form.add_error("reason", str(refusal))
        return _again_page(request, row, form, status=refusal.status)
    messages.success(request, _("已再发一次，记在发送记录里。邮件一分钟内发出。"))
    return redirect("deliveries", row.obligation.plan_id)


def _again_page(
    request: HttpRequest, row: Reminder, form: AgainForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    request.plan_id = row.obligation.plan_id  # type: ignore[attr-defined]
    context = {
        "row": row,
        "plan": row.obligation.plan,
        "title": title_of(row.obligation),
        "rung": rung_words(row.rule),
        "form": form,
        "most": MOST_A_DAY,
    }
    return render(request, "reminders/again.html", context, status=status)
