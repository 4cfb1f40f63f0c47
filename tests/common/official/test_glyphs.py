"""Every character that may be needed has a glyph; one without is named with its place."""

import contextlib
from dataclasses import replace

import pytest

from common.official.content import Column, Facts, Heading, Paragraph, Table
from common.official.errors import MissingGlyphError
from common.official.glyphs import check_glyphs
from common.official.pdf import render_official
from common.typefaces import FONTS, advance, printable
from tests.common.official.page import characters, words
from tests.common.official.papers import PAPER, only

EMOJI = "\U0001f600"


def gb2312():
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            with contextlib.suppress(UnicodeDecodeError):
                yield bytes([row, cell]).decode("gb2312")


def test_gb2312_and_what_directives_print_have_glyphs():
    wanted = {*gb2312(), *"〔〕—％㎡憨荧"}
    assert len(wanted) > 7_445
    assert wanted - printable() == set()


def test_they_come_out_of_the_page_again():
    rare = "〔〕—％㎡憨荧喆堃"
    (page,) = characters(render_official([only(Paragraph(rare))]))
    assert rare in words(page)


def test_full_width_is_full_width():
    assert {advance(char) for char in "国，（《"} == {1.0}
    assert advance("1") < 0.7


def test_licences_lie_beside_the_fonts():
    assert {path.name for path in FONTS.glob("*.txt")} == {
        "COPYING-fangsong.txt",
        "OFL-hei.txt",
        "OFL-kai.txt",
        "OFL-xiaobiaosong.txt",
    }


@pytest.mark.parametrize(
    ("paper", "place"),
    [
        (
            only(Heading("一、进展"), Paragraph("甲"), Paragraph(f"完成{EMOJI}了")),
            "“一、进展”第 2 段",
        ),
        (only(Table((Column("表"),), (("甲",), (f"乙{EMOJI}",)))), "“题”第 1 段（表格第 2 行）"),
        (only(Facts((("姓名", EMOJI),))), "“题”第 1 段（姓名）"),
        (only(Heading(f"一、{EMOJI}")), f"一、{EMOJI}"),
        (replace(PAPER, signer=EMOJI), "签发人"),
        (replace(PAPER, contact=EMOJI), "联系人"),
    ],
)
def test_a_missing_glyph_is_an_error_with_its_place(paper, place):
    with pytest.raises(MissingGlyphError) as refusal:
        render_official([paper])
    assert refusal.value.facts["place"] == place
    assert "U+1F600" in str(refusal.value)


def test_what_nobody_sees_is_left_out_without_a_word():
    paper = only(Paragraph("甲\u200b乙\ufeff丙"))
    check_glyphs([paper])
    assert "甲乙丙" in words(characters(render_official([paper]))[0])
