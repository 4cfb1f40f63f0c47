"""The same paper as a Typst source: what another typesetter needs for the same content.

A reference for time and size, not for looks: the same words, tables and charts in the same typefaces
and sizes on the same page, without red head or proof. `bench.papers` asks for the same archive format.
"""

from __future__ import annotations

import json
from functools import singledispatch
from pathlib import Path
from typing import TYPE_CHECKING

from common.charts import render_chart
from common.official import content as c

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = """#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), numbering: "— 1 —")
#set document(title: {title})
#set text(font: ("Portal FangSong", "Portal Kai", "Portal Hei"), size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 6.5pt, spacing: 6.5pt)
#set table(stroke: .4pt + rgb("#b9c4d0"), inset: 2.5pt)
#show table: set text(size: 8.5pt)
#show table: set par(justify: false, first-line-indent: 0pt, leading: 3.3pt)
#show heading: set text(font: "Portal Hei", fill: rgb("#1d4f91"))
#show figure.caption: set text(font: "Portal Hei", size: 9.5pt)
#align(center, text(font: "Portal XiaoBiaoSong", size: 22pt, {title}))
"""


def words(text: str) -> str:
    """As a string of Typst: nothing in it is markup."""
    return json.dumps(text, ensure_ascii=False)


@singledispatch
def source_of(block: c.Block, folder: Path) -> str:
    raise NotImplementedError(type(block).__name__)


@source_of.register
def _heading(block: c.Heading, folder: Path) -> str:
    return f"#heading(level: {block.level}, {words(block.text)})"


@source_of.register
def _paragraph(block: c.Paragraph, folder: Path) -> str:
    lead = f'#text(font: "Portal Hei", {words(block.lead)})' if block.lead else ""
    size = "9pt" if block.is_note else "10.5pt"
    return f"#par[{lead}#text(size: {size}, {words(block.text)})]"


@source_of.register
def _table(block: c.Table, folder: Path) -> str:
    shares = ", ".join(f"{column.share}fr" for column in block.columns)
    aligns = ", ".join(str(column.align).replace("centre", "center") for column in block.columns)
    heads = ", ".join(f"text(font: {words('Portal Hei')}, {words(x.head)})" for x in block.columns)
    cells = ", ".join(words(cell) for row in (*block.rows, *block.foot) for cell in row)
    return (
        f"#text(font: {words('Portal Hei')}, {words(block.caption)})\n"
        f"#table(columns: ({shares},), align: ({aligns},), table.header({heads}), {cells})"
    )


@source_of.register
def _figure(block: c.Figure, folder: Path) -> str:
    path = folder / f"{block.chart.key}.svg"
    path.write_text(render_chart(block.chart, width=block.width, for_print=True))
    alternative = words(block.chart.finding)
    image = f"image({words(path.name)}, width: 100%, alt: {alternative})"
    return f"#figure({image}, caption: {words(block.chart.title)})"


@source_of.register
def _key_figures(block: c.KeyFigures, folder: Path) -> str:
    cells = ", ".join(
        f"[#{words(label)}\\ #text(size: 17pt, {words(value)})\\ #{words(note)}]"
        for label, value, note in block.figures
    )
    return f"#grid(columns: {min(len(block.figures), 4)}, gutter: 3mm, {cells})"


@source_of.register
def _facts(block: c.Facts, folder: Path) -> str:
    cells = ", ".join(words(text) for row in block.rows for text in row)
    return f"#table(columns: (34%, 1fr), {cells})"


@source_of.register
def _notes(block: c.Notes, folder: Path) -> str:
    return "\n".join(f"+ #text(size: 9pt, {words(item)})" for item in block.items)


def write_source(paper: c.Paper, folder: Path) -> Path:
    path = folder / "paper.typ"
    path.write_text("\n\n".join(_lines(paper, folder)))
    return path


def _lines(paper: c.Paper, folder: Path) -> Iterator[str]:
    yield PAGE.format(title=words(paper.title))
    yield from (f"#align(center, {words(line)})" for line in paper.subtitle)
    yield from (source_of(block, folder) for block in paper.blocks)
    for annex in paper.annexes:
        yield f"#pagebreak()\n#heading({words(annex.title)})"
        yield from (source_of(block, folder) for block in annex.blocks)
