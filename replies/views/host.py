"""The host unit's pages: draft, answers, contact with deputies, steps, letters."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotAllowedError, NotVisibleError, PortalError
from common.typed import whole_number
from documents.errors import NumberTakenError
from replies.errors import (
    AnswerConflictError,
    CoverConflictError,
    NothingRenamedError,
    TextChangedError,
)
from replies.forms import AnswerForm, ContactForm, CoverForm, answer_initial
from replies.models import Answer
from replies.pages import answer_to_edit, deputy_lines, reply_context, reply_to_edit
from replies.permissions import belongs_to_host
from replies.selectors import (
    deputies_of,
    promising_units,
    reply_owed,
)
from replies.services import circulating, drafting, issuing, letters
from replies.services.roster import record_contact
from replies.workflow import LIFE, Action
from reports.forms import plain_text
from units.access import access_for, person_of
from units.roles import Permission

STEPS: dict[str, Callable[..., Any]] = {
    Action.CIRCULATE: circulating.circulate,
    Action.TAKE_BACK: circulating.take_back,
    Action.SEND_FOR_SIGNATURE: issuing.send_for_signature,
    Action.GIVE_BACK: issuing.give_back,
    Action.SIGN_AND_ISSUE: issuing.sign_and_issue,
}
DONE_WORDS = {
    Action.CIRCULATE: gettext_lazy("已送会签；都同意以后送负责人审签。"),
    Action.TAKE_BACK: gettext_lazy("已收回，可以修改。"),
    Action.SEND_FOR_SIGNATURE: gettext_lazy("已送负责人审签。"),
    Action.GIVE_BACK: gettext_lazy("已退给经办人。"),
    Action.SIGN_AND_ISSUE: gettext_lazy("已答复代表；每位代表一件，可以打印。"),
}


@require_safe
def reply(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return _page(request, obligation_id)


@require_POST
def start(request: HttpRequest, obligation_id: int) -> HttpResponse:
    drafting.start_reply(obligation_id=obligation_id, **_actor(request))
    return redirect("reply", obligation_id)


@require_POST
def cover(request: HttpRequest, obligation_id: int) -> HttpResponse:
    owed = reply_owed(access_for(request), obligation_id)
    reply_to_edit(access_for(request), owed)
    form = CoverForm(request.POST)
    if not form.is_valid():
        return _page(request, obligation_id, cover_form=form, status=422)
    try:
        drafting.save_cover(
            obligation_id=obligation_id,
            access=access_for(request),
            revision=form.cleaned_data["revision"],
            cover=form.cover(),
        )
    except CoverConflictError as conflict:
        return _cover_conflict(request, obligation_id, conflict)
    messages.success(request, _("答复的首尾已保存。"))
    return redirect("reply", obligation_id)


def _cover_conflict(
    request: HttpRequest, obligation_id: int, conflict: CoverConflictError
) -> HttpResponse:
    """What was typed, ready to be saved over what was saved meanwhile, if that is meant."""
    access = access_for(request)
    typed = request.POST.copy()
    typed["revision"] = str(reply_to_edit(access, reply_owed(access, obligation_id)).revision)
    extra = {"cover_form": CoverForm(typed), "refusal": conflict}
    return _page(request, obligation_id, status=conflict.status, **extra)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, obligation_id: int, answer_id: int | None) -> HttpResponse:
    owed = reply_owed(access_for(request), obligation_id)
    row = answer_to_edit(access_for(request), owed, answer_id)
    form = _answer_form(request, row)
    if request.method == "POST" and form.is_valid():
        try:
            saved = drafting.save_answer(
                obligation_id=obligation_id,
                answer_id=answer_id,
                revision=form.cleaned_data["revision"],
                content=form.content(),
                **_actor(request),
            )
        except AnswerConflictError as conflict:
            row = answer_to_edit(access_for(request), owed, answer_id)
            form = _answer_form(request, row, revision=row.revision)
            return _answer_page(request, owed, row, form, refusal=conflict)
        except InvalidError as refusal:
            return _answer_page(request, owed, row, form, refusal=refusal)
        messages.success(request, _("“%s”已保存。") % saved)
        return redirect("reply", obligation_id)
    return _answer_page(request, owed, row, form)


def _answer_form(request: HttpRequest, row: Answer, revision: int | None = None) -> AnswerForm:
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and revision is not None:
        data["revision"] = str(revision)
    return AnswerForm(
        data,
        initial=answer_initial(row),
        promises=row.promises.all() if row.pk else [],
        units=promising_units(row.reply),
    )


def _answer_page(
    request: HttpRequest,
    owed: Any,
    row: Answer,
    form: AnswerForm,
    refusal: PortalError | None = None,
) -> HttpResponse:
    status = refusal.status if refusal else 422 if form.errors else 200
    context = {"owed": owed, "answer": row, "form": form, "refusal": refusal}
    return render(request, "replies/answer.html", context, status=status)


@require_POST
def remove(request: HttpRequest, obligation_id: int, answer_id: int) -> HttpResponse:
    drafting.remove_answer(
        obligation_id=obligation_id, answer_id=answer_id, access=access_for(request)
    )
    messages.success(request, _("这一条已删去。"))
    return redirect("reply", obligation_id)


@require_POST
def step(request: HttpRequest, obligation_id: int, action: str) -> HttpResponse:
    """Take one step; a refusal for missing words shows the page again with what was typed."""
    if action not in STEPS:
        raise NotVisibleError
    arguments: dict[str, Any] = {"obligation_id": obligation_id, **_actor(request)}
    reason = plain_text(request.POST.get("reason", ""))
    if LIFE[action].needs_reason:
        arguments["reason"] = reason
    if action == Action.SIGN_AND_ISSUE:
        arguments["seen_revision"] = whole_number(request.POST.get("revision", ""))
    try:
        STEPS[action](**arguments)
    except (InvalidError, NumberTakenError) as refusal:
        return _page(
            request,
            obligation_id,
            refusal=refusal,
            refused=action,
            reason=reason,
            status=refusal.status,
        )
    messages.success(request, DONE_WORDS[Action(action)])
    return redirect("reply", obligation_id)


@require_POST
def issue_again(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Letters whose deputy has another name in the roster by now."""
    try:
        issued = letters.issue_letters_again(obligation_id=obligation_id, **_actor(request))
    except (InvalidError, NothingRenamedError, TextChangedError) as refusal:
        return _page(request, obligation_id, refusal=refusal, status=refusal.status)
    messages.success(request, _("已重新印发 %s 件答复函；原来的版本仍保留。") % len(issued))
    return redirect("reply", obligation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """面商: a row for each deputy that was spoken with."""
    owed = reply_owed(access_for(request), obligation_id)
    places = deputies_of(owed.motion)
    may_write = access_for(request).has(Permission.FILE_REPORTS, owed.unit_id)
    if request.method == "POST" and not may_write:
        raise NotAllowedError
    form = ContactForm(request.POST or None, deputies=places)
    if request.method == "POST" and form.is_valid() and _contact_saved(request, owed.pk, form):
        return redirect("contacts", obligation_id)
    context = {
        "owed": owed,
        "lines": deputy_lines(places),
        "form": form if may_write else None,
        "is_own": belongs_to_host(access_for(request), owed),
    }
    return render(request, "replies/contacts.html", context, status=422 if form.errors else 200)


def _contact_saved(request: HttpRequest, obligation_id: int, form: ContactForm) -> bool:
    said = form.cleaned_data
    try:
        record_contact(
            obligation_id=obligation_id,
            deputy_id=said["deputy"],
            **{name: said[name] for name in ("met_on", "manner", "by_whom", "note")},
            **_actor(request),
        )
    except InvalidError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("面商记录已保存。"))
    return True


def _actor(request: HttpRequest) -> dict[str, Any]:
    return {"by": person_of(request), "access": access_for(request), "now": clock.now()}


def _page(
    request: HttpRequest, obligation_id: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    access = access_for(request)
    context = reply_context(access, reply_owed(access, obligation_id), clock.today())
    return render(request, "replies/reply.html", {**context, **extra}, status=status)
