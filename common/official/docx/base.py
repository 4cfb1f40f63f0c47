"""The empty document that every DOCX begins from: page, grid, fonts, settings, styles."""

import io
import zipfile
from functools import cache

from common.official.docx.styles import styles_xml
from common.official.docx.type import FANGSONG, HEI, KAI, SONG, XIAOBIAOSONG, Type
from common.official.docx.xml import DECLARATION, NAMESPACES

# Names under which the same typeface is installed elsewhere, and what comes closest where it is not.
ALTERNATIVES = {
    FANGSONG: (
        "FangSong,仿宋_GB2312,FangSong_GB2312,方正仿宋_GBK,华文仿宋",
        "02010609060101010101",
    ),
    KAI: ("KaiTi,楷体_GB2312,KaiTi_GB2312,方正楷体_GBK,华文楷体", "02010609060101010101"),
    HEI: ("SimHei,方正黑体_GBK,微软雅黑", "02010609060101010101"),
    SONG: ("SimSun,方正书宋_GBK,华文宋体", "02010600030101010101"),
    XIAOBIAOSONG: (
        "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋,STZhongsong,宋体",
        "02010601030101010101",
    ),
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    "styles": "styles",
    "settings": "settings",
    "numbering": "numbering",
    "fontTable": "fontTable",
}


@cache
def empty_package(kind: Type) -> bytes:
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"{DECLARATION}<w:document {NAMESPACES}><w:body/></w:document>",
        "word/_rels/document.xml.rels": _relationships(
            {kind: f"{name}.xml" for kind, name in PARTS.items()}
        ),
        "word/styles.xml": styles_xml(kind),
        "word/settings.xml": SETTINGS,
        "word/numbering.xml": NUMBERING,
        "word/fontTable.xml": _fonts(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def dated_alike(package: bytes) -> bytes:
    """The same package without the moment it was written at: the same content, the same file."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(file, "w") as after:
        for entry in before.infolist():
            kept = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            after.writestr(kept, before.read(entry), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **{n: k for k, n in PARTS.items()}}.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )


def _relationships(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def _fonts() -> str:
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/>'
        '<w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>'
        for name, (others, panose) in ALTERNATIVES.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{rows}</w:fonts>"


SETTINGS = (
    f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
)
NUMBERING = (
    f'{DECLARATION}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">'
    '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum></w:numbering>'
)
