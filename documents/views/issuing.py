"""The POST of a button 印发 that stands on a page of an app above."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common import clock
from common.errors import InvalidError, NotAllowedError, PortalError
from documents.errors import NumberTakenError
from documents.forms import IssueForm
from documents.kinds import Kind
from documents.permissions import may_issue
from documents.services.issuing import ToIssue, issue_all
from motions.models import Plan
from units.access import access_for, person_of
from units.models import Unit

Again = Callable[[IssueForm, PortalError | None], HttpResponse]


def issue_as_typed(
    request: HttpRequest,
    *,
    plan: Plan,
    unit: Unit,
    kind: Kind,
    papers: Callable[[str], Sequence[ToIssue]],
    again: Again,
) -> HttpResponse:
    """Issue what `papers` makes of the number typed; to the document's page, or the plan's list if
    there are several. `again` shows the page it was typed on, with what is wrong and what was typed.
    """
    if not may_issue(access_for(request), kind, unit.pk):
        raise NotAllowedError
    form = IssueForm(request.POST, kind=kind)
    if not form.is_valid():
        return again(form, None)
    try:
        issued = issue_all(
            plan=plan,
            unit=unit,
            papers=[
                replace(one, renumbers=form.cleaned_data["renumber"])
                for one in papers(form.cleaned_data["number"])
            ],
            by=person_of(request),
            access=access_for(request),
            now=clock.now(),
        )
    except (InvalidError, NumberTakenError) as refusal:
        return again(form, refusal)
    messages.success(
        request, _("已印发，文件从此不再改动；下载打印以后，请把盖章件的扫描件存进来。")
    )
    if len(issued) == 1:
        return redirect("issued_document", issued[0].pk)
    return redirect("issued_documents", plan.pk)
