"""Papers to one DOCX file."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from common.official.content import Form, Paper
from common.official.docx.blocks import write_blocks
from common.official.docx.heads import write_head
from common.official.docx.sections import Sections
from common.official.docx.tail import write_tail
from common.official.docx.type import DENSE, STANDARD
from common.official.docx.writer import Writer
from common.official.docx.xml import NOT_PRINTED, paragraph

# Of a draft: the file says nothing of when it was made, so that the same draft is the same file.
NO_DAY = date(2000, 1, 1)


def render_docx(papers: Sequence[Paper]) -> bytes:
    """All of one form, one after the other: each copy on a right-hand page with page numbers of its own.

    The same papers make the same file.
    """
    first = papers[0]
    writer = Writer(DENSE if first.form is Form.SUMMARY else STANDARD)
    sections = Sections(writer)
    printed = [(paper, copy) for paper in papers for copy in paper.copies or ("",)]
    for number, (paper, copy) in enumerate(printed, start=1):
        write_head(writer, paper, copy)
        text_from = len(writer.body)
        write_blocks(writer, paper.blocks)
        write_tail(writer, paper, text_from=text_from)
        properties = sections.properties(paper)
        if number < len(printed):
            # One more: LibreOffice lets no table float that stands right before a section's end.
            writer.body += [paragraph("PaperEnd"), paragraph("PaperEnd", properties=properties)]
        else:
            writer.body += [paragraph("PaperEnd"), properties]
    _describe(writer, first)
    return writer.save()


def _describe(writer: Writer, paper: Paper) -> None:
    about = writer.document.core_properties
    about.title = NOT_PRINTED.sub("", paper.title).replace("\n", "")[:255]
    about.author = NOT_PRINTED.sub("", paper.issuer)[:255]
    about.subject = NOT_PRINTED.sub("", paper.number)[:255]
    about.language = "zh-CN"
    about.last_modified_by = about.author
    day = paper.signature.on if paper.signature else None
    about.created = about.modified = datetime.combine(day or NO_DAY, time(), UTC)
