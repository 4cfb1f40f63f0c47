"""A broker that is not there, and one that is there and says nothing."""

from __future__ import annotations

import socket

import pytest
from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from engine.publishing import is_published


@pytest.mark.parametrize(
    "error", [OperationalError, RedisConnectionError, RedisTimeoutError, ConnectionRefusedError]
)
def test_a_lost_publish_is_said_and_stops_nothing(error, caplog):
    def send() -> None:
        raise error

    assert is_published(send, "reminders.deliver") is False
    assert "reminders.deliver waits for the next tick" in caplog.text


def test_what_was_published_is_said():
    assert is_published(lambda: None) is True


def test_a_port_where_nobody_listens_is_no_broker():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    app = Celery(broker=f"redis://127.0.0.1:{port}/0", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_url = f"redis://127.0.0.1:{port}/0"
    assert is_published(lambda: app.send_task("x")) is False
