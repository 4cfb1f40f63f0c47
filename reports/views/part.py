"""One leaf's part: written on a page of its own, saved as one types, never overwritten unseen."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.asked import wants_json
from common.fields import start_at_first_error
from common.filetypes import ACCEPTED_WORDS
from common.kept_files import FileRefusedError
from common.typed import whole_number
from reports.earlier_words import CARRIED, earlier_words, with_earlier_words
from reports.errors import (
    EditConflictError,
    FigureRefusedError,
    NothingToTakeError,
    TextTooLongError,
)
from reports.forms import PartForm
from reports.models import Part
from reports.pages import (
    FilingView,
    PartView,
    filing_view,
    is_editable,
    place_of,
    require_filing,
)
from reports.permissions import can_edit
from reports.requirements import requirement_of
from reports.services.attachments import MOST_OF_A_PART, add_attachments, remove_attachment
from reports.services.drafting import PartContent, save_part
from reports.services.gathering import take_over
from reports.services.steps import check_editable
from reports.views.draft_answers import conflict_answer, refused_answer, saved_answer
from reports.views.gathering import gathering_for
from units.access import access_for, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, filing_id: int, part_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    view = filing_view(access_for(request), row)
    place = place_of(view, part_id)
    if request.method == "POST":
        check_editable(row, access_for(request))  # before a word about what was typed
        return _save(request, view, place, _form(request, view, view.parts[place]))
    if not _is_open(request, view, place):
        return redirect("filing", filing_id)
    return _page(request, view, place, _form(request, view, view.parts[place]))


def _is_open(request: HttpRequest, view: FilingView, place: int) -> bool:
    is_open = is_editable(view.filing) and can_edit(access_for(request), view.filing)
    return is_open and not view.parts[place].part.is_locked


def _save(request: HttpRequest, view: FilingView, place: int, form: PartForm) -> HttpResponse:
    """As one types (JSON) or by the button; what was typed always comes back."""
    part_id = view.parts[place].part.pk
    if not form.is_valid():
        return _refused(request, view, place, form, status=422)
    try:
        with transaction.atomic():
            saved = save_part(
                part_id=part_id,
                by=person_of(request),
                access=access_for(request),
                revision=form.cleaned_data["revision"],
                content=_content(request, form),
                now=clock.now(),
            )
            saved = _take_over(request, saved)
            _save_files(request, form, part_id)
    except EditConflictError as conflict:
        return _conflict(request, view, place, conflict)
    except (
        FigureRefusedError,
        FileRefusedError,
        NothingToTakeError,
        TextTooLongError,
    ) as refusal:
        form.add_error("new_files" if isinstance(refusal, FileRefusedError) else None, str(refusal))
        return _refused(request, view, place, form, status=422)
    if wants_json(request):
        return saved_answer(request, view.filing, saved)
    return _onward(request, view, place)


def _content(request: HttpRequest, form: PartForm) -> PartContent:
    """With the words of the stage before below what is typed, where a button of the form asks for it."""
    content, name = form.content(), request.POST.get("carry", "")
    words = earlier_words(form.part) if name in CARRIED else None
    return with_earlier_words(content, name, words) if words else content


def _save_files(request: HttpRequest, form: PartForm, part_id: int) -> None:
    """Last of all: what is refused before has kept no file."""
    who = {"by": person_of(request), "access": access_for(request), "now": clock.now()}
    removed = whole_number(request.POST.get("remove", ""))
    if removed is not None:
        remove_attachment(attachment_id=removed, **who)
    files = [(file.name, file) for file in form.cleaned_data["new_files"]]
    if files:
        add_attachments(part_id=part_id, files=files, **who)


def _take_over(request: HttpRequest, saved: Part) -> Part:
    """A button of the form itself, so that what was typed is saved with it."""
    target_id = whole_number(request.POST.get("take", ""))
    if target_id is None:
        return saved
    return take_over(
        part_id=saved.pk,
        target_id=target_id,
        revision=saved.revision,
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )


def _refused(
    request: HttpRequest, view: FilingView, place: int, form: PartForm, *, status: int
) -> HttpResponse:
    if wants_json(request):
        return refused_answer(form, status)
    start_at_first_error(form)
    return _page(request, view, place, form, status=status)


def _conflict(
    request: HttpRequest, view: FilingView, place: int, conflict: EditConflictError
) -> HttpResponse:
    """Both texts on one page; saving again from there is a decision somebody took."""
    if wants_json(request):
        return conflict_answer(conflict)
    fresh = filing_view(access_for(request), view.filing)
    theirs = fresh.parts[place]
    data = request.POST.copy()
    data["revision"] = str(theirs.part.revision)
    form = _form(request, fresh, theirs, data=data)
    return _page(
        request, fresh, place, form, status=conflict.status, conflict=conflict, theirs=theirs
    )


def _onward(request: HttpRequest, view: FilingView, place: int) -> HttpResponse:
    messages.success(request, _("“%s”已保存。") % view.parts[place].part.obligation.task)
    following = _following(view, place)
    if request.POST.get("then") == "next" and following:
        # Past the frame: the next press of the tab key is in the page itself.
        there = reverse("filing_part", args=[view.filing.pk, following.part.pk])
        return redirect(f"{there}#main")
    if request.POST.get("then") in {"next", "back"}:
        return redirect("filing", view.filing.pk)
    return redirect("filing_part", view.filing.pk, view.parts[place].part.pk)


def _following(view: FilingView, place: int) -> PartView | None:
    return next((row for row in view.parts[place + 1 :] if not row.part.is_locked), None)


def _previous(view: FilingView, place: int) -> PartView | None:
    return next((row for row in reversed(view.parts[:place]) if not row.part.is_locked), None)


def _form(
    request: HttpRequest, view: FilingView, part_view: PartView, data: Any = None
) -> PartForm:
    posted = request.method == "POST"
    return PartForm(
        data if data is not None else (request.POST if posted else None),
        request.FILES if posted else None,
        part=part_view.part,
        warnings=part_view.warnings if part_view.part.saved_at else [],
        earlier=view.earlier,
        shares=view.shares,
        today=clock.today(),
    )


def _page(
    request: HttpRequest,
    view: FilingView,
    place: int,
    form: PartForm,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    part_view = view.parts[place]
    owed = part_view.part.obligation
    context = {
        "view": view,
        "filing": view.filing,
        "part_view": part_view,
        "form": form,
        "place": place + 1,
        "previous": _previous(view, place),
        "following": _following(view, place),
        "requirement": requirement_of(owed.task, owed.unit_id),
        "before": earlier_words(part_view.part),
        "accepted_kinds": ACCEPTED_WORDS,
        "largest_file": settings.ATTACHMENT_MAX_BYTES,
        "most_files": MOST_OF_A_PART,
        "gathering": gathering_for(owed),
        "may_ask": part_view.gathers,
        "gathered": _gathered(view, part_view.part),
        **extra,
    }
    return render(request, "reports/part.html", context, status=status)


def _gathered(view: FilingView, part: Part) -> list[dict[str, Any]]:
    """What the first-named lead has handed in, for the other leads to see."""
    targets = part.obligation.task.targets.all()
    return [{"target": t, "earlier": view.earlier[t.pk]} for t in targets if t.pk in view.earlier]
