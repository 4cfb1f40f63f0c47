"""Units and people by workbook, for who keeps them: take it away, bring it back, look, confirm."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from common import clock
from common.differences import (
    DifferenceChangedError,
    Fate,
    NothingToWriteError,
    RowsRefusedError,
)
from common.downloads import download
from common.errors import NotAllowedError, NotVisibleError, PortalError
from common.language import for_others
from common.table_reader import read_tables
from common.tables import Finding
from units.access import access_for, person_of
from units.loading.pages import WorkbookForm, difference_context
from units.loading.services import (
    confirm_upload,
    difference_of,
    managed_government,
    reference_upload,
)
from units.loading.tables import TABLES, workbook_of
from units.loading.uploads import keep_upload, packed
from units.models import Government, Upload
from units.roles import Permission
from units.selectors import governments_named

TITLES = {
    Upload.Purpose.PEOPLE: gettext_lazy("人员和任职"),
    Upload.Purpose.UNITS: gettext_lazy("单位和别称"),
}
LEADS = {
    Upload.Purpose.PEOPLE: gettext_lazy("一行一个任职：谁，在哪个单位，什么角色，从哪天到哪天。"),
    Upload.Purpose.UNITS: gettext_lazy("一行一个单位；编号空着的是新单位，别称一行一个。"),
}
DOWNLOADS = {
    Upload.Purpose.PEOPLE: gettext_lazy(
        "里面是现有的人员和任职，改完或者加上新的行再传回来。新人员没有密码，写入后到“管理”里给他们设。"
    ),
    Upload.Purpose.UNITS: gettext_lazy(
        "里面是现有的单位，改完或者加上新的行再传回来。改名要填“改名自”；并入用命令 merge_unit。"
    ),
}


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    access = access_for(request)
    if not access.has_anywhere(Permission.MANAGE_REFERENCE_DATA):
        raise NotAllowedError
    rows = governments_named(access.governments_with(Permission.MANAGE_REFERENCE_DATA))
    return render(request, "loading/reference.html", {"governments": rows, "doors": TITLES.items()})


@require_http_methods(["GET", "HEAD", "POST"])
def load(request: HttpRequest, government_id: int, purpose: str) -> HttpResponse:
    government, kind = _what(request, government_id, purpose)
    if request.method != "POST":
        return _upload_page(request, government, kind, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, government, kind, form)
    file = form.handed_in()
    tables = read_tables(file.data, [TABLES[kind]])
    if tables.findings:
        return _upload_page(request, government, kind, form, tables.findings)
    upload = keep_upload(
        purpose=kind,
        subject=str(government.pk),
        government_id=government.pk,
        by=person_of(request),
        file=file,
        content=packed(tables.lines),
    )
    return redirect("reference_difference", government.pk, kind, upload.pk)


@require_safe
def workbook(request: HttpRequest, government_id: int, purpose: str) -> HttpResponse:
    government, kind = _what(request, government_id, purpose)
    with for_others():
        name = f"{government} {TITLES[kind]} {clock.today().isoformat()}"
        return download(workbook_of(kind, government), name, "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def difference(
    request: HttpRequest, government_id: int, purpose: str, upload_id: int
) -> HttpResponse:
    government, kind = _what(request, government_id, purpose)
    if request.method != "POST":
        return _difference_page(request, government, kind, upload_id)
    try:
        written = confirm_upload(
            purpose=kind,
            government_id=government.pk,
            upload_id=upload_id,
            seal=request.POST.get("seal", ""),
            by=person_of(request),
            access=access_for(request),
            today=clock.today(),
        )
    except (DifferenceChangedError, RowsRefusedError, NothingToWriteError) as refusal:
        return _difference_page(request, government, kind, upload_id, refusal)
    counts = written.counts
    words = _("已写入：修改 %(changed)s 行，新增 %(added)s 行。")
    facts = {"changed": counts[Fate.CHANGED], "added": counts[Fate.ADDED]}
    messages.success(request, words % facts)
    return redirect("reference_load", government.pk, kind)


def _what(
    request: HttpRequest, government_id: int, purpose: str
) -> tuple[Government, Upload.Purpose]:
    government = managed_government(access_for(request), government_id)
    if purpose not in TITLES:
        raise NotVisibleError
    return government, Upload.Purpose(purpose)


def _frame(government: Government, kind: Upload.Purpose) -> dict[str, Any]:
    return {
        "title": TITLES[kind],
        "eyebrow": government,
        "parent_word": _("单位和人员"),
        "parent_address": reverse("reference"),
        "upload_address": reverse("reference_load", args=[government.pk, kind]),
    }


def _upload_page(
    request: HttpRequest,
    government: Government,
    kind: Upload.Purpose,
    form: WorkbookForm,
    findings: Sequence[Finding] = (),
) -> HttpResponse:
    context = {
        **_frame(government, kind),
        "lead": LEADS[kind],
        "download_words": DOWNLOADS[kind],
        "workbook_address": reverse("reference_workbook", args=[government.pk, kind]),
        "form": form,
        "findings": findings,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "loading/upload.html", context, status=status)


def _difference_page(
    request: HttpRequest,
    government: Government,
    kind: Upload.Purpose,
    upload_id: int,
    refusal: PortalError | None = None,
) -> HttpResponse:
    person = person_of(request)
    upload = reference_upload(
        purpose=kind, government_id=government.pk, by=person, upload_id=upload_id
    )
    found = difference_of(upload, by=person, today=clock.today())
    context = {
        **_frame(government, kind),
        **difference_context(found, request.GET),
        "upload": upload,
        "refusal": refusal,
    }
    status = refusal.status if refusal else HTTPStatus.OK
    return render(request, "loading/difference.html", context, status=status)
