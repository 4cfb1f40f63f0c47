"""What was issued: the list of a plan, one document with its versions and scans, the file itself."""

import base64
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.downloads import NEVER_SHOWN, kept_answer
from common.errors import InvalidError
from documents.forms import ListForm, ScanForm
from documents.pages import document_page, file_name
from documents.selectors import (
    document_for,
    documents_of_plan,
    issued_bytes,
    issuing_units,
    scan_for,
)
from documents.services.scanning import KIND_NAMES, check_may_store, store_scan
from motions.selectors import plan_for
from units.access import access_for, person_of

A_PAGE = 50


@require_safe
def documents(request: HttpRequest, plan_id: int) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    form = ListForm(request.GET, units=issuing_units(access, plan))
    rows = documents_of_plan(access, plan, **form.chosen())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"plan": plan, "form": form, "page": page, "is_filtered": bool(form.chosen())}
    return render(request, "documents/documents.html", context)


@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    return _page(request, document_id)


def _page(
    request: HttpRequest, document_id: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    access = access_for(request)
    row = document_for(access, document_id)
    request.plan_id = row.plan_id  # type: ignore[attr-defined]
    context = {**document_page(access, row), "scan_kinds": KIND_NAMES, **extra}
    return render(request, "documents/document.html", context, status=status)


@require_safe
def file(request: HttpRequest, document_id: int) -> HttpResponse:
    """The very bytes that were issued."""
    row = document_for(access_for(request), document_id)
    digest = base64.b64encode(bytes.fromhex(row.sha256)).decode()
    headers = NEVER_SHOWN | {
        "Content-Disposition": content_disposition_header(
            as_attachment=True, filename=file_name(row)
        ),
        "ETag": f'"{row.sha256}"',
        "Repr-Digest": f"sha-256=:{digest}:",  # RFC 9530
    }
    return HttpResponse(issued_bytes(row), content_type="application/pdf", headers=headers)


@require_POST
def add_scan(request: HttpRequest, document_id: int) -> HttpResponse:
    check_may_store(access_for(request), document_for(access_for(request), document_id))
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid() and _stored(request, document_id, form):
        messages.success(request, _("盖章扫描件已存入。"))
        return redirect("issued_document", document_id)
    return _page(request, document_id, scan_form=form, status=422)


def _stored(request: HttpRequest, document_id: int, form: ScanForm) -> bool:
    sent = form.cleaned_data["scan"]
    try:
        store_scan(
            document_id=document_id,
            by=person_of(request),
            access=access_for(request),
            name=sent.name,
            file=sent,
            now=clock.now(),
        )
    except InvalidError as refusal:
        form.add_error("scan", str(refusal))
        return False
    return True


@require_safe
def scan(request: HttpRequest, document_id: int, scan_id: int) -> FileResponse:
    row = scan_for(access_for(request), document_id, scan_id)
    return kept_answer(row)
