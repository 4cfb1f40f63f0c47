"""Making batches, and looking after those that were left alone."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from common import clock
from documents.services import batches
from engine.publishing import publish

# As many as there are workers: they share the items of one batch.
WORKERS = 2


@shared_task(name="documents.make_batch")  # type: ignore[untyped-decorator]
def make_batch(batch_id: int) -> None:
    if batches.work_on(batch_id, now=clock.now()):
        publish(make_batch, batch_id)


@shared_task(name="documents.tend_batches", ticks=True, alone=True)  # type: ignore[untyped-decorator]
def tend_batches() -> None:
    for batch_id in batches.left_alone():
        start_batch(batch_id)
    batches.clear_expired(now=clock.now())


def start_batch(batch_id: int) -> None:
    """Without a broker the next `tend_batches` does it."""
    for _worker in range(WORKERS):
        if not publish(make_batch, batch_id):
            break  # a broker that is there and says nothing takes ten seconds to find out


@worker_ready.connect  # type: ignore[untyped-decorator]
def catch_up(**_options: Any) -> None:
    """A worker that starts takes up what the one before it left."""
    publish(tend_batches)
