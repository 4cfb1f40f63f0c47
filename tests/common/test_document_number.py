"""发文字号 by GB/T 9704-2012, 7.2.5: what is taken, what is made alike, what is refused and why."""

from __future__ import annotations

import pytest

from common.document_number import (
    DocumentNumberField,
    NumberRefusedError,
    PrintedNumberField,
    document_number,
)


@pytest.mark.parametrize(
    "typed",
    [
        "汴财〔2022〕7号",
        "汴财[2022]7号",
        "汴财(2022)7号",
        "汴财（２０２２）７号",
        "汴财【2022】7号",
        " 汴财 ［2022］ 7 号 ",
    ],
)
def test_brackets_blanks_and_figures_are_made_alike(typed):
    assert document_number(typed) == "汴财〔2022〕7号"


def test_nothing_typed_is_no_number():
    assert document_number("  ") == ""


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("汴财〔2022〕07号", "不编虚位"),
        ("汴财〔2022〕0号", "不编虚位"),
        ("汴财〔2022〕第7号", "不加“第”字"),
        ("汴财2022年7号", "没有放在六角括号里的四位年份"),
        ("汴财〔22〕7号", "没有放在六角括号里的四位年份"),
        ("〔2022〕7号", "没有机关代字"),
        ("汴财〔2022〕7", "最后没有“号”字"),
        ("汴财〔2022〕号", "写法不对"),
        ("<b>〔2022〕7号", "写法不对"),
        ("汴财〔2022〕7号\nBcc: a@b.c", "最后没有“号”字"),
        ("汴" * 30 + "〔2022〕7号", "写法不对"),
        ("汴财〔2022〕1234567号", "写法不对"),
    ],
)
def test_what_is_none_is_refused_with_found_expected_and_what_to_do(typed, fault):
    with pytest.raises(NumberRefusedError) as refusal:
        document_number(typed)
    words = str(refusal.value)
    assert fault in words
    assert typed[:20] in words
    assert "应为机关代字、六角括号里的年份和序号，如“汴财〔2022〕7号”；请改正后再办理" in words


def test_a_unit_types_its_own_and_notes_another_ones_as_printed():
    with pytest.raises(Exception, match="不编虚位"):
        DocumentNumberField().clean("汴财〔2022〕07号")
    assert PrintedNumberField().clean("汴财(2022)07号") == "汴财〔2022〕07号"
