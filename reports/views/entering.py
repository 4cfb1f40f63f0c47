"""The office enters a unit's paper; the scan, and drafts that gave way to an entry, stay readable."""

from http import HTTPStatus

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.downloads import kept_answer
from common.errors import NotAllowedError, NotVisibleError
from common.kept_files import FileRefusedError
from motions.permissions import can_keep_register
from reports.errors import EntryRefusedError
from reports.forms import EntryForm
from reports.models import Filing
from reports.pages import part_views, require_filing
from reports.selectors import owed_filing, scan_for, set_aside_draft
from reports.services.entering import SCAN_WORDS, enter_from_paper
from reports.services.steps import check_step
from reports.workflow import Action
from units.access import access_for, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, obligation_id: int) -> HttpResponse:
    access = access_for(request)
    owed = owed_filing(access, obligation_id)
    if owed is None:
        raise NotVisibleError
    if not can_keep_register(access, owed.plan):
        raise NotAllowedError
    filing = getattr(owed, "filing", None) or Filing(obligation=owed)
    check_step(filing, Action.ENTER_FROM_PAPER, access)  # before a word about what was typed
    form = EntryForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        begun = _begun(request, obligation_id, form)
        if begun is not None:
            return redirect("filing", begun.pk)
    context = {"form": form, "owed": owed, "filing": filing, "scan_kinds": SCAN_WORDS}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "reports/enter.html", context, status=status)


def _begun(request: HttpRequest, obligation_id: int, form: EntryForm) -> Filing | None:
    try:
        return enter_from_paper(
            obligation_id=obligation_id,
            by=person_of(request),
            access=access_for(request),
            paper=form.paper(),
            now=clock.now(),
        )
    except (EntryRefusedError, FileRefusedError) as refusal:
        form.add_error("scan" if isinstance(refusal, FileRefusedError) else None, str(refusal))
        return None


@require_safe
def scan(request: HttpRequest, filing_id: int, version_id: int) -> FileResponse:
    row = scan_for(access_for(request), filing_id, version_id)
    if row is None:
        raise NotVisibleError
    return kept_answer(row)


@require_safe
def set_aside(request: HttpRequest, filing_id: int, version_id: int) -> HttpResponse:
    """To be read and copied from; nothing of it counts."""
    access = access_for(request)
    filing = require_filing(access, filing_id)
    version = set_aside_draft(access, filing, version_id)
    if version is None:
        raise NotVisibleError
    context = {"filing": filing, "version": version, "parts": part_views(filing, version)}
    return render(request, "reports/set_aside.html", context)
