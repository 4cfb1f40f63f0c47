"""Batches: asked for here, made item by item by as many workers as there are.

An item is claimed before it is made, and the claim renewed while it is. A claim whose worker has
given no sign of life for a minute is void, so that whatever a killed worker left is made by the next
one; making an item twice does no harm. One item that cannot be made says why and the others go on.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from time import monotonic

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotVisibleError, PortalError
from common.kept_files import keep
from common.language import for_others
from documents.batch_words import BatchStatus, ItemStatus
from documents.errors import BatchEndedError, NothingToMakeError, TooManyBatchesError
from documents.makers import MAKERS, Item, Made
from documents.models import Batch, BatchItem
from documents.services.packing import FOLDER, Packed, pack, unpacked
from documents.services.renewing import renewed
from motions.models import Plan
from units.models import User
from units.permissions import Access

log = logging.getLogger(__name__)

LASTS = timedelta(days=7)
STALE = timedelta(seconds=60)
RENEWED_EVERY = STALE / 4
SLICE = timedelta(seconds=90)
MOST_ATTEMPTS = 3
MOST_OF_ONE_PERSON = 3


@transaction.atomic
def ask_batch(
    *, plan: Plan, kind: str, title: str, items: Sequence[Item], by: User, now: datetime
) -> Batch:
    """Who may read what is in it has been asked before. The job starts when this is committed."""
    if not items:
        raise NothingToMakeError(title=title)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if Batch.objects.unfinished().filter(asked_by=by).count() >= MOST_OF_ONE_PERSON:
        raise TooManyBatchesError(most=MOST_OF_ONE_PERSON)
    batch = Batch.objects.create(
        government_id=plan.government_id,
        plan=plan,
        kind=kind,
        title=title,
        asked_by=by,
        asked_by_name=str(by),
        asked_at=now,
    )
    BatchItem.objects.bulk_create(
        BatchItem(
            batch=batch,
            place=place,
            label=item.label,
            folder=item.folder,
            maker=item.maker,
            argument=dict(item.argument),
        )
        for place, item in enumerate(items, start=1)
    )
    return batch


@transaction.atomic
def cancel_batch(*, batch_id: int, by: User, access: Access, now: datetime) -> Batch:
    """What is being made at this moment is still finished, and thrown away."""
    batch = _locked(batch_id)
    if batch is None or not Batch.objects.visible_to(access, by).filter(pk=batch_id).exists():
        raise NotVisibleError
    if batch.status != BatchStatus.RUNNING:
        raise BatchEndedError(title=batch.title)
    batch.status, batch.finished_at = BatchStatus.CANCELLED, now
    batch.save()
    return batch


def work_on(batch_id: int, *, now: datetime, longest: timedelta = SLICE) -> bool:
    """Make what is left of a batch; whoever makes the last item packs it. Safe to run twice.

    Stops after `longest`, so that other jobs get their turn; True when there is more to do.
    """
    ends = monotonic() + longest.total_seconds()
    while item := _claim(batch_id=batch_id):
        with for_others():
            with renewed(item, RENEWED_EVERY):
                outcome = _make(item)
            _finish(item, outcome)
        if monotonic() > ends:
            return True
    if _is_complete(batch_id):
        _complete(batch_id, now)
    return False


def left_alone() -> list[int]:
    """Unfinished batches that no worker is at: its message was lost, or the worker was killed."""
    quiet = Q(alive_at__isnull=True) | Q(alive_at__lt=timezone.now() - STALE)
    return list(Batch.objects.unfinished().filter(quiet).values_list("pk", flat=True))


def clear_expired(*, now: datetime) -> int:
    """Remove the files of batches whose time is over; what was asked for stays to be read."""
    over = Batch.objects.filter(status=BatchStatus.DONE, expires_at__lte=now)
    without_file = (BatchStatus.CANCELLED, BatchStatus.FAILED)
    ended = Batch.objects.filter(status__in=without_file, items__path__gt="").distinct()
    rows = [*over, *ended]
    for batch in rows:
        unpacked(batch)
        status = BatchStatus.EXPIRED if batch.status == BatchStatus.DONE else batch.status
        Batch.objects.filter(pk=batch.pk).update(path="", status=status)
    return len(rows)


def _locked(batch_id: int) -> Batch | None:
    return Batch.objects.select_for_update(no_key=True).filter(pk=batch_id).first()


@transaction.atomic
def _claim(*, batch_id: int) -> BatchItem | None:
    """The next item nobody is at. None also once the batch was cancelled."""
    machine_now = timezone.now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=machine_now - STALE)
    item = (
        BatchItem.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(free, batch=batch_id, batch__status=BatchStatus.RUNNING)
        .filter(status=ItemStatus.WAITING)
        .select_related("batch")
        .order_by("place")
        .first()
    )
    if item is None:
        return None
    item.claimed_at = machine_now
    item.attempts = F("attempts") + 1
    item.save(update_fields=["claimed_at", "attempts"])
    item.refresh_from_db(fields=["attempts"])
    Batch.objects.filter(pk=batch_id).update(alive_at=machine_now)
    return item


def _make(item: BatchItem) -> Made | str:
    """The file, or in words why there is none."""
    if item.attempts > MOST_ATTEMPTS:
        return _("试了 %s 次，每次都中断，没有做成；请告知管理员。") % MOST_ATTEMPTS
    try:
        return MAKERS[item.maker](item.argument, item.batch.asked_at)
    except PortalError as refusal:
        return str(refusal)
    except Exception:  # one broken document must not lose the others
        log.exception("Item %s of batch %s could not be made", item.place, item.batch_id)
        return _("生成时出错，已记入日志（批次 %(batch)s 第 %(place)s 件），请告知管理员。") % {
            "batch": item.batch_id,
            "place": item.place,
        }


def _finish(item: BatchItem, outcome: Made | str) -> None:
    if isinstance(outcome, str):
        item.status, item.failure = ItemStatus.FAILED, outcome[:2_000]
    else:
        folder = f"{FOLDER}/{item.batch_id}"
        item.sha256, item.path = keep(folder, item.batch.government_id, outcome.content)
        item.status, item.size = ItemStatus.MADE, len(outcome.content)
        item.name = outcome.name.replace("\x00", "")  # PostgreSQL stores none
    item.save()
    _note_alive(item.batch_id)


def _note_alive(batch_id: int) -> None:
    Batch.objects.filter(pk=batch_id).update(alive_at=timezone.now())


def _is_complete(batch_id: int) -> bool:
    running = Batch.objects.unfinished().filter(pk=batch_id).exists()
    waiting = BatchItem.objects.filter(batch=batch_id, status=ItemStatus.WAITING).exists()
    return running and not waiting


def _complete(batch_id: int, now: datetime) -> None:
    """Packed outside the lock: two workers may both do it, the second one's file is not used."""
    batch = Batch.objects.get(pk=batch_id)
    if batch.packings >= MOST_ATTEMPTS:
        _end(batch_id=batch_id, status=BatchStatus.FAILED, now=now)
        return
    Batch.objects.filter(pk=batch_id).update(packings=F("packings") + 1)
    packed = pack(batch, partial(_note_alive, batch_id))
    if not _end(batch_id=batch_id, status=BatchStatus.DONE, now=now, packed=packed):
        packed.discard()


@transaction.atomic
def _end(
    *, batch_id: int, status: BatchStatus, now: datetime, packed: Packed | None = None
) -> bool:
    """False where it was ended meanwhile, by another worker or by its asker."""
    batch = _locked(batch_id)
    if batch is None or batch.status != BatchStatus.RUNNING:
        return False
    batch.status, batch.finished_at = status, now
    if packed:
        batch.path, batch.size, batch.sha256 = packed.path, packed.size, packed.sha256
        batch.expires_at = now + LASTS
    batch.save()
    return True
