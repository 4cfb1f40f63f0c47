"""The ZIP file of a batch, with a manifest: what is in it by its fingerprint, and what is missing."""

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from common.kept_files import name_of_file
from common.language import for_others
from common.workbook import safe_text
from documents.batch_words import ITEM_WORDS, ItemStatus
from documents.models import Batch, BatchItem

FOLDER = "batches"
PIECE = 1024 * 1024
ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
# Within a file each entry has one moment, so that the same content makes the same file.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    path: str
    size: int
    sha256: str

    def discard(self) -> None:
        default_storage.delete(self.path)


@dataclass(frozen=True)
class Entry:
    """`inside` is where the file stands in the ZIP; empty where it could not be made."""

    item: BatchItem
    inside: str


def pack(batch: Batch, note_alive: Callable[[], object]) -> Packed:
    """Written piece by piece: no batch is ever whole in memory. Nothing stays of what goes wrong.

    `note_alive` is called after each file, since all of them may take longer than a claim stands.
    """
    path = f"{FOLDER}/{batch.pk}/{uuid4().hex}.zip"
    target = Path(settings.MEDIA_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with for_others():
            _write(target, batch, note_alive)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Packed(path, target.stat().st_size, _sha256(target))


def unpacked(batch: Batch) -> None:
    """Remove everything a batch has on disk, also what a killed worker left there half done."""
    with suppress(FileNotFoundError):  # another worker is at it
        shutil.rmtree(Path(settings.MEDIA_ROOT) / FOLDER / str(batch.pk))
    batch.items.update(path="")


def _write(target: Path, batch: Batch, note_alive: Callable[[], object]) -> None:
    entries = list(_entries(batch))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_info(_("清单.csv")), _table(entries))
        archive.writestr(_info("manifest.json"), _manifest(batch, entries))
        for entry in entries:
            if entry.inside:
                _copy(entry, archive)
                note_alive()


def _entries(batch: Batch) -> Iterator[Entry]:
    used: set[str] = set()
    for item in batch.items.order_by("place"):
        yield Entry(item, _inside(item, used) if item.status == ItemStatus.MADE else "")


def _inside(item: BatchItem, used: set[str]) -> str:
    """Two files of one name stand beside each other, numbered."""
    folders = [name_of_file(part) for part in item.folder.split("/")]
    stem, ending = _stem_and_ending(item.name)
    stem = stem or item.label
    plain, number = "/".join([*filter(None, folders), name_of_file(stem) or _("文件")]), 1
    name = f"{plain}{ending}"
    while name.casefold() in used:
        number += 1
        name = f"{plain} ({number}){ending}"
    used.add(name.casefold())
    return name


def _stem_and_ending(name: str) -> tuple[str, str]:
    found = ENDING.search(name)
    return (name[: found.start()], found.group()) if found else (name, "")


def _table(entries: list[Entry]) -> str:
    """For people: opens in any spreadsheet program, in which no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    heads = (_("序号"), _("文件"), _("内容"), _("结果"), _("字节"), "SHA-256", _("没有生成的原因"))
    writer.writerow(heads)
    for entry in entries:
        item = entry.item
        words = ITEM_WORDS[ItemStatus(item.status)]
        size = item.size if entry.inside else ""
        row = (item.place, entry.inside, item.label, words, size, item.sha256, item.failure)
        writer.writerow([safe_text(cell) for cell in row])
    return "\ufeff" + text.getvalue()


def _manifest(batch: Batch, entries: list[Entry]) -> str:
    """For programs."""
    files = [
        {"path": entry.inside, "label": entry.item.label}
        | {"bytes": entry.item.size, "sha256": entry.item.sha256}
        for entry in entries
        if entry.inside
    ]
    missing = [
        {"label": entry.item.label, "reason": entry.item.failure}
        for entry in entries
        if not entry.inside
    ]
    facts = {
        "title": batch.title,
        "plan": str(batch.plan),
        "asked_by": batch.asked_by_name,
        "asked_at": batch.asked_at.isoformat(),
        "files": files,
        "missing": missing,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _copy(entry: Entry, archive: zipfile.ZipFile) -> None:
    with (
        default_storage.open(entry.item.path) as source,
        archive.open(_info(entry.inside), "w", force_zip64=True) as target,
    ):
        while piece := source.read(PIECE):
            target.write(piece)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, NO_MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
