from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.notifications.listeners import Listener, listening
from tests.notifications.sink import HOST, Sink, smtp_sink
from units.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    """A mail server, and the portal sends there."""
    with smtp_sink() as server:
        settings.EMAIL_BACKEND = "notifications.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.port
        yield server


@pytest.fixture
def li() -> User:
    return User.objects.create(username="li", name="李", email="li@example.test")


@pytest.fixture
def wang() -> User:
    return User.objects.create(username="wang", name="王", email="wang@example.test")


@pytest.fixture
def listener(settings) -> Iterator[Listener]:
    """A robot or gateway on this machine, which is allowed for once."""
    settings.CHANNEL_ALLOW_LOOPBACK = True
    with listening() as server:
        yield server
