"""The named styles of an official document. Whoever edits it changes a style, not a paragraph."""

from common.official.docx.style import Style, paragraph_style
from common.official.docx.type import FANGSONG, HEI, KAI, SONG, TRACKING, XIAOBIAOSONG, Type
from common.official.docx.xml import (
    DECLARATION,
    NAMESPACES,
    fonts,
    rule,
    sizes,
    tracking,
    twips,
    twips_of_mm,
)
from common.official.measures import (
    BINDING,
    CHARACTER_PITCH,
    LINE_PITCH,
    PAGE_WIDTH,
    POINTS_PER_MM,
    RIGHT,
    SIZE_3,
    SIZE_4,
    TYPE_WIDTH,
)

RED = "C00000"
LETTER_RULE = 170
# An exact line leaves this much under a 3号 character.
UNDER = (LINE_PITCH - SIZE_3) / 2
# The same in the lines of mark and number, which are as high as their type.
UNDER_MARK = 4


def styles_xml(kind: Type) -> str:
    body = "".join(paragraph_style(style, kind) for style in _styles(kind))
    return f"{DECLARATION}<w:styles {NAMESPACES}>{_defaults(kind)}{_normal(kind)}{body}{OTHERS}</w:styles>"


def _right_tab() -> str:
    return f'<w:tab w:val="right" w:pos="{twips_of_mm(TYPE_WIDTH)}"/>'


def _styles(kind: Type) -> list[Style]:
    return [*_text_styles(kind), *_head_styles(kind), *_end_styles(), *_small_styles(kind)]


def _text_styles(kind: Type) -> list[Style]:
    return [
        Style("OfficialBody", "公文正文", align="both", first=2),
        Style("OfficialFlush", "公文正文（顶格）", align="both", follow="OfficialBody"),
        Style("Title", "Title", alias="公文标题", font=XIAOBIAOSONG, size=kind.title, align="center",
              line=kind.title_pitch, keep=True, follow="Addressee"),
        Style("Subtitle", "Subtitle", alias="副标题", font=KAI, align="center", keep=True),
        _heading(1, "一级标题", HEI),
        _heading(2, "二级标题", KAI),
        _heading(3, "三级标题", FANGSONG),
        _heading(4, "四级标题", FANGSONG),
        Style("Addressee", "主送机关", before=kind.pitch, keep=True, follow="OfficialBody"),
        Style("AnnexLabel", "附件标识", font=HEI, keep=True, new_page=True, follow="AnnexTitle"),
        Style("AnnexTitle", "附件标题", font=XIAOBIAOSONG, size=kind.title, align="center",
              line=kind.title_pitch, before=kind.pitch, after=kind.pitch, outline=0, keep=True, follow="OfficialBody"),
        Style("AnnexList", "附件说明", left=5, hanging=3),
    ]  # fmt: skip


def _heading(level: int, alias: str, font: str) -> Style:
    return Style(f"Heading{level}", f"heading {level}", alias=alias, font=font, first=2,
                 outline=level - 1, keep=True, follow="OfficialBody")  # fmt: skip


def _head_styles(kind: Type) -> list[Style]:
    red_rule = rule("single", 12, 4 * POINTS_PER_MM - UNDER_MARK, RED)
    double = rule("thickThinSmallGap", 24, 4 * POINTS_PER_MM - UNDER_MARK, RED)
    sides = f'w:left="{_letter_side(BINDING)}" w:right="{_letter_side(RIGHT)}"'
    return [
        Style("TopLine", "版头首行", line=LINE_PITCH, tabs=_right_tab()),
        Style("IssuerMark", "发文机关标志", font=XIAOBIAOSONG, colour=RED, align="center", line=44,
              before=35 * POINTS_PER_MM - LINE_PITCH, keep=True, off_grid=True, follow="DocumentNumber"),
        Style("DocumentNumber", "发文字号", align="center", line=SIZE_3 + 4, border=red_rule,
              before=2 * LINE_PITCH + UNDER - 2, keep=True, follow="Title"),
        Style("DocumentNumberUpward", "发文字号（上行文）", base="DocumentNumber", align="left",
              tabs=_inner_tabs(), follow="Title"),
        Style("LetterMark", "信函发文机关标志", font=XIAOBIAOSONG, colour=RED, align="center", line=34,
              off_grid=True, border=double, own_indent=f"<w:ind {sides}/>"),
        Style("LetterTop", "信函首行", before=SIZE_3 * 7 / 8 - UNDER, tabs=_right_tab()),
        Style("LetterNumber", "信函发文字号", tabs=_right_tab()),
        Style("LetterFoot", "信函版脚线", line=1, off_grid=True, own_indent=f"<w:ind {sides}/>",
              border=rule("thinThickSmallGap", 24, 0, RED)),
        Style("Status", "状态标识", font=HEI, colour=RED, align="center", keep=True),
        Style("Header", "header", font=SONG, size=9, line=0, off_grid=True, tabs=_right_tab()),
        Style("SampleHeader", "演示数据标识", base="Header", line=10 * POINTS_PER_MM, align="right"),
        Style("Footer", "footer", font=SONG, size=SIZE_4, line=SIZE_4, off_grid=True),
        Style("PageNumberOdd", "页码（单页）", base="Footer", align="right", right=1),
        Style("PageNumberEven", "页码（双页）", base="Footer", left=1),
    ]  # fmt: skip


