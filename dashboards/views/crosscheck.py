"""数据核验: every contradiction with its two sources, and the words of who can resolve it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotAllowedError
from dashboards.asking import Question, question_of, standing_asked
from dashboards.crosscheck.lines import FindingLine, count_of, finding_lines
from dashboards.permissions import can_explain, reads_findings, sees_finding
from dashboards.selectors import visible_plan
from dashboards.services.explaining import explain_finding
from motions.models import Plan
from motions.permissions import can_read_submitted
from reports.forms import plain_text
from units.access import access_for, person_of


@require_safe
def findings(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = _plan(request, plan_id)
    return _page(request, plan, question_of(request.GET, now=clock.now()))


@require_POST
def explain(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = _plan(request, plan_id)
    key, text = request.POST.get("key", ""), plain_text(request.POST.get("reason", ""))
    now = clock.now()
    try:
        explain_finding(
            plan=plan,
            key=key,
            digest=request.POST.get("digest", ""),
            text=text,
            by=person_of(request),
            access=access_for(request),
            now=now,
        )
    except InvalidError as refusal:
        typed = {"refusal": refusal, "refused": key, "typed": text}
        return _page(request, plan, question_of({}, now=now), status=refusal.status, **typed)
    messages.success(request, _("说明已记下；这一处仍然列着，标为已说明。"))
    return redirect("findings", plan_id)


def _plan(request: HttpRequest, plan_id: int) -> Plan:
    plan = visible_plan(access_for(request), plan_id)
    if not reads_findings(access_for(request), plan):
        raise NotAllowedError
    return plan


def _page(
    request: HttpRequest, plan: Plan, question: Question, *, status: int = 200, **extra: Any
) -> HttpResponse:
    access = access_for(request)
    lines = [
        line
        for line in finding_lines(standing_asked(plan, question))
        if sees_finding(access, plan, line.finding)
    ]
    context = {
        "plan": plan,
        "question": question,
        "rows": [(line, _may_explain(request, plan, line, question)) for line in lines],
        "count": count_of(lines),
        "reads_all": can_read_submitted(access, plan),
        **extra,
    }
    return render(request, "dashboards/findings.html", context, status=status)


def _may_explain(request: HttpRequest, plan: Plan, line: FindingLine, question: Question) -> bool:
    """Now, and never in the past."""
    return question.day is None and can_explain(access_for(request), plan, line.finding)
