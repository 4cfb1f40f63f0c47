"""The two files that one content becomes."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from common.official.content import Paper
from common.official.docx import render_docx
from common.official.pdf import render_official


class Output(StrEnum):
    """Also how a file's name ends."""

    PDF = "pdf"
    DOCX = "docx"


RENDERERS: dict[Output, Callable[[Sequence[Paper]], bytes]] = {
    Output.PDF: render_official,
    Output.DOCX: render_docx,
}
