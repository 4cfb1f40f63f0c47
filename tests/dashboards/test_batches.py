"""What a batch of a plan holds, and under which names."""

from __future__ import annotations

import io
import json
import zipfile

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import translation

from common.errors import NotAllowedError, NotVisibleError
from dashboards.batches.kinds import BatchKind
from dashboards.services.batches import ask_for_batch
from documents.models import Batch, IssuedDocument
from documents.services import batches
from reports.services.attachments import add_attachments
from tests.playing import Player, at, load

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

UNIT = "市财政局"
NOW = at("2022-08-30")
PDF = b"%PDF-1.4\nscan\n%%EOF\n"
# Longer than any column for names, as some people call their files.
LONG = "关于项目前期工作进展情况的说明" * 40 + ".pdf"


@pytest.fixture
def player(settings, tmp_path):
    settings.REHEARSAL_CLOCK = NOW.date()
    settings.MEDIA_ROOT = tmp_path
    return Player(load(), UNIT)


def attach(player, name):
    part = player.draft_parts()[0]
    add_attachments(
        part_id=part.pk,
        by=player.clerk.user,
        access=player.clerk.access,
        files=[(name, io.BytesIO(PDF + name.encode()))],
        now=NOW,
    )


def submit(player, *names: str):
    player.start(NOW)
    player.write(NOW)
    for name in names:
        attach(player, name)
    player.send(NOW)
    player.sign(NOW)


def ask(player, kind, stage_id=None, by=None):
    by = by or player.office
    return ask_for_batch(
        plan_id=player.plan.pk,
        kind=kind,
        stage_id=stage_id,
        by=by.user,
        access=by.access,
        now=NOW,
    )


def made(batch):
    """The archive and its manifest."""
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    with default_storage.open(batch.path) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    return archive, json.loads(archive.read("manifest.json"))


def test_the_whole_archive_has_every_file_of_a_report_under_its_unit(player):
    submit(player, "附件.pdf", LONG)
    archive, manifest = made(ask(player, BatchKind.ARCHIVE))
    assert manifest["missing"] == []
    paths = [row["path"] for row in manifest["files"]]
    assert f"8月底附件/{UNIT} 第1版/附件.pdf" in paths
    long = next(row for row in manifest["files"] if row["label"] == LONG)
    assert archive.read(long["path"]).endswith(LONG.encode())
    assert {path.rpartition(".")[2] for path in paths} == {"pdf", "xlsx", "json"}


def test_names_are_chinese_whatever_language_the_pages_are_in(player):
    submit(player)
    with translation.override("en"):
        batch = ask(player, BatchKind.ALL_REPORTS)
    assert "全部阶段" in batch.title
    assert batch.items.get().label == f"8月底 {UNIT}阶段报告"


def test_an_issued_report_goes_in_as_it_was_issued(player):
    submit(player)
    client = Client()
    client.force_login(player.clerk.user)
    client.post(reverse("issue_report", args=[player.filing.pk]), {"number": "汴财〔2022〕38号"})
    issued = IssuedDocument.objects.get()
    _archive, manifest = made(ask(player, BatchKind.ALL_REPORTS))
    assert [row["sha256"] for row in manifest["files"]] == [issued.sha256]


def test_what_was_recalled_after_it_was_asked_for_is_told(player):
    submit(player)
    batch = ask(player, BatchKind.ALL_REPORTS)
    version = player.filing.latest_version
    version.recalled_at = NOW
    version.save()
    _archive, manifest = made(batch)
    assert manifest["files"] == []
    assert "撤回" in manifest["missing"][0]["reason"]


def test_a_summary_for_each_lead_unit(player):
    submit(player)
    batch = ask(player, BatchKind.UNIT_SUMMARIES)
    batch.items.exclude(label__startswith=UNIT).delete()
    archive, manifest = made(batch)
    (row,) = manifest["files"]
    reader = pypdf.PdfReader(io.BytesIO(archive.read(row["path"])))
    assert UNIT in "".join(reader.pages[0].extract_text().split())


def test_only_who_reads_the_whole_plan_asks(player):
    with pytest.raises(NotAllowedError):
        ask(player, BatchKind.ARCHIVE, by=player.clerk)
    assert not Batch.objects.exists()


def test_of_one_stage_the_stage_is_needed(player):
    submit(player)
    for stage_id in (None, 0):
        with pytest.raises(NotVisibleError):
            ask(player, BatchKind.STAGE_REPORTS, stage_id)
    stage = player.obligation.deadline_id
    assert ask(player, BatchKind.STAGE_REPORTS, stage).items.count() == 1
