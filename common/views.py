"""What the portal says when a page cannot be given: what was wrong, and what to do."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from common.typed import names_of_files, typed_text


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Asks the request nothing: its host or its cookies may be what is wrong."""
    page = render_to_string("errors/bad_request.html")
    return HttpResponse(page, status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/forbidden.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/not_found.html", status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks the database nothing, because it may be the cause."""
    page = render_to_string("errors/server_error.html")
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    context = {"typed": typed_text(request), "files": names_of_files(request)}
    return render(request, "errors/stale_form.html", context, status=HTTPStatus.FORBIDDEN)
