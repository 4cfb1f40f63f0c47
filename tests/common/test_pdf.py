"""PDF: the words come out, the fonts are in it, hostile text reaches nothing."""

import io
import logging

import pypdf
import pytest
from django.template import engines

from common.pdf import READABLE, OwnFilesOnly, pdf_of, typeset
from common.typefaces import FONTS

HOSTILE = (
    '<img src="file:///etc/passwd"/><script>alert(1)</script>'
    '<link rel="attachment" href="file:///etc/hosts"/>'
)
DOCUMENT = (
    '<!DOCTYPE html><html lang="zh-CN"><head><title>{{ title }}</title></head>'
    "<body>%s</body></html>"
)


@pytest.fixture
def render():
    """A document from a template's text."""

    def _render(body, *, title="督查通报", **context: object):
        template = engines["django"].from_string(DOCUMENT % body)
        html = template.render({"title": title, **context})
        return pypdf.PdfReader(io.BytesIO(pdf_of(html, ("official.css",))))

    return _render


def words(reader):
    return "".join(page.extract_text() for page in reader.pages).replace(" ", "").replace("\n", "")


def fonts_of(reader):
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_text_metadata_language_and_tags(render):
    reader = render("<h2>一、总体情况</h2><p>{{ text }}</p>", text="陶毓敏领衔，262 个项目，㎡")
    assert "陶毓敏领衔，262个项目，㎡" in words(reader)
    assert reader.metadata.title == "督查通报"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]


def test_every_font_is_the_projects_own_and_embedded(render):
    descriptors = list(
        fonts_of(render("<h2>一</h2><h3>（一）</h3><p><b>甲</b>乙 abc 123 鹍龑</p>"))
    )
    assert descriptors
    for descriptor in descriptors:
        assert "Portal" in descriptor["/FontName"]
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_hostile_text_is_printed_as_text(render):
    reader = render("<p>{{ text }}</p>", title=HOSTILE, text=HOSTILE)
    assert "<script>alert(1)</script>" in words(reader)
    assert "root:" not in words(reader)


def test_even_hostile_markup_reaches_no_file(render, caplog):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        reader = render(
            "{{ text|safe }}<p>甲</p>", text=HOSTILE + '<img src="http://127.0.0.1/x"/>'
        )
    assert "root:" not in words(reader)
    assert not reader.attachments
    assert "甲" in words(reader)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        f"{FONTS.as_uri()}/../../config/settings.py",
        f"{FONTS.as_uri()}/%2e%2e/%2e%2e/config/settings.py",
        f"{FONTS.as_uri()}-elsewhere/x.ttf",
        "http://127.0.0.1/",
        "https://example.org/",
        "data:text/plain,x",
        "ftp://127.0.0.1/",
        "/etc/passwd",
    ],
)
def test_the_fetcher_refuses(url):
    with pytest.raises(ValueError, match="Refused"):
        OwnFilesOnly().fetch(url)


def test_the_fetcher_reads_its_own_folders():
    for root, name in zip(READABLE, ("fonts.css", "official.css"), strict=True):
        assert OwnFilesOnly().fetch((root / name).as_uri()).read()


def test_characters_without_type_are_shown_as_such():
    assert typeset("甲\U0001f600乙\u200b\ufe0f\x00\x0c\ue000丙\n") == "甲〓乙〓丙\n"


def test_table_heads_come_again_and_long_cells_are_whole(render):
    rows = "<tr><td>{{ long }}</td></tr>" + "<tr><td>短</td></tr>" * 60
    body = f'<table><thead><tr><th scope="col">表头</th></tr></thead><tbody>{rows}</tbody></table>'
    reader = render(body, long="长文" * 2000)
    assert len(reader.pages) > 3
    assert words(reader).count("长文") == 2000
    # The first page of the long row is full of it; every later page begins with the head.
    assert all("表头" in page.extract_text() for page in reader.pages[-2:])
