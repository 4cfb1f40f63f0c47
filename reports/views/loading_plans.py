"""The administrator loads a new plan: a file, what it brings, then the confirmation."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.differences import DifferenceChangedError
from common.errors import InvalidError, NotAllowedError
from reports.forms import NewPlanForm
from reports.services.amending import check_may_amend
from reports.services.loading_plans import (
    NEW_PLAN,
    government_of,
    load_plan_by_upload,
    loaded_plan,
    preview_plan,
)
from reports.views.amending import keep_amendment, show_changes
from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.open import read_any
from tasks.planfile.versions import as_text
from units.access import access_for, person_of
from units.loading.uploads import HandedIn, keep_upload, upload_for
from units.models import Upload
from units.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def load_plan(request: HttpRequest) -> HttpResponse:
    _check_may_load(request)
    if request.method != "POST":
        return _page(request, NewPlanForm())
    form = NewPlanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        return _received(request, form.handed_in())
    except PlanFileRefusedError as refusal:
        return _page(request, form, refusal.findings)
    except InvalidError as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form)


def _received(request: HttpRequest, file: HandedIn) -> HttpResponse:
    """A plan that is there already is shown as what the file changes of it."""
    content = read_any(file.data)
    government = government_of(content, access_for(request))
    plan = loaded_plan(government, content)
    if plan is not None:
        check_may_amend(plan.pk, content, access_for(request))
        return show_changes(request, plan, content, keep_amendment(request, plan, file, content))
    preview_plan(content, today=clock.today())  # what the tables refuse is told before it is kept
    upload = keep_upload(
        purpose=Upload.Purpose.PLAN,
        subject=NEW_PLAN,
        government_id=government.pk,
        by=person_of(request),
        file=file,
        content=as_text(content),
    )
    return redirect("load_plan_preview", upload.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, upload_id: int) -> HttpResponse:
    _check_may_load(request)
    if request.method != "POST":
        return _preview(request, upload_id)
    try:
        new = load_plan_by_upload(
            upload_id=upload_id,
            seal=request.POST.get("seal", ""),
            by=person_of(request),
            access=access_for(request),
            today=clock.today(),
        )
    except DifferenceChangedError as refusal:
        return _preview(request, upload_id, refusal)
    messages.success(request, _("“%s”已装入；由领导小组办公室交办。") % new.plan)
    return redirect("plan", new.plan.pk)


def _check_may_load(request: HttpRequest) -> None:
    if not access_for(request).has_anywhere(Permission.MANAGE_REFERENCE_DATA):
        raise NotAllowedError


def _page(
    request: HttpRequest, form: NewPlanForm, findings: Sequence[Finding] = ()
) -> HttpResponse:
    is_refused = form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    context = {"form": form, "findings": findings}
    return render(request, "reports/load_plan.html", context, status=status)


def _preview(
    request: HttpRequest, upload_id: int, refusal: DifferenceChangedError | None = None
) -> HttpResponse:
    upload = upload_for(
        purpose=Upload.Purpose.PLAN,
        subject=NEW_PLAN,
        by=person_of(request),
        upload_id=upload_id,
    )
    content: dict[str, Any] = read_any(upload.content.encode())
    plan = loaded_plan(upload.government, content)
    if plan is not None:  # a colleague was first
        messages.info(request, _("这份计划已经装入；要改，请在这里上传修改后的文件。"))
        return redirect("amend_plan", plan.pk)
    new = preview_plan(content, today=clock.today())
    context = {"upload": upload, "new": new, "changes": new.changes, "refusal": refusal}
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "reports/new_plan.html", context, status=status)
