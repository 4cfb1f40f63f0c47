"""What one has asked for: how far it is, stopping it, the file."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.errors import NotAllowedError
from common.kept_files import name_of_file, stored_file
from documents.batch_progress import batch_for, batch_progress, batches_of
from documents.services.batches import cancel_batch
from motions.permissions import can_read_submitted
from motions.selectors import plan_for
from units.access import access_for, person_of


@require_safe
def batches(request: HttpRequest, plan_id: int) -> HttpResponse:
    access = access_for(request)
    plan = plan_for(access, plan_id)
    if not can_read_submitted(access, plan):
        raise NotAllowedError
    rows = batches_of(access, person_of(request), plan)
    return render(request, "documents/batches.html", {"plan": plan, "rows": rows})


@require_safe
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Whole, or only its progress for the script that asks again and again."""
    row = batch_for(access_for(request), person_of(request), batch_id)
    request.plan_id = row.plan_id  # type: ignore[attr-defined]
    context = {"batch": row, "plan": row.plan, "progress": batch_progress(row)}
    only = request.GET.get("part") == "progress"
    template = "documents/_batch_progress.html" if only else "documents/batch.html"
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def cancel(request: HttpRequest, batch_id: int) -> HttpResponse:
    cancel_batch(
        batch_id=batch_id, by=person_of(request), access=access_for(request), now=clock.now()
    )
    messages.success(request, _("已取消，已生成的部分不再保留。"))
    return redirect("batch", batch_id)


@require_safe
def download(request: HttpRequest, batch_id: int) -> FileResponse:
    row = batch_for(access_for(request), person_of(request), batch_id, file_at=clock.now())
    return FileResponse(
        stored_file(row),
        as_attachment=True,
        filename=f"{name_of_file(row.title)}.zip",
        content_type="application/zip",
        headers={"Cache-Control": "private, no-store"},
    )
