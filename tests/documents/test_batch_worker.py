"""A real worker, killed in the middle of a batch."""

from __future__ import annotations

import json
import signal
import time
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from documents.batch_words import BatchStatus, ItemStatus
from documents.jobs import start_batch
from documents.makers import MAKERS, Item, Made
from documents.models import Batch, BatchItem
from documents.services import batches
from tests.playing import at, load, person
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NOW = at("2022-09-01")
FILES = 40
PATIENCE = 120  # seconds, on a busy machine


def wait_for(happened: Callable[[], bool], worker) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert worker.poll() is None, "the worker ended"
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


def made() -> int:
    return BatchItem.objects.filter(status=ItemStatus.MADE).count()


def test_what_takes_longer_than_a_claim_stands_is_made_once(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(batches, "RENEWED_EVERY", timedelta(milliseconds=20))
    made = []

    def slowly(_argument, _at) -> Made:
        made.append("once")
        stale = timezone.now() - batches.STALE * 2
        BatchItem.objects.update(claimed_at=stale)
        deadline = time.monotonic() + PATIENCE
        while BatchItem.objects.get().claimed_at == stale and time.monotonic() < deadline:
            time.sleep(0.01)
        assert batches._claim(batch_id=BatchItem.objects.get().batch_id) is None
        return Made("慢.txt", b"slow")

    monkeypatch.setitem(MAKERS, "slow", slowly)
    plan = load()
    office = person(plan.reviewing_unit_id, Role.OFFICE)
    batch = batches.ask_batch(
        plan=plan,
        kind="archive",
        title="慢",
        items=[Item("慢", "slow", {})],
        by=office.user,
        now=NOW,
    )
    batches.work_on(batch.pk, now=NOW)
    assert made == ["once"]
    assert BatchItem.objects.get().status == ItemStatus.MADE


def test_a_batch_outlives_its_worker(celery_worker, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    environment = {"REHEARSAL_CLOCK": "2022-09-01", "VAR_DIR": str(tmp_path)}
    plan = load()
    office = person(plan.reviewing_unit_id, Role.OFFICE)
    items = [Item(f"第 {n} 份", "plan_file", {"plan": plan.pk}) for n in range(FILES)]
    batch = batches.ask_batch(
        plan=plan, kind="archive", title="整卷", items=items, by=office.user, now=NOW
    )
    worker = celery_worker(**environment)
    start_batch(batch.pk)
    wait_for(lambda: made() >= 3, worker)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    left = FILES - made()
    assert left > 0, "it was over before the kill"

    # As if the minute after which a claim is void were over.
    long_ago = timedelta(seconds=1) + batches.STALE
    for row in BatchItem.objects.filter(status=ItemStatus.WAITING, claimed_at__isnull=False):
        BatchItem.objects.filter(pk=row.pk).update(claimed_at=row.claimed_at - long_ago)
    batch.refresh_from_db()
    Batch.objects.filter(pk=batch.pk).update(alive_at=batch.alive_at - long_ago)

    second = celery_worker(**environment)  # takes up what was left as soon as it is ready
    wait_for(lambda: Batch.objects.get().status == BatchStatus.DONE, second)
    second.send_signal(signal.SIGKILL)
    second.wait()
    batch.refresh_from_db()
    with default_storage.open(batch.path) as file, zipfile.ZipFile(file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert len(manifest["files"]) == FILES
        assert manifest["missing"] == []
        assert archive.testzip() is None
