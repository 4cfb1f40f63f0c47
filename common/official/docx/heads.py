"""What stands above the text: mark, number, title, addressee, by the form of the document."""

from common.official.content import Form, Paper
from common.official.docx.writer import Writer
from common.official.docx.xml import sizes, words
from common.official.measures import LINE_PITCH
from common.official.title import mark_size, title_lines

SAMPLE = "演示数据"


def write_head(writer: Writer, paper: Paper, copy: str) -> None:
    if paper.form is Form.RED_HEAD:
        _write_red_head(writer, paper, copy)
    elif paper.form is Form.LETTER:
        _write_letter_head(writer, paper, copy)
    else:
        _write_plain_head(writer, paper, copy)
    for line in paper.subtitle:
        writer.add("Subtitle", words(line))
    for line in filter(None, (paper.status, SAMPLE if paper.is_sample else "")):
        writer.add("Status", words(line))
    if paper.addressee:
        writer.add("Addressee", words(f"{paper.addressee.rstrip('：:')}："))


def mark_run(paper: Paper) -> str:
    size = sizes(mark_size(paper.form, paper.issuer))
    return words(paper.issuer).replace("<w:r>", f"<w:r><w:rPr>{size}</w:rPr>", 1)


def _write_red_head(writer: Writer, paper: Paper, copy: str) -> None:
    writer.add("TopLine", words(f"{copy}\t"), words(paper.mark, "Hei"))
    writer.add("IssuerMark", mark_run(paper))
    if paper.signer:
        number, signer = words(f"\t{paper.number}\t签发人："), words(paper.signer, "Kai")
        writer.add("DocumentNumberUpward", number, signer)
    else:
        writer.add("DocumentNumber", words(paper.number))
    _write_title(writer, paper, blank_lines=2)


def _write_letter_head(writer: Writer, paper: Paper, copy: str) -> None:
    """The mark itself stands in the head of the first page."""
    lines = [
        line
        for line in (words(paper.mark, "Hei") if paper.mark else "", words(paper.number))
        if line
    ]
    for number, line in enumerate(lines):
        left = words(f"{copy if number == 0 else ''}\t")
        writer.add("LetterTop" if number == 0 else "LetterNumber", left, line)
    _write_title(writer, paper, blank_lines=2)


def _write_plain_head(writer: Writer, paper: Paper, copy: str) -> None:
    if copy or paper.mark:
        writer.add("TopLine", words(f"{copy}\t"), words(paper.mark, "Hei"))
    _write_title(writer, paper, blank_lines=0)


def _write_title(writer: Writer, paper: Paper, *, blank_lines: int) -> None:
    before = f'<w:spacing w:before="{int(blank_lines * LINE_PITCH * 20)}"/>' if blank_lines else ""
    writer.add("Title", words("\n".join(title_lines(paper.title))), properties=before)
