"""The filing page and every step that needs no page of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import clock
from common.errors import InvalidError, NotVisibleError, PortalError
from common.fields import start_at_first_error
from common.typed import whole_number
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.pages import IssuedPanel, issued_panel
from documents.permissions import may_issue
from reports.errors import CoverConflictError, OwnWordsError
from reports.forms import CoverForm, plain_text
from reports.models import Filing
from reports.pages import filing_view, is_editable, require_filing
from reports.papers.receipt import receipt_for
from reports.permissions import allowed_actions, can_edit, signs_own_words
from reports.selectors import (
    events_of,
    late_parts,
    open_corrections,
    open_reviews,
    set_aside_drafts,
    versions_of,
)
from reports.services import correcting, drafting, entering, reviewing, signing
from reports.services.co_signing import WITH_THE_UNIT
from reports.words import NEXT_WORDS, STATUS_WORDS
from reports.workflow import LIFE, Action, Status
from reports.working_days import last_working_day, sign_off_by
from tasks.duties import owed_due
from tasks.extended import open_extension
from tasks.permissions import may_ask_extension
from units.access import access_for, person_of
from units.permissions import Access
from units.roles import Permission
from units.selectors import work_calendar

STEPS: dict[str, Callable[..., Any]] = {
    Action.SEND_FOR_SIGNATURE: drafting.send_for_signature,
    Action.RECALL_FROM_SIGNATURE: drafting.recall_from_signature,
    Action.GIVE_BACK: drafting.give_back,
    Action.SIGN_AND_SUBMIT: signing.sign_and_submit,
    Action.RECALL_SUBMISSION: signing.recall_submission,
    Action.OPEN_REVIEW: reviewing.open_review,
    Action.ASK_CORRECTION: correcting.ask_correction,
    Action.GRANT_CORRECTION: correcting.grant_correction,
    Action.REFUSE_CORRECTION: correcting.refuse_correction,
    Action.SUBMIT_ENTRY: entering.submit_entry,
    Action.DROP_ENTRY: entering.drop_entry,
}
# What is frozen by it is what was on the screen.
FREEZING = frozenset({Action.SIGN_AND_SUBMIT, Action.SUBMIT_ENTRY})
DONE_WORDS = {
    Action.SEND_FOR_SIGNATURE: gettext_lazy("已送单位负责人审签。"),
    Action.RECALL_FROM_SIGNATURE: gettext_lazy("已收回，可以继续修改。"),
    Action.GIVE_BACK: gettext_lazy("已退给经办人。"),
    Action.SIGN_AND_SUBMIT: gettext_lazy("已审签并报送领导小组办公室，回执在下面。"),
    Action.RECALL_SUBMISSION: gettext_lazy("已撤回，可以继续修改。"),
    Action.ASK_CORRECTION: gettext_lazy("更正申请已送领导小组办公室。"),
    Action.GRANT_CORRECTION: gettext_lazy("已同意更正。"),
    Action.REFUSE_CORRECTION: gettext_lazy("已答复不同意更正。"),
    Action.SUBMIT_ENTRY: gettext_lazy("已代录报送，由别的同志审核；单位已收到通知。"),
    Action.DROP_ENTRY: gettext_lazy("已放弃代录，交回单位填报。"),
}


@require_safe
def filing(request: HttpRequest, filing_id: int, number: int | None = None) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    return filing_page(request, row, number=number)


@require_http_methods(["POST"])
def step(request: HttpRequest, filing_id: int, action: str) -> HttpResponse:
    """Take one step; a refusal for missing words shows the page again with what was typed."""
    if action not in STEPS:
        raise NotVisibleError
    arguments: dict[str, Any] = {
        "filing_id": filing_id,
        "by": person_of(request),
        "access": access_for(request),
        "now": clock.now(),
    }
    reason = plain_text(request.POST.get("reason", ""))
    if LIFE[action].needs_reason:
        arguments["reason"] = reason
    if action in FREEZING:
        arguments["seen_revision"] = whole_number(request.POST.get("revision", ""))
    try:
        done = STEPS[action](**arguments)
    except InvalidError as refusal:
        row = require_filing(access_for(request), filing_id)
        return filing_page(
            request, row, refusal=refusal, refused=action, reason=reason, status=refusal.status
        )
    if action in DONE_WORDS:
        messages.success(request, DONE_WORDS[Action(action)])
    return _onward(action, done, filing_id)


def _onward(action: str, done: Any, filing_id: int) -> HttpResponse:
    if action == Action.OPEN_REVIEW:
        return redirect("review", filing_id)
    if action == Action.DROP_ENTRY:  # it is the unit's again, and not for the office to see
        return redirect("register", done.obligation.plan_id)
    return redirect("filing", filing_id)


@require_POST
def cover(request: HttpRequest, filing_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    form = CoverForm(request.POST)
    if not form.is_valid():
        start_at_first_error(form)
        return filing_page(request, row, cover_form=form, status=422)
    try:
        drafting.save_cover(
            filing_id=row.pk, by=person_of(request), access=access_for(request), **form.cleaned_data
        )
    except CoverConflictError as conflict:
        return _cover_conflict(request, filing_id, conflict)
    messages.success(request, _("文号和联系人已保存。"))
    return redirect("filing", filing_id)


def _cover_conflict(
    request: HttpRequest, filing_id: int, conflict: CoverConflictError
) -> HttpResponse:
    """What was typed, ready to be saved over what a colleague saved, if that is meant."""
    row = require_filing(access_for(request), filing_id)
    typed = request.POST.copy()
    typed["cover_revision"] = str(row.draft.cover_revision)
    return filing_page(
        request,
        row,
        refusal=conflict,
        cover_form=CoverForm(typed),
        cover_conflict=True,
        status=conflict.status,
    )


@require_safe
def receipt(request: HttpRequest, filing_id: int, number: int) -> HttpResponse:
    return receipt_page(request, filing_id, number)


def receipt_page(
    request: HttpRequest,
    filing_id: int,
    number: int,
    *,
    status: int = 200,
    issue_refusal: PortalError | None = None,
) -> HttpResponse:
    access = access_for(request)
    found = receipt_for(access, filing_id, number)
    panel = issued_panel(
        access,
        found.view.version,
        kind=Kind.RECEIPT,
        address=_while_open(found.view.filing, "issue_receipt", filing_id, number),
        refusal=issue_refusal,
    )
    context = {
        "view": found.view,
        "filing": found.view.filing,
        "receipt_number": found.number,
        "attachments": found.files,
        "panel": panel,
    }
    return render(request, "reports/receipt.html", context, status=status)


def _while_open(row: Filing, name: str, *numbers: int) -> str:
    """The address of a POST that issues; nothing is issued once a plan is archived."""
    return "" if row.obligation.plan.closed_at else reverse(name, args=numbers)


def _filing_panel(
    access: Access, row: Filing, form: IssueForm | None, refusal: PortalError | None
) -> IssuedPanel:
    """The unit issues what it submitted last, under the number it typed on the cover."""
    version = row.latest_version
    may = version is not None and may_issue(access, Kind.STAGED_REPORT, row.obligation.unit_id)
    return issued_panel(
        access,
        row,
        kind=Kind.STAGED_REPORT,
        address=_while_open(row, "issue_report", row.pk) if may else "",
        number=version.document_number if version else "",
        form=form,
        refusal=refusal,
        version=version and version.number,
    )


def _is_barred(request: HttpRequest, row: Filing) -> bool:
    """From signing for the head, with a sign-off waiting."""
    waits = row.status == Status.AWAITING_SIGNATURE
    return waits and signs_own_words(access_for(request), row)


def filing_page(
    request: HttpRequest,
    row: Filing,
    *,
    number: int | None = None,
    status: int = 200,
    issue_form: IssueForm | None = None,
    issue_refusal: PortalError | None = None,
    **extra: Any,
) -> HttpResponse:
    view = filing_view(access_for(request), row, number)
    today = clock.today()
    actions = {step.action for step in allowed_actions(access_for(request), row)}
    owed = row.obligation
    calendar = work_calendar(owed.government_id)
    correction = open_corrections([owed.pk]).get(owed.pk)
    review = open_reviews([owed.pk]).get(owed.pk)
    latest, last_day = correction or owed, last_working_day(owed)
    context = {
        "view": view,
        "filing": row,
        "status_words": STATUS_WORDS[Status(row.status)],
        "next_words": NEXT_WORDS[Status(row.status)],
        "due": owed_due(owed, calendar, today),
        "correction": correction,
        "correction_due": correction and owed_due(correction, calendar, today),
        "review_due": review and owed_due(review, calendar, today),
        "sign_off_by": sign_off_by(latest),
        "goes_with_gaps_from": last_day,
        "goes_with_gaps": today >= last_day,
        "may_put_up": row.status in WITH_THE_UNIT
        and access_for(request).has(Permission.FILE_REPORTS, owed.unit_id)
        and view.version == row.draft,
        "can_edit": is_editable(row)
        and can_edit(access_for(request), row)
        and view.version == row.draft,
        "can_decide": Action.ACCEPT in actions,
        "can_start": Action.START in actions,
        "extension": view.is_own and open_extension(latest),
        "extend_id": latest.pk if may_ask_extension(access_for(request), latest, today) else None,
        "late_parts": late_parts(row),
        "barred": OwnWordsError.words if _is_barred(request, row) else "",
        "cover_form": CoverForm(instance=row.draft) if row.draft else None,
        "events": events_of(row, for_the_unit=view.is_own),
        "versions": versions_of(row, for_the_unit=view.is_own),
        "set_aside": set_aside_drafts(access_for(request), row),
        "panel": _filing_panel(access_for(request), row, issue_form, issue_refusal),
        "is_past_version": number is not None and view.version != row.latest_version,
        **extra,
    }
    return render(request, "reports/filing.html", context, status=status)
