"""The office gives a leaf to another unit. Here because drafts come along."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common import clock
from common.errors import InvalidError
from reports.services.reassigning import reassign_leaf
from tasks.assigned import assignment_for, units_to_choose
from tasks.forms import ReassignForm
from tasks.pages import assignment_context
from tasks.services.assignments import check_assignment
from tasks.workflow import AssignmentAction
from units.access import access_for, person_of


@require_POST
def reassign(request: HttpRequest, assignment_id: int) -> HttpResponse:
    access, now = access_for(request), clock.now()
    row = assignment_for(access, assignment_id)
    check_assignment(row, AssignmentAction.REASSIGN, access)  # before a word on what was typed
    form = ReassignForm(request.POST, units=units_to_choose(row))
    if form.is_valid():
        try:
            successor = reassign_leaf(
                assignment_id=row.pk,
                to_unit_id=form.cleaned_data["to_unit"].pk,
                by=person_of(request),
                access=access,
                reason=form.cleaned_data["reason"],
                now=now,
            )
        except InvalidError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已改派%s，两个单位都已收到通知。") % successor.unit)
            return redirect("assignment", successor.pk)
    context = assignment_context(access, row, now) | {"reassign_form": form}
    return render(request, "tasks/assignment.html", context, status=422)
