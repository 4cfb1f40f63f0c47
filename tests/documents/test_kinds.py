"""Every kind of document as its readers get it: the same words on both sorts of paper, the same look
as ever, and conforming in the eyes of veraPDF and LibreOffice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageFilter

from common.official import content as c
from common.official.docx import render_docx
from common.official.pdf import render_official
from documents.kinds import Kind
from scripts.archive.judge import judge
from tests.common.official.page import picture
from tests.documents.looking import DPI, docx_words, pdf_words, without, workbook_facts
from tests.judges import needs_calc, needs_verapdf, needs_writer
from tests.libreoffice import converted, facts
from tests.pictures import MOST_DOTS, difference, dots, looks_as_kept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from common.official.content import Block, Paper

pytestmark = pytest.mark.django_db

PICTURES = Path(__file__).parent / "pictures"
KINDS = tuple(Kind)
# One page of each, from 0: the first unless another one shows more.
PICTURED = {Kind.SUMMARY: 3}
SHEET_OF_QUESTIONS = 2
NUMBERS_OF_A_LIST = re.compile(r"^(\d+\.)+")


@pytest.fixture(scope="module")
def printed(papers: dict[Kind, Paper]) -> dict[Kind, bytes]:
    return {kind: render_official([paper]) for kind, paper in papers.items()}


@pytest.fixture(scope="module")
def verdicts(
    printed: dict[Kind, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], str]:
    folder = tmp_path_factory.mktemp("judged")
    for kind, pdf in printed.items():
        (folder / f"{kind}.pdf").write_bytes(pdf)
    found = judge(sorted(folder.iterdir()))
    return {(Path(row.file).stem, row.flavour): row.broken for row in found}


def test_there_is_one_paper_of_every_kind(papers: dict[Kind, Paper]) -> None:
    assert set(papers) == set(Kind)


# -- content once, two outputs --


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_and_docx_say_the_same_in_the_same_order(kind: Kind, papers: dict[Kind, Paper]) -> None:
    """But for what each has of its own: numbers of a list, heads that come again, the proof's words."""
    paper = papers[kind]
    blocks = tuple(block for block in paper.blocks if not isinstance(block, c.Figure))
    paper = replace(paper, blocks=blocks, proof=None, copies=paper.copies[:1])
    pieces = [text for text in _said(paper) if text]
    in_pdf, in_docx = pdf_words(render_official([paper])), docx_words(render_docx([paper]))
    (missing, left), (missing_too, left_too) = without(in_pdf, pieces), without(in_docx, pieces)
    assert (missing, missing_too) == ([], [])
    heads = {
        "".join("".join(column.head for column in table.columns).split())
        for table in _tables(paper)
    }
    left = [NUMBERS_OF_A_LIST.sub("", row) for row in left if row not in heads]
    assert [row for row in left if row] == left_too


def _tables(paper: Paper) -> Iterator[c.Table]:
    return (block for block in _blocks(paper) if isinstance(block, c.Table))


def _blocks(paper: Paper) -> Iterator[Block]:
    yield from paper.blocks
    for annex in paper.annexes:
        yield from annex.blocks


def _said(paper: Paper) -> Iterator[str]:
    for block in _blocks(paper):
        yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case c.Heading(text=text):
            yield text
        case c.Paragraph(text=text, lead=lead):
            yield lead + text
        case c.Table():
            yield block.caption
            yield from (column.head for column in block.columns)
            yield from (cell for row in (*block.rows, *block.foot) for cell in row)
        case c.Facts() | c.KeyFigures():
            yield getattr(block, "caption", "")
            rows = block.rows if isinstance(block, c.Facts) else block.figures
            yield from (text for row in rows for text in row)
        case c.Notes(items=items):
            yield from items


# -- judges from outside --


@needs_verapdf
@pytest.mark.parametrize("flavour", ["2a", "ua1"])
@pytest.mark.parametrize("kind", KINDS)
def test_verapdf_has_nothing_against_it(
    kind: Kind, flavour: str, verdicts: dict[tuple[str, str], str]
) -> None:
    assert verdicts[kind, flavour] == ""


@needs_writer
@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_saves_the_docx_again_without_loss(
    kind: Kind, papers: dict[Kind, Paper], tmp_path: Path
) -> None:
    source = tmp_path / "paper.docx"
    source.write_bytes(render_docx([papers[kind]]))
    again = converted(source, "docx:MS Word 2007 XML").read_bytes()
    assert facts(again) == facts(source.read_bytes())


@needs_calc
@pytest.mark.parametrize("name", ["ledger", "plan", "figures", "people", "units"])
def test_libreoffice_saves_the_workbook_again_without_loss(
    name: str, workbooks: dict[str, bytes], tmp_path: Path
) -> None:
    source = tmp_path / "book.xlsx"
    source.write_bytes(workbooks[name])
    again = converted(source, "xlsx:Calc MS Excel 2007 XML").read_bytes()
    assert workbook_facts(again) == workbook_facts(workbooks[name])


# -- the look of a page --


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_looks_as_it_did(kind: Kind, printed: dict[Kind, bytes], tmp_path: Path) -> None:
    seen = picture(printed[kind], PICTURED.get(kind, 0), dpi=DPI)
    assert looks_as_kept(seen, PICTURES / f"{kind}.png", tmp_path) == ""


def test_the_sheet_of_questions_looks_as_it_did(printed: dict[Kind, bytes], tmp_path: Path) -> None:
    seen = picture(printed[Kind.REPLY], SHEET_OF_QUESTIONS, dpi=DPI)
    assert looks_as_kept(seen, PICTURES / "reply-questions.png", tmp_path) == ""


def test_a_line_that_moved_is_seen_and_softer_edges_are_not(printed: dict[Kind, bytes]) -> None:
    page = picture(printed[Kind.NOTICE], 0, dpi=DPI)
    softer = page.filter(ImageFilter.GaussianBlur(0.5))
    beside = page.transform(
        page.size, Image.AFFINE, (1, 0, 0.25, 0, 1, 0), resample=Image.BILINEAR, fillcolor=255
    )
    assert [dots(difference(drawn, page)) for drawn in (softer, beside)] == [0, 0]
    for moved in _one_line_moved(page):
        assert dots(difference(moved, page)) > 5 * MOST_DOTS


def _one_line_moved(page: Image.Image) -> Iterator[Image.Image]:
    """A line of the text, half a millimetre to the right or one down."""
    box = (60, 300, 440, 324)
    for across, down in ((1, 0), (0, 2)):
        moved = page.copy()
        moved.paste(255, box)
        moved.paste(page.crop(box), (box[0] + across, box[1] + down))
        yield moved
