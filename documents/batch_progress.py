"""What the pages of a batch read: how far it is and what could not be made."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from common.errors import NotVisibleError
from documents.batch_words import BatchStatus, ItemStatus
from documents.models import Batch, BatchItem
from motions.models import Plan
from units.models import User
from units.permissions import Access


@dataclass(frozen=True)
class BatchProgress:
    """`now` is the item that is next, while there is one."""

    batch: Batch
    total: int
    made: int
    failures: tuple[BatchItem, ...]
    now: str

    @property
    def done(self) -> int:
        return self.made + len(self.failures)

    @property
    def is_running(self) -> bool:
        return self.batch.status == BatchStatus.RUNNING

    @property
    def has_file(self) -> bool:
        return self.batch.status == BatchStatus.DONE

    @property
    def is_packing(self) -> bool:
        return self.is_running and self.done == self.total


def batches_of(access: Access, user: User, plan: Plan) -> QuerySet[Batch]:
    """The latest first, with how much of each is there."""
    done = Count("items", filter=~Q(items__status=ItemStatus.WAITING))
    failed = Count("items", filter=Q(items__status=ItemStatus.FAILED))
    rows = Batch.objects.visible_to(access, user).filter(plan=plan)
    return rows.annotate(total=Count("items"), done=done, failed=failed)


def batch_for(
    access: Access, user: User, batch_id: int, *, file_at: datetime | None = None
) -> Batch:
    """`file_at`: only if there is a file to take at this moment."""
    rows = Batch.objects.visible_to(access, user).select_related("plan")
    if file_at:
        rows = rows.filter(status=BatchStatus.DONE, expires_at__gt=file_at)
    row = rows.filter(pk=batch_id).first()
    if row is None:
        raise NotVisibleError
    return row


def batch_progress(batch: Batch) -> BatchProgress:
    counts = batch.items.aggregate(
        total=Count("pk"), made=Count("pk", filter=Q(status=ItemStatus.MADE))
    )
    waiting = batch.items.filter(status=ItemStatus.WAITING).order_by("place").first()
    failures = batch.items.filter(status=ItemStatus.FAILED).order_by("place")
    return BatchProgress(
        batch, counts["total"], counts["made"], tuple(failures), waiting.label if waiting else ""
    )
