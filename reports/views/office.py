"""The office's pages: queue, review, register of paper copies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.errors import NotAllowedError, NotVisibleError
from common.fields import start_at_first_error
from common.typed import whole_number
from motions.permissions import can_keep_register
from motions.selectors import plan_for
from reports.errors import PaperRefusedError, ReplyRefusedError
from reports.forms import PaperForm, ReplyForm, ReviewForm
from reports.pages import filing_view, require_filing
from reports.permissions import allowed_actions, filed_by
from reports.selectors import (
    open_reviews,
    register_rows,
    replies_of,
    returned_before,
    review_queue,
)
from reports.services.paper import register_paper
from reports.services.reply import register_reply
from reports.services.reviewing import finish_review
from reports.services.steps import check_step
from reports.words import STATUS_WORDS
from reports.workflow import LIFE, Action, Actor, Status
from tasks.duties import owed_due
from units.access import access_for, person_of
from units.roles import Permission
from units.selectors import work_calendar


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    if not access_for(request).has_anywhere(Permission.REVIEW_REPORTS):
        raise NotAllowedError
    today = clock.today()
    rows = list(review_queue(access_for(request)))
    reviews = open_reviews(row.pk for row in rows)
    calendars = {g: work_calendar(g) for g in {row.government_id for row in rows}}
    own = filed_by(access_for(request).user_id, [row.filing.pk for row in rows])
    items = [
        {
            "is_own": row.filing.pk in own,
            "obligation": row,
            "filing": row.filing,
            "status_words": STATUS_WORDS[Status(row.filing.status)],
            "due": row.pk in reviews
            and owed_due(reviews[row.pk], calendars[row.government_id], today),
        }
        for row in rows
    ]
    return render(request, "reports/queue.html", {"items": items})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, filing_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    if request.method == "POST":
        check_step(row, Action.ACCEPT, access_for(request))  # before a word about what was typed
    elif Action.ACCEPT not in {s.action for s in allowed_actions(access_for(request), row)}:
        return redirect("filing", filing_id)
    if row.latest_version is None:
        raise NotVisibleError
    view = filing_view(access_for(request), row, row.latest_version.number)
    pending = [part_view.part for part_view in view.parts]
    form = ReviewForm(
        request.POST or None, parts=pending, initial={"version": row.latest_version_id}
    )
    if request.method == "POST" and form.is_valid():
        decided = finish_review(
            filing_id=row.pk,
            by=person_of(request),
            access=access_for(request),
            version_id=form.cleaned_data["version"],
            decisions=form.decisions(),
            now=clock.now(),
        )
        returned = decided.status == Status.RETURNED
        messages.success(request, _("已退回，理由已通知单位。") if returned else _("已审核通过。"))
        return redirect("review_queue")
    start_at_first_error(form)
    before = returned_before(row.latest_version)
    rows = [
        (part_view, form.fields_of(part_view.part), before.get(part_view.part.obligation_id))
        for part_view in view.parts
    ]
    context = {
        "view": view,
        "filing": row,
        "form": form,
        "rows": rows,
        "to_decide": [part_view.part for part_view, fields, _before in rows if fields],
    }
    return render(request, "reports/review.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Paper copies, and the day each motion was answered. Two kinds of row, one page."""
    plan = plan_for(access_for(request), plan_id)
    if not can_keep_register(access_for(request), plan):
        raise NotAllowedError
    refused: dict[str, Any] = {}
    if request.method == "POST":
        form = _registered(request)
        if form is None:
            return redirect("register", plan_id)
        refused = {"refused_form": form, "refused_obligation": request.POST.get("obligation", "")}
    today = clock.today()
    calendar = work_calendar(plan.government_id)
    context = {
        "plan": plan,
        "rows": [
            _register_row(row, refused.get("refused_obligation")) for row in register_rows(plan)
        ],
        "replies": [(row, owed_due(row, calendar, today)) for row in replies_of(plan)],
        "today": today,
        **refused,
    }
    return render(request, "reports/register.html", context, status=422 if refused else 200)


def _registered(request: HttpRequest) -> PaperForm | ReplyForm | None:
    """None when the row was registered, else the form with its errors."""
    is_reply = "replied_on" in request.POST
    form = ReplyForm(request.POST) if is_reply else PaperForm(request.POST)
    obligation_id = whole_number(request.POST.get("obligation", ""))
    if not form.is_valid() or obligation_id is None:
        return form
    access, now = access_for(request), clock.now()
    try:
        if is_reply:
            register_reply(
                obligation_id=obligation_id,
                by=person_of(request),
                access=access,
                now=now,
                **form.cleaned_data,
            )
        else:
            register_paper(
                obligation_id=obligation_id,
                by=person_of(request),
                access=access,
                now=now,
                **form.cleaned_data,
            )
    except (PaperRefusedError, ReplyRefusedError) as refusal:
        form.add_error(None, str(refusal))
        return form
    messages.success(request, _("答复已登记。") if is_reply else _("纸质件已登记。"))
    return None


def _register_row(row: Any, refused: str | None) -> dict[str, Any]:
    filing = getattr(row, "filing", None)
    status = filing.status if filing else Status.NOT_STARTED
    steps = LIFE.open_to({Actor.REGISTRAR}, status)
    receipts = list(filing.paper_receipts.all()) if filing else []
    have = sum(receipt.copies for receipt in receipts)
    return {
        "obligation": row,
        "filing": filing,
        "receipts": receipts,
        "have": have,
        "missing": max(0, row.deadline.copies - have),
        "ticks": [place < have for place in range(row.deadline.copies)],
        "can_enter": any(step.action == Action.ENTER_FROM_PAPER for step in steps),
        "is_refused": str(row.pk) == refused,
    }
