from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from reminders.forms import DeliveryFilter
from reminders.ledger import in_words
from reminders.selectors import (
    AHEAD,
    deliveries,
    people_reminded,
    plan_for,
    rule_lines,
    upcoming,
)
from units.access import access_for

ROWS_A_PAGE = 25


@require_safe
def reminders(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = plan_for(access_for(request), plan_id)
    form = DeliveryFilter(request.GET, people=people_reminded(plan))
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(deliveries(plan, **wanted), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "form": form,
        "is_filtered": any(wanted.values()),
        "page": page,
        "rows": in_words(page.object_list),
        "upcoming": Paginator(upcoming(plan, clock.today()), ROWS_A_PAGE).get_page(
            request.GET.get("ahead")
        ),
        "days_ahead": AHEAD.days,
        "rules": rule_lines(plan),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "reminders/reminders.html", context, status=status)
