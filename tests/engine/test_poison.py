"""Messages that no worker can do anything with, put before a real one."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.utils import timezone
from kombu import Producer

from config.celery import app
from engine.models import DeadLetter, Redelivery
from engine.services.letters import MOST_REDELIVERIES

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

SEEN = (DeadLetter.Cause.UNREADABLE, DeadLetter.Cause.FAILED)
PATIENCE = 120  # seconds, on a busy machine
QUEUE = "celery"


def wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def put(body: Any, **properties: Any) -> None:
    with app.connection_for_write() as link:
        Producer(link, routing_key=QUEUE).publish(body, **properties)


def test_what_cannot_be_read_or_is_no_job_is_kept_and_gone(
    broker: redis.Redis, celery_worker: Callable[..., Any]
) -> None:
    worker = celery_worker()
    broker.lpush(QUEUE, "hunter2, no envelope at all")
    put({"no": "job"})
    put(b"hunter2", content_type="application/x-python-serialize", content_encoding="binary")
    app.send_task("documents.no_such_job", [7], {"password": "hunter2"})
    app.send_task("documents.make_batch", ["not a number"])
    wait_for(lambda: DeadLetter.objects.count() == 5)
    assert worker.poll() is None
    causes = DeadLetter.objects.order_by("job", "pk").values_list("job", "cause")
    assert list(causes) == [
        ("?", "unreadable"),
        ("?", "unreadable"),
        ("?", "unreadable"),
        ("documents.make_batch", "failed"),
        ("documents.no_such_job", "unknown"),
    ]
    assert not any("hunter2" in str(row) for row in DeadLetter.objects.values_list())
    failed = DeadLetter.objects.get(cause="failed")
    assert failed.payload == {"args": ["not a number"], "kwargs": {}}
    assert "ValueError" in failed.error
    assert "Traceback" in failed.trace
    wait_for(lambda: broker.hlen("unacked") == 0)
    assert broker.llen(QUEUE) == 0


def envelope(**parts: Any) -> str:
    """As kombu writes it, with parts that are not what they should be."""
    properties = {
        "delivery_tag": str(uuid4()),
        "delivery_info": {"exchange": "", "routing_key": QUEUE},
    }
    whole = {"body": "W10=", "content-type": "application/json", "content-encoding": "utf-8"}
    return json.dumps(whole | {"properties": properties, "headers": {}} | parts)


JOB = "reminders.deliver"
NO_MESSAGES = [
    "[]",
    '"x"',
    "{}",
    "null",
    "5",
    "not JSON",
    "{",
    envelope(properties=None),
    envelope(properties={"delivery_tag": []}),
    envelope(properties={"delivery_tag": "1", "delivery_info": {}}),
    envelope(
        body="%%%", properties=json.loads(envelope())["properties"] | {"body_encoding": "base64"}
    ),
    envelope(headers="x"),
    envelope(headers={"task": []}),
    envelope(headers={"task": JOB}),
    envelope(headers={"task": JOB, "id": 7, "argsrepr": []}, body="5"),
    envelope(headers={"task": JOB, "id": "7"}, body=5),
    envelope(body={}),
]


def test_whatever_stands_in_the_queue_the_worker_goes_on(
    broker: redis.Redis, celery_worker: Callable[..., Any]
) -> None:
    """Put there by hand or by another program; the job behind it is done all the same."""
    worker = celery_worker()
    for number, rubbish in enumerate(NO_MESSAGES):
        broker.lpush(QUEUE, rubbish)
        app.send_task("documents.make_batch", [f"batch {number} of none"])
        wanted = {"job": "documents.make_batch", "arguments__contains": f"batch {number} of"}
        wait_for(lambda wanted=wanted: DeadLetter.objects.filter(**wanted).exists())
        assert worker.poll() is None, rubbish
    kept = DeadLetter.objects.exclude(job="documents.make_batch").filter(cause__in=SEEN)
    assert sum(kept.values_list("times", flat=True)) == len(NO_MESSAGES)
    wait_for(lambda: broker.hlen("unacked") == 0)
    assert broker.llen(QUEUE) == 0


def test_a_message_that_came_back_too_often_is_given_up(
    broker: redis.Redis, celery_worker: Callable[..., Any]
) -> None:
    """As the broker gives back what a worker held that was killed, time and again."""
    app.send_task("documents.make_batch", [4711])
    message = json.loads(broker.rpop(QUEUE))
    message["headers"]["redelivered"] = True
    message["properties"]["delivery_info"]["redelivered"] = True
    identity = message["headers"]["id"]
    Redelivery.objects.create(
        message_id=identity, times=MOST_REDELIVERIES - 1, last_at=timezone.now()
    )
    celery_worker()
    broker.lpush(QUEUE, json.dumps(message))
    wait_for(lambda: not Redelivery.objects.exists())
    assert not DeadLetter.objects.exists(), "it may still be tried, and was"

    Redelivery.objects.create(message_id=identity, times=MOST_REDELIVERIES, last_at=timezone.now())
    message["properties"]["delivery_tag"] = "another"
    broker.lpush(QUEUE, json.dumps(message))
    wait_for(lambda: DeadLetter.objects.exists())
    letter = DeadLetter.objects.get()
    assert (letter.job, letter.cause, letter.can_run_again) == (
        "documents.make_batch", "lost", True,
    )  # fmt: skip
    wait_for(lambda: not Redelivery.objects.exists())
    wait_for(lambda: broker.hlen("unacked") == 0)
