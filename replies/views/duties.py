"""From what is owed to the page where it is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from replies.selectors import (
    co_signature_owed,
    promise_owed,
    rating_followed,
    reply_owed,
)
from units.access import access_for


@require_safe
def reply(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return redirect("reply", reply_owed(access_for(request), obligation_id).pk)


@require_safe
def rating(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return redirect("rating", rating_followed(access_for(request), obligation_id).parent_id)


@require_safe
def promise(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return redirect("promise", promise_owed(access_for(request), obligation_id).pk)


@require_safe
def co_signature(request: HttpRequest, obligation_id: int) -> HttpResponse:
    return redirect("co_signature", co_signature_owed(access_for(request), obligation_id).pk)
