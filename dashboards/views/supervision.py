"""The desk 督办, and the first wording of a bulletin: both read the board's figures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from dashboards.asking import question_of, standing_asked
from dashboards.bulletin import draft_of
from dashboards.selectors import readable_plan
from dashboards.supervision import desk_context
from supervision.services.bulletins import draw_up_bulletin
from units.access import access_for, person_of


@require_safe
def supervision(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_id)
    question = question_of({}, now=clock.now())
    context = desk_context(access_for(request), standing_asked(plan, question), question.today)
    return render(request, "dashboards/supervision.html", context)


@require_POST
def draw_up(request: HttpRequest, plan_id: int) -> HttpResponse:
    now = clock.now()
    plan = readable_plan(access_for(request), plan_id)
    row = draw_up_bulletin(
        plan_id=plan.pk,
        draft=draft_of(standing_asked(plan, question_of({}, now=now)), now),
        by=person_of(request),
        access=access_for(request),
        now=now,
    )
    messages.success(request, _("已按看板现在的数字起草，请修改后送审批。"))
    return redirect("bulletin", row.pk)
