"""PDF/A and PDF/UA, as veraPDF sees them."""

from dataclasses import replace

import pypdf
import pytest

from common.official.pdf import render_official
from scripts.archive.judge import judge
from tests.common.official.papers import FORMS, PAPER
from tests.judges import needs_verapdf


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    papers = {**FORMS, "copies": replace(PAPER, copies=("000001", "000002"), is_sample=True)}
    for name, paper in papers.items():
        (folder / f"{name}.pdf").write_bytes(render_official([paper]))
    return judge(sorted(folder.glob("*.pdf")))


@needs_verapdf
def test_every_form_conforms_to_pdf_a_and_pdf_ua(verdicts):
    assert len(verdicts) == 2 * (len(FORMS) + 1)
    assert {f"{row.file} {row.flavour} {row.broken}" for row in verdicts if row.broken} == set()


@needs_verapdf
def test_verapdf_finds_what_does_not_conform(tmp_path):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "plain.pdf")
    assert [row.flavour for row in judge([tmp_path / "plain.pdf"]) if row.broken] == ["2a", "ua1"]
