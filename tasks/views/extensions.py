"""A unit asks for a later day, the office decides."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotAllowedError, NotVisibleError
from motions.permissions import can_read_submitted
from motions.selectors import plan_for
from tasks.duties import duty_title, owed_due
from tasks.extended import extension_for, extension_lines, extensions_of, owed_for
from tasks.forms import AskExtensionForm, GrantExtensionForm, RefuseExtensionForm
from tasks.models import Extension
from tasks.pages import extension_context
from tasks.permissions import can_ask_extensions, extension_refusal
from tasks.services import extending as services
from tasks.workflow import ExtensionAction
from units.access import access_for, person_of
from units.selectors import work_calendar

STEPS: dict[str, Callable[..., Extension]] = {
    ExtensionAction.GRANT: services.grant_extension,
    ExtensionAction.REFUSE: services.refuse_extension,
    ExtensionAction.TAKE_BACK: services.take_extension_back,
}
FORMS: dict[str, type[GrantExtensionForm | RefuseExtensionForm]] = {
    ExtensionAction.GRANT: GrantExtensionForm,
    ExtensionAction.REFUSE: RefuseExtensionForm,
}
DONE_WORDS = {
    ExtensionAction.GRANT: gettext_lazy("已同意延期，单位已收到通知。"),
    ExtensionAction.REFUSE: gettext_lazy("已答复不同意延期。"),
    ExtensionAction.TAKE_BACK: gettext_lazy("已撤回延期申请。"),
}


@require_safe
def extensions(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every request of a plan, the undecided first."""
    access = access_for(request)
    plan = plan_for(access, plan_id)
    if not can_read_submitted(access, plan):
        raise NotAllowedError
    lines = extension_lines(extensions_of(plan), clock.today())
    return render(request, "tasks/extensions.html", {"plan": plan, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """The form stands only where asking is possible; why it is not is said in words."""
    access, today = access_for(request), clock.today()
    owed = owed_for(access, obligation_id)
    if not can_ask_extensions(access, owed):
        raise NotAllowedError
    if refusal := extension_refusal(owed, today):
        raise refusal
    form = AskExtensionForm(request.POST or None)
    if form.is_valid():
        try:
            row = services.ask_extension(
                obligation_id=owed.pk,
                by=person_of(request),
                access=access,
                now=clock.now(),
                **form.cleaned_data,
            )
        except InvalidError as invalid:
            form.add_error(None, str(invalid))
        else:
            messages.success(request, gettext_lazy("延期申请已送领导小组办公室。"))
            return redirect("extension", row.pk)
    when = owed_due(owed, work_calendar(owed.government_id), today)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"owed": owed, "title": duty_title(owed), "due": when, "form": form}
    return render(request, "tasks/ask_extension.html", context, status=status)


@require_safe
def extension(request: HttpRequest, extension_id: int) -> HttpResponse:
    access = access_for(request)
    row = extension_for(access, extension_id)
    context = extension_context(access, row, clock.today())
    return render(request, "tasks/extension.html", context)


@require_POST
def step(request: HttpRequest, extension_id: int, action: str) -> HttpResponse:
    """Take one step; what was typed wrong comes back with the page."""
    if action not in STEPS:
        raise NotVisibleError
    access = access_for(request)
    row = extension_for(access, extension_id)
    services.check_extension(
        row, ExtensionAction(action), access
    )  # before a word on what was typed
    form = FORMS[action](request.POST) if action in FORMS else None
    if form is None or form.is_valid():
        try:
            STEPS[action](
                extension_id=row.pk,
                by=person_of(request),
                access=access,
                now=clock.now(),
                **(form.cleaned_data if form else {}),
            )
        except InvalidError as invalid:
            if form is None:
                raise
            form.add_error(None, str(invalid))
        else:
            messages.success(request, DONE_WORDS[ExtensionAction(action)])
            return redirect("extension", row.pk)
    context = extension_context(access, row, clock.today()) | {f"{action}_form": form}
    return render(request, "tasks/extension.html", context, status=422)
