from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from motions.permissions import runs_plan
from reminders.planning.errors import RulesChangedError
from reminders.planning.forecast import WHOLE_YEAR, outlook
from reminders.planning.forms import OutlookFilter
from reminders.planning.ladders import in_order
from reminders.planning.listing import listing_of
from reminders.planning.rule_forms import (
    GOVERNMENT,
    OWN,
    SAVED,
    LadderForm,
    first_form,
    typed_form,
)
from reminders.planning.rules import (
    KindRules,
    Owner,
    changes_of,
    effect_of,
    escalation_words,
    government_owner,
    kind_rules,
    ladders,
    managed_owners,
    plan_owner,
    rules_in_force,
    rung_lines,
)
from reminders.planning.services import set_government_rules, set_plan_rules
from reminders.planning.wording import change_lines
from reminders.selectors import plan_for
from tasks.models import Obligation
from units.access import access_for, person_of


@require_safe
def calendar(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What will be sent to whom in the coming year."""
    plan = plan_for(access_for(request), plan_id)
    today = clock.today()
    everything = outlook(plan, rules_in_force(plan), today=today)
    form = OutlookFilter(request.GET, outlook=everything, today=today)
    wanted = dict(form.cleaned_data) if form.is_valid() else {}
    month = wanted.pop("month", "")
    shown = everything.asked_for(**wanted)
    is_whole_year = month == WHOLE_YEAR
    context = {
        "plan": plan,
        "form": form,
        "outlook": shown,
        "listing": listing_of(
            shown.months_shown(month),
            number=request.GET.get("page"),
            is_whole_year=is_whole_year,
        ),
        "is_whole_year": is_whole_year,
        "is_filtered": any(wanted.values()),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "reminders/outlook.html", context, status=status)


# -- rules -------------------------------------------------------------------------------------------


@require_safe
def plan_rules(request: HttpRequest, plan_id: int) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    context = {
        "plan": plan,
        "owners": [(Owner(plan.government, plan), ladders(Owner(plan.government, plan)))],
        "may_set": runs_plan(access, plan),
    }
    return render(request, "reminders/rules.html", context)


@require_safe
def government_rules(request: HttpRequest) -> HttpResponse:
    owners = managed_owners(access_for(request))
    context = {"owners": [(owner, ladders(owner)) for owner in owners], "may_set": True}
    return render(request, "reminders/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_rule(request: HttpRequest, plan_id: int, kind: str) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    return _set_rules(request, kind_rules(plan_owner(access, plan), kind))


@require_http_methods(["GET", "HEAD", "POST"])
def government_rule(request: HttpRequest, government_id: int, kind: str) -> HttpResponse:
    owner = government_owner(access_for(request), government_id)
    return _set_rules(request, kind_rules(owner, kind))


def _set_rules(request: HttpRequest, rules: KindRules) -> HttpResponse:
    if request.method != "POST":
        return _rule_page(request, first_form(rules))
    button = request.POST.get("button")
    form = typed_form(rules, request.POST, more=button == "add")
    if button == "add":
        return _rule_page(request, form)
    if not form.is_valid():
        return _rule_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if button != "save" or request.POST.get("looked_at") != form.digest:
        return _rule_page(request, form, looked_at=True)
    return _save(request, form)


def _save(request: HttpRequest, form: LadderForm) -> HttpResponse:
    owner, kind = form.rules.owner, form.rules.kind
    common: dict[str, Any] = {
        "kind": kind,
        "seen": request.POST.get("seen", ""),
        "by": person_of(request),
        "access": access_for(request),
        "now": clock.now(),
    }
    try:
        if owner.plan is not None:
            rungs = form.rungs if form.is_own else None
            set_plan_rules(plan_id=owner.plan.pk, rungs=rungs, **common)
        else:
            set_government_rules(government_id=owner.government.pk, rungs=form.rungs, **common)
    except RulesChangedError as refusal:
        form.refusal = str(refusal)
        return _rule_page(request, form, looked_at=True, status=refusal.status)
    words = SAVED[OWN if form.is_own else GOVERNMENT]
    messages.success(request, str(words) % {"kind": Obligation.Kind(kind).label})
    return redirect(_overview(owner))


def _overview(owner: Owner) -> str:
    if owner.plan is not None:
        return reverse("plan_rules", args=[owner.plan.pk])
    return reverse("government_rules")


def _rule_page(
    request: HttpRequest,
    form: LadderForm,
    *,
    looked_at: bool = False,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    rules = form.rules
    active = in_order(rule for rule in rules.start if rule.is_active)
    context: dict[str, Any] = {
        "plan": rules.owner.plan,
        "owner": rules.owner,
        "kind": Obligation.Kind(rules.kind).label,
        "form": form,
        "rules": rules,
        "overview": _overview(rules.owner),
        "active": rung_lines(active),
        "escalation": escalation_words(active),
        "changes": change_lines(changes_of(rules.owner, rules.kind)),
    }
    if looked_at:
        after = rules.active_with(form.rungs, clock.today())
        context |= {
            "effect": effect_of(rules, form.rungs, clock.today()),
            "escalation_after": escalation_words(after),
        }
    return render(request, "reminders/rule.html", context, status=status)
