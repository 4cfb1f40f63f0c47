"""A document is the same byte for byte as WeasyPrint makes it without shortcuts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from common import pdf, pdf_shortcuts
from common.official.content import Facts, Form, KeyFigures, Notes
from common.official.pdf import render_official
from tests.common.official.papers import FORMS

# What is laid out by other rules than paragraphs and tables.
BESIDES = (
    KeyFigures((("件数", "262", "其中省级 12"), ("完成率", "62.5％", ""), ("落后", "3", "见附表"))),
    Facts((("满意程度", "□满意　□基本满意"), ("意见", "第一行\n第二行"))),
    Notes(("数字截至2022年8月31日。", "未报的不计入。")),
)
PAPERS = {
    form: replace(paper, blocks=paper.blocks + BESIDES, is_sample=True)
    for form, paper in FORMS.items()
}


@pytest.fixture
def as_it_comes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """WeasyPrint as it is installed."""
    monkeypatch.setattr(pdf, "write_once", None)
    monkeypatch.setattr(pdf, "share_styles", lambda _root: "")
    pdf_shortcuts.remove()
    yield
    pdf_shortcuts.install()


@pytest.fixture(scope="module")
def drawn() -> dict[Form, bytes]:
    assert pdf_shortcuts.FITS, "made for another WeasyPrint: see whether each still pays"
    return {form: render_official([paper]) for form, paper in PAPERS.items()}


@pytest.mark.usefixtures("as_it_comes")
@pytest.mark.parametrize("form", PAPERS)
def test_nobody_sees_a_shortcut(form: Form, drawn: dict[Form, bytes]) -> None:
    assert render_official([PAPERS[form]]) == drawn[form]
