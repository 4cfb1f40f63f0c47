"""Markup to PDF with WeasyPrint: the project's own fonts, no network, no other file."""

import gc
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from common import pdf_shortcuts
from common.pdf_objects import write_once
from common.pdf_shortcuts import share_styles
from common.typefaces import FONTS, printable

STYLES = Path(settings.BASE_DIR).resolve() / "static" / "css"
READABLE = (FONTS, STYLES)
ELEMENTS = STYLES / "official-elements.css"

# 〓 is what printers set for a character they have no type for.
NO_SUCH_TYPE = "〓"
# Control, format and combining characters leave no gap when they are left out.
WITHOUT_WIDTH = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})

VARIANT = "pdf/a-2a"
# PDF/UA-1 (ISO 14289-1, 5) and, as PDF/A asks (ISO 19005-2, 6.6.2.3), what its name means.
UA_1 = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

pdf_shortcuts.install()

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


def pdf_of(html: str, styles: Sequence[str]) -> bytes:
    """PDF/A-2a and PDF/UA-1 in one file. `html` is well formed; `styles` are sheets in static/css."""
    with _one_at_a_time, _collecting_later():
        return _drawn(html, styles)


def _drawn(html: str, styles: Sequence[str]) -> bytes:
    source = WellFormed(string=typeset(html), url_fetcher=OwnFilesOnly())
    sheets = [_sheet(FONTS / "fonts.css"), *(_sheet(STYLES / name) for name in styles), source.own]
    document = source.render(stylesheets=sheets, font_config=_fonts(), pdf_variant=VARIANT)
    document.metadata = AlsoAccessible(**vars(document.metadata))
    pdf: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=write_once)
    return pdf


class WellFormed(HTML):  # type: ignore[misc]
    """Markup that an XML parser takes: WeasyPrint's own reader is a twelfth of a summary's time, and
    its sheet for all of HTML an eighth.
    """

    def __init__(self, string: str, url_fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        # Django's filters write <br>. No entity can come from a text: each was escaped.
        root = ElementTree.fromstring(string.replace("<br>", "<br/>"))  # noqa: S314
        self.own = CSS(string=share_styles(root), url_fetcher=url_fetcher, font_config=_fonts())
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, *_forms: bool) -> list[CSS]:
        return [_sheet(ELEMENTS)]


class AlsoAccessible(DocumentMetadata):  # type: ignore[misc]
    """WeasyPrint writes one conformance; this file has two, the second of them described for PDF/A."""

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        return rdf.replace(b"</rdf:RDF>", UA_1 + b"</rdf:RDF>")


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Nearly all that WeasyPrint makes lives to the end; looking through it meanwhile is a third
    of the time. At the end all of it is young and goes at once, instead of waiting for the next
    look through everything: 200 MB and not 350 after some documents.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_on:
            gc.enable()


def typeset(html: str) -> str:
    """The same text without characters that none of the fonts can print."""
    strange = {char for char in set(html) if not char.isascii()} - printable()
    strange |= {char for char in set(html) if char < " " and char not in "\t\n"} | {"\x7f"}
    return html.translate({ord(char): substitute(char) for char in strange})


def substitute(char: str) -> str:
    """Nothing for what is not seen anyway."""
    return "" if unicodedata.category(char) in WITHOUT_WIDTH else NO_SUCH_TYPE


@cache
def _fonts() -> FontConfiguration:
    """Once a process: it saves 0.2 s and much memory for each document."""
    return FontConfiguration()


@cache
def _sheet(path: Path) -> CSS:
    return CSS(filename=path, url_fetcher=OwnFilesOnly(), font_config=_fonts())
