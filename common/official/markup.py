"""Content to HTML: text set in lines, blocks each by their own template."""

from dataclasses import dataclass
from functools import cache

from django.template.loader import get_template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.charts import render_chart
from common.official import content as c
from common.official.glyphs import UNSEEN
from common.official.lines import Line, Setting, set_lines
from common.official.title import title_lines

# 12 pt: the tables of a summary leave no room for 3号.
SUMMARY_SIZE = 12.0
SUMMARY = Setting(size=SUMMARY_SIZE, spacing=0.0)
STANDARD = Setting()
GONE = str.maketrans(dict.fromkeys(UNSEEN))


@dataclass(frozen=True)
class Setter:
    """Sets the texts of one document in its form's type."""

    form: c.Form

    @property
    def body(self) -> Setting:
        return SUMMARY if self.form is c.Form.SUMMARY else STANDARD

    def paragraph(self, block: c.Paragraph) -> SafeString:
        indent = 0 if block.flush else self.body.indent
        return lined(block.text, self.body, lead=block.lead, indent=indent)


def lined(text: str, setting: Setting, *, lead: str = "", indent: float = 0) -> SafeString:
    """A paragraph's lines, each ended by hand; `lead` is set in 楷体."""
    words = (lead + text).translate(GONE)
    setting = Setting(setting.size, setting.measure, setting.spacing, indent)
    left = len(lead.translate(GONE))
    parts = []
    for line in set_lines(words, setting):
        parts.append(_line(line, setting, left))
        left = max(left - len(line.text), 0)
    return mark_safe("<br>".join(parts))  # noqa: S308  # every text in it was escaped


def _line(line: Line, setting: Setting, lead: int) -> str:
    html, plain = "", ""
    for index, piece in enumerate(line.pieces):
        marked = "k" if lead > 0 else ""
        lead -= len(piece.text)
        gap = "g" if piece.gap and index else ""
        if not marked and not gap:
            plain += piece.text
            continue
        html += escape(plain) + _span(piece.text, f"{marked} {gap}".strip())
        plain = ""
    html += escape(plain)
    if abs(line.spacing - setting.spacing) < 0.005:
        return html
    return f'<span style="letter-spacing:{line.spacing:.3f}pt">{html}</span>'


def _span(text: str, name: str) -> str:
    return f'<span class="{name}">{escape(text)}</span>'


def blocks_html(blocks: tuple[c.Block, ...], setter: Setter) -> SafeString:
    return mark_safe("".join(_block(block, setter) for block in blocks))  # noqa: S308


def _block(block: c.Block, setter: Setter) -> str:
    values: dict[str, object] = {"block": block}
    if isinstance(block, c.Paragraph):
        values["text"] = setter.paragraph(block)
    elif isinstance(block, c.Table):
        values["widths"] = _widths(block)
        values["rows"] = [(list(zip(row, block.columns, strict=True))) for row in block.rows]
        values["foot"] = [(list(zip(row, block.columns, strict=True))) for row in block.foot]
    elif isinstance(block, c.Figure):
        values["chart"] = render_chart(block.chart, width=block.width, for_print=True)
    return _template(f"official/{type(block).__name__.lower()}.html").render(values)


def _widths(table: c.Table) -> SafeString:
    """In per cent, written alike in every language."""
    whole = sum(column.share for column in table.columns)
    shares = ((f"{column.share / whole * 100:.2f}",) for column in table.columns)
    return format_html_join("", '<col style="width:{}%">', shares)


@cache
def _template(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # Django's own class for it is private
    return get_template(name)


def title_html(title: str) -> SafeString:
    return mark_safe("<br>".join(escape(line) for line in title_lines(title)))  # noqa: S308
