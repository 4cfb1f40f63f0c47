"""The figures of a report by workbook: take it away, fill it in, look at the difference, confirm."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.differences import (
    DifferenceChangedError,
    Fate,
    NothingToWriteError,
    RowsRefusedError,
)
from common.downloads import download
from common.errors import PortalError
from common.language import for_others
from common.table_reader import read_tables
from common.tables import Finding
from motions.words import report_words
from reports.loading.figures import findings_of_report
from reports.loading.tables import REPORT, TABLES, figures_workbook
from reports.models import Filing
from reports.pages import is_editable, require_filing
from reports.permissions import can_edit
from reports.services.loading_figures import figures_difference, figures_upload, load_figures
from reports.services.steps import check_editable, title_of
from units.access import access_for, person_of
from units.loading.pages import WorkbookForm, difference_context
from units.loading.uploads import keep_upload, packed
from units.models import Upload


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: HttpRequest, filing_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    if request.method != "POST":
        return _page(request, row, WorkbookForm()) if _is_open(request, row) else _back(row)
    check_editable(row, access_for(request))
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, form)
    file = form.handed_in()
    tables = read_tables(file.data, TABLES)
    findings = tables.findings or findings_of_report(row, tables.lines[REPORT.title])
    if findings:
        return _page(request, row, form, findings)
    upload = keep_upload(
        purpose=Upload.Purpose.FIGURES,
        subject=str(row.pk),
        government_id=row.obligation.government_id,
        by=person_of(request),
        file=file,
        content=packed(tables.lines),
    )
    return redirect("filing_figures_difference", row.pk, upload.pk)


@require_safe
def workbook(request: HttpRequest, filing_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    check_editable(row, access_for(request))
    with for_others():
        return download(figures_workbook(row), title_of(row), "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HttpRequest, filing_id: int, upload_id: int) -> HttpResponse:
    row = require_filing(access_for(request), filing_id)
    if request.method != "POST":
        if not _is_open(request, row):
            return _back(row)
        return _difference_page(request, row, upload_id)
    try:
        written = load_figures(
            filing_id=row.pk,
            upload_id=upload_id,
            seal=request.POST.get("seal", ""),
            by=person_of(request),
            access=access_for(request),
            now=clock.now(),
        )
    except (DifferenceChangedError, RowsRefusedError, NothingToWriteError) as refusal:
        return _difference_page(request, row, upload_id, refusal)
    counts = written.counts
    words = _("已写入草稿：修改 %(changed)s 行，新增 %(added)s 行。进展情况还要逐项填写。")
    facts = {"changed": counts[Fate.CHANGED], "added": counts[Fate.ADDED]}
    messages.success(request, words % facts)
    return _back(row)


def _is_open(request: HttpRequest, row: Filing) -> bool:
    return is_editable(row) and can_edit(access_for(request), row)


def _back(row: Filing) -> HttpResponse:
    return redirect("filing", row.pk)


def _frame(row: Filing) -> dict[str, Any]:
    return {
        "title": _("用 Excel 填完成数"),
        "eyebrow": row.obligation.unit,
        "parent_word": report_words(row.obligation.deadline.due_on),
        "parent_address": reverse("filing", args=[row.pk]),
        "upload_address": reverse("filing_figures", args=[row.pk]),
    }


def _page(
    request: HttpRequest, row: Filing, form: WorkbookForm, findings: Sequence[Finding] = ()
) -> HttpResponse:
    context = {
        **_frame(row),
        "lead": _("一次填好各事项的完成数和项目节点；进展情况仍在各事项的页面上写。"),
        "download_words": _(
            "每个指标一行，上次报的数列在旁边，草稿里已有的数已经填好。填年初以来的累计数，不是本阶段的增量。"
        ),
        "workbook_address": reverse("filing_figures_workbook", args=[row.pk]),
        "form": form,
        "findings": findings,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "loading/upload.html", context, status=status)


def _difference_page(
    request: HttpRequest, row: Filing, upload_id: int, refusal: PortalError | None = None
) -> HttpResponse:
    upload = figures_upload(filing_id=row.pk, by=person_of(request), upload_id=upload_id)
    found = figures_difference(row, upload, today=clock.today())
    context = {
        **_frame(row),
        **difference_context(found, request.GET),
        "upload": upload,
        "refusal": refusal,
        "consequence": _("写入的是草稿，送审签以前还可以改。"),
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "loading/difference.html", context, status=status)
