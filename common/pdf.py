"""Template to PDF with WeasyPrint: the project's own fonts, no network, no other file."""

import gc
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

FONTS = Path(__file__).resolve().parent / "fonts"
STYLES = Path(settings.BASE_DIR).resolve() / "static" / "css"
READABLE = (FONTS, STYLES)

# 〓 is what printers set for a character they have no type for.
NO_SUCH_TYPE = "〓"
# Control, format and combining characters leave no gap when they are left out.
WITHOUT_WIDTH = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})

# Pango and fontconfig are not made for threads, and the font configuration is shared.
_one_at_a_time = Lock()


class RefusedInPDFError(ValueError):
    """WeasyPrint goes on without what could not be fetched."""

    def __init__(self, url: str) -> None:
        super().__init__(f"Refused in a PDF: {url[:200]}")


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
    """Whatever a hostile text may name: only fonts and style sheets of the project are read."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or not any(path.is_relative_to(root) for root in READABLE):
            raise RefusedInPDFError(url)
        return URLFetcherResponse(path.as_uri(), path.read_bytes())


def render_pdf(
    template_name: str, context: Mapping[str, Any], *, title: str, style: str | None = None
) -> bytes:
    """The template extends `pdf/base.html`; `title` is the document's and its metadata's.

    `style` is a style sheet of its own in static/css, on top of pdf.css.
    """
    html = typeset(render_to_string(template_name, {**context, "title": title}))
    with _one_at_a_time, _collecting_later():
        fonts = _fonts()
        names = filter(None, ("pdf.css", style))
        styles = [_sheet(FONTS / "fonts.css"), *(_sheet(STYLES / name) for name in names)]
        document = HTML(string=html, url_fetcher=OwnFilesOnly())
        pdf: bytes = document.write_pdf(
            stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1"
        )
    return pdf


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Nearly all that WeasyPrint makes lives to the end; looking through it meanwhile is a third
    of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def typeset(html: str) -> str:
    """The same text without characters that none of the fonts can print."""
    strange = {char for char in set(html) if not char.isascii()} - _printable()
    strange |= {char for char in set(html) if char < " " and char not in "\t\n"} | {"\x7f"}
    return html.translate({ord(char): _substitute(char) for char in strange})


def _substitute(char: str) -> str:
    return "" if unicodedata.category(char) in WITHOUT_WIDTH else NO_SUCH_TYPE


@cache
def _printable() -> frozenset[str]:
    found: set[str] = set()
    for path in (*FONTS.glob("*.ttf"), *FONTS.glob("*.otf")):
        with TTFont(path, lazy=True) as font:
            found.update(map(chr, font.getBestCmap()))
    return frozenset(found)


@cache
def _fonts() -> FontConfiguration:
    """Once a process: it saves 0.2 s and much memory for each document."""
    return FontConfiguration()


@cache
def _sheet(path: Path) -> CSS:
    return CSS(filename=path, url_fetcher=OwnFilesOnly(), font_config=_fonts())
