"""Small middlewares, each one function."""

from collections.abc import Callable
from http import HTTPStatus
from itertools import chain

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.decorators import sync_only_middleware

from common import clock
from common.asked import wants_json
from common.errors import AtOnceError, PortalError
from common.typed import names_of_files, typed_text
from common.ways_back import page_above, page_of_form, within_the_portal

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
DEADLOCK = "40P01"  # as PostgreSQL calls it


@sync_only_middleware
def refuse_unused_methods(get_response: GetResponse) -> GetResponse:
    """405 in words for TRACE, for every other method no page uses, and for a page's wrong one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = request.method in METHODS
        response = get_response(request) if known else HttpResponseNotAllowed(sorted(METHODS))
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            context = {"above": page_above(request.path)}
            response.content = render_to_string("errors/wrong_method.html", context)
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


@sync_only_middleware
def refuse_null_characters(get_response: GetResponse) -> GetResponse:
    """400 for a character that PostgreSQL stores nowhere and nobody types."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = chain.from_iterable((name, *values) for name, values in request.GET.lists())
        sent = (*request.COOKIES.values(), *asked)
        if any("\0" in text for text in sent):
            raise BadRequest
        return get_response(request)

    return middleware


@sync_only_middleware
def store_no_page(get_response: GetResponse) -> GetResponse:
    """After signing out nobody reads a page out of the browser's store."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


@sync_only_middleware
def one_moment(get_response: GetResponse) -> GetResponse:
    """A page reads the row of the rehearsal clock once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with clock.reading_once():
            return get_response(request)

    return middleware


@sync_only_middleware
def language_by_switch(get_response: GetResponse) -> GetResponse:
    """The language chosen by the switch, else Chinese; a browser's own language decides nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = chosen in dict(settings.LANGUAGES)
        with translation.override(chosen if known else settings.LANGUAGE_CODE):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response

    return middleware


@sync_only_middleware
def keep_typed_text_when_signed_out(get_response: GetResponse) -> GetResponse:
    """A form sent after the session ran out is shown back whole, so that nothing typed is lost."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        sent_to_login = response.status_code == HTTPStatus.FOUND and getattr(
            request, "login_was_required", False
        )
        if not sent_to_login or request.method != "POST":
            return response
        context = {
            "typed": typed_text(request),
            "files": names_of_files(request),
            "login_address": _sign_in_address(request) or response["Location"],
        }
        return render(request, "errors/signed_out.html", context, status=HTTPStatus.UNAUTHORIZED)

    def process_view(
        request: HttpRequest, view: Callable[..., HttpResponse], *_args: object
    ) -> None:
        request.login_was_required = (  # type: ignore[attr-defined]
            getattr(view, "login_required", True) and not request.user.is_authenticated
        )

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _sign_in_address(request: HttpRequest) -> str:
    """Leading on to the page of the form: the address it was sent to may be none."""
    page = within_the_portal(page_of_form(request))
    return redirect_to_login(page).url if page else ""


@sync_only_middleware
def refusals_in_words(get_response: GetResponse) -> GetResponse:
    """Answers a service's refusal, or a deadlock, with its status and its words; a script as JSON."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = AtOnceError() if _is_deadlock(exception) else exception
        if not isinstance(refusal, PortalError):
            return None
        if wants_json(request):
            return JsonResponse({"words": str(refusal)}, status=refusal.status)
        context = {"refusal": refusal, "typed": typed_text(request)}
        return render(request, "errors/refusal.html", context, status=refusal.status)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def _is_deadlock(exception: Exception) -> bool:
    if not isinstance(exception, OperationalError):
        return False
    return getattr(exception.__cause__, "sqlstate", None) == DEADLOCK
