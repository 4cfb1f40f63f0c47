"""A document without end is refused in words, before anything is set."""

import pytest

from common.official.content import Facts, Paragraph
from common.official.errors import TooLongError
from common.official.length import MOST_CHARACTERS, MOST_PARAGRAPHS
from common.official.pdf import render_official
from tests.common.official.papers import only


@pytest.mark.parametrize(
    "blocks",
    [
        [Paragraph("行")] * (MOST_PARAGRAPHS + 1),
        [Paragraph("字" * (MOST_CHARACTERS + 1))],
        [Facts((("数", "1" * (MOST_CHARACTERS + 1)),))],
    ],
    ids=["lines", "characters", "form"],
)
def test_what_nobody_would_read_is_not_set(blocks, monkeypatch):
    monkeypatch.setattr("common.official.pdf.pdf_of", lambda *_what: b"set")
    with pytest.raises(TooLongError, match="太长，文件没有生成"):
        render_official([only(*blocks)])
