"""Difficulties: reported on a leaf, handled by the office, instructed by the vice mayor."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.errors import NotAllowedError, NotVisibleError
from motions.permissions import can_read_submitted
from motions.selectors import plan_for
from supervision.duties import ADDED_WORDS, DIFFICULTY, INSTRUCTING, key_of
from supervision.forms import DifficultyForm, InstructionForm
from supervision.pages import events_outside, status_badge, step_buttons
from supervision.permissions import can_read_instruction, difficulty_steps
from supervision.selectors.difficulties import (
    answer_due,
    difficulties_of,
    difficulty_for,
    leaf_for,
    open_duty,
    units_that_report,
    units_to_instruct,
)
from supervision.services import difficulties as services
from supervision.services.instructing import instruct as write_instruction
from supervision.views.sending import send_form, take_step
from supervision.words import DIFFICULTY_WORDS, INSTRUCTION_WORDS
from supervision.workflow import DIFFICULTY_LIFE, DifficultyAction, DifficultyStatus, Status
from tasks.duties import is_owed_by, owed_due
from tasks.models import Obligation
from units.access import access_for
from units.selectors import work_calendar

STEPS: dict[str, Callable[..., Any]] = {
    DifficultyAction.SOLVE: services.solve_difficulty,
    DifficultyAction.SEND_UP: services.send_up_difficulty,
    DifficultyAction.GIVE_BACK: services.give_back_difficulty,
    DifficultyAction.ADD_WORDS: services.add_words,
}
DONE_WORDS = {
    DifficultyAction.SOLVE: gettext_lazy("已答复，单位会收到通知。"),
    DifficultyAction.SEND_UP: gettext_lazy("已上报主管副市长。"),
    DifficultyAction.GIVE_BACK: gettext_lazy("已退回，单位补充后会再回到办公室。"),
    DifficultyAction.ADD_WORDS: gettext_lazy("补充说明已送办公室。"),
}
# What is owed where it is not the office's handling.
OWED_IN: dict[str, Obligation.Kind] = {
    DifficultyStatus.GIVEN_BACK: ADDED_WORDS,
    DifficultyStatus.WITH_VICE_MAYOR: INSTRUCTING,
}
# Steps with a form of their own, or taken together with another.
ELSEWHERE = (DifficultyAction.INSTRUCT, DifficultyAction.CLOSE)


@require_safe
def of_leaf(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    task = leaf_for(plan, key)
    rows = difficulties_of(access, plan, task)
    context = {
        "plan": plan,
        "task": task,
        "rows": [(row, status_badge(row.status, DIFFICULTY_WORDS)) for row in rows],
        "may_report": bool(units_that_report(access, task)),
        "reads_all": can_read_submitted(access, plan),
    }
    return render(request, "supervision/leaf_difficulties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, plan_id: int, key: str) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    task = leaf_for(plan, key)
    units = units_that_report(access, task)
    if not units:
        raise NotAllowedError
    form = DifficultyForm(request.POST if request.method == "POST" else None, units=units)
    done = _("困难已报告领导小组办公室。")
    service = services.report_difficulty
    row = send_form(request, form, service, done=done, plan_id=plan_id, key=key)
    if row is not None:
        return redirect("difficulty", row.pk)
    context = {"plan": plan, "task": task, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "supervision/report_difficulty.html", context, status=status)


@require_safe
def difficulty(request: HttpRequest, difficulty_id: int) -> HttpResponse:
    return _page(request, difficulty_id)


@require_POST
def step(request: HttpRequest, difficulty_id: int, action: str) -> HttpResponse:
    if action not in STEPS:
        raise NotVisibleError
    response = take_step(
        request,
        STEPS[action],
        DIFFICULTY_LIFE[action],
        partial(_page, request, difficulty_id),
        done=DONE_WORDS[DifficultyAction(action)],
        difficulty_id=difficulty_id,
    )
    return response or redirect("difficulty", difficulty_id)


@require_POST
def instruct(request: HttpRequest, difficulty_id: int) -> HttpResponse:
    row = difficulty_for(access_for(request), difficulty_id)
    services.check_instructable(row, access_for(request))  # before a word about what was typed
    form = InstructionForm(request.POST, units=units_to_instruct(row))
    done = _("批示已送责任单位，并抄告办公室和报告单位。")
    if send_form(request, form, write_instruction, done=done, difficulty_id=row.pk) is None:
        return _page(request, difficulty_id, status=422, instruction_form=form)
    return redirect("difficulty", difficulty_id)


def _page(
    request: HttpRequest, difficulty_id: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    access, today = access_for(request), clock.today()
    row = difficulty_for(access, difficulty_id)
    steps = difficulty_steps(access, row)
    may_instruct = any(step.action == DifficultyAction.INSTRUCT for step in steps)
    kind = OWED_IN.get(row.status, DIFFICULTY)
    duty = open_duty(row.plan, kind, key_of(kind, row.pk))
    instruction = getattr(row, "instruction", None)
    context = {
        "row": row,
        "badge": status_badge(row.status, DIFFICULTY_WORDS),
        "due": duty and owed_due(duty, work_calendar(row.government_id), today),
        "own_duty": duty if is_owed_by(access, duty) else None,
        "buttons": step_buttons(steps, DIFFICULTY_WORDS, "difficulty_step", row.pk, but=ELSEWHERE),
        "instruction": instruction,
        "instruction_due": instruction and answer_due(instruction),
        "instruction_badge": instruction
        and status_badge(
            Status.OPEN if instruction.status == Status.AWAITING_SIGNATURE else instruction.status,
            INSTRUCTION_WORDS,
        ),
        "opens_instruction": instruction and can_read_instruction(access, instruction),
        "instruction_form": InstructionForm(units=units_to_instruct(row)) if may_instruct else None,
        "events": events_outside(row, DIFFICULTY_WORDS, is_own=True),
        **extra,
    }
    return render(request, "supervision/difficulty.html", context, status=status)
