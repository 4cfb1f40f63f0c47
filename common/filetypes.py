"""Which files the portal takes, told by their content. Names and browsers' claims are not believed."""

import io
import zipfile
import zlib

import filetype
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _

from common.office_parts import read_parts
from common.relationships import fetched
from common.sheet_formulas import SheetFormulas
from common.word_fields import WordFields

# Container formats, told by a member that each has and the others lack.
ZIP_MEMBERS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "OFD.xml": "ofd",
}
PART_READERS: dict[str, type[WordFields | SheetFormulas]] = {
    "word/document.xml": WordFields,
    "xl/workbook.xml": SheetFormulas,
}
MOST_NAMED = 5
PLAIN_KINDS = frozenset({"pdf", "jpg", "png"})
# WPS text, table (and the older Office) files share one container.
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WPS_STREAM = "WordDocument".encode("utf-16-le")
MACRO_MEMBERS = ("vbaproject",)
# A macro may go by any name; what it is has to be said in the list of content types.
CONTENT_LIST, MOST_LISTED = "[content_types].xml", 1024 * 1024
MACRO_TYPES = (b"macroenabled", b"vbaproject")
MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
# Stands before every member in an archive's list. Reading a list of 200 000 takes seconds and 100 MB;
# what an office program writes has some hundreds.
MEMBER, MOST_MEMBERS = b"PK\x01\x02", 5_000

ACCEPTED_KINDS = ("PDF", "OFD", "DOCX", "WPS", "XLSX", "JPG", "PNG")
# Lazy: put together in the language of the page.
# What zipfile raises on archives that are broken, locked, or packed in a way it does not know.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError)

ACCEPTED_WORDS = lazy(lambda: _("、").join(ACCEPTED_KINDS), str)()
ENDINGS = {kind: (f".{kind}",) for kind in ("pdf", "ofd", "docx", "xlsx", "png")} | {
    "jpg": (".jpg", ".jpeg"),
    "wps": (".wps", ".doc"),
}
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
        return "wps" if WPS_STREAM in content and MACRO_STREAM not in content else None
    if content.startswith(b"PK"):
        return _zip_kind(content)
    guess: str | None = filetype.guess_extension(content)
    return guess if guess in PLAIN_KINDS else None


def has_too_many_members(content: bytes, most: int = MOST_MEMBERS) -> bool:
    """To be asked before an archive is opened."""
    return content.startswith(b"PK") and content.count(MEMBER) > most


def fetched_from_elsewhere(content: bytes) -> list[str | Promise]:
    """What a file of an accepted kind would fetch when it is opened, in words; raises as BROKEN says."""
    if not content.startswith(b"PK"):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [*fetched(archive), *_fetched_by_parts(archive)]


def _fetched_by_parts(archive: zipfile.ZipFile) -> list[str]:
    """By fields of a text and formulas of a workbook."""
    found: list[str] = []
    for member, reader_of in PART_READERS.items():
        if member in archive.namelist():
            reader = reader_of()
            read_parts(archive, reader)
            found += reader.found
    return found[:MOST_NAMED]


def name_for(original: str, kind: str) -> str:
    """The name under which a file is handed out: its end always says what the content is."""
    return original if original.lower().endswith(ENDINGS[kind]) else f"{original}.{kind}"


def _has_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    if any(part in name.lower() for name in names for part in MACRO_MEMBERS):
        return True
    lists = [name for name in names if name.lower() == CONTENT_LIST]
    return any(word in _plain(archive, name) for name in lists for word in MACRO_TYPES)


def _plain(archive: zipfile.ZipFile, name: str) -> bytes:
    """In small letters, and without the zeros that UTF-16 has between them."""
    with archive.open(name) as part:
        return part.read(MOST_LISTED).lower().replace(b"\0", b"")


def _zip_kind(content: bytes) -> str | None:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
        if _has_macros(archive, names):
            return None
    except BROKEN:
        return None
    return next((kind for member, kind in ZIP_MEMBERS.items() if member in names), None)
