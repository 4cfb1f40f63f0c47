"""The directive as data, open to everyone in its government."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from motions.permissions import can_amend, can_read_submitted
from motions.selectors import (
    deadline_rows,
    leading_group,
    motion_rows,
    plan_for,
    visible_plans,
    with_counts,
)
from tasks.assigned import leaf_states
from tasks.duties import promised_plans
from tasks.pages import hand_out_context
from tasks.selectors import leaf_page, plan_work
from units.access import access_for
from units.roles import Permission
from units.selectors import work_calendar


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    access = access_for(request)
    context = {
        "plans": with_counts(visible_plans(access)),
        "may_load": access.has_anywhere(Permission.MANAGE_REFERENCE_DATA),
    }
    return render(request, "tasks/plans.html", context)


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    access = access_for(request)
    row = plan_for(access, plan_id)
    calendar = work_calendar(row.government_id)
    context = {
        "plan": row,
        "motions": motion_rows(row),
        "group": leading_group(row),
        "deadlines": deadline_rows(row, calendar, clock.today()),
        "work": plan_work(row, access.units),
        "can_amend": can_amend(access, row),
        "reads_figures": can_read_submitted(access, row),
        "reads_promises": can_read_submitted(access, row) or row in promised_plans(access),
        **hand_out_context(access, row, clock.now()),
    }
    return render(request, "tasks/plan.html", context)


@require_safe
def leaf(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    access = access_for(request)
    row = plan_for(access, plan_id)
    context = {
        "plan": row,
        "page": leaf_page(row, key, access.units),
        "states": leaf_states(access, row, key),
        "reads_figures": can_read_submitted(access, row),
    }
    return render(request, "tasks/leaf.html", context)
