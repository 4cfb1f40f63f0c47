"""Papers to set in tests: one of each form, with everything in it that a form can have."""

from dataclasses import replace
from datetime import date

from common.official.content import (
    Align,
    Annex,
    Column,
    Facts,
    Form,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Proof,
    Signature,
    Table,
    paragraphs,
)

PROGRESS = (
    "根据《开封市人民政府关于印发议案办理工作方案的通知》（汴政〔2022〕7号）要求，我单位认真组织实施，"
    "截至2022年8月31日，累计完成投资71.5亿元，占年度目标的62.5％，其中“一渠六河”连通综合治理工程"
    "（二期）完成投资12.3亿元；——下一步，确保年底前全面完成目标任务……"
)
ROWS = tuple((str(row), "年度完成投资", "115", "71.5") for row in range(1, 41))
PAPER = Paper(
    form=Form.RED_HEAD,
    issuer="开封市水利局",
    title="开封市水利局\n关于2022年8月底阶段议案办理进展情况的报告",
    number="汴水〔2022〕38号",
    signer="李四",
    addressee="议案办理工作领导小组办公室",
    blocks=(
        Heading("一、总体进展"),
        *paragraphs(PROGRESS),
        Heading("（一）水系连通", 2),
        Paragraph("已开工项目12个。", lead="一是抓进度。"),
        Table(
            (
                Column("序号", 1, Align.CENTRE),
                Column("指标", 4),
                Column("目标", 2),
                Column("完成", 2),
            ),
            ROWS,
            caption="各指标完成情况",
            foot=(("", "合计", "4600", "2860"),),
        ),
    ),
    signature=Signature(("开封市水利局",), date(2022, 8, 31)),
    contact="（联系人：张三　联系电话：0371-12345678）",
    imprint=Imprint("市人大常委会办公厅。", "开封市水利局办公室", date(2022, 8, 31)),
    proof=Proof("ABCD-EFGH-JKMN-PQRS", "https://motions.example/verify/?code=ABCDEFGHJKMNPQRS"),
)
LETTER = replace(
    PAPER,
    form=Form.LETTER,
    signer="",
    mark="A 类",
    annexes=(Annex("征求意见表", (Facts((("满意程度", "□满意　□基本满意　□不满意"),)),)),),
)
MEMO = replace(PAPER, form=Form.MEMO, signer="")
SUMMARY = replace(MEMO, form=Form.SUMMARY)
FORMS = {paper.form: paper for paper in (PAPER, LETTER, MEMO, SUMMARY)}


def only(*blocks: object, **facts: object) -> Paper:
    """A memo of nothing but these blocks."""
    return Paper(form=Form.MEMO, issuer="甲", title="题", blocks=blocks, **facts)
