"""Where one person's character may not hold up the whole, 〓 stands for it, and the end says where."""

from dataclasses import replace

import pytest

from common.charts import ProgressBars, ProgressRow
from common.official.content import Column, Figure, Form, Heading, Notes, Paragraph, Table
from common.official.errors import MissingGlyphError
from common.official.pdf import render_official
from common.official.stand_ins import with_stand_ins
from tests.common.official.page import characters, words
from tests.common.official.papers import PAPER

EMOJI = "\U0001f600"
STRANGE = replace(
    PAPER,
    form=Form.SUMMARY,
    stands_in=True,
    blocks=(
        Heading("一、进展"),
        Paragraph(f"项目{EMOJI}已经开工。"),
        Table((Column("单位"), Column("情况")), (("市财政局", f"好{EMOJI}"),)),
        Figure(ProgressBars("key", "图", [ProgressRow(f"食品{EMOJI}", "亿元", None)])),
    ),
)


def printed(paper):
    return "".join(words(page) for page in characters(render_official([paper])))


def test_the_paper_is_printed_and_says_what_was_replaced():
    text = printed(STRANGE)
    assert EMOJI not in text
    assert "项目〓已经开工。" in text
    assert "好〓" in text
    assert "“一、进展”第1段：“项目〓已经开工。”中的〓是U+1F600GRINNINGFACE。" in text
    assert "“一、进展”第2段（表格第1行）：“好〓”中的〓是U+1F600GRINNINGFACE。" in text
    assert "“一、进展”第3段（图）：“食品〓”中的〓是U+1F600GRINNINGFACE。" in text


def test_any_other_document_is_refused():
    with pytest.raises(MissingGlyphError, match="U\\+1F600 GRINNING FACE"):
        render_official([replace(STRANGE, stands_in=False)])


def test_what_is_not_seen_is_left_out_without_a_word():
    paper = replace(STRANGE, blocks=(Paragraph("标题\x07里有\x0b控制\x1f字符"),))
    assert with_stand_ins(paper).blocks == (Paragraph("标题里有控制字符"),)


def test_a_paper_with_nothing_strange_stays_the_same():
    paper = replace(STRANGE, blocks=(Paragraph("项目已经开工。"), Notes(("说明",))))
    assert with_stand_ins(paper) is paper
