"""Files with a part: sent by a script while one goes on writing, and fetched."""

from django.http import FileResponse, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from common import clock
from common.downloads import kept_answer
from common.errors import NotVisibleError
from common.kept_files import FileRefusedError
from reports.pages import filing_view, place_of, require_filing
from reports.selectors import attachment_for
from reports.services.attachments import attach_files
from reports.services.steps import check_editable
from reports.views.draft_answers import files_answer
from units.access import access_for, person_of


@require_POST
def upload(request: HttpRequest, filing_id: int, part_id: int) -> JsonResponse:
    """Always JSON: without scripts files go with the form of the part."""
    access = access_for(request)
    row = require_filing(access, filing_id)
    place_of(filing_view(access, row), part_id)
    check_editable(row, access)
    files = [(file.name, file) for file in request.FILES.getlist("new_files")]
    if not files:
        return JsonResponse({"words": _("没有收到文件；请再选一次。")}, status=422)
    try:
        saved = attach_files(
            part_id=part_id, by=person_of(request), access=access, files=files, now=clock.now()
        )
    except FileRefusedError as refusal:
        return JsonResponse({"words": str(refusal)}, status=refusal.status)
    return files_answer(request, row, saved)


@require_safe
def attachment(request: HttpRequest, attachment_id: int) -> FileResponse:
    """Only for who may see the report; always as a download, never shown by the browser itself."""
    row = attachment_for(access_for(request), attachment_id)
    if row is None:
        raise NotVisibleError
    return kept_answer(row)
