"""Lines as a printer fills them."""

import pytest

from common.official.lines import BODY, GAP, NOT_AT_END, NOT_AT_START, Setting, set_lines
from common.official.measures import LETTER_SPACING
from tests.common.official.papers import PROGRESS


def width(line):
    """To the last ink, as it is set."""
    own = sum(piece.width for piece in line.pieces)
    gaps = sum(piece.gap for piece in line.pieces[1:]) * GAP * BODY.size
    return own + gaps + (len(line.text) - 1) * line.spacing


def test_chinese_alone_fills_28_characters():
    lines = set_lines("国" * 100)
    assert [len(line.text) for line in lines] == [26, 28, 28, 18]
    assert {round(line.spacing, 3) for line in lines} == {round(LETTER_SPACING, 3)}


# Every mark moved through every place of a line.
@pytest.mark.parametrize("lead", range(1, 29))
@pytest.mark.parametrize(
    "marks", ["，", "。”", "（", "》、《", "——", "……", "“", "％，", "〔2022〕"]
)
def test_no_mark_stands_where_it_may_not(lead, marks):
    for line in set_lines("国" * lead + (marks + "国" * 5) * 12):
        assert line.text[0] not in NOT_AT_START
        assert line.text[-1] not in NOT_AT_END


@pytest.mark.parametrize("lead", range(28))
def test_nothing_is_lost_and_every_line_but_the_last_ends_on_the_edge(lead):
    text = "国" * lead + PROGRESS * 3
    lines = set_lines(text)
    assert "".join(line.text for line in lines) == text
    for number, line in enumerate(lines[:-1]):
        room = BODY.measure if number else BODY.first_room
        assert room - 0.1 <= width(line) <= room + BODY.size / 2 + 0.1


@pytest.mark.parametrize("word", ["——", "……", "2022", "62.5％", "Excel", "3-5"])
def test_what_belongs_together_is_not_torn(word):
    for lead in range(20, 30):
        assert any(word in line.text for line in set_lines("国" * lead + word + "国" * 30))


def test_between_chinese_and_latin_stands_a_quarter():
    (line,) = set_lines("完成12项，Excel表。")
    gaps = [piece.text for piece in line.pieces if piece.gap]
    assert gaps == ["12", "项", "表"]


def test_a_word_longer_than_a_line_is_broken_at_last():
    address = "https://example.test/" + "a" * 300
    lines = set_lines("见" + address)
    assert "".join(line.text for line in lines) == "见" + address
    assert all(width(line) <= BODY.measure + 0.1 for line in lines)


def test_other_measures_hold_too():
    lines = set_lines("国" * 100, Setting(size=12, measure=240, spacing=0, indent=0))
    assert {len(line.text) for line in lines} == {20}


@pytest.mark.parametrize("text", ["", "   ", "\u3000"])
def test_nothing_makes_no_line(text):
    assert set_lines(text) == []
