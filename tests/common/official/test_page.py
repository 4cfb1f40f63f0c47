"""The figures of GB/T 9704-2012, measured on the page."""

from dataclasses import replace
from itertools import pairwise

import pytest

from common.official.content import Form, Paragraph
from common.official.pdf import render_official
from tests.common.official.page import characters, lines, picture, rules, within, words
from tests.common.official.papers import FORMS, LETTER, PAPER, PROGRESS, only

NEAR = 0.35  # mm
FULL = 28 * 22


@pytest.fixture(scope="module")
def full():
    """Three full pages of nothing but characters of one width."""
    return characters(render_official([only(Paragraph("国" * FULL * 3))]))


@pytest.fixture(scope="module")
def report():
    return render_official([PAPER])


@pytest.fixture(scope="module")
def letter():
    return render_official([LETTER])


def test_a_full_page_has_22_lines_of_28_characters(full):
    page = [char for char in full[1] if char.text == "国"]
    assert [len(line) for line in lines(page)] == [28] * 22


def test_the_type_area_is_156_by_225_mm(full):
    page = [char for char in full[1] if char.text == "国"]
    rows = lines(page)
    for row in rows:
        assert row[0].left == pytest.approx(28, abs=NEAR)
        assert row[-1].right == pytest.approx(210 - 26, abs=NEAR)
    pitches = [b[0].bottom - a[0].bottom for a, b in pairwise(rows)]
    assert sum(pitches) / 21 == pytest.approx(225 / 22, abs=0.01)
    # A line's glyphs stand in the middle of its pitch.
    middles = [(row[0].top + row[0].bottom) / 2 for row in (rows[0], rows[-1])]
    assert middles[0] - 37 == pytest.approx(225 / 22 / 2, abs=0.6)
    assert 262 - middles[1] == pytest.approx(225 / 22 / 2, abs=0.6)


def test_a_paragraph_begins_two_characters_in(full):
    first = lines([char for char in full[0] if char.text == "国"])[0]
    assert len(first) == 26
    assert first[0].left == pytest.approx(28 + 2 * 156 / 28, abs=NEAR)


def test_mixed_lines_end_on_the_edge_too():
    page = characters(render_official([only(Paragraph(PROGRESS))]))[0]
    rows = lines(within(page))[1:-1]
    assert len(rows) > 3
    for row in rows:
        # A closing mark may stand outside with its empty half.
        assert 184 - NEAR < row[-1].right < 184 + 3


def test_page_numbers_stand_outside_one_character_in_below_the_type_area(full):
    for number, page in enumerate(full, start=1):
        below = [char for char in page if char.top > 262]
        assert words(below) == f"—{number}—"
        assert below[0].top == pytest.approx(262 + 7, abs=1)
        if number % 2:
            assert below[-1].right == pytest.approx(184 - 5.6, abs=1)
        else:
            assert below[0].left == pytest.approx(28 + 5.6, abs=1)


def ink(pdf, number, top, bottom):
    """Where the ink between two heights begins and ends."""
    dpi = 200
    image = picture(pdf, number, dpi=dpi).point(lambda grey: 255 if grey < 120 else 0)
    scale = dpi / 25.4
    box = image.crop((0, round(top * scale), image.width, round(bottom * scale))).getbbox()
    return top + box[1] / scale, top + box[3] / scale


def test_the_mark_begins_35_mm_below_the_type_area(report):
    mark = [char for char in characters(report)[0] if 60 < char.top < 100][: len(PAPER.issuer)]
    assert words(mark) == PAPER.issuer
    assert ink(report, 0, 60, 100)[0] == pytest.approx(37 + 35, abs=NEAR)


@pytest.mark.parametrize("form", [PAPER, LETTER], ids=["red head", "letter"])
@pytest.mark.parametrize("issuer", ["开封市人力资源社会保障局", "开封市城乡一体化示范区管理委员会"])
def test_a_long_mark_stands_in_one_line(form, issuer):
    page = characters(render_official([replace(form, issuer=issuer)]))[0]
    assert issuer in [words(line) for line in lines(page)]


