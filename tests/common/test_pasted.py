"""Text as it comes out of Word, Excel and web pages."""

from __future__ import annotations

import pytest

from common.pasted import clean


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("一\v二", "一\n二"),  # Word's soft break
        ("一\r\n二\r三\u2028四\u0085五\f六", "一\n二\n三\n四\n五\n六"),
        ("2022\u00a0年\u202f8\u2009月", "2022 年 8 月"),
        ("零\u200b宽\ufeff与\u00ad软\u2060连\u200d字", "零宽与软连字"),
        ("\u202e倒\u202c\u2066序\u2069", "倒序"),
        ("控\x00制\x07字\x7f符\x9f", "控制字符"),
        ("\uf0b7\t第一\n  \uf0d8 第二", "• 第一\n  • 第二"),
        ("·\t甲\n●\t乙\nØ\t丙\no\t丁", "• 甲\n• 乙\n• 丙\n• 丁"),
        ("半个\ud83d字", "半个字"),
    ],
)
def test_what_was_not_meant_goes(pasted: str, meant: str) -> None:
    assert clean(pasted) == meant


@pytest.mark.parametrize(
    "text",
    [
        "　　首行缩进，“引号”、（括号）——破折号……\n第二段\t有制表符",
        "𠮷野家 葛\U000e0100城 😀 é ﬁ ① ㎡ ½",
        "甲·乙 o 型 n 个 1.\t第一",
        " 前后的空格 \n\n空行",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert clean(text) == text


def test_cleaning_twice_changes_nothing_more() -> None:
    text = "".join(map(chr, range(0x3000)))
    assert clean(clean(text)) == clean(text)
