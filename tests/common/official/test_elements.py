"""The portal's own sheet of elements comes to the same as WeasyPrint's."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from weasyprint import HTML
from weasyprint.css import get_all_computed_styles
from weasyprint.css.properties import INITIAL_VALUES

from common.official.pdf import STYLES as SHEETS
from common.pdf import STYLES, OwnFilesOnly, WellFormed, _fonts, _sheet

ROOT = Path(settings.BASE_DIR)
SOURCES = (
    *sorted((ROOT / "templates" / "official").iterdir()),
    ROOT / "common" / "official" / "markup.py",
)
TAGS = sorted({tag for path in SOURCES for tag in re.findall(r"<([a-z]\w*)", path.read_text())})
PSEUDO_ELEMENTS = ("before", "after", "marker", "footnote-call", "footnote-marker")
SEEN = (None, "marker")
UNSEEN = ("normal", "inhibit", "none")


class AsWeasyPrint(WellFormed):
    def _ua_stylesheets(self, *forms: bool):
        return HTML._ua_stylesheets(self, *forms)


def styles(kind, sheets):
    """What every property of every element, and of what is put before and after it, comes to."""
    inner = "".join(
        f'<{tag} class="plain">字</{tag}>' for tag in TAGS if tag not in ("html", "body")
    )
    document = kind(f'<html lang="zh-CN"><body>{inner}</body></html>', OwnFilesOnly())
    style_of = get_all_computed_styles(
        document, [_sheet(STYLES / name) for name in sheets], font_config=_fonts(), page_rules=[]
    )
    found = {}
    for element in document.etree_element.iter():
        for part in (None, *PSEUDO_ELEMENTS):
            style = style_of(element, part)
            if style is not None and (part in SEEN or style["content"] not in UNSEEN):
                found[element.tag, part] = {name: style[name] for name in INITIAL_VALUES}
    return found


# A footnote and a list have what else no element has: a mark.
MARKED = {"footnote-call", "footnote-marker", "marker"}


@pytest.mark.parametrize("sheets", sorted(set(SHEETS.values())))
def test_every_element_looks_as_weasyprint_means_it(sheets):
    own, its = styles(WellFormed, sheets), styles(AsWeasyPrint, sheets)
    its = {key: style for key, style in its.items() if key in own or key[1] not in MARKED}
    assert {"table", "br", "li", "h5"} <= {tag for tag, _part in own}
    assert ("br", "before") in own
    assert ("li", "marker") in own
    assert own == its
