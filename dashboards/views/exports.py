"""Ledger on screen, and the files people take away: the summary as PDF and DOCX, the Excel ledger."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.downloads import file_answer
from common.errors import PortalError
from common.official.outputs import Output
from common.typed import whole_number
from dashboards.asking import MomentRefusedError, Question, standing_asked
from dashboards.batches.kinds import BATCH_WORDS
from dashboards.exports.asking import asked, state_asked
from dashboards.exports.documents import ledger_document, summary_document
from dashboards.exports.issued import summary_compiled
from dashboards.exports.ledger import ledger_of
from dashboards.exports.pages import choices_context, ledger_context, summary_panel
from dashboards.exports.taken import taken_by
from dashboards.selectors import readable_plan
from dashboards.services.batches import ask_for_batch
from dashboards.services.issuing import to_issue, unit_that_issues
from documents.forms import IssueForm
from documents.jobs import start_batch
from documents.kinds import Kind
from documents.services.issuing import ToIssue
from documents.views.issuing import issue_as_typed
from units.access import access_for, person_of


@require_safe
def exports(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The choices; the buttons lead to the files, the address of this page can be sent on."""
    return _exports_page(request, plan_id)


def _exports_page(
    request: HttpRequest,
    plan_id: int,
    form: IssueForm | None = None,
    not_issued: PortalError | None = None,
) -> HttpResponse:
    access = access_for(request)
    plan = readable_plan(access, plan_id)
    question, refusal = _question_or_refusal(request)
    ledger = ledger_of(standing_asked(plan, question))
    context = {
        **choices_context(ledger, question, request.GET),
        "refusal": refusal,
        "batch_kinds": BATCH_WORDS.items(),
        "panel": summary_panel(access, plan, request.GET, form, not_issued),
    }
    is_refused = refusal or not_issued or (form and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "dashboards/exports/exports.html", context, status=status)


@require_POST
def issue_summary(request: HttpRequest, plan_id: int) -> HttpResponse:
    """What is asked for stands in the address, as on the page the button is on."""
    access, now = access_for(request), clock.now()
    plan = readable_plan(access, plan_id)
    unit = unit_that_issues(plan=plan, kind=Kind.SUMMARY, access=access)
    question = asked(request.GET, now=now)

    def papers(number: str) -> list[ToIssue]:
        compiled = summary_compiled(plan, question, unit, person_of(request))
        return [to_issue(compiled, number=number, today=timezone.localdate(now))]

    return issue_as_typed(
        request,
        plan=plan,
        unit=unit,
        kind=Kind.SUMMARY,
        papers=papers,
        again=lambda form, refusal: _exports_page(request, plan_id, form, refusal),
    )


@require_POST
def ask_batch(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Many files at once: made by a job, with a page that shows how far it is."""
    batch = ask_for_batch(
        plan_id=plan_id,
        kind=request.POST.get("kind", ""),
        stage_id=whole_number(request.POST.get("stage", "")),
        by=person_of(request),
        access=access_for(request),
        now=clock.now(),
    )
    start_batch(batch.pk)
    return redirect("batch", batch.pk)


@require_safe
def ledger(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_id)
    question, refusal = _question_or_refusal(request)
    found = ledger_of(standing_asked(plan, question), state_asked(request.GET))
    context = {**ledger_context(found, question, request.GET), "refusal": refusal}
    return render(
        request, "dashboards/exports/ledger.html", context, status=422 if refusal else 200
    )


@require_safe
def summary_pdf(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _summary(request, plan_id, Output.PDF)


@require_safe
def summary_docx(request: HttpRequest, plan_id: int) -> HttpResponse:
    return _summary(request, plan_id, Output.DOCX)


def _summary(request: HttpRequest, plan_id: int, output: Output) -> HttpResponse:
    access, now = access_for(request), clock.now()
    plan = readable_plan(access, plan_id)
    taken = taken_by(request.user, access, now)
    return file_answer(**vars(summary_document(plan, asked(request.GET, now=now), taken, output)))


@require_safe
def ledger_xlsx(request: HttpRequest, plan_id: int) -> HttpResponse:
    access, now = access_for(request), clock.now()
    plan = readable_plan(access, plan_id)
    taken = taken_by(request.user, access, now)
    question, state = asked(request.GET, now=now), state_asked(request.GET)
    return file_answer(**vars(ledger_document(plan, question, taken, state)))


def _question_or_refusal(request: HttpRequest) -> tuple[Question, MomentRefusedError | None]:
    """A moment that is none is said beside its field; what else was chosen stays."""
    now = clock.now()
    try:
        return asked(request.GET, now=now), None
    except MomentRefusedError as refusal:
        return asked({**request.GET.dict(), "at": "", "time": ""}, now=now), refusal
