"""What is written to while a document is made: its text, pictures, lists, headers."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from common.official.docx.base import dated_alike, empty_package
from common.official.docx.type import Type
from common.official.docx.xml import NAMESPACES, clean, paragraph

EMU_PER_MM = 36_000
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


@dataclass
class Writer:
    kind: Type
    document: Document = field(init=False)
    body: list[str] = field(default_factory=list)
    pictures: int = 0
    lists: int = 0

    def __post_init__(self) -> None:
        self.document = docx.Document(io.BytesIO(empty_package(self.kind)))

    def add(self, style: str, *runs: str, properties: str = "") -> None:
        self.body.append(paragraph(style, *runs, properties=properties))

    def picture(self, png: bytes, *, width: float, height: float, says: str, name: str) -> str:
        """A run; lengths in mm. `says` is the alternative text."""
        self.pictures += 1
        rel, _image = self.document.part.get_or_add_image(io.BytesIO(png))
        size = f'cx="{round(width * EMU_PER_MM)}" cy="{round(height * EMU_PER_MM)}"'
        number, told, name = self.pictures, clean(says), clean(name)
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{number}" name="{name}" descr="{told}"/><wp:cNvGraphicFramePr>'
            '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="{name}" descr="{told}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r>"
        )

    def new_list(self) -> str:
        """The properties of the items of a list that counts from 1."""
        self.lists += 1
        number = f'<w:numId w:val="{self.lists}"/>'
        return f'<w:numPr><w:ilvl w:val="0"/>{number}</w:numPr>'

    def header(self, *paragraphs: str) -> str:
        part, rel = self.document.part.add_header_part()  # type: ignore[no-untyped-call]
        _fill(part.element, paragraphs)
        return rel

    def footer(self, *paragraphs: str) -> str:
        part, rel = self.document.part.add_footer_part()  # type: ignore[no-untyped-call]
        _fill(part.element, paragraphs)
        return rel

    def save(self) -> bytes:
        _fill(self.document.element.body, self.body)
        _fill(
            self.document.part.numbering_part.element, map(_list, range(1, self.lists + 1)), keep=1
        )
        file = io.BytesIO()
        self.document.save(file)
        return dated_alike(file.getvalue())


def _list(number: int) -> str:
    return (
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )


def _fill(parent: BaseOxmlElement, pieces: Iterable[str], *, keep: int = 0) -> None:
    """Everything after the first `keep` children is replaced."""
    del parent[keep:]
    wrapped = parse_xml(f"<w:body {NAMESPACES}>{''.join(pieces)}</w:body>")
    parent.extend(list(wrapped))
