"""Which files a report may carry, told by their content. Names and browsers' claims are not believed."""

import io
import zipfile

import filetype

# Container formats, told by a member that each has and the others lack.
ZIP_MEMBERS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "OFD.xml": "ofd",
}
PLAIN_KINDS = frozenset({"pdf", "jpg", "png"})
# WPS text, table (and the older Office) files share one container.
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WPS_STREAM = "WordDocument".encode("utf-16-le")
MACRO_MEMBERS = ("vbaProject.bin", "externalLinks/")

ACCEPTED_WORDS = "PDF、OFD、DOCX、WPS、XLSX、JPG、PNG"
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "wps": "application/vnd.ms-works",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jpg": "image/jpeg",
    "png": "image/png",
}


def kind_of(content: bytes) -> str | None:
    """The accepted kind of a file, or None."""
    if content.startswith(OLE_SIGNATURE):
        return "wps" if WPS_STREAM in content else None
    if content.startswith(b"PK"):
        return _zip_kind(content)
    guess: str | None = filetype.guess_extension(content)
    return guess if guess in PLAIN_KINDS else None


def _zip_kind(content: bytes) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    if any(part in name for name in names for part in MACRO_MEMBERS):
        return None
    return next((kind for member, kind in ZIP_MEMBERS.items() if member in names), None)
