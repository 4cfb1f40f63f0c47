"""A document that was made, or a file that was sent and kept, as the answer to who asked for it."""

from typing import Protocol

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from common.filetypes import CONTENT_TYPES, name_for
from common.kept_files import KeptRow, name_of_file, stored_file

# For what people sent: the browser itself shows none of it, whatever it takes it for.
NEVER_SHOWN = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
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


class SentRow(KeptRow, Protocol):
    original_name: str
    kind: str


def kept_answer(row: SentRow) -> FileResponse:
    """What somebody uploaded: to the disk, under its own name."""
    return FileResponse(
        stored_file(row),
        as_attachment=True,
        filename=name_for(row.original_name, row.kind),
        content_type=CONTENT_TYPES[row.kind],
        headers=NEVER_SHOWN,
    )
