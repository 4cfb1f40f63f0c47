"""What WeasyPrint works out again for every box, worked out once for each style.

A summary has 5 800 boxes in 900 styles. Three things are remembered, each in the style or the text it
belongs to, and go with the document: the type a style is set in, its lengths where none is a percentage,
and a line of text from its measuring to its drawing. The file is the same byte for byte
(`tests/common/test_pdf_shortcuts.py`); what was gained is in docs/performance.md. Made for one version:
any other is left as it is.
"""

import sys
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint
from weasyprint.layout import percent
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

MADE_FOR = "70.0"
FITS = weasyprint.__version__ == MADE_FOR

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
ENDS_OF_PARAGRAPHS = frozenset("\n\r\u2029")

if FITS:
    ffi.cdef("PangoLayout * pango_layout_copy (PangoLayout *layout);")


def share_styles(root: Element) -> str:
    """A sheet of what stood in `style` attributes, each now a class: elements of one class have their
    style worked out once, those with attributes each for themselves and for all they hold.
    """
    names: dict[str, str] = {}
    for element in root.iter():
        if "style" in element.attrib and not element.tag.startswith("{"):
            name = names.setdefault(element.attrib.pop("style"), f"own{len(names)}")
            element.set("class", f"{element.get('class', '')} {name}".strip())
    return "".join(f".{name} {{ {style} !important }}\n" for style, name in names.items())


def install() -> None:
    """Before the first document; once a process."""
    if FITS and line_break.Layout is not Kept:
        _put("Layout", Kept)
        _put("resolve_percentages", resolve_percentages)
        _put("_font_style_cache_key", _font_style_cache_key)


def remove() -> None:
    """WeasyPrint as it comes: for those who compare."""
    for name, own in ORIGINALS.items():
        _put(name, own)


def _put(name: str, new: object) -> None:
    """Under every module's own name for it."""
    modules = [module for key, module in sys.modules.items() if key.startswith("weasyprint.")]
    for module in modules:
        if name in vars(module):
            setattr(module, name, new)


class Kept(line_break.Layout):  # type: ignore[misc]
    """A line of text. Its type is copied from the first line of the same style, and when it is whole it
    is not shaped again to be drawn.
    """

    is_whole = False
    is_measured = False
    language: Any

    def setup(self, style: Any) -> None:
        first = vars(style).get("first_layout")
        if first is None:
            super().setup(style)
            if style["text_decoration_line"] == "none":
                style.first_layout = (self._copy(), self.language)
            return
        self.style, self.first_line_direction = style, 0
        self.ascent = self.underline_position = self.strikethrough_position = None
        template, self.language = first
        self.layout = _owned(pango.pango_layout_copy(template))

    def _copy(self) -> Any:
        """Before it has a text."""
        return _owned(pango.pango_layout_copy(self.layout))

    def set_text(self, text: str, justify: bool = False) -> None:
        # Drawing asks for this mode, and shapes again what was not in it.
        is_one = ENDS_OF_PARAGRAPHS.isdisjoint(text)
        pango.pango_layout_set_single_paragraph_mode(self.layout, is_one)
        super().set_text(text, justify)

    def get_first_line(self) -> tuple[Any, int | None]:
        line, index = super().get_first_line()
        self.is_whole = index is None and ENDS_OF_PARAGRAPHS.isdisjoint(self.text)
        return line, index

    def deactivate(self) -> None:
        """First after measuring, then after drawing."""
        if self.is_measured or not self.is_whole or self.justification_spacing:
            super().deactivate()
        self.is_measured = True

    def reactivate(self, style: Any) -> None:
        if "layout" not in vars(self):
            super().reactivate(style)


def _owned(layout: Any) -> Any:
    return ffi.gc(layout, gobject.g_object_unref)


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Lengths of a box, as they stand in its style where they depend on nothing else."""
    style = box.style
    known = vars(style).get("lengths")
    if known is None:
        known = style.lengths = _lengths(style)
    if not known:
        ORIGINALS["resolve_percentages"](box, containing_block)
        return
    lengths, borders = known
    values = vars(box)
    values.update(lengths)
    if style["border_collapse"] == "collapse":
        # Collapsed borders were settled for the whole table.
        borders = {name: width for name, width in borders.items() if name not in values}
    values.update(borders)


def _lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any]] | tuple[()]:
    """Nothing where one is a percentage, a sum, or a part of another."""
    found: dict[str, Any] = {}
    for name in LENGTHS:
        value = style[name]
        if value is not None and value != "auto":
            if getattr(value, "unit", None) != "px":
                return ()
            value = value.value
        elif value == "auto" and name in ("min_width", "min_height"):
            value = 0
        found[name] = value
    if style["box_sizing"] != "content-box":
        return ()
    return found, {name: style[name] for name in BORDERS}


def _font_style_cache_key(style: Any, include_size: bool = False) -> str:
    name = "key_with_size" if include_size else "key_of_type"
    known: str | None = vars(style).get(name)
    if known is None:
        known = ORIGINALS["_font_style_cache_key"](style, include_size)
        setattr(style, name, known)
    return known


ORIGINALS: dict[str, Callable[..., Any]] = {
    "Layout": line_break.Layout,
    "resolve_percentages": percent.resolve_percentages,
    "_font_style_cache_key": line_break._font_style_cache_key,
}
