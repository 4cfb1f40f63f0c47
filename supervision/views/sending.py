"""What every page here does with what was sent: do it, or show the page again with what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import clock
from common.errors import InvalidError
from common.life import Step
from documents.errors import NumberTakenError
from reports.forms import plain_text
from supervision.errors import SeenTextError
from units.access import access_for, person_of

# The page of one thing: takes the request, its number and what is to be shown besides.
Page = Callable[..., HttpResponse]
DONE = _("已办理。")


def take_step(
    request: HttpRequest,
    service: Callable[..., Any],
    step: Step,
    again: Callable[..., HttpResponse],
    *,
    mark: str = "",
    done: str | Promise = DONE,
    **arguments: Any,
) -> HttpResponse | None:
    """None when it was taken, else what `again` shows. `mark`: which button was pressed."""
    reason = plain_text(request.POST.get("reason", ""))
    if step.needs_reason:
        arguments["reason"] = reason
    try:
        _call(request, service, arguments)
    except (InvalidError, SeenTextError, NumberTakenError) as refusal:
        return again(
            status=refusal.status, refusal=refusal, refused=mark or step.action, reason=reason
        )
    messages.success(request, done)
    return None


def send_form(
    request: HttpRequest,
    form: forms.Form,
    service: Callable[..., Any],
    *,
    done: str | Promise,
    **arguments: Any,
) -> Any:
    """What the service made of the form; None where it is refused, and then the form says why."""
    if not form.is_valid():
        return None
    try:
        made = _call(request, service, arguments | form.cleaned_data)
    except (InvalidError, NumberTakenError) as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, done)
    return made


def _call(request: HttpRequest, service: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    return service(**arguments, by=person_of(request), access=access_for(request), now=clock.now())
