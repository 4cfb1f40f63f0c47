"""Batches: made by a job, cancelled, taken up again, packed with a manifest, and gone in time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.errors import NotVisibleError
from documents.errors import BatchEndedError, NothingToMakeError, TooManyBatchesError
from documents.makers import MAKERS, Item, Made
from documents.models import Batch, BatchItem
from documents.services import batches, packing
from documents.services.packing import FOLDER
from tests.documents.press import NOW, Press

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

CANNOT = "“😀”没有字形"


class BrokenPaperError(batches.PortalError):
    words = CANNOT


@pytest.fixture
def maker(monkeypatch):
    """Makes a text file of what is asked for; 2 is refused in words, 3 breaks."""
    made = []

    def make(argument, asked_at):
        number = argument["number"]
        made.append(number)
        if number == 2:
            raise BrokenPaperError
        if number == 3:
            raise ZeroDivisionError
        return Made("报告.txt", f"第 {number} 份".encode())

    monkeypatch.setitem(MAKERS, "text", make)
    return made


@pytest.fixture
def asked(press: Press, maker):
    def ask(*numbers: int, by=None):
        items = [Item(f"第 {n} 份", "text", {"number": n}, "报告") for n in numbers]
        by = by or press.office
        return batches.ask_batch(
            plan=press.plan, kind="all", title="全部报告", items=items, by=by.user, now=NOW
        )

    return ask


def read(batch):
    batch.refresh_from_db()
    with default_storage.open(batch.path) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_everything_is_in_the_file_with_its_fingerprint(asked):
    batch = asked(1, 4, 5)
    assert batches.work_on(batch.pk, now=NOW) is False
    archive = read(batch)
    manifest = json.loads(archive.read("manifest.json"))
    assert [row["path"] for row in manifest["files"]] == [
        "报告/报告.txt",
        "报告/报告 (2).txt",
        "报告/报告 (3).txt",
    ]
    for row in manifest["files"]:
        content = archive.read(row["path"])
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
        assert len(content) == row["bytes"]
    assert batch.status == "done"
    assert batch.expires_at == NOW + batches.LASTS
    with default_storage.open(batch.path) as file:
        assert hashlib.sha256(file.read()).hexdigest() == batch.sha256


def test_a_broken_document_does_not_lose_the_others(asked):
    batch = asked(*range(1, 61))
    batches.work_on(batch.pk, now=NOW)
    archive = read(batch)
    manifest = json.loads(archive.read("manifest.json"))
    assert len(manifest["files"]) == 58
    assert [row["label"] for row in manifest["missing"]] == ["第 2 份", "第 3 份"]
    assert manifest["missing"][0]["reason"] == CANNOT
    assert "管理员" in manifest["missing"][1]["reason"]
    table = list(csv.reader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert len(table) == 61
    assert table[2][3] == "没有生成"


def test_it_stops_when_it_is_cancelled(press, asked, maker):
    batch = asked(1, 4, 5)
    batches.work_on(batch.pk, now=NOW, longest=timedelta(0))
    batches.cancel_batch(
        batch_id=batch.pk, by=press.office.user, access=press.office.access, now=NOW
    )
    batches.work_on(batch.pk, now=NOW)
    assert maker == [1]
    batch.refresh_from_db()
    assert (batch.status, batch.path) == ("cancelled", "")
    assert batches.clear_expired(now=NOW) == 1
    assert not BatchItem.objects.filter(batch=batch).exclude(path="").exists()
    with pytest.raises(BatchEndedError):
        batches.cancel_batch(
            batch_id=batch.pk, by=press.office.user, access=press.office.access, now=NOW
        )


def test_what_a_killed_worker_left_is_made_by_the_next(asked, maker):
    batch = asked(1, 4)
    killed = batches._claim(batch_id=batch.pk)
    assert killed.place == 1
    batches.work_on(batch.pk, now=NOW)
    assert maker == [4]
    batch.refresh_from_db()
    assert batch.status == "running"
    assert batches.left_alone() == []
    a_minute_ago = timezone.now() - batches.STALE - timedelta(seconds=1)
    Batch.objects.update(alive_at=a_minute_ago)
    BatchItem.objects.filter(pk=killed.pk).update(claimed_at=a_minute_ago)
    assert batches.left_alone() == [batch.pk]
    batches.work_on(batch.pk, now=NOW)
    assert maker == [4, 1]
    assert len(json.loads(read(batch).read("manifest.json"))["files"]) == 2


def test_what_stops_the_worker_each_time_is_given_up(asked, maker):
    batch = asked(1, 4)
    for _time in range(batches.MOST_ATTEMPTS):
        batches._claim(batch_id=batch.pk)
        BatchItem.objects.filter(place=1).update(claimed_at=timezone.now() - timedelta(hours=1))
    batches.work_on(batch.pk, now=NOW)
    assert maker == [4]
    missing = json.loads(read(batch).read("manifest.json"))["missing"]
    assert "中断" in missing[0]["reason"]


def test_working_twice_makes_nothing_twice(asked, maker):
    batch = asked(1, 4)
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    before = batch.sha256
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    assert maker == [1, 4]
    assert batch.sha256 == before


def test_the_file_goes_when_its_time_is_over(asked):
    batch = asked(1)
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    path = batch.path
    assert batches.clear_expired(now=NOW + batches.LASTS - timedelta(minutes=1)) == 0
    assert batches.clear_expired(now=NOW + batches.LASTS) == 1
    batch.refresh_from_db()
    assert (batch.status, batch.path) == ("expired", "")
    assert not default_storage.exists(path)


def on_disk(batch):
    folder = Path(default_storage.path(f"{FOLDER}/{batch.pk}"))
    return [file for file in folder.rglob("*") if file.is_file()]


def test_nothing_stays_on_disk_of_what_a_killed_worker_left(asked):
    batch = asked(1)
    batches.work_on(batch.pk, now=NOW)
    Path(default_storage.path(f"{FOLDER}/{batch.pk}/half.zip")).write_bytes(b"PK")
    assert len(on_disk(batch)) == 3
    batches.clear_expired(now=NOW + batches.LASTS)
    assert on_disk(batch) == []


def test_a_file_that_cannot_be_packed_leaves_nothing_half_done(asked, monkeypatch):
    batch = asked(1)
    monkeypatch.setattr(packing, "_copy", lambda _entry, _archive: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        batches.work_on(batch.pk, now=NOW)
    assert [file.suffix for file in on_disk(batch)] == [""]
    monkeypatch.undo()
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    assert batch.status == "done"


def test_a_worker_that_packs_is_alive(asked, monkeypatch):
    batch = asked(1)
    copy = packing._copy

    def slowly(entry, archive):
        Batch.objects.update(alive_at=timezone.now() - timedelta(hours=1))
        copy(entry, archive)

    monkeypatch.setattr(packing, "_copy", slowly)
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    assert batch.alive_at > timezone.now() - batches.STALE


def test_nobody_asks_for_nothing_or_for_too_many(asked):
    with pytest.raises(NothingToMakeError):
        asked()
    for _batch in range(batches.MOST_OF_ONE_PERSON):
        asked(1)
    with pytest.raises(TooManyBatchesError):
        asked(1)


def test_a_batch_is_its_askers_own(press, asked):
    batch = asked(1)
    for other in (press.bureau, press.clerk):
        with pytest.raises(NotVisibleError):
            batches.cancel_batch(batch_id=batch.pk, by=other.user, access=other.access, now=NOW)


def test_an_ending_alone_takes_the_items_name(asked, monkeypatch):
    monkeypatch.setitem(MAKERS, "text", lambda _argument, _at: Made(".pdf", b"x"))
    batch = asked(1)
    batches.work_on(batch.pk, now=NOW)
    assert "报告/第 1 份.pdf" in read(batch).namelist()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b\\c", "=cmd.txt", "x\x00y.txt"])
def test_a_hostile_name_stays_inside(press, asked, monkeypatch, name):
    monkeypatch.setitem(MAKERS, "text", lambda _argument, _at: Made(name, b"x"))
    batch = asked(1)
    batches.work_on(batch.pk, now=NOW)
    archive = read(batch)
    inside = json.loads(archive.read("manifest.json"))["files"][0]["path"]
    assert inside.startswith("报告/")
    assert inside.count("/") == 1
    assert "\\" not in inside
    assert ".." not in inside.split("/")
    rows = list(csv.reader(io.StringIO(archive.read("清单.csv").decode("utf-8-sig"))))
    assert rows[1][1] == inside


def test_what_cannot_be_packed_is_given_up_in_words(press, asked, monkeypatch):
    def full(_batch, _note_alive):
        raise OSError(28, "No space left on device")

    batch = asked(1)
    monkeypatch.setattr(batches, "pack", full)
    for _time in range(batches.MOST_ATTEMPTS):
        with pytest.raises(OSError, match="No space"):
            batches.work_on(batch.pk, now=NOW)
    batches.work_on(batch.pk, now=NOW)
    batch.refresh_from_db()
    assert (batch.status, batch.finished_at) == ("failed", NOW)
    assert batches.left_alone() == []
    client = Client()
    client.force_login(press.office.user)
    page = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert "磁盘" in page
    assert batches.clear_expired(now=NOW) == 1
