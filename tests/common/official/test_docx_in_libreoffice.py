"""LibreOffice opens each form, saves it again without loss and sets 22 lines of 28 characters."""

from dataclasses import replace

import pytest

from common.official.content import Figure, Form, Notes, Paper, Paragraph
from common.official.docx import render_docx
from common.typefaces import FONTS
from tests.common.official.page import characters, lines, words
from tests.common.official.papers import FORMS, LETTER, PAPER, only
from tests.common.official.test_docx import CHART
from tests.judges import needs_writer
from tests.libreoffice import converted, facts

pytestmark = needs_writer

FACES = {
    "仿宋": "Portal FangSong",
    "楷体": "Portal Kai",
    "黑体": "Portal Hei",
    "宋体": "Portal FangSong",
    "方正小标宋简体": "Portal XiaoBiaoSong",
}


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    """The project's type under the names that an office's machine has."""
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{own}</family></prefer></alias>'
        for name, own in FACES.items()
    )
    folder = tmp_path_factory.mktemp("fonts")
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
        f"<dir>{FONTS}</dir><cachedir>{folder}</cachedir>{aliases}</fontconfig>"
    )
    return str(path)


@pytest.fixture
def set_by_libreoffice(tmp_path, fonts):
    def _set(*papers: Paper):
        source = tmp_path / "paper.docx"
        source.write_bytes(render_docx(papers))
        return characters(converted(source, "pdf", fonts=fonts).read_bytes())

    return _set


@pytest.mark.parametrize("form", Form)
def test_saving_it_again_loses_nothing(form, tmp_path):
    paper = FORMS[form]
    full = replace(
        paper,
        blocks=(*paper.blocks, Figure(CHART), Notes(("甲", "乙"))),
        copies=("000001", "000002"),
        is_sample=True,
    )
    source = tmp_path / "paper.docx"
    source.write_bytes(render_docx([full]))
    before = facts(source.read_bytes())
    assert facts(converted(source, "docx:MS Word 2007 XML").read_bytes()) == before
    assert all(before.values())


def test_a_full_page_has_22_lines_of_28_characters(set_by_libreoffice):
    pages = set_by_libreoffice(only(Paragraph("国" * 28 * 22 * 3)))
    rows = lines([char for char in pages[1] if char.text == "国"])
    assert [len(row) for row in rows] == [28] * 22
    for row in rows:
        assert row[0].left == pytest.approx(28, abs=0.35)
        assert row[-1].right == pytest.approx(184, abs=0.5)
    first = lines([char for char in pages[0] if char.text == "国"])[0]
    assert len(first) == 26


def test_page_numbers_stand_outside_one_character_in(set_by_libreoffice):
    pages = set_by_libreoffice(only(Paragraph("国" * 28 * 22 * 2)))
    for number, page in enumerate(pages, start=1):
        below = [char for char in page if char.top > 263]
        assert words(below) == f"—{number}—"
        if number % 2:
            assert below[-1].right == pytest.approx(184 - 5, abs=1.5)
        else:
            assert below[0].left == pytest.approx(28 + 5, abs=1.5)


def test_the_imprint_stands_on_the_lower_edge_of_the_type_area(set_by_libreoffice):
    *_rest, last = set_by_libreoffice(PAPER)
    imprint = [char for char in last if 240 < char.top < 262]
    assert words(imprint).endswith("印发")
    assert imprint[-1].bottom == pytest.approx(262, abs=2.5)


def test_the_mark_begins_35_mm_below_the_type_area(set_by_libreoffice):
    mark = [char for char in set_by_libreoffice(PAPER)[0] if char.text in PAPER.issuer][
        : len(PAPER.issuer)
    ]
    assert words(mark) == PAPER.issuer
    assert 37 + 35 - 3 < mark[0].top < 37 + 35 + 3


def test_only_page_one_of_each_letter_has_the_mark(set_by_libreoffice):
    letter = replace(LETTER, blocks=(Paragraph("国" * 28 * 20),), annexes=(), proof=None)
    pages = set_by_libreoffice(letter, letter)
    assert [words(page).startswith(LETTER.issuer) for page in pages] == [True, False, True, False]
    assert LETTER.issuer in words(pages[1])  # the signature
