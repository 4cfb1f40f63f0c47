"""One leaf's part: written on a page of its own, saved as one types, never overwritten unseen."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.errors import NotVisibleError
from common.filetypes import ACCEPTED_WORDS, CONTENT_TYPES, name_for
from common.kept_files import FileRefusedError, stored_file
from common.typed import whole_number
from reports.errors import (
    EditConflictError,
    FigureRefusedError,
    NothingToTakeError,
)
from reports.forms import PartForm
from reports.models import Part
from reports.pages import FilingView, PartView, filing_view, is_editable, require_filing
from reports.permissions import can_edit
from reports.selectors import attachment_for
from reports.services.attachments import add_attachments, remove_attachment
from reports.services.drafting import save_part
from reports.services.gathering import take_over
from reports.services.steps import check_editable
from reports.views.gathering import gathering_for
from units.access import access_for, person_of
from units.permissions import Access


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, filing_id: int, part_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    view = filing_view(access_for(request), row)
    place = _place(view, part_id)
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
                content=form.content(),
                now=clock.now(),
            )
            saved = _take_over(request, saved)
            _save_files(request, form, part_id)
    except EditConflictError as conflict:
        return _conflict(request, view, place, conflict)
    except (FigureRefusedError, FileRefusedError, NothingToTakeError) as refusal:
        form.add_error("new_files" if isinstance(refusal, FileRefusedError) else None, str(refusal))
        return _refused(request, view, place, form, status=422)
    if _wants_json(request):
        return _saved_answer(access_for(request), view, saved)
    return _onward(request, view, place)


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


def _saved_answer(access: Access, view: FilingView, saved: Part) -> JsonResponse:
    fresh = filing_view(access, view.filing)
    part_view = fresh.parts[_place(fresh, saved.pk)]
    at = timezone.localtime(saved.saved_at)
    return JsonResponse(
        {
            "revision": saved.revision,
            "words": _("已保存 %s") % f"{at:%H:%M}",
            "warnings": [{"key": w.key, "words": w.words} for w in part_view.warnings],
        }
    )


def _refused(
    request: HttpRequest, view: FilingView, place: int, form: PartForm, *, status: int
) -> HttpResponse:
    if _wants_json(request):
        found = [error for errors in form.errors.values() for error in errors]
        return JsonResponse(
            {"words": _("还没有保存：%s") % _("；").join(map(str, found))}, status=status
        )
    return _page(request, view, place, form, status=status)


def _conflict(
    request: HttpRequest, view: FilingView, place: int, conflict: EditConflictError
) -> HttpResponse:
    """Both texts on one page; saving again from there is a decision somebody took."""
    if _wants_json(request):
        return JsonResponse({"words": str(conflict), "conflict": True}, status=conflict.status)
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
    if request.POST.get("then") == "next":
        following = [p.part.pk for p in view.parts[place + 1 :] if not p.part.is_locked]
        if following:
            return redirect("filing_part", view.filing.pk, following[0])
    if request.POST.get("then") in {"next", "back"}:
        return redirect("filing", view.filing.pk)
    return redirect("filing_part", view.filing.pk, view.parts[place].part.pk)


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
    context = {
        "view": view,
        "filing": view.filing,
        "part_view": view.parts[place],
        "form": form,
        "previous": view.parts[place - 1] if place else None,
        "following": view.parts[place + 1] if place + 1 < len(view.parts) else None,
        "accepted_kinds": ACCEPTED_WORDS,
        "gathering": gathering_for(view.parts[place].part.obligation),
        "may_ask": view.parts[place].gathers,
        "gathered": _gathered(view, view.parts[place].part),
        **extra,
    }
    return render(request, "reports/part.html", context, status=status)


def _gathered(view: FilingView, part: Part) -> list[dict[str, Any]]:
    """What the first-named lead has handed in, for the other leads to see."""
    targets = part.obligation.task.targets.all()
    return [{"target": t, "earlier": view.earlier[t.pk]} for t in targets if t.pk in view.earlier]


def _place(view: FilingView, part_id: int) -> int:
    """Where the part stands in the version shown; another filing's part is not to be found here."""
    for place, part_view in enumerate(view.parts):
        if part_view.part.pk == part_id:
            return place
    raise NotVisibleError


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@require_safe
def attachment(request: HttpRequest, attachment_id: int) -> FileResponse:
    """Only for who may see the report; always as a download, never shown by the browser itself."""
    row = attachment_for(access_for(request), attachment_id)
    if row is None:
        raise NotVisibleError
    return FileResponse(
        stored_file(row),
        as_attachment=True,
        filename=name_for(row.original_name, row.kind),
        content_type=CONTENT_TYPES[row.kind],
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
