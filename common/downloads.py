"""A document that was made, as the answer to who asked for it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.filetypes import CONTENT_TYPES
from common.kept_files import name_of_file

# Shown in the browser; anything else is for another program.
SHOWN = frozenset({"pdf"})


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """`kind`: how the file's name ends."""
    filename = f"{name_of_file(*name.split())}.{kind}"
    return file_answer(content, filename, CONTENT_TYPES[kind], is_saved=kind not in SHOWN)


def file_answer(
    content: bytes, filename: str, content_type: str, *, is_saved: bool = True
) -> HttpResponse:
    """`is_saved`: to the disk at once, whatever the browser could show."""
    disposition = content_disposition_header(as_attachment=is_saved, filename=filename)
    headers = {"Content-Disposition": disposition or "", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)
