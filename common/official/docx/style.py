"""A named style as WordprocessingML."""

from dataclasses import dataclass

from common.official.docx.type import Type
from common.official.docx.xml import fonts, sizes, tracking, twips


@dataclass(frozen=True)
class Style:
    """`key` is the name inside the file, `name` the one people see.

    Indents in characters, spaces in points; `line` is an exact pitch in points, 0 the natural one.
    """

    key: str
    name: str
    base: str = "Normal"
    alias: str = ""
    follow: str = ""
    font: str = ""
    size: float = 0
    colour: str = ""
    align: str = ""
    first: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    line: float | None = None
    outline: int | None = None
    keep: bool = False
    new_page: bool = False
    off_grid: bool = False
    border: str = ""
    tabs: str = ""
    own_indent: str = ""


def paragraph_style(style: Style, kind: Type) -> str:
    alias = f'<w:aliases w:val="{style.alias}"/>' if style.alias else ""
    follow = f'<w:next w:val="{style.follow}"/>' if style.follow else ""
    custom = "" if style.name[0].isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style.key}"><w:name w:val="{style.name}"/>'
        f'{alias}<w:basedOn w:val="{style.base}"/>{follow}<w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(style, kind)}</w:pPr><w:rPr>{_run_properties(style)}</w:rPr></w:style>"
    )


def _paragraph_properties(style: Style, kind: Type) -> str:
    parts = (
        (style.keep, "<w:keepNext/>"),
        (style.new_page, "<w:pageBreakBefore/>"),
        (style.border, f"<w:pBdr>{style.border}</w:pBdr>"),
        (style.tabs, f"<w:tabs>{style.tabs}</w:tabs>"),
        (style.off_grid, '<w:snapToGrid w:val="0"/>'),
        (True, _spacing(style)),
        (True, style.own_indent or _indent(style, style.size or kind.body)),
        (style.align, f'<w:jc w:val="{style.align}"/>'),
        (style.outline is not None, f'<w:outlineLvl w:val="{style.outline}"/>'),
    )
    return "".join(text for wanted, text in parts if wanted)


def _spacing(style: Style) -> str:
    parts = [f'w:before="{twips(style.before)}"'] if style.before else []
    parts += [f'w:after="{twips(style.after)}"'] if style.after else []
    if style.line:
        parts.append(f'w:line="{int(style.line * 20)}" w:lineRule="exact"')
    elif style.line == 0:
        parts.append('w:line="240" w:lineRule="auto"')
    return f"<w:spacing {' '.join(parts)}/>" if parts else ""


def _indent(style: Style, size: float) -> str:
    """In characters for Word, so that it follows the size, and in twips for who does not know those."""
    sides = (
        ("left", style.left),
        ("right", style.right),
        ("hanging", style.hanging),
        ("firstLine", style.first),
    )
    parts = [
        f'w:{side}Chars="{round(count * 100)}" w:{side}="{twips(count * size)}"'
        for side, count in sides
        if count
    ]
    return f"<w:ind {' '.join(parts)}/>" if parts else ""


def _run_properties(style: Style) -> str:
    parts = (
        (style.font, fonts(style.font)),
        (style.colour, f'<w:color w:val="{style.colour}"/>'),
        (style.off_grid, tracking(0)),
        (style.size, sizes(style.size)),
    )
    return "".join(text for wanted, text in parts if wanted)
