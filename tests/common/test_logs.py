"""Secret addresses do not stand in the log."""

from __future__ import annotations

import logging
from io import StringIO

import pytest

pytestmark = pytest.mark.django_db

TOKEN = "pM3n" * 10 + "_-x"


@pytest.fixture
def log(monkeypatch) -> StringIO:
    """What the portal's own handler writes."""
    (console,) = (h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    written = StringIO()
    monkeypatch.setattr(console, "stream", written)
    return written


@pytest.mark.parametrize("path", ["/calendar/{}.ics", "/unsubscribe/12:{}/"])
def test_an_address_that_is_a_secret_is_not_logged(client, log, path):
    assert client.get(path.format(TOKEN)).status_code == 404
    assert "Not Found: /" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_other_addresses_are_logged_whole(client, log):
    logging.getLogger("django.request").warning("%s: %s", "Not Found", "/plans/1/reminders/rules/")
    assert "/plans/1/reminders/rules/" in log.getvalue()
