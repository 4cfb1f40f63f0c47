"""Content to HTML: text set in lines, blocks each by their own template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.template.loader import get_template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.charts import render_chart
from common.official import content as c
from common.official.glyphs import UNSEEN
from common.official.lines import Line, Piece, Setting, is_latin, set_lines
from common.official.title import title_lines
from common.typefaces import Face

STANDARD, STANDARD_NOTE = Setting(), Setting(size=10.5, spacing=0.0)
# 五号 and 小五: the tables of a summary leave no room for 3号. 黑体 is read well in this size, and its
# outlines are a third of 仿宋's: the file is smaller by as much as all its text.
SUMMARY = Setting(size=10.5, spacing=0.0, face=Face.HEI)
SUMMARY_NOTE = replace(SUMMARY, size=9)
# A table of so few rows stays on one page.
FEW_ROWS = 6
GONE = str.maketrans(dict.fromkeys(UNSEEN))


@dataclass(frozen=True)
class Setter:
    """Sets the texts of one document in its form's type."""

    form: c.Form

    @property
    def body(self) -> Setting:
        return SUMMARY if self.form is c.Form.SUMMARY else STANDARD

    @property
    def note(self) -> Setting:
        return SUMMARY_NOTE if self.form is c.Form.SUMMARY else STANDARD_NOTE

    def paragraph(self, block: c.Paragraph) -> SafeString:
        setting = self.note if block.is_note else self.body
        indent = 0 if block.flush else setting.indent
        return lined(block.text, setting, lead=block.lead, indent=indent)

    def item(self, text: str) -> SafeString:
        """Of a numbered list: two characters less wide."""
        note = self.note
        return lined(text, replace(note, measure=note.measure - 2 * note.size))


def lined(text: str, setting: Setting, *, lead: str = "", indent: float = 0) -> SafeString:
    """A paragraph's lines, each ended by hand; `lead` is set in 楷体."""
    words = (lead + text).translate(GONE)
    setting = replace(setting, indent=indent)
    left = len(lead.translate(GONE))
    parts = []
    for line in set_lines(words, setting):
        parts.append(_line(line, setting, left))
        left = max(left - len(line.text), 0)
    return mark_safe("<br/>".join(parts))  # noqa: S308  # every text in it was escaped


def _line(line: Line, setting: Setting, lead: int) -> str:
    leading, others = "", ""
    for index, piece in enumerate(line.pieces):
        words = _gapped(piece.text, _gaps(line.pieces, index))
        if lead > 0:
            leading += words
        else:
            others += words
        lead -= len(piece.text)
    html = (f'<span class="k">{leading}</span>' if leading else "") + others
    if abs(line.spacing - setting.spacing) < 0.005:
        return html
    return f'<span style="letter-spacing:{line.spacing:.3f}pt">{html}</span>'


def _gaps(pieces: Sequence[Piece], index: int) -> str:
    """Both gaps of a word in Latin letters or figures hang on the word: half as many spans."""
    if not is_latin(pieces[index].text[0]):
        return ""
    before = "g" if pieces[index].gap and index else ""
    after = "h" if index + 1 < len(pieces) and pieces[index + 1].gap else ""
    return before + after


def _gapped(text: str, gaps: str) -> str:
    return f'<span class="{gaps}">{escape(text)}</span>' if gaps else str(escape(text))


def blocks_html(blocks: tuple[c.Block, ...], setter: Setter) -> SafeString:
    return mark_safe("".join(_block(block, setter) for block in blocks))  # noqa: S308


def _block(block: c.Block, setter: Setter) -> str:
    values: dict[str, object] = {"block": block}
    if isinstance(block, c.Paragraph):
        values["text"] = setter.paragraph(block)
    elif isinstance(block, c.Table):
        values["widths"] = _widths(block)
        values["is_short"] = len(block.rows) <= FEW_ROWS
        values["rows"] = [list(_cells(block, row, at)) for at, row in enumerate(block.rows)]
        values["foot"] = [list(_cells(block, row, -1)) for row in block.foot]
    elif isinstance(block, c.Notes):
        values["items"] = [setter.item(text) for text in block.items]
    elif isinstance(block, c.Figure):
        values["chart"] = render_chart(block.chart, width=block.width, for_print=True)
    return _template(f"official/{type(block).__name__.lower()}.html").render(values)


def _cells(table: c.Table, row: tuple[str, ...], at: int) -> Iterator[tuple[str, str]]:
    """Each with its classes; `at` is the row's place, -1 for a total."""
    for place, (text, column) in enumerate(zip(row, table.columns, strict=True)):
        tone = c.Tone.ALERT if (at, place) in table.alerts else column.tone
        yield _words(text, details=table.details), f"{column.align} {tone}".rstrip()


def _words(text: str, *, details: bool) -> SafeString:
    first, *others = escape(text).split("\n")
    more = f"<small>{'<br/>'.join(others)}</small>" if details and others else ""
    if others and not more:
        first = "<br/>".join((first, *others))
    return mark_safe(first + more)  # noqa: S308  # escaped above


def _widths(table: c.Table) -> SafeString:
    """In per cent, written alike in every language."""
    whole = sum(column.share for column in table.columns)
    shares = ((f"{column.share / whole * 100:.2f}",) for column in table.columns)
    return format_html_join("", '<col style="width:{}%"/>', shares)


@cache
def _template(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  # Django's own class for it is private
    return get_template(name)


def title_html(title: str) -> SafeString:
    return mark_safe("<br/>".join(escape(line) for line in title_lines(title)))  # noqa: S308
