"""From “my work” and reminders to the page where what is owed is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from supervision.duties import (
    ADDED_WORDS,
    DIFFICULTY,
    INSTRUCTING,
    INSTRUCTION,
    INSTRUCTION_CHECK,
    NOTICE,
    NOTICE_CHECK,
    NOTICE_CLOSING,
    NOTICE_REVIEW,
)
from supervision.selectors.difficulties import difficulty_for, instruction_for
from supervision.selectors.duties import subject_of_duty
from supervision.selectors.notices import notice_for
from units.access import access_for


@require_safe
def difficulty(request: HttpRequest, obligation_id: int) -> HttpResponse:
    access = access_for(request)
    pk = subject_of_duty(access, obligation_id, DIFFICULTY, ADDED_WORDS, INSTRUCTING)
    return redirect("difficulty", difficulty_for(access, pk).pk)


@require_safe
def instruction(request: HttpRequest, obligation_id: int) -> HttpResponse:
    access = access_for(request)
    pk = subject_of_duty(access, obligation_id, INSTRUCTION, INSTRUCTION_CHECK)
    return redirect("instruction", instruction_for(access, pk).pk)


@require_safe
def notice(request: HttpRequest, obligation_id: int) -> HttpResponse:
    access = access_for(request)
    kinds = (NOTICE, NOTICE_CHECK, NOTICE_CLOSING, NOTICE_REVIEW)
    pk = subject_of_duty(access, obligation_id, *kinds)
    return redirect("notice", notice_for(access, pk).pk)
