"""The office closes what has ended; whoever reads the plan sees what is closed."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotVisibleError
from common.fields import plain_text
from dashboards.closing import NOTHING_REFUSED, Refused, closing_context
from dashboards.forms import LeafForm, StageForm, WordsForm
from dashboards.selectors import plan_of_leaf, plan_of_stage, readable_plan
from dashboards.services.archiving import close_plan
from motions.workflow import Action
from reports.services.closing import (
    close_leaf,
    close_stage,
    reopen_leaf,
    reopen_stage,
)
from units.access import access_for, person_of


@require_safe
def closing(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _page(request, plan_id)


def _page(request: HttpRequest, plan_id: int, refused: Refused = NOTHING_REFUSED) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_id)
    context = closing_context(plan, access_for(request), clock.now(), refused)
    is_refused = refused is not NOTHING_REFUSED
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "dashboards/closing.html", context, status=status)


@require_POST
def stage(request: HttpRequest, deadline_id: int, action: str) -> HttpResponse:
    services = {Action.CLOSE: close_stage, Action.REOPEN: reopen_stage}
    if action not in services:
        raise NotVisibleError
    form = (StageForm if action == Action.CLOSE else WordsForm)(request.POST)
    plan_id = plan_of_stage(deadline_id)
    try:
        services[Action(action)](
            deadline_id=deadline_id,
            by=person_of(request),
            access=access_for(request),
            words=_typed(form, "words"),
            now=clock.now(),
        )
    except InvalidError as refusal:
        return _refused(request, plan_id, f"stage-{deadline_id}", form, refusal)
    messages.success(request, _("已结账。") if action == Action.CLOSE else _("已重新打开。"))
    return redirect("closing", plan_id)


@require_POST
def leaf(request: HttpRequest, task_id: int, action: str) -> HttpResponse:
    if action not in set(Action):
        raise NotVisibleError
    is_close = action == Action.CLOSE
    plan_id, form = plan_of_leaf(task_id), (LeafForm if is_close else WordsForm)(request.POST)
    common = {
        "task_id": task_id,
        "by": person_of(request),
        "access": access_for(request),
        "words": _typed(form, "words"),
        "now": clock.now(),
    }
    try:
        if is_close:
            result, despite = _typed(form, "result"), _typed(form, "despite")
            close_leaf(**common, result=result, despite=despite)
        else:
            reopen_leaf(**common)
    except InvalidError as refusal:
        return _refused(request, plan_id, f"leaf-{task_id}", form, refusal)
    messages.success(request, _("已办结。") if is_close else _("已重新打开。"))
    return redirect("closing", plan_id)


@require_POST
def archive(request: HttpRequest, plan_id: int) -> HttpResponse:
    form = WordsForm(request.POST)
    try:
        close_plan(
            plan_id=plan_id,
            by=person_of(request),
            access=access_for(request),
            words=_typed(form, "words"),
            now=clock.now(),
        )
    except InvalidError as refusal:
        return _refused(request, plan_id, "plan", form, refusal)
    messages.success(request, _("计划已归档，只供查阅。"))
    return redirect("closing", plan_id)


def _typed(form: WordsForm, name: str) -> str:
    """As typed, also where it is too long: the service judges it, and nothing is left out in silence."""
    return plain_text(form.data.get(name, ""))


def _refused(
    request: HttpRequest, plan_id: int, place: str, form: WordsForm, refusal: InvalidError
) -> HttpResponse:
    """The page once more, with everything typed and the words of the refusal beside it."""
    form.errors.clear()  # the service has said it better
    form.add_error(None, str(refusal))
    return _page(request, plan_id, Refused(place, form))
