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
from common.filetypes import (
    ACCEPTED_WORDS,
    BROKEN,
    MOST_MEMBERS,
    fetched_from_elsewhere,
    has_too_many_members,
    kind_of,
)

MEGABYTE = 1024 * 1024
# Of the 255 that file systems give a name, with room for a number and an ending.
MOST_OF_A_NAME = 230
# Refused by Windows in a file's name, or not to be seen in it.
NOT_IN_A_NAME = re.compile(
    r'[\x00-\x1f\x7f-\x9f\xad<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+'
)


class FileRefusedError(InvalidError):
    words = gettext_lazy("附件“%(name)s”不能接收：%(found)s。应为%(expected)s。")


@dataclass(frozen=True)
class SentFile:
    """What a person sent, looked at and found acceptable; nothing of it is stored yet."""

    original_name: str
    kind: str
    size: int
    sha256: str
    file: BinaryIO


@dataclass(frozen=True)
class KeptFile:
    """A file that is stored, as the rows that name it have it."""

    original_name: str
    kind: str
    size: int
    sha256: str
    path: str


class KeptRow(Protocol):
    path: str


def look_at(name: str, file: BinaryIO) -> SentFile:
    """Apart from keeping it, so that a file refused for whatever reason leaves nothing behind."""
    name = _clean_name(name)
    content = _read(name, file)
    if has_too_many_members(content):
        most = {"most": MOST_MEMBERS}
        raise FileRefusedError(
            name=name,
            found=_("压缩包里有 %(most)s 个以上的部分") % most,
            expected=_("不超过 %(most)s 个部分的文件") % most,
        )
    kind = kind_of(content)
    if kind is None:
        raise FileRefusedError(
            name=name, found=_("内容不是可以接收的类型"), expected=_("%s 文件") % ACCEPTED_WORDS
        )
    _check_fetches_nothing(name, content)
    return SentFile(name, kind, len(content), hashlib.sha256(content).hexdigest(), file)


def keep_sent(sent: SentFile, government_id: int) -> KeptFile:
    """Read a second time, so that of several files one at a time is in memory."""
    sent.file.seek(0)
    digest, path = keep("attachments", government_id, sent.file.read())
    return KeptFile(sent.original_name, sent.kind, sent.size, digest, path)


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
    """A name as every operating system takes it; of one too long the longest parts are cut."""
    clean = [" ".join(NOT_IN_A_NAME.sub(" ", part).split()) for part in parts if part]
    while len(" ".join(clean).encode()) > MOST_OF_A_NAME:
        longest = max(range(len(clean)), key=lambda at: len(clean[at].encode()))
        clean[longest] = clean[longest][:-1]
    return " ".join(part.strip() for part in clean).strip(" .")


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


def _check_fetches_nothing(name: str, content: bytes) -> None:
    try:
        fetched = fetched_from_elsewhere(content)
    except BROKEN as error:
        raise FileRefusedError(
            name=name, found=_("里面有读不出来的部分"), expected=_("能正常打开、没有密码的文件")
        ) from error
    if fetched:
        raise FileRefusedError(
            name=name,
            found=_("打开时会从外部读取或者运行程序：%s") % _("、").join(map(str, fetched)),
            expected=_(
                "内容都在文件里的文件：请断开链接、嵌入图片、把域和公式换成结果、换回本机模板，或者导出为 PDF"
            ),
        )


def _clean_name(name: str) -> str:
    """The original name in full, without control characters or a folder in front of it."""
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C")
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip() or _("未命名")
