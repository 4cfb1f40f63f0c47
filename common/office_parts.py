"""The XML parts of an office file as they pass by, in pieces: nothing is kept of them."""

import zipfile
from collections.abc import Callable
from typing import Protocol
from xml.parsers import expat

CHUNK = 64 * 1024
# Of all parts together. What people write is a few megabytes; a table of the whole city some fifty.
MOST_UNPACKED = 128 * 1024 * 1024
# Expat keeps a tag or comment whole until it ends, and every name for good.
MOST_OF_A_TOKEN = 1024 * 1024
MOST_NAMES = 10_000
# Before the first tag of a part, in whatever encoding.
MARKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
XML = (".xml", ".rels")
# Drawings, which are often no good XML; no program reads a text or a table from one.
LOOSE = (".svg", ".vml", ".htm", ".html", ".mht")


class BrokenPartError(ValueError):
    """Not as any office program writes a part, or more than anybody writes."""


class Reader(Protocol):
    """Looks at one part after another, at the elements that are `wanted`.

    Texts and ends come to it while it `listens`: a call for each would take most of the time.
    """

    wanted: frozenset[str]
    listens: bool

    def begin(self, part: str) -> None: ...
    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def text(self, text: str) -> None: ...
    def end(self, tag: str) -> None: ...
    def finish(self) -> None: ...


def read_parts(archive: zipfile.ZipFile, reader: Reader) -> None:
    """Raises BrokenPartError, besides what zipfile raises. Entities are never followed."""
    left = MOST_UNPACKED
    for member in archive.infolist():
        with archive.open(member) as part:
            first = part.read(CHUNK)
            if _is_xml(member.filename, first):
                left = _read_part(member.filename, first, part.read, reader, left)


def _is_xml(name: str, first: bytes) -> bool:
    return name.lower().endswith(XML) or first.lstrip(MARKS).startswith(b"<")


def _read_part(
    name: str, piece: bytes, read: Callable[[int], bytes], reader: Reader, left: int
) -> int:
    parser = _parser(reader)
    reader.begin(name)
    fed = 0
    try:
        while piece:
            fed += len(piece)
            if fed > left:
                raise BrokenPartError
            parser.Parse(piece, False)
            _check_held(parser, fed)
            piece = read(CHUNK)
        parser.Parse(b"", True)
    except (expat.ExpatError, _DoctypeError) as error:
        if not name.lower().endswith(LOOSE):
            raise BrokenPartError from error
    reader.finish()
    return left - fed


class _DoctypeError(Exception):
    """Where entities would be declared."""


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name in reader.wanted:
            reader.start(name, attributes)
            listen()

    def end(tag: str) -> None:
        reader.end(local_name(tag))
        listen()

    def listen() -> None:
        parser.CharacterDataHandler = reader.text if reader.listens else None
        parser.EndElementHandler = end if reader.listens else None

    parser.StartElementHandler = start
    return parser


def _no_doctype(*_what: object) -> None:
    raise _DoctypeError


def _check_held(parser: expat.XMLParserType, fed: int) -> None:
    held = fed - max(parser.CurrentByteIndex, 0)
    if held > MOST_OF_A_TOKEN or len(parser.intern) > MOST_NAMES:
        raise BrokenPartError


def local_name(name: str) -> str:
    """Without its namespace, of which office files have two for the same thing."""
    return name.rpartition(" ")[2]


def attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if local_name(key) == name), "")
