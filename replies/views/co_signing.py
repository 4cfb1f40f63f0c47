"""会签: a lead unit reads the draft and says its word."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.errors import InvalidError
from common.typed import whole_number
from events.selectors import events_of
from replies.letters import letter_text
from replies.models import CoSignature
from replies.permissions import co_sign_actions
from replies.selectors import co_signature_for
from replies.services.circulating import agree, object_to
from replies.words import CO_SIGN_STATUS_WORDS, CO_SIGN_WORDS
from replies.workflow import CoSignAction, CoSignStatus, Status
from reports.forms import plain_text
from tasks.duties import is_owed_by, owed_due
from units.access import access_for, person_of
from units.selectors import work_calendar


@require_http_methods(["GET", "HEAD", "POST"])
def co_signature(request: HttpRequest, co_signature_id: int) -> HttpResponse:
    row = co_signature_for(access_for(request), co_signature_id)
    if request.method != "POST":
        return _page(request, row)
    reason = plain_text(request.POST.get("reason", ""))
    try:
        _decide(request, row, reason)
    except InvalidError as refusal:
        return _page(request, row, refusal=refusal, reason=reason, status=refusal.status)
    messages.success(request, _("会签意见已送主办单位。"))
    return redirect("reply_co_signature", co_signature_id)


def _decide(request: HttpRequest, row: CoSignature, reason: str) -> None:
    actor = {
        "co_signature_id": row.pk,
        "by": person_of(request),
        "access": access_for(request),
        "seen_revision": whole_number(request.POST.get("revision", "")),
        "now": clock.now(),
    }
    if request.POST.get("action") == CoSignAction.AGREE:
        agree(**actor)
    else:
        object_to(reason=reason, **actor)


def _page(
    request: HttpRequest,
    row: CoSignature,
    *,
    refusal: InvalidError | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    """The text is shown while it goes round; a draft that was taken back is the host's again."""
    is_shown = row.reply.status != Status.DRAFT
    calendar = work_calendar(row.government_id)
    context = {
        "row": row,
        "owed": row.reply.obligation,
        "reply": row.reply,
        "text": letter_text(row.reply) if is_shown else None,
        "due": row.obligation and owed_due(row.obligation, calendar, clock.today()),
        "own_duty": row.obligation if is_owed_by(access_for(request), row.obligation) else None,
        "status_words": CO_SIGN_STATUS_WORDS[CoSignStatus(row.status)],
        "actions": {step.action for step in co_sign_actions(access_for(request), row)},
        "events": events_of(row, CO_SIGN_WORDS),
        "refusal": refusal,
        "reason": reason,
    }
    return render(request, "replies/co_signature.html", context, status=status)
