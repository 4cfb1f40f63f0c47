"""The public page that checks a paper or a file: no sign-in, no cookie, no content.

It needs no CSRF token: it changes nothing for anybody, and whoever scans the QR code of a paper may
have a browser that takes no cookies. So it also sees how large a request is before reading it.
"""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from common import clock
from common.callers import caller_of
from common.errors import PortalError
from common.typed import whole_number
from documents.forms import CheckForm, too_large
from documents.selectors import Checked
from documents.services.checking import check

# What a form holds besides the file.
REST_OF_THE_FORM = 64 * 1024


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    size = _size_of(request)
    if size > settings.ATTACHMENT_MAX_BYTES + REST_OF_THE_FORM:
        return _page(request, CheckForm(), refusal=too_large(size))
    form = _form(request)
    if not form.is_bound:
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        found = check(
            code=form.cleaned_data["code"],
            file_sha256=form.file_sha256(),
            caller=caller_of(request),
            now=clock.now(),
        )
    except PortalError as refusal:
        return _page(request, form, refusal=refusal)
    return _page(request, form, found=found)


def _size_of(request: HttpRequest) -> int:
    """As the request says it. More digits than a number of the portal has are too much of anything."""
    said = request.headers.get("Content-Length") or "0"
    size = whole_number(said)
    return sys.maxsize if size is None else size


def _form(request: HttpRequest) -> CheckForm:
    if request.method == "POST":
        return CheckForm(request.POST, request.FILES)
    return CheckForm({"code": request.GET["code"]} if "code" in request.GET else None)


def _page(
    request: HttpRequest,
    form: CheckForm,
    *,
    status: int = 200,
    refusal: PortalError | None = None,
    found: Checked | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "found": found, "refusal": refusal}
    if refusal is not None:
        status = refusal.status
    elif found is not None and found.document is None:
        status = 404
    response = render(request, "documents/verify.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
