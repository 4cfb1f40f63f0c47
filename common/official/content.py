"""What an official document says, apart from how it is set. Plain text throughout, no markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from common.charts.drawing import Chart


class Form(StrEnum):
    """RED_HEAD: document with the issuer's mark in red; LETTER: 函; MEMO: internal, no red.

    SUMMARY is a memo of tables and charts in smaller type on the same page.
    """

    RED_HEAD = "red_head"
    LETTER = "letter"
    MEMO = "memo"
    SUMMARY = "summary"


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Tone(StrEnum):
    """Colour in print, beside a word that says the same."""

    PLAIN = ""
    WARN = "warn"
    ALERT = "alert"


@dataclass(frozen=True)
class Heading:
    """Levels 1 to 4 carry their own number in `text`: 一、 （一） 1. （1）"""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """`lead` is a run-in heading in 楷体. `flush` has no indent of two characters."""

    text: str
    lead: str = ""
    flush: bool = False
    is_note: bool = False


@dataclass(frozen=True)
class Column:
    """`share` of the table's width, whatever the sum of all shares is."""

    head: str
    share: float = 1
    align: Align = Align.LEFT
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Table:
    """`foot` rows are totals. The first cell of a row is its heading where `row_heads`.

    `details`: a cell's further lines are small. `alerts` are cells in red, by row and column.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    foot: tuple[tuple[str, ...], ...] = ()
    row_heads: bool = False
    details: bool = False
    alerts: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A chart. Its finding is the alternative text; `width` is in the chart's own units."""

    chart: Chart
    width: float = 840


@dataclass(frozen=True)
class KeyFigures:
    """A few figures side by side: label, value, note."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Facts:
    """A form of labels and values, such as a receipt or a questionnaire."""

    rows: tuple[tuple[str, str], ...]
    caption: str = ""


@dataclass(frozen=True)
class Notes:
    """Numbered remarks in small type."""

    items: tuple[str, ...]


Block = Heading | Paragraph | Table | Figure | KeyFigures | Facts | Notes


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期. No day: not issued yet."""

    issuers: tuple[str, ...]
    on: date | None = None


@dataclass(frozen=True)
class Imprint:
    """版记. `printed_by` and `printed_on` are left out in a letter (GB/T 9704-2012, 10.1)."""

    copied_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True)
class Proof:
    """What is printed so that a reader can have the paper checked. `address` goes into the QR code."""

    code: str
    address: str


@dataclass(frozen=True)
class Annex:
    """附件: begins on a page of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """One official document.

    `signer` is the 签发人 of a document that goes upward (上行文, 7.2.6); `copies` are the copy
    numbers (份号) to print one after the other, none for a single copy without one. `mark` stands at
    the top right (the class of an answer). `subtitle` holds lines under the title, `status` words for
    what is not issued. `name` is the file's own title where the printed one says too little, `running`
    what stands over the pages of a summary. `stands_in`: a character without a glyph is printed as 〓
    and listed at the end, where otherwise the paper is refused.
    """

    form: Form
    issuer: str
    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    signer: str = ""
    mark: str = ""
    addressee: str = ""
    subtitle: tuple[str, ...] = ()
    signature: Signature | None = None
    contact: str = ""
    imprint: Imprint | None = None
    annexes: tuple[Annex, ...] = ()
    copies: tuple[str, ...] = ()
    proof: Proof | None = None
    status: str = ""
    is_sample: bool = False
    name: str = ""
    running: str = ""
    stands_in: bool = False


def typed_lines(text: str) -> list[str]:
    """What a person typed, line by line; blank lines are none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def paragraphs(text: str, *, lead: str = "") -> tuple[Paragraph, ...]:
    """One for each line a person typed. `lead` runs into the first."""
    lines = typed_lines(text)
    return tuple(Paragraph(line, lead="" if place else lead) for place, line in enumerate(lines))


def numbered(level: int, number: int) -> str:
    """The number a heading of this level begins with: 一、 （一） 1. （1）"""
    chinese = chinese_number(number)
    return (f"{chinese}、", f"（{chinese}）", f"{number}.", f"（{number}）")[level - 1]


def chinese_number(number: int) -> str:
    """1 to 99: 一 … 十 … 二十一."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def texts_of(papers: Sequence[Paper]) -> list[tuple[str, str]]:
    """Every text that is printed, with the place where it stands."""
    found: list[tuple[str, str]] = []
    for paper in papers:
        found.extend(_head_texts(paper))
        found.extend(_block_texts(paper.blocks, paper.title))
        for annex in paper.annexes:
            found.append((annex.title, annex.title))
            found.extend(_block_texts(annex.blocks, annex.title))
    return [(place, text) for place, text in found if text]


def _head_texts(paper: Paper) -> list[tuple[str, str]]:
    head = [
        (_("发文机关"), paper.issuer),
        (_("标题"), paper.title),
        (_("发文字号"), paper.number),
        (_("签发人"), paper.signer),
        (_("右上角标识"), paper.mark),
        (_("主送"), paper.addressee),
        (_("联系人"), paper.contact),
        *((_("副标题"), line) for line in paper.subtitle),
        (_("页眉"), paper.running),
    ]
    if paper.signature:
        head += [(_("署名"), issuer) for issuer in paper.signature.issuers]
    if paper.imprint:
        head += [(_("抄送"), paper.imprint.copied_to), (_("印发机关"), paper.imprint.printed_by)]
    return head


def _block_texts(blocks: Sequence[Block], title: str) -> list[tuple[str, str]]:
    """`place` is the heading a text stands under and which paragraph there it is."""
    under, count = title, 0
    place = _("“%(under)s”第 %(count)s 段%(where)s")
    found: list[tuple[str, str]] = []
    for block in blocks:
        if isinstance(block, Heading):
            under, count = block.text, 0
            found.append((block.text, block.text))
            continue
        count += 1
        found.extend(
            (place % {"under": under, "count": count, "where": where}, text)
            for where, text in _said(block)
        )
    return found


def _said(block: Block) -> list[tuple[str, str]]:
    if isinstance(block, Paragraph):
        return [("", block.lead + block.text)]
    if isinstance(block, Table):
        cells = [(_("（表头）"), column.head) for column in block.columns]
        for number, row in enumerate((*block.rows, *block.foot), start=1):
            where = _("（表格第 %s 行）") % number
            cells += [(where, cell) for cell in row]
        return [(_("（表题）"), block.caption), *cells]
    if isinstance(block, Facts):
        rows = [(f"（{label}）", f"{label}{value}") for label, value in block.rows]
        return [(_("（表题）"), block.caption), *rows]
    if isinstance(block, KeyFigures):
        return [("", "".join(row)) for row in block.figures]
    if isinstance(block, Notes):
        return [(_("（说明）"), item) for item in block.items]
    return _drawn(block.chart) if isinstance(block, Figure) else []


def _drawn(chart: Chart) -> list[tuple[str, str]]:
    table = chart.table()
    cells = (cell for row in (table.header, *table.rows) for cell in row)
    where = _("（图）")
    return [(where, text) for text in (chart.title, chart.finding, *cells)]
