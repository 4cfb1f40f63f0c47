"""The first page after signing in: each role's own."""

from datetime import datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import clock
from dashboards.asking import question_of, standing_asked
from dashboards.crosscheck.lines import count_of, finding_lines
from dashboards.pages import board_context
from dashboards.selectors import came_in, plan_lines, readable_plans
from dashboards.supervision import waiting_for
from motions.models import Plan
from motions.permissions import can_review, runs_plan
from units.access import access_for
from units.permissions import Access
from units.roles import Permission


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whoever reads a whole plan sees that; who files or signs sees what is owed."""
    access = access_for(request)
    plans = readable_plans(access)
    if plans:
        reviewed = [plan for plan in plans if can_review(access, plan)]
        return _office(request, access, reviewed) if reviewed else redirect("board", plans[0].pk)
    return _without_plans(request, access)


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
    now = clock.now()
    plan = plans[0]
    request.plan_id = plan.pk  # type: ignore[attr-defined]  # the navigation points at it
    question = question_of({}, now=now)
    standing = standing_asked(plan, question)
    context = board_context(standing, question)
    context["waiting"] = waiting_for(access, plan, context["difficulties"])
    is_untouched = standing.hand_out.handed_at is None and plan.closed_at is None
    context["may_hand_out"] = is_untouched and runs_plan(access, plan)
    context["findings"] = count_of(finding_lines(standing))
    context["came_in"] = came_in(plan, _yesterday(now))
    context["others"] = plan_lines(plans, question.today)[1:]
    return render(request, "dashboards/office.html", context)


def _yesterday(now: datetime) -> datetime:
    """00:00 of the day before."""
    day = timezone.localdate(now) - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
