"""The blocks of a text, one after the other."""

from collections.abc import Sequence

from common.official.content import (
    Align,
    Block,
    Column,
    Facts,
    Figure,
    Heading,
    KeyFigures,
    Notes,
    Paragraph,
    Table,
)
from common.official.docx.pictures import chart_png
from common.official.docx.tables import write_facts, write_key_figures, write_table
from common.official.docx.writer import Writer
from common.official.docx.xml import words
from common.official.measures import TYPE_WIDTH


def write_blocks(writer: Writer, blocks: Sequence[Block]) -> None:
    for block in blocks:
        _write(writer, block)


def _write(writer: Writer, block: Block) -> None:
    """Word opens no table without a row."""
    match block:
        case Heading():
            writer.add(f"Heading{block.level}", words(block.text))
        case Paragraph():
            _write_paragraph(writer, block)
        case Table():
            write_table(writer, block)
        case Facts() if block.rows:
            write_facts(writer, block)
        case KeyFigures() if block.figures:
            write_key_figures(writer, block)
        case Notes():
            _write_notes(writer, block)
        case Figure():
            _write_figure(writer, block)


def _write_paragraph(writer: Writer, block: Paragraph) -> None:
    style = "Remark" if block.is_note else "OfficialFlush" if block.flush else "OfficialBody"
    lead = [words(block.lead, "Kai")] if block.lead else []
    writer.add(style, *lead, words(block.text))


def _write_notes(writer: Writer, block: Notes) -> None:
    numbering = writer.new_list()
    for item in block.items:
        writer.add("RemarkList", words(item), properties=numbering)


def _write_figure(writer: Writer, block: Figure) -> None:
    """The picture says its finding; who cannot see it, or wants the figures, has the table."""
    chart = block.chart
    drawing = chart.draw(block.width)
    picture = writer.picture(
        chart_png(chart, block.width),
        width=TYPE_WIDTH,
        height=TYPE_WIDTH * drawing.height / drawing.width,
        says=f"{chart.title}。{chart.finding}",
        name=chart.title,
    )
    writer.add("Picture", picture)
    writer.add("Caption", words(chart.title))
    figures = chart.table()
    columns = tuple(
        Column(
            head, share=2 if number == 0 else 1, align=Align.LEFT if number == 0 else Align.CENTRE
        )
        for number, head in enumerate(figures.header)
    )
    caption = "" if figures.caption == chart.title else figures.caption
    write_table(writer, Table(columns, figures.rows, caption, row_heads=True))
