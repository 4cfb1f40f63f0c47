"""Tables: fixed widths, the head again on each page, no row split over two pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from common.official.content import Align, Facts, KeyFigures, Table
from common.official.docx.writer import Writer
from common.official.docx.xml import clean, paragraph, rule, twips_of_mm, words
from common.official.measures import TYPE_WIDTH

WIDTH = twips_of_mm(TYPE_WIDTH)
STYLES = {
    Align.LEFT: "TableText",
    Align.CENTRE: "TableTextCentred",
    Align.RIGHT: "TableTextRight",
}
HEAD, ROW_HEAD = "TableHead", "TableRowHead"
LABELS, VALUES = 1, 2


@dataclass(frozen=True)
class Cell:
    """Paragraphs as (style, text). `type` is a character style for all of them."""

    paragraphs: tuple[tuple[str, str], ...]
    type: str = ""


def write_table(writer: Writer, table: Table) -> None:
    if table.caption:
        writer.add("Caption", words(table.caption))
    head = [Cell(((HEAD, column.head),)) for column in table.columns]
    rows = [_row(row, table) for row in table.rows]
    rows += [_row(row, table, is_total=True) for row in table.foot]
    shares = [column.share for column in table.columns]
    writer.body.append(
        grid(shares, rows, head=head, title=table.caption, row_heads=table.row_heads)
    )
    writer.add("Remark")


def write_facts(writer: Writer, facts: Facts) -> None:
    if facts.caption:
        writer.add("Caption", words(facts.caption))
    rows = [
        [Cell(((ROW_HEAD, label),)), Cell((("TableText", value),))] for label, value in facts.rows
    ]
    writer.body.append(grid((LABELS, VALUES), rows, title=facts.caption, row_heads=True))
    writer.add("Remark")


def write_key_figures(writer: Writer, block: KeyFigures) -> None:
    cells = [
        Cell((("TableTextCentred", label), ("KeyFigure", value), ("TableTextCentred", note)))
        for label, value, note in block.figures
    ]
    writer.body.append(grid([1] * len(cells), [cells]))
    writer.add("Remark")


def grid(
    shares: Sequence[float],
    rows: Sequence[Sequence[Cell]],
    *,
    head: Sequence[Cell] = (),
    title: str = "",
    row_heads: bool = False,
    properties: str = "",
    borders: str = "",
) -> str:
    widths = _widths(shares)
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'w:firstRow="{int(bool(head))}" w:firstColumn="{int(row_heads)}"'
    caption = f'<w:tblCaption w:val="{clean(title)}"/>' if title else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="OfficialTable"/>{properties}'
        f'<w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook {look} w:lastRow="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
        f"{_row_xml(head, widths, is_head=True) if head else ''}"
        f"{''.join(_row_xml(row, widths) for row in rows)}</w:tbl>"
    )


def no_borders() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return f"<w:tblBorders>{''.join(rule('nil', 0, 0, edge=edge) for edge in edges)}</w:tblBorders>"


def _row(row: Sequence[str], table: Table, *, is_total: bool = False) -> list[Cell]:
    styles = [STYLES[column.align] for column in table.columns]
    if table.row_heads:
        styles[0] = ROW_HEAD
    kind = "Hei" if is_total else ""
    return [Cell(((style, text),), kind) for style, text in zip(styles, row, strict=True)]


def _row_xml(cells: Sequence[Cell], widths: Sequence[int], *, is_head: bool = False) -> str:
    repeats = "<w:tblHeader/>" if is_head else ""
    inside = "".join(map(_cell_xml, cells, widths))
    return f"<w:tr><w:trPr><w:cantSplit/>{repeats}</w:trPr>{inside}</w:tr>"


def _cell_xml(cell: Cell, width: int) -> str:
    text = "".join(_paragraphs(cell))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'


def _paragraphs(cell: Cell) -> Iterator[str]:
    for style, text in cell.paragraphs:
        yield paragraph(style, words(text, cell.type))


def _widths(shares: Sequence[float]) -> list[int]:
    """Whole twips that add up to the type area's width."""
    whole = sum(shares)
    edges = [round(WIDTH * part / whole) for part in accumulate(shares, initial=0)]
    return [right - left for left, right in pairwise(edges)]
