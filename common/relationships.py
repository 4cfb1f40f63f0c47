"""What an office file fetches from elsewhere when it is opened, without a question to its reader."""

import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.office_parts import local_name

MOST_BYTES = 4 * 1024 * 1024  # of one list of relationships: some 20 000 of them
HYPERLINK = "hyperlink"
KINDS: dict[str, str | Promise] = {
    "attachedtemplate": _("模板"),
    "image": _("图片"),
    "oleobject": _("链接的对象"),
    "package": _("链接的对象"),
    "subdocument": _("子文档"),
    "frame": _("框架"),
}
OTHERS = _("外部内容")
# Parts of the file that say themselves where something comes from.
INSIDE: dict[str, str | Promise] = {
    "externallink": _("链接的工作簿或程序（DDE）"),
    "connections": _("外部数据连接"),
    "afchunk": _("嵌入的网页"),
}
LINKED_PARTS = "externallinks/"
# An address with a scheme, or a share of another computer.
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[\\/]{2}", re.IGNORECASE)
# A click on it hands the reader's name and password hash to another computer.
SHARE = re.compile(r"file:(?!/{0,3}[a-z]:)|[\\/]{2}", re.IGNORECASE)
SHARE_WORDS = _("指向其他电脑共享文件的超链接")


class BrokenListError(ValueError):
    """Not a list of relationships as any office program writes one."""


def fetched(archive: zipfile.ZipFile) -> list[str | Promise]:
    """In words, each kind once. Plain hyperlinks wait for a click, and stay."""
    found = (
        words
        for member in archive.infolist()
        if ".rels" in member.filename.lower()
        for words in _of(archive, member)
    )
    linked = (
        INSIDE["externallink"]
        for member in archive.infolist()
        if LINKED_PARTS in member.filename.lower()
    )
    return list(dict.fromkeys([*linked, *found]))


def _of(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[str | Promise]:
    with archive.open(member) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BrokenListError
    for attributes in _relationships(content):
        target = attributes.get("Target", "").strip()
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        if kind in INSIDE:
            yield INSIDE[kind]
        elif kind == HYPERLINK:
            if SHARE.match(target):
                yield SHARE_WORDS
        elif _is_external(attributes) or ELSEWHERE.match(target):
            yield KINDS.get(kind, OTHERS)


def _is_external(attributes: dict[str, str]) -> bool:
    return attributes.get("TargetMode", "Internal").strip().lower() != "internal"


def _relationships(content: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local_name(tag) == "Relationship":
            found.append(attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = start
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BrokenListError from error
    return found


def _no_doctype(*_what: object) -> None:
    """Where entities would be declared."""
    raise BrokenListError
