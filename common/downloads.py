"""A document that was made, as the answer to who asked for it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.filetypes import CONTENT_TYPES
from common.kept_files import name_of_file

# Shown in the browser; anything else is for another program.
SHOWN = frozenset({"pdf"})


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """`kind`: how the file's name ends."""
    disposition = content_disposition_header(
        as_attachment=kind not in SHOWN, filename=f"{name_of_file(*name.split())}.{kind}"
    )
    headers = {"Content-Disposition": disposition or "", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)
