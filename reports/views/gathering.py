"""The lead's page above its part: which responsible units have written, and what it asks of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import NotVisibleError
from common.typed import whole_number
from motions.words import stage_words
from reports.gathering import Gathering, gathering_of
from reports.permissions import can_see_gathering, gathers
from reports.selectors import led_part
from reports.services.gathering import Asked, ask_figures, ask_missing
from tasks.models import Obligation
from units.access import access_for, person_of
from units.selectors import work_calendar


@require_safe
def gathering(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """For the leads of the leaf, and for those who read the whole plan."""
    owed = led_part(obligation_id)
    access = access_for(request)
    if owed is None or not can_see_gathering(access, owed):
        raise NotVisibleError
    context = {
        "owed": owed,
        "stage": stage_words(owed.deadline.due_on),
        "gathering": gathering_for(owed),
        "may_ask": gathers(access, owed.task),
    }
    return render(request, "reports/gathering.html", context)


def gathering_for(owed: Obligation) -> Gathering:
    return gathering_of(owed, work_calendar(owed.government_id), clock.today())


@require_POST
def step(request: HttpRequest, obligation_id: int, action: str) -> HttpResponse:
    arguments: dict[str, Any] = {
        "obligation_id": obligation_id,
        "by": person_of(request),
        "access": access_for(request),
        "now": clock.now(),
    }
    if action == "ask_missing":
        messages.success(request, _asked_words(ask_missing(**arguments)))
    elif action == "ask_figures":
        chosen = (whole_number(text) for text in request.POST.getlist("target"))
        ask_figures(target_ids=[pk for pk in chosen if pk is not None], **arguments)
        messages.success(request, _("已保存；新要的数已通知各责任单位。"))
    else:
        raise NotVisibleError
    return redirect("gathering", obligation_id)


def _asked_words(asked: Asked) -> str:
    words = _("已催请 %s 个单位。") % len(asked.units)
    if asked.silent:
        names = _("、").join(str(unit) for unit in asked.silent)
        words += _("%s 在平台上没有经办人，请用别的办法联系。") % names
    return words
