"""An instruction: the unit that carries it out answers, the office confirms."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.due import due
from common.errors import NotVisibleError
from supervision.duties import INSTRUCTION, INSTRUCTION_CHECK, key_of
from supervision.forms import AnswerForm
from supervision.pages import events_outside, status_badge, step_buttons
from supervision.permissions import can_read_difficulty, instruction_steps
from supervision.selectors.difficulties import instruction_for, open_duty
from supervision.services import instructing
from supervision.services.answering import TO_INSTRUCTION
from supervision.views import answering
from supervision.views.sending import take_step
from supervision.words import INSTRUCTION_WORDS
from supervision.workflow import INSTRUCTION_LIFE, Action, Status
from tasks.duties import is_owed_by
from units.access import access_for
from units.permissions import unit_actors
from units.selectors import work_calendar

STEPS: dict[str, Callable[..., Any]] = {
    Action.CONFIRM: instructing.confirm_instruction,
    Action.GIVE_BACK: instructing.give_back_instruction,
}


@require_safe
def instruction(request: HttpRequest, instruction_id: int) -> HttpResponse:
    return _page(request, instruction_id)


@require_POST
def answer(request: HttpRequest, instruction_id: int) -> HttpResponse:
    return answering.write_answer(request, instruction_id, TO_INSTRUCTION, _page)


@require_POST
def step(request: HttpRequest, instruction_id: int, action: str) -> HttpResponse:
    if action in answering.STEPS:
        return answering.take_answer_step(request, instruction_id, action, TO_INSTRUCTION, _page)
    if action not in STEPS:
        raise NotVisibleError
    again = partial(_page, request, instruction_id)
    response = take_step(
        request, STEPS[action], INSTRUCTION_LIFE[action], again, instruction_id=instruction_id
    )
    return response or redirect("instruction", instruction_id)


def _page(
    request: HttpRequest,
    instruction_id: int,
    *,
    status: int = 200,
    typed: str | None = None,
    **extra: Any,
) -> HttpResponse:
    access = access_for(request)
    row = instruction_for(access, instruction_id)
    is_own = bool(unit_actors(access, row.unit_id))
    kind = INSTRUCTION_CHECK if row.status == Status.ANSWERED else INSTRUCTION
    duty = open_duty(row.difficulty.plan, kind, key_of(kind, row.pk))
    day = duty.due_on if duty else row.due_on
    form = answering.answer_form(access, row)
    if form is not None and typed is not None:
        form = AnswerForm(initial={"answer": typed, "revision": row.revision})
    shown = Status.OPEN if not is_own and row.status == Status.AWAITING_SIGNATURE else row.status
    context = {
        "row": row,
        "difficulty": row.difficulty,
        "opens_difficulty": can_read_difficulty(access, row.difficulty),
        "badge": status_badge(shown, INSTRUCTION_WORDS),
        "is_own": is_own,
        "due": due(work_calendar(row.government_id), day, clock.today()),
        "is_owed": duty is not None,
        "own_duty": duty if is_owed_by(access, duty) else None,
        "buttons": step_buttons(
            instruction_steps(access, row),
            INSTRUCTION_WORDS,
            "instruction_step",
            row.pk,
            but=answering.ELSEWHERE,
        ),
        "answer_form": form,
        "answer_address": "instruction_answer",
        "events": events_outside(row, INSTRUCTION_WORDS, is_own=is_own),
        **extra,
    }
    return render(request, "supervision/instruction.html", context, status=status)
