"""Files that are kept for good: told by content, stored under their own hash outside the web root."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import InvalidError
from common.filetypes import ACCEPTED_WORDS, kind_of

MEGABYTE = 1024 * 1024
MOST_OF_A_PART = 40
# Refused by Windows in a file's name, or not to be seen in it.
NOT_IN_A_NAME = re.compile(
    r'[\x00-\x1f\x7f-\x9f\xad<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+'
)


class FileRefusedError(InvalidError):
    words = gettext_lazy("附件“%(name)s”不能接收：%(found)s。应为%(expected)s。")


@dataclass(frozen=True)
class TakenFile:
    """A file that was looked at and stored, as the rows that name it have it."""

    original_name: str
    kind: str
    size: int
    sha256: str
    path: str


class KeptRow(Protocol):
    path: str


def take_file(name: str, file: BinaryIO, government_id: int) -> TakenFile:
    """What a person sent."""
    name = _clean_name(name)
    content = _read(name, file)
    kind = kind_of(content)
    if kind is None:
        raise FileRefusedError(
            name=name, found=_("内容不是可以接收的类型"), expected=_("%s 文件") % ACCEPTED_WORDS
        )
    digest, path = keep("attachments", government_id, content)
    return TakenFile(name, kind, len(content), digest, path)


def keep(folder: str, government_id: int, content: bytes) -> tuple[str, str]:
    """The SHA-256 of the content and where it lies now."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"{folder}/{government_id}/{digest[:2]}/{digest}"
    if not _is_whole(path, len(content)):
        default_storage.delete(path)
        default_storage.save(path, ContentFile(content))
    return digest, path


def _is_whole(path: str, size: int) -> bool:
    """A process that was killed may have left a piece of it."""
    return default_storage.exists(path) and default_storage.size(path) == size


def digest_of(pieces: Iterable[bytes]) -> str:
    """The SHA-256 of what comes piece by piece, so that it need not be in memory at once."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def stored_file(row: KeptRow) -> "File[bytes]":
    return default_storage.open(row.path)


def name_of_file(*parts: str) -> str:
    """A name as every operating system takes it."""
    clean = (" ".join(NOT_IN_A_NAME.sub(" ", part).split()) for part in parts if part)
    return " ".join(part[:MOST_OF_A_PART] for part in clean).strip(" .")


def largest_words() -> str:
    """How large a file may be, as a refusal says it."""
    return _("不超过 %s MB 的文件") % (settings.ATTACHMENT_MAX_BYTES // MEGABYTE)


def _read(name: str, file: BinaryIO) -> bytes:
    limit = settings.ATTACHMENT_MAX_BYTES
    content = file.read(limit + 1)
    if len(content) > limit:
        found = _("超过 %s MB") % (limit // MEGABYTE)
        raise FileRefusedError(name=name, found=found, expected=largest_words())
    if not content:
        raise FileRefusedError(name=name, found=_("空文件"), expected=_("有内容的文件"))
    return content


def _clean_name(name: str) -> str:
    """The original name in full, without control characters or a folder in front of it."""
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip() or _("未命名")
