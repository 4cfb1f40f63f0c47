"""The answer of a unit: one form and four steps, the same for an instruction and a notice."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common import clock
from common.errors import InvalidError
from common.typed import whole_number
from reports.forms import plain_text
from supervision.errors import SeenTextError
from supervision.forms import AnswerForm
from supervision.services import answering as services
from supervision.services.answering import Answering
from supervision.views.sending import Page, take_step
from supervision.workflow import Action, Status
from units.access import access_for, person_of
from units.permissions import Access
from units.roles import Permission

STEPS: dict[str, Callable[..., Any]] = {
    Action.RECALL_FROM_SIGNATURE: services.recall_answer,
    Action.GIVE_BACK_TO_CLERK: services.give_back_to_clerk,
    Action.SIGN_AND_SEND: services.sign_and_send_answer,
}
# The form sends for signature together with what is written.
ELSEWHERE = (Action.SEND_FOR_SIGNATURE,)


def answer_form(access: Access, row: Any) -> AnswerForm | None:
    """For the clerk while it is theirs to write."""
    may_write = row.status == Status.OPEN and access.has(Permission.FILE_REPORTS, row.unit_id)
    if not may_write:
        return None
    return AnswerForm(initial={"answer": row.draft, "revision": row.revision})


def write_answer(request: HttpRequest, row_id: int, to: Answering, page: Page) -> HttpResponse:
    """Save, or save and send to the head. A colleague's newer words are never written over."""
    is_sent = "send" in request.POST
    text = plain_text(request.POST.get("answer", ""))
    form = AnswerForm(request.POST)
    arguments: dict[str, Any] = {
        "to": to,
        "row_id": row_id,
        "text": text,
        "revision": whole_number(request.POST.get("revision", "")),
        "access": access_for(request),
    }
    try:
        if is_sent:
            services.send_answer_for_signature(**arguments, by=person_of(request), now=clock.now())
        else:
            services.save_answer(**arguments)
    except InvalidError as refusal:
        return page(request, row_id, status=refusal.status, refusal=refusal, answer_form=form)
    except SeenTextError as conflict:
        return page(request, row_id, status=conflict.status, refusal=conflict, typed=text)
    messages.success(request, _("已送单位负责人审签。") if is_sent else _("已保存。"))
    return redirect(to.page, row_id)


def take_answer_step(
    request: HttpRequest, row_id: int, action: str, to: Answering, page: Page
) -> HttpResponse:
    arguments: dict[str, Any] = {"to": to, "row_id": row_id}
    if action == Action.SIGN_AND_SEND:
        arguments["revision"] = whole_number(request.POST.get("revision", ""))
    again = partial(page, request, row_id)
    response = take_step(request, STEPS[action], to.life[action], again, **arguments)
    return response or redirect(to.page, row_id)
