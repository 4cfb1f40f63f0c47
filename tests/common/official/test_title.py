"""Titles in lines broken by sense."""

import pytest

from common.official.title import MOST, title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("督查通报", ("督查通报",)),
        (
            "开封市水利局\n关于2022年8月底阶段议案办理进展情况的报告",
            ("开封市水利局", "关于2022年8月底阶段", "议案办理进展情况的报告"),
        ),
        (
            "关于对陶毓敏代表第1号议案的答复",
            ("关于对陶毓敏代表第1号议案的答复",),
        ),
    ],
)
def test_lines_end_where_the_sense_does(title, lines):
    assert title_lines(title) == lines


@pytest.mark.parametrize(
    "title",
    [
        "关于印发开封市第十五届人民代表大会第六次会议议案办理工作方案的通知",
        "关于“加快推进黄河流域生态保护和高质量发展核心示范区起步区建设”2022年12月底进展情况的函",
        "字" * 75,
    ],
)
def test_no_line_is_too_wide_and_no_word_is_torn(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert all(len(line) <= MOST + 4 for line in lines)
    for line in lines:
        assert not line.startswith(("的", "了", "、", "”", "》", "）"))
        assert not line.endswith(("“", "《", "（", "第"))
