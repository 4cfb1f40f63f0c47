from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from notifications.bounces import clear_bounce, flagged_for
from units.access import access_for


@require_safe
def bounces(request: HttpRequest) -> HttpResponse:
    context = {"rows": flagged_for(access_for(request), clock.today())}
    return render(request, "notifications/bounces.html", context)


@require_POST
def clear(request: HttpRequest, bounce_id: int) -> HttpResponse:
    clear_bounce(bounce_id=bounce_id, access=access_for(request), today=clock.today())
    messages.success(request, _("已记为修好。再有退信，会重新标出。"))
    return redirect("bounces")
