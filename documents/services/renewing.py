"""A sign of life from whoever makes a file, however long it takes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection
from django.utils import timezone

from documents.models import Batch, BatchItem

log = logging.getLogger(__name__)


@contextmanager
def renewed(item: BatchItem, every: timedelta) -> Iterator[None]:
    """From a thread of its own: what makes the file knows nothing of claims. A worker that is killed
    takes the thread with it, one that hangs is killed by the time limit of jobs.
    """
    is_over = Event()
    thread = Thread(target=_renew, args=(item, every, is_over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _renew(item: BatchItem, every: timedelta, is_over: Event) -> None:
    while not is_over.wait(every.total_seconds()):
        machine_now = timezone.now()
        try:
            BatchItem.objects.filter(pk=item.pk).update(claimed_at=machine_now)
            Batch.objects.filter(pk=item.batch_id).update(alive_at=machine_now)
        except DatabaseError:  # the next time may go well; without one the claim is void
            log.warning("The claim of item %s was not renewed", item.pk, exc_info=True)
        finally:
            connection.close()
