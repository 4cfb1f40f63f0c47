"""The pages of those who read a whole plan: board, arrears, the figures behind a leaf."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import clock
from dashboards.asking import question_of, standing_asked
from dashboards.crosscheck.lines import count_of, finding_lines
from dashboards.leaf import leaf_context
from dashboards.pages import board_context, late_context
from dashboards.selectors import readable_plan, withdrawn_leaves
from dashboards.supervision import waiting_for
from dashboards.wall import wall_context
from units.access import access_for


@require_safe
def board(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_id)
    question = question_of(request.GET, now=clock.now())
    standing = standing_asked(plan, question)
    context = board_context(standing, question)
    context["withdrawn"] = withdrawn_leaves(plan, question.at)
    if question.day is None:
        context["waiting"] = waiting_for(access_for(request), plan, context["difficulties"])
    context["findings"] = count_of(finding_lines(standing))
    return render(request, "dashboards/board.html", context)


@require_safe
def late(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_id)
    question = question_of(request.GET, now=clock.now())
    context = late_context(standing_asked(plan, question), question)
    return render(request, "dashboards/late.html", context)


@require_safe
def leaf_figures(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_id)
    question = question_of(request.GET, now=clock.now())
    context = leaf_context(plan, key, question, access_for(request))
    return render(request, "dashboards/leaf_figures.html", context)


@require_safe
def wall(request: HttpRequest, plan_id: int) -> HttpResponse:
    """For a screen on the wall. `pause`: stands still, for whoever wants to read it to the end."""
    plan = readable_plan(access_for(request), plan_id)
    question = question_of(request.GET, now=clock.now())
    context = wall_context(standing_asked(plan, question), question)
    context["is_paused"] = "pause" in request.GET
    still = request.GET.copy()
    still["pause"] = "1"
    context["pause_address"] = f"{request.path}?{still.urlencode()}"
    return render(request, "dashboards/wall.html", context)