def _end_styles() -> list[Style]:
    return [
        Style("Issuer", "署名", align="right", keep=True, follow="IssueDate"),
        Style("IssueDate", "成文日期", align="right", right=4, follow="Contact"),
        Style("Contact", "附注", first=2),
        Style("Imprint", "版记", size=SIZE_4, line=22, left=4, right=1, hanging=3, off_grid=True),
        Style("ImprintLast", "印发机关和日期", size=SIZE_4, line=22, left=1, right=1, off_grid=True,
              tabs=f'<w:tab w:val="right" w:pos="{twips_of_mm(TYPE_WIDTH) - twips(SIZE_4)}"/>'),
        Style("Proof", "验证信息", size=10.5, line=0, off_grid=True),
        Style("PaperEnd", "篇末", size=1, line=1, off_grid=True),
    ]  # fmt: skip


def _small_styles(kind: Type) -> list[Style]:
    return [
        Style("Caption", "caption", alias="图表题注", font=HEI, size=kind.table, line=0, align="center",
              before=6, after=4, keep=True, off_grid=True),
        Style("TableText", "表格文字", size=kind.table, line=0, off_grid=True),
        Style("TableTextCentred", "表格文字（居中）", base="TableText", align="center"),
        Style("TableTextRight", "表格文字（右对齐）", base="TableText", align="right"),
        Style("TableHead", "表头文字", base="TableText", font=HEI, align="center", keep=True),
        Style("TableRowHead", "行标题文字", base="TableText", font=HEI),
        Style("KeyFigure", "关键数字", base="TableTextCentred", font=HEI, size=kind.body + 6),
        Style("Picture", "插图", line=0, align="center", keep=True, off_grid=True, before=4),
        Style("Remark", "说明", size=kind.note, line=kind.note * 1.5, align="both", off_grid=True),
        Style("RemarkList", "编号说明", base="Remark"),
    ]  # fmt: skip


def _letter_side(margin: float) -> int:
    return twips_of_mm((PAGE_WIDTH - LETTER_RULE) / 2 - margin)


def _inner_tabs() -> str:
    """One character in from either edge; by tabs, since indents would shorten the red line."""
    one = twips(CHARACTER_PITCH)
    return (
        f'<w:tab w:val="left" w:pos="{one}"/>'
        f'<w:tab w:val="right" w:pos="{twips_of_mm(TYPE_WIDTH) - one}"/>'
    )


def _defaults(kind: Type) -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}{sizes(kind.body)}"
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _normal(kind: Type) -> str:
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE/><w:autoSpaceDN/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{kind.line}" w:lineRule="exact"/></w:pPr>'
        f"<w:rPr>{tracking(TRACKING if kind.has_grid else 0)}</w:rPr></w:style>"
    )


def _table_borders(size: int) -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(rule("single", size, 0, edge=edge) for edge in edges)


OTHERS = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="Kai"><w:name w:val="楷体引领"/><w:qFormat/>'
    f"<w:rPr>{fonts(KAI)}</w:rPr></w:style>"
    '<w:style w:type="character" w:customStyle="1" w:styleId="Hei"><w:name w:val="黑体标识"/><w:qFormat/>'
    f"<w:rPr>{fonts(HEI)}</w:rPr></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="OfficialTable"><w:name w:val="公文表格"/>'
    f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_table_borders(4)}</w:tblBorders>'
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
    "<w:semiHidden/></w:style>"
)
