from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import NotVisibleError
from notifications import selectors, services
from notifications.bounces import bounces_of
from units.access import access_for
from units.models import User

ROWS_A_PAGE = 30


def _reader(request: HttpRequest) -> User:
    """The middleware lets nobody else in."""
    return cast("User", request.user)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    only_unread = "unread" in request.GET
    messages = selectors.inbox(_reader(request), only_unread=only_unread)
    context = {
        "page": Paginator(messages, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "only_unread": only_unread,
        "unread": selectors.unread_count(_reader(request)),
        "bounce": bounces_of([_reader(request)]).get(_reader(request).pk),
        "has_mailbox": selectors.mailbox_is_on(),
    }
    return render(request, "notifications/inbox.html", context)


@require_POST
def open_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Read it and go where it leads."""
    message = services.mark_read(by=_reader(request), message_id=message_id, now=clock.now())
    return redirect(message.link)


@require_POST
def read_message(request: HttpRequest, message_id: int) -> HttpResponse:
    services.mark_read(by=_reader(request), message_id=message_id, now=clock.now())
    return redirect("inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    services.mark_all_read(by=_reader(request), now=clock.now())
    return redirect("inbox")


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    if not selectors.mailbox_is_on():
        raise NotVisibleError
    mails = selectors.mailbox(_reader(request), access_for(request), clock.today())
    page = Paginator(mails, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/mailbox.html", {"page": page})
