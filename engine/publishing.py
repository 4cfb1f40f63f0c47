"""Handing a job to the broker: at once or not at all."""

import logging
from collections.abc import Callable
from typing import Any

from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def publish(task: Any, *args: Any) -> bool:
    """Without a broker the next tick of the schedule does it."""
    return is_published(lambda: task.delay(*args), task.name)


def is_published(send: Callable[[], object], name: str = "") -> bool:
    try:
        send()
    except (OperationalError, RedisError, OSError):
        log.warning("No broker: %s waits for the next tick", name or "a job")
        return False
    return True
