"""Every PDF of the portal, judged by programs that know nothing of it.

A new one joins by its row in the access table.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from subprocess import PIPE, STDOUT
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from tests import states
from tests.access.scene import set_scene
from tests.playing import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.access.scene import Scene
    from tests.states import Visit

pytestmark = [pytest.mark.django_db, pytest.mark.full]

UPLOADED = frozenset({"attachment", "scan"})  # not the portal's own papers
HAN = re.compile(r"[\u4e00-\u9fff]")
NO_TYPE = re.compile(r"\ufffd|\u25a1{2}")  # of a font without the character; one □ is a box to tick
FONT = re.compile(r"(?P<embedded>yes|no) +(?P<subset>yes|no) +(?P<readable>yes|no) +\d+ +\d+$")
VALIDATOR = "verapdf"


@pytest.fixture(params=[states.demo, set_scene])
def papers(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> list[Path]:
    settings.REHEARSAL_CLOCK = FIRST_DAY
    scene = request.param()
    found = list(papers_of(scene, states.visits(scene)))
    assert {"summary_pdf", "receipt_pdf"} <= {name for name, _content in found}
    for number, (name, content) in enumerate(found):
        (tmp_path / f"{number}-{name}.pdf").write_bytes(content)
    return sorted(tmp_path.iterdir())


def papers_of(scene: Scene, visits: Iterator[Visit]) -> Iterator[tuple[str, bytes]]:
    asked: set[str] = set()
    for visit in visits:
        if visit.name in UPLOADED or visit.role == "anonymous" or visit.address in asked:
            continue
        asked.add(visit.address)
        client = Client()
        client.force_login(scene.people[visit.role].user)
        answer = client.get(visit.address)
        if answer.headers["Content-Type"] == "application/pdf":
            yield visit.name, answer.content


def said(*command: str | Path) -> str:
    done = subprocess.run(command, stdout=PIPE, stderr=STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_every_paper_can_be_kept(papers: list[Path]) -> None:
    for paper in papers:
        said("qpdf", "--check", paper)
        fonts = [FONT.search(line) for line in said("pdffonts", paper).splitlines()[2:]]
        assert {(f["embedded"], f["readable"]) for f in fonts} == {("yes", "yes")}, paper.name
        facts = dict(line.split(":", 1) for line in said("pdfinfo", paper).splitlines())
        assert facts["Title"].strip(), paper.name
        assert facts["Tagged"].strip() == "yes", paper.name
        text = said("pdftotext", paper, "-")
        assert HAN.search(text), paper.name
        assert not NO_TYPE.search(text), paper.name


@pytest.mark.skipif(not shutil.which(VALIDATOR), reason="veraPDF is not on this machine")
def test_every_paper_conforms_to_pdf_ua(papers: list[Path]) -> None:
    for paper in papers:
        said(VALIDATOR, "--flavour", "ua1", "--format", "text", paper)
