"""The first page after signing in: each role's own."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import clock
from dashboards.addresses import Rows
from dashboards.asking import Question, question_of, standing_asked
from dashboards.charts import timeline
from dashboards.crosscheck.lines import count_of, finding_lines
from dashboards.homes import bureau_context, vice_mayor_context
from dashboards.pages import shared_context
from dashboards.selectors import came_in, plan_lines, readable_plans
from dashboards.standing import PlanStanding
from dashboards.supervision import waiting_for
from motions.models import Plan
from motions.permissions import can_review, runs_plan
from supervision.permissions import supervises
from units.access import access_for
from units.permissions import Access
from units.roles import Permission


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whoever reads a whole plan sees that; who files or signs sees what is owed."""
    access = access_for(request)
    plans = readable_plans(access)
    if not plans:
        return _without_plans(request, access)
    if reviewed := [plan for plan in plans if can_review(access, plan)]:
        return _office(request, access, reviewed)
    if supervised := [plan for plan in plans if supervises(access, plan)]:
        return _glance(request, access, supervised, bureau_context, "dashboards/bureau.html")
    return _glance(request, access, plans, vice_mayor_context, "dashboards/vice_mayor.html")


def _without_plans(request: HttpRequest, access: Access) -> HttpResponse:
    if access.has_anywhere(Permission.FILE_REPORTS) or access.has_anywhere(Permission.SIGN_REPORTS):
        return redirect("my_work")
    if access.has_anywhere(Permission.KEEP_ROSTER):
        return redirect("ratings")
    if access.has_anywhere(Permission.MANAGE_REFERENCE_DATA):
        return redirect("reference")  # `/admin/` has no menu
    reads = access.has_anywhere(Permission.READ_SUBMITTED)
    return render(request, "dashboards/nothing.html", {"reads": reads})


def _office(request: HttpRequest, access: Access, plans: list[Plan]) -> HttpResponse:
    plan, now = plans[0], clock.now()
    request.plan_id = plan.pk  # type: ignore[attr-defined]  # the navigation points at it
    question = question_of({}, now=now)
    standing = standing_asked(plan, question)
    context, rows = shared_context(standing, question), Rows(plan.pk)
    context["timeline"] = timeline("timeline", standing, rows) if standing.deadlines else None
    context["waiting"] = waiting_for(access, plan, context["difficulties"])
    is_untouched = standing.hand_out.handed_at is None and plan.closed_at is None
    context["may_hand_out"] = is_untouched and runs_plan(access, plan)
    context["findings"] = count_of(finding_lines(standing))
    context["came_in"] = came_in(plan, _yesterday(now))
    context["others"] = plan_lines(plans, question.today)[1:]
    return render(request, "dashboards/office.html", context)


def _glance(
    request: HttpRequest,
    access: Access,
    plans: list[Plan],
    context_of: Callable[[Access, PlanStanding, Question], dict[str, Any]],
    template: str,
) -> HttpResponse:
    request.plan_id = plans[0].pk  # type: ignore[attr-defined]  # the navigation points at it
    question = question_of({}, now=clock.now())
    context = context_of(access, standing_asked(plans[0], question), question)
    context["others"] = plan_lines(plans, question.today)[1:]
    return render(request, template, context)


def _yesterday(now: datetime) -> datetime:
    """00:00 of the day before."""
    day = timezone.localdate(now) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
