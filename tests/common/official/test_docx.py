"""DOCX: what a person who opens it finds, and that nothing a text may hold breaks it."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn

from common.charts import ProgressBars, ProgressRow
from common.official.content import (
    Annex,
    Column,
    Facts,
    Figure,
    Form,
    Heading,
    Imprint,
    KeyFigures,
    Notes,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from common.official.docx import render_docx
from tests.common.official.papers import FORMS, LETTER, MEMO, PAPER, PROGRESS, SUMMARY, only

CHART = ProgressBars(
    "bars", "投资完成情况", [ProgressRow("精细化工", "亿元", Decimal(105), Decimal("62.5"))]
)


def opened(*papers: Paper):
    return docx.Document(io.BytesIO(render_docx(papers)))


def said(document, style):
    """The texts in a style, wherever they stand."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
        if paragraph.style == style
    ]


def header_text(header):
    return "".join(paragraph.text for paragraph in header.paragraphs)


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


@pytest.mark.parametrize("form", Form)
def test_every_form_says_what_the_paper_says(form):
    document = opened(FORMS[form])
    assert said(document, "Heading1") == ["一、总体进展"]
    assert said(document, "Heading2") == ["（一）水系连通"]
    assert PROGRESS in said(document, "OfficialBody")
    assert said(document, "Addressee") == ["议案办理工作领导小组办公室："]
    assert said(document, "Issuer") == ["开封市水利局"]
    assert said(document, "IssueDate") == ["2022年8月31日"]
    assert "".join(said(document, "Title")).endswith("关于2022年8月底阶段议案办理进展情况的报告")
    printed = "".join(node.text for node in document.element.body.iter(qn("w:t")))
    # As in the PDF, nothing that stays in the house has a number at its head.
    assert ("汴水〔2022〕38号" in printed) == (form in {Form.RED_HEAD, Form.LETTER})


def test_headings_are_words_own_so_that_they_can_be_jumped_to():
    styles = {style.style_id: style for style in opened(PAPER).styles}
    for level in range(1, 5):
        style = styles[f"Heading{level}"]
        assert style.name == f"Heading {level}"
        assert style.element.find(f".//{qn('w:outlineLvl')}").get(qn("w:val")) == str(level - 1)


def test_faces_and_sizes_are_in_the_styles_and_nowhere_else():
    styles = {style.style_id: style for style in opened(PAPER).styles}
    faces = {
        key: styles[key].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for key in ("Title", "Heading1", "Heading2", "IssuerMark")
    }
    assert faces == {
        "Title": "方正小标宋简体",
        "Heading1": "黑体",
        "Heading2": "楷体",
        "IssuerMark": "方正小标宋简体",
    }
    assert 'w:eastAsia="仿宋"' in styles["Normal"].element.getparent().xml
    body = part(render_docx([PAPER]), "word/document.xml")
    assert "<w:rFonts" not in body
    # But for the issuer's mark, which is as large as its line holds.
    assert body.count("<w:sz ") == 1


def test_the_page_is_a4_with_22_lines():
    section = opened(PAPER).sections[0]
    sides = [section.top_margin, section.right_margin, section.bottom_margin, section.left_margin]
    assert [round(side.mm) for side in sides] == [37, 26, 35, 28]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch")))
    room = section.page_height - section.top_margin - section.bottom_margin
    assert room // (pitch * 635) == 22


def test_a_table_repeats_its_head_and_splits_no_row():
    table = opened(PAPER).tables[0]
    rows = table.rows
    assert len(rows) == 1 + 40 + 1
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    repeated = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert repeated == [True] + [False] * 41
    assert [cell.text for cell in rows[-1].cells] == ["", "合计", "4600", "2860"]
    assert said(opened(PAPER), "Caption") == ["各指标完成情况"]


