"""Pages: the type area and its grid, page numbers, the head and foot of each page."""

from dataclasses import dataclass

from common.official.content import Form, Paper
from common.official.docx.heads import SAMPLE, mark_run
from common.official.docx.type import Type
from common.official.docx.writer import Writer
from common.official.docx.xml import page_number, paragraph, twips_of_mm, words
from common.official.measures import (
    BINDING,
    BOTTOM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
    SIZE_4,
    TOP,
)

# The line of a page number begins 7 mm below the type area.
NUMBER_FROM_BELOW = BOTTOM - 7 - SIZE_4 / POINTS_PER_MM
MARK_FROM_ABOVE, LINE_FROM_BELOW, SAMPLE_LINE = 30, 20, 10
HEAD_FROM_ABOVE = 20


@dataclass
class Sections:
    """Papers alike in what their pages carry share headers: a section without one has the last one's."""

    writer: Writer
    last: tuple[object, ...] = ()

    def properties(self, paper: Paper) -> str:
        carried = (paper.form, paper.issuer if paper.form is Form.LETTER else "", paper.running,
                   paper.status, paper.is_sample)  # fmt: skip
        references = "" if carried == self.last else self._references(paper)
        self.last = carried
        return _section(references, paper, self.writer.kind)

    def _references(self, paper: Paper) -> str:
        writer = self.writer
        running = _running(paper)
        rows = [
            ("header", "default", writer.header(running)),
            ("header", "even", writer.header(running)),
            ("footer", "default", writer.footer(_number("PageNumberOdd", paper.form))),
            ("footer", "even", writer.footer(_number("PageNumberEven", paper.form))),
        ]
        if paper.form is Form.LETTER:
            sample = [paragraph("SampleHeader", words(SAMPLE))] if paper.is_sample else []
            mark = paragraph("LetterMark", mark_run(paper))
            rows.append(("header", "first", writer.header(*sample, mark)))
            rows.append(("footer", "first", writer.footer(paragraph("LetterFoot"))))
        return "".join(f'<w:{kind}Reference w:type="{on}" r:id="{rel}"/>' for kind, on, rel in rows)


def _number(style: str, form: Form) -> str:
    """In a letter the foot of all pages begins where that of the first has its red line."""
    raised = twips_of_mm(NUMBER_FROM_BELOW - LINE_FROM_BELOW) if form is Form.LETTER else 0
    after = f'<w:spacing w:after="{raised}"/>' if raised else ""
    return paragraph(style, page_number(), properties=after)


def _running(paper: Paper) -> str:
    right = "　".join(filter(None, (paper.status, SAMPLE if paper.is_sample else "")))
    return paragraph("Header", words(f"{paper.running}\t{right}"))


# A page numbered 1 is a right-hand page: Word and LibreOffice leave the one before it blank where need
# be. Told "oddPage", LibreOffice 7.4 takes page two of a section for a first page too.
def _section(references: str, paper: Paper, kind: Type) -> str:
    is_letter = paper.form is Form.LETTER
    head = HEAD_FROM_ABOVE
    if is_letter:
        head = MARK_FROM_ABOVE - (SAMPLE_LINE if paper.is_sample else 0)
    foot = LINE_FROM_BELOW if is_letter else NUMBER_FROM_BELOW
    margins = {
        "top": TOP,
        "right": RIGHT,
        "bottom": BOTTOM,
        "left": BINDING,
        "header": head,
        "footer": foot,
    }
    sides = " ".join(f'w:{side}="{twips_of_mm(length)}"' for side, length in margins.items())
    title_page = "<w:titlePg/>" if is_letter else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips_of_mm(PAGE_WIDTH)}" w:h="{twips_of_mm(PAGE_HEIGHT)}"/>'
        f'<w:pgMar {sides} w:gutter="0"/><w:pgNumType w:start="1"/><w:cols w:space="425"/>'
        f"{title_page}{_grid(kind)}</w:sectPr>"
    )


def _grid(kind: Type) -> str:
    if not kind.has_grid:
        return ""
    return f'<w:docGrid w:type="lines" w:linePitch="{kind.line}"/>'
