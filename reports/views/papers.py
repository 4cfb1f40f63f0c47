"""Reports, contributions and receipts as official documents: to read, to go on writing, to issue."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from common.downloads import download
from common.errors import NotVisibleError
from common.official.outputs import RENDERERS, Output
from documents.kinds import Kind
from documents.services.issuing import ToIssue
from documents.views.issuing import issue_as_typed
from motions.words import report_words, stage_words
from reports.models import Contribution
from reports.pages import filing_view, require_filing
from reports.papers.contribution import contribution_letter, standing_letter
from reports.papers.names import reviewing_unit
from reports.papers.receipt import receipt_of
from reports.papers.staged import latest_report, staged_report
from reports.permissions import can_read_contribution
from reports.selectors import contribution_for
from reports.views.contribution import contribution_page
from reports.views.filing import filing_page, receipt_page
from tasks.parties import leads_of
from units.access import access_for
from units.permissions import unit_actors

# -- staged reports ----------------------------------------------------------------------------------


@require_safe
def report(
    request: HttpRequest, filing_id: int, ending: Output, number: int | None = None
) -> HttpResponse:
    """Of the version asked for, otherwise of what this person sees first: their draft, too.

    With `?copies` all the copies that are asked for on paper in one file, each with its number.
    """
    row = require_filing(access_for(request), filing_id)
    version = filing_view(access_for(request), row, number).version
    if version is None:
        raise NotVisibleError
    name = (
        f"{version.unit_name or row.obligation.unit} {report_words(row.obligation.original_due_on)}"
    )
    copies = row.obligation.deadline.copies if "copies" in request.GET else 0
    paper = staged_report(version, copies=copies or 0)
    return download(RENDERERS[ending]([paper]), f"{name} {version}", ending)


@require_POST
def issue_report(request: HttpRequest, filing_id: int) -> HttpResponse:
    """What the unit submitted last, under the number it gives it."""
    row = require_filing(access_for(request), filing_id)
    if row.latest_version is None:
        raise NotVisibleError
    return issue_as_typed(
        request,
        plan=row.obligation.plan,
        unit=row.obligation.unit,
        kind=Kind.STAGED_REPORT,
        papers=lambda typed: [ToIssue(Kind.STAGED_REPORT, row, partial(latest_report, row), typed)],
        again=lambda form, refusal: filing_page(
            request, row, status=422, issue_form=form, issue_refusal=refusal
        ),
    )


# -- receipts ----------------------------------------------------------------------------------------


@require_safe
def receipt(request: HttpRequest, filing_id: int, number: int, ending: Output) -> HttpResponse:
    paper = receipt_of(access_for(request), filing_id, number)
    return download(RENDERERS[ending]([paper]), f"{paper.title} {paper.number}", ending)


@require_POST
def issue_receipt(request: HttpRequest, filing_id: int, number: int) -> HttpResponse:
    """The office's word in writing; whoever reads the version may have it."""
    access = access_for(request)
    row = require_filing(access, filing_id)
    version = filing_view(access, row, number).version
    if version is None or version.number is None:
        raise NotVisibleError
    paper = partial(receipt_of, access, filing_id, number)
    plan, to = row.obligation.plan, (row.obligation.unit,)
    return issue_as_typed(
        request,
        plan=plan,
        unit=reviewing_unit(plan),
        kind=Kind.RECEIPT,
        papers=lambda _typed: [ToIssue(Kind.RECEIPT, version, paper, recipients=to)],
        again=lambda _form, refusal: receipt_page(
            request, filing_id, number, status=422, issue_refusal=refusal
        ),
    )


# -- contributions -----------------------------------------------------------------------------------


@require_safe
def letter(request: HttpRequest, obligation_id: int, ending: Output) -> HttpResponse:
    """What stands, and for the unit itself what it is writing."""
    row = _readable(request, obligation_id)
    is_own = bool(unit_actors(access_for(request), row.obligation.unit_id))
    version = (row.draft if is_own else None) or row.standing
    if version is None:
        raise NotVisibleError
    owed = row.obligation
    name = f"{owed.unit} {stage_words(owed.original_due_on)}函告 {owed.task}"
    return download(RENDERERS[ending]([contribution_letter(version)]), name, ending)


@require_POST
def issue_letter(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """What was sent last, to the leads of the leaf."""
    row = _readable(request, obligation_id)
    if row.standing is None:
        raise NotVisibleError
    owed = row.obligation
    paper, to = partial(standing_letter, row), tuple(leads_of(owed.task))
    return issue_as_typed(
        request,
        plan=owed.plan,
        unit=owed.unit,
        kind=Kind.CONTRIBUTION,
        papers=lambda typed: [ToIssue(Kind.CONTRIBUTION, row, paper, typed, recipients=to)],
        again=lambda form, refusal: contribution_page(
            request, row, status=422, issue_form=form, issue_refusal=refusal
        ),
    )


def _readable(request: HttpRequest, obligation_id: int) -> Contribution:
    row = contribution_for(obligation_id)
    if row is None or not can_read_contribution(access_for(request), row):
        raise NotVisibleError
    return row