def test_the_red_line_stands_4_mm_below_the_number(report):
    (line,) = rules(report, 0)
    assert line.top - ink(report, 0, 100, line.top - 1)[1] == pytest.approx(4, abs=NEAR)
    assert (line.left, line.right) == (pytest.approx(28, abs=NEAR), pytest.approx(184, abs=NEAR))


def test_a_letter_has_red_double_lines_of_170_mm_in_the_middle_of_the_paper(letter):
    above, below, foot, last = rules(letter, 0, shortest=165)
    top, bottom = ink(letter, 0, 25, above.top - 1)
    assert top == pytest.approx(30, abs=NEAR)
    assert above.top - bottom == pytest.approx(4, abs=NEAR)
    assert 297 - last.bottom == pytest.approx(20, abs=NEAR)
    for line in (above, below, foot, last):
        assert (line.left, line.right) == (pytest.approx(20, abs=0.2), pytest.approx(190, abs=0.2))
    # The thick one is on the outside.
    thick = [line.bottom - line.top for line in (above, below, foot, last)]
    assert thick[0] > 2 * thick[1]
    assert thick[3] > 2 * thick[2]


def test_the_date_stands_four_characters_from_the_right(report):
    last = characters(report)[-1]
    date = next(line for line in lines(last) if words(line).startswith("2022年8月31日"))
    assert date[-1].right == pytest.approx(184 - 4 * 156 / 28, abs=1)
    signer = next(line for line in lines(last) if words(line) == "开封市水利局")
    middle = [(line[0].left + line[-1].right) / 2 for line in (date, signer)]
    assert middle[0] == pytest.approx(middle[1], abs=1)


@pytest.mark.parametrize("form", [Form.RED_HEAD, Form.LETTER])
@pytest.mark.parametrize("number", range(6, 14))
def test_a_seal_stands_below_two_lines_of_the_text_at_least(form, number):
    text = (*[Paragraph("句" * 20 + "。")] * number, Paragraph("特此报告。"))
    pages = characters(render_official([replace(PAPER, form=form, blocks=text)]))
    last = ["".join(char.text for char in line) for line in lines(within(pages[-1]))]
    assert sum("句" in line or "特此报告" in line for line in last) >= 2


def test_the_imprint_stands_on_the_lower_edge_of_the_last_page(report):
    last = characters(report)[-1]
    printed = lines(within(last))[-1]
    assert words(printed) == "开封市水利局办公室2022年8月31日印发"
    first, middle, end = rules(report, len(characters(report)) - 1)[-3:]
    assert end.bottom == pytest.approx(262, abs=0.2)
    for line in (first, middle, end):
        assert line.right - line.left == pytest.approx(156, abs=NEAR)
    assert middle.bottom - middle.top < first.bottom - first.top


def test_a_letter_has_its_name_at_the_top_and_no_number_on_page_one(letter):
    first, second = characters(letter)[:2]
    name = first[: len(LETTER.issuer)]
    assert words(name) == LETTER.issuer
    assert not [char for char in first if char.top > 262 and char.text == "—"]
    assert "—2—" in words([char for char in second if char.top > 262])


def test_the_class_mark_stands_at_the_top_right(letter):
    mark = next(char for char in characters(letter)[0] if char.text == "类")
    assert mark.right == pytest.approx(184, abs=1)


@pytest.mark.parametrize("form", FORMS)
def test_a_table_repeats_its_head_and_keeps_its_rows(form):
    pages = characters(render_official([FORMS[form]]))
    with_rows = [page for page in pages if "年度完成投资" in words(page)]
    assert len(with_rows) > 1
    assert all("序号" in words(page) for page in with_rows)


def test_copies_are_numbered_and_each_begins_on_a_right_hand_page():
    three = characters(render_official([replace(PAPER, copies=("000001", "000002", "000003"))]))
    starts = [n for n, page in enumerate(three) if "00000" in words(page[:6])]
    assert [words(three[n][:6]) for n in starts] == ["000001", "000002", "000003"]
    assert all(n % 2 == 0 for n in starts)
    assert all("—1—" in words(three[n]) for n in starts)


def test_every_page_of_a_sample_says_so():
    pages = characters(render_official([replace(PAPER, is_sample=True)]))
    assert all("演示数据" in words(page) for page in pages)
    assert "演示数据" not in words(characters(render_official([PAPER]))[0])
