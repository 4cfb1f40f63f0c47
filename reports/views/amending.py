"""The office or the administrator changes a plan by a changed file: look first, then confirm."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.errors import InvalidError
from motions.models import Plan
from motions.selectors import amendable_plan, version_of, versions_of
from reports.forms import AmendmentForm, PlanFileForm
from reports.services.amending import amend_by_upload, amendment_of, check_may_amend
from tasks.planfile.amend import preview_amendment
from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.open import read_any
from tasks.planfile.told import told
from tasks.planfile.versions import as_text
from units.access import access_for, person_of
from units.loading.uploads import HandedIn, keep_upload, upload_for
from units.models import Upload


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A file is sent and its changes are shown; with a reason, what was shown is done."""
    plan = amendable_plan(access_for(request), plan_id)
    if request.method != "POST":
        return _page(request, plan, PlanFileForm())
    if "upload" in request.POST:
        return _confirm(request, plan)
    form = PlanFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, plan, form)
    file = form.handed_in()
    try:
        content = read_any(file.data)
        check_may_amend(plan.pk, content, access_for(request))
        return show_changes(request, plan, content, keep_amendment(request, plan, file, content))
    except PlanFileRefusedError as refusal:
        form.add_error("file", _("文件有 %s 处不对，没有任何改动。") % len(refusal.findings))
        return _page(request, plan, form, findings=refusal.findings)
    except InvalidError as refusal:
        form.add_error("file", str(refusal))
        return _page(request, plan, form)


def _confirm(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = AmendmentForm(request.POST)
    if not form.is_valid():
        return _page(request, plan, PlanFileForm(), _("请重新上传文件，核对差异后再确认。"))
    upload_id = form.cleaned_data["upload"]
    try:
        amendment = amend_by_upload(
            plan_id=plan.pk,
            upload_id=upload_id,
            reason=form.cleaned_data["reason"],
            seen_version=form.cleaned_data["version"],
            by=person_of(request),
            access=access_for(request),
            now=clock.now(),
        )
    except InvalidError as refusal:
        upload = upload_for(
            purpose=Upload.Purpose.PLAN,
            subject=amendment_of(plan.pk),
            by=person_of(request),
            upload_id=upload_id,
        )
        content = read_any(upload.content.encode())
        return show_changes(request, plan, content, upload, form, str(refusal))
    messages.success(request, _("计划已修改为第 %s 版。") % amendment.plan.version)
    return redirect("amend_plan", plan.pk)


def keep_amendment(
    request: HttpRequest, plan: Plan, file: HandedIn, content: dict[str, Any]
) -> Upload:
    return keep_upload(
        purpose=Upload.Purpose.PLAN,
        subject=amendment_of(plan.pk),
        government_id=plan.government_id,
        by=person_of(request),
        file=file,
        content=as_text(content),
    )


def show_changes(
    request: HttpRequest,
    plan: Plan,
    content: dict[str, Any],
    upload: Upload,
    form: AmendmentForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    amendment = preview_amendment(content, now=clock.now())
    initial = {"upload": upload.pk, "version": plan.version}
    context = {
        "plan": plan,
        "form": form or AmendmentForm(initial=initial),
        "changes": told(amendment),
        "refusal": refusal,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "reports/amendment.html", context, status=status)


def _page(
    request: HttpRequest,
    plan: Plan,
    form: PlanFileForm,
    refusal: str = "",
    findings: Sequence[Finding] = (),
) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "refusal": refusal,
        "findings": findings,
        "versions": versions_of(plan),
    }
    is_refused = form.is_bound or refusal
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "reports/amend.html", context, status=status)


@require_safe
def version_file(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """A version's plan file, as it was."""
    plan = amendable_plan(access_for(request), plan_id)
    version = version_of(plan, number)
    answer = HttpResponse(version.content, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{plan.slug}-v{number}.json"'
    return answer
