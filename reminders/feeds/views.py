from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.callers import caller_of
from common.downloads import file_answer
from common.errors import NotVisibleError
from common.kept_files import name_of_file
from common.typed import whole_number
from reminders.feeds import services
from reminders.feeds.events import calendar_text
from reminders.feeds.owed import entry_for
from reminders.feeds.selectors import feed_places
from reminders.words import title_of
from units.access import access_for, person_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Answers with the address itself: it is shown this once and kept nowhere."""
    typed = request.POST.get("unit", "")
    unit_id = whole_number(typed) if typed else None
    if typed and unit_id is None:
        raise NotVisibleError
    token = services.make_feed(
        by=person_of(request), access=access_for(request), unit_id=unit_id, now=clock.now()
    )
    address = f"{settings.PORTAL_URL}{reverse('calendar_feed', args=[token])}"
    return _page(request, address=address)


@require_POST
def revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    services.revoke_feed(
        feed_id=feed_id, by=person_of(request), access=access_for(request), now=clock.now()
    )
    return redirect("calendar_feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Read by programs: whoever has the address reads it, without a sign-in and without a cookie."""
    found = services.fetch(token=token, caller=caller_of(request), now=clock.now())
    etag = f'"{found.sha256}"'
    answer = HttpResponse(found.content, content_type=CALENDAR_TYPE)
    unchanged = get_conditional_response(
        request, etag=etag, last_modified=int(found.changed_at.timestamp()), response=answer
    )
    answer = unchanged or answer
    answer.headers["ETag"] = etag
    answer.headers["Last-Modified"] = http_date(found.changed_at.timestamp())
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@require_safe
def event(request: HttpRequest, obligation_id: int) -> HttpResponse:
    access, today = access_for(request), clock.today()
    entry = entry_for(access, obligation_id)
    if entry is None:
        raise NotVisibleError
    title = title_of(entry.first)
    content = calendar_text([entry], access=access, name=title, today=today)
    return file_answer(content, f"{name_of_file(title)}.ics", CALENDAR_TYPE)


def _page(request: HttpRequest, *, address: str = "") -> HttpResponse:
    context = {
        "places": feed_places(person_of(request), access_for(request)),
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}",
    }
    return render(request, "reminders/subscribe.html", context)
