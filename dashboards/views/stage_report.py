"""A stage's page: the consolidated report (阶段汇总报告) to look at, to go on writing in, to issue."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.downloads import file_answer
from common.errors import PortalError
from common.official.errors import MissingGlyphError
from common.official.outputs import Output
from dashboards.exports.documents import consolidated_document
from dashboards.exports.issued import consolidated_compiled
from dashboards.exports.stage_page import stage_asked, stage_context
from dashboards.selectors import plan_of_stage, readable_plan
from dashboards.services.issuing import to_issue, unit_that_issues
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.services.issuing import ToIssue
from documents.views.issuing import issue_as_typed
from units.access import access_for


@require_safe
def stage_report(request: HttpRequest, deadline_id: int) -> HttpResponse:
    return _page(request, deadline_id)


def _page(
    request: HttpRequest,
    deadline_id: int,
    form: IssueForm | None = None,
    refusal: PortalError | None = None,
) -> HttpResponse:
    access = access_for(request)
    plan = readable_plan(access, plan_of_stage(deadline_id))
    question = stage_asked(deadline_id, request.GET, clock.now())
    context = stage_context(access, plan, question, form, refusal)
    is_refused = refusal or (form and form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "dashboards/stage_report.html", context, status=status)


@require_safe
def consolidated_pdf(request: HttpRequest, deadline_id: int) -> HttpResponse:
    return _document(request, deadline_id, Output.PDF)


@require_safe
def consolidated_docx(request: HttpRequest, deadline_id: int) -> HttpResponse:
    return _document(request, deadline_id, Output.DOCX)


def _document(request: HttpRequest, deadline_id: int, output: Output) -> HttpResponse:
    plan = readable_plan(access_for(request), plan_of_stage(deadline_id))
    question = stage_asked(deadline_id, request.GET, clock.now())
    try:
        stage = plan.deadlines.get(pk=deadline_id)
        return file_answer(**vars(consolidated_document(stage, question, output)))
    except MissingGlyphError as refusal:
        return _page(request, deadline_id, refusal=refusal)


@require_POST
def issue_consolidated(request: HttpRequest, deadline_id: int) -> HttpResponse:
    access, now = access_for(request), clock.now()
    plan = readable_plan(access, plan_of_stage(deadline_id))
    unit = unit_that_issues(plan=plan, kind=Kind.CONSOLIDATED, access=access)
    question = stage_asked(deadline_id, request.GET, now)

    def papers(number: str) -> list[ToIssue]:
        compiled = consolidated_compiled(plan, plan.deadlines.get(pk=deadline_id), question)
        return [to_issue(compiled, number=number, today=timezone.localdate(now))]

    return issue_as_typed(
        request,
        plan=plan,
        unit=unit,
        kind=Kind.CONSOLIDATED,
        papers=papers,
        again=lambda form, refusal: _page(request, deadline_id, form, refusal),
    )