def test_widths_of_a_table_are_its_shares_of_156_mm():
    columns = (Column("甲", 1), Column("乙", 2), Column("丙", 4))
    table = opened(only(Table(columns, (("1", "2", "3"),)))).tables[0]
    widths = [int(width) for width in table._tbl.xpath("w:tblGrid/w:gridCol/@w:w")]
    assert sum(widths) == 8844
    assert widths[1] == pytest.approx(widths[0] * 2, abs=2)
    assert widths[2] == pytest.approx(widths[0] * 4, abs=2)


def test_a_chart_is_a_picture_that_says_its_finding_above_its_figures():
    document = opened(only(Figure(CHART)))
    (picture,) = document.inline_shapes
    told = picture._inline.docPr.get("descr")
    assert CHART.title in told
    assert CHART.finding in told
    image = document.part.related_parts[picture._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert image.image.px_width / (picture.width.mm / 25.4) >= 200
    assert [cell.text for cell in document.tables[0].rows[0].cells] == list(CHART.table().header)


def test_a_chart_has_chinese_in_it():
    """Whatever fonts the machine has: type of the project alone."""
    with_words = _png(CHART)
    without = _png(replace(CHART, rows=[replace(CHART.rows[0], label="")]))
    assert with_words != without


def _png(chart):
    document = opened(only(Figure(chart)))
    return next(p.blob for p in document.part.package.iter_parts() if "media" in p.partname)


def test_key_figures_facts_and_notes():
    blocks = (
        KeyFigures((("按时报送率", "92.8%", "26/28"), ("落实率", "85%", ""))),
        Facts((("回执编号", "第1号"),), "回执"),
        Notes(("甲", "乙")),
        Paragraph("过渡"),
        Notes(("丙",)),
    )
    document = opened(only(*blocks))
    assert said(document, "KeyFigure") == ["92.8%", "85%"]
    assert [cell.text for cell in document.tables[1].rows[0].cells] == ["回执编号", "第1号"]
    numbers = document.element.body.xpath("//w:numId/@w:val")
    assert numbers == ["1", "1", "2"]
    starts = document.part.numbering_part.element.xpath("//w:startOverride/@w:val")
    assert starts == ["1", "1"]


def test_page_numbers_stand_right_and_left_by_turns():
    document = opened(PAPER)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert odd.style.paragraph_format.alignment == 2  # right
    assert even.style.paragraph_format.alignment is None
    for paragraph in (odd, even):
        assert "PAGE" in paragraph._p.xml
        assert paragraph.text.startswith("— ")
        assert paragraph.text.endswith(" —")


def test_each_copy_begins_anew_with_its_number():
    document = opened(replace(PAPER, copies=("000001", "000002", "000003")))
    assert said(document, "TopLine") == ["000001", "000002", "000003"]
    assert len(document.sections) == 3
    for section in document.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_one_picture_is_kept_once_for_all_copies():
    data = render_docx([replace(only(Figure(CHART)), copies=("1", "2", "3"))])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len([name for name in package.namelist() if "media" in name]) == 1


def test_a_signer_stands_beside_the_number():
    assert said(opened(PAPER), "DocumentNumberUpward") == ["汴水〔2022〕38号签发人：李四"]
    assert said(opened(replace(PAPER, signer="")), "DocumentNumber") == ["汴水〔2022〕38号"]


def test_a_letter_has_its_mark_in_the_head_of_page_one_alone():
    section = opened(LETTER).sections[0]
    assert section.different_first_page_header_footer
    assert "开封市水利局" in header_text(section.first_page_header)
    assert "开封市水利局" not in header_text(section.header)
    assert "PAGE" not in section.first_page_footer._element.xml
    assert "PAGE" in section.even_page_footer._element.xml
    mark = section.first_page_header.paragraphs[0].style.element
    assert mark.find(f".//{qn('w:bottom')}").get(qn("w:val")) == "thickThinSmallGap"


def test_letters_to_several_each_have_their_own_issuers_head():
    other = replace(LETTER, issuer="开封市财政局")
    sections = opened(LETTER, LETTER, other).sections
    heads = [header_text(section.first_page_header) for section in sections]
    assert heads == ["开封市水利局", "开封市水利局", "开封市财政局"]


def test_a_letter_has_an_imprint_without_printer_and_rules():
    letter, report = opened(LETTER), opened(PAPER)
    assert said(letter, "Imprint") == said(report, "Imprint") == ["抄送：市人大常委会办公厅。"]
    assert said(letter, "ImprintLast") == []
    assert said(report, "ImprintLast") == ["开封市水利局办公室2022年8月31日印发"]
    assert _imprint_edges(report) == {
        "top": ("single", "8"),
        "bottom": ("single", "8"),
        "insideH": ("single", "6"),
    }
    assert {val for val, _size in _imprint_edges(letter).values()} == {"nil"}


def _imprint_edges(document):
    (floating,) = document.element.body.xpath("//w:tbl[w:tblPr/w:tblpPr]")
    edges = floating.find(f".//{qn('w:tblBorders')}")
    return {
        edge.tag.partition("}")[2]: (edge.get(qn("w:val")), edge.get(qn("w:sz"))) for edge in edges
    }


def test_annexes_are_listed_and_begin_on_a_page_of_their_own():
    document = opened(LETTER)
    assert said(document, "AnnexList") == ["附件：征求意见表"]
    assert said(document, "AnnexLabel") == ["附件"]
    assert document.styles["附件标识"].paragraph_format.page_break_before
    two = replace(LETTER, annexes=(*LETTER.annexes, Annex("名单", (Paragraph("甲"),))))
    assert said(opened(two), "AnnexList") == ["附件：1. 征求意见表", "　　　2. 名单"]
    assert said(opened(two), "AnnexLabel") == ["附件1", "附件2"]


def test_a_draft_leaves_room_for_its_date():
    draft = replace(MEMO, signature=Signature(("甲局", "乙局")), imprint=Imprint("丙"), proof=None)
    assert said(opened(draft), "IssueDate")[0].split() == ["年", "月", "日"]
    assert said(opened(draft), "Issuer") == ["甲局", "乙局"]


def test_the_proof_has_code_address_and_a_qr_code_that_says_so():
    document = opened(PAPER)
    lines = said(document, "Proof")
    assert any("ABCD-EFGH-JKMN-PQRS" in line for line in lines)
    assert PAPER.proof.address in lines
    assert PAPER.proof.address in document.inline_shapes[0]._inline.docPr.get("descr")


@pytest.mark.parametrize("form", Form)
def test_sample_data_is_marked_on_every_page(form):
    document = opened(replace(FORMS[form], is_sample=True))
    section = document.sections[0]
    assert "演示数据" in said(document, "Status")
    heads = [section.header, section.even_page_header]
    if form is Form.LETTER:
        heads.append(section.first_page_header)
    assert all("演示数据" in header_text(head) for head in heads)
    plain = opened(FORMS[form])
    assert "演示数据" not in plain.element.xml + header_text(plain.sections[0].header)


def test_what_is_not_issued_says_so():
    document = opened(replace(MEMO, status="草稿，未印发"))
    assert said(document, "Status") == ["草稿，未印发"]
    assert "草稿，未印发" in header_text(document.sections[0].header)


def test_a_summary_is_set_smaller():
    sizes = [
        opened(paper).styles.element.find(f".//{qn('w:sz')}").get(qn("w:val"))
        for paper in (PAPER, SUMMARY)
    ]
    assert sizes == ["32", "24"]


def test_properties_name_the_paper():
    about = opened(PAPER).core_properties
    assert about.title == "开封市水利局关于2022年8月底阶段议案办理进展情况的报告"
    assert (about.author, about.language) == ("开封市水利局", "zh-CN")
    assert 'w:eastAsia="zh-CN"' in part(render_docx([PAPER]), "word/styles.xml")


def test_the_same_paper_is_the_same_file():
    data = render_docx([PAPER, PAPER])
    assert data == render_docx([PAPER, PAPER])
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


HOSTILE = "<w:p/>&amp;\"'\x00\x08\x1b\ufffe\ud800]]>{{ x }}\u202e倒写"


def test_whatever_a_text_holds_it_is_text():
    paper = replace(
        LETTER,
        issuer=HOSTILE,
        title=HOSTILE,
        number=HOSTILE,
        mark=HOSTILE,
        addressee=HOSTILE,
        contact=HOSTILE,
        running=HOSTILE,
        status=HOSTILE,
        subtitle=(HOSTILE,),
        signature=Signature((HOSTILE,)),
        imprint=Imprint(HOSTILE),
        copies=(HOSTILE,),
        annexes=(Annex(HOSTILE, (Facts(((HOSTILE, HOSTILE),), HOSTILE),)),),
        blocks=(
            Heading(HOSTILE),
            Paragraph(HOSTILE, lead=HOSTILE),
            Table((Column(HOSTILE),), ((HOSTILE,),), HOSTILE, ((HOSTILE,),)),
            KeyFigures(((HOSTILE, HOSTILE, HOSTILE),)),
            Notes((HOSTILE,)),
            Figure(replace(CHART, title=HOSTILE, rows=[replace(CHART.rows[0], label=HOSTILE)])),
        ),
    )
    document = opened(paper)
    assert said(document, "Heading1") == ["<w:p/>&amp;\"']]>{{ x }}倒写"]
    assert said(document, "Contact") == said(document, "Heading1")


def test_lines_and_tabs_of_a_text_are_kept():
    document = opened(only(Facts((("意见", "甲\n乙\r\n丙\t丁"),))))
    assert document.tables[0].rows[0].cells[1].text == "甲\n乙\n丙\t丁"


def test_no_table_is_without_a_row():
    document = opened(only(Facts(()), KeyFigures(()), Table((Column("甲"),), ())))
    assert [len(table.rows) for table in document.tables] == [1]


# -- above the seal --------------------------------------------------------------------------------------


def on(properties, name):
    node = properties.find(qn(name))
    return node is not None and node.get(qn("w:val")) not in {"0", "false"}


def kept_above_the_seal(*blocks: object, **facts: object) -> list[str]:
    """The texts that go along with the signature, in their order."""
    document = opened(replace(only(*blocks, **facts), signature=PAPER.signature))
    kept = []
    for paragraph in document.element.body.iter(qn("w:p")):
        if paragraph.style == "Issuer":
            break
        direct = paragraph.pPr
        if on(direct, "w:keepNext") and on(direct, "w:widowControl"):
            kept.append("".join(node.text or "" for node in paragraph.iter(qn("w:t"))))
    return kept


def test_two_lines_of_the_text_stand_above_every_seal():
    """A short one takes its neighbour. A paragraph of more than six lines would be moved whole."""
    first, short = Paragraph("前一段。" + PROGRESS), Paragraph("特此报告。")
    assert kept_above_the_seal(Paragraph("国" * 28 * 20)) == []
    assert kept_above_the_seal(first, Paragraph(PROGRESS)) == [PROGRESS]
    assert kept_above_the_seal(first, short) == [first.text, short.text]
    assert kept_above_the_seal(first, short, short) == [short.text, short.text]
    assert kept_above_the_seal(short) == [short.text]


def test_a_list_of_annexes_counts_as_the_end_of_the_text():
    annex = Annex("指标表", (Paragraph("内容。"),))
    found = kept_above_the_seal(Paragraph(PROGRESS), annexes=(annex,))
    assert found == [PROGRESS, "附件：指标表"]


def test_the_order_of_a_paragraphs_properties_is_that_of_the_schema():
    document = opened(replace(only(Notes(("第一条说明",))), signature=PAPER.signature))
    (note,) = [p for p in document.element.body.iter(qn("w:p")) if p.style == "RemarkList"]
    names = [child.tag.rpartition("}")[2] for child in note.pPr]
    assert names[:4] == ["pStyle", "keepNext", "widowControl", "numPr"]


def test_what_nobody_signs_holds_on_to_nothing():
    document = opened(replace(only(Paragraph("特此报告。")), signature=None))
    kept = [p for p in document.element.body.iter(qn("w:p")) if on(p.pPr, "w:keepNext")]
    assert kept == []
