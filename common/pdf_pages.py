import io
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter


def pages_of(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def joined(pdfs: Iterable[bytes]) -> bytes:
    """To print at once: the pages as they are, each file from a right-hand page on."""
    writer = PdfWriter()
    for pdf in pdfs:
        if len(writer.pages) % 2:
            writer.add_blank_page()
        writer.append(io.BytesIO(pdf), import_outline=False)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
