"""The rehearsal clock's row is read once a page, and a move counts at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from tests.playing import load, person
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rehearsal(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


def reads(asked: CaptureQueriesContext) -> int:
    return sum("common_rehearsalclock" in query["sql"] for query in asked.captured_queries)


def test_a_page_reads_it_once(client):
    plan = load()
    client.force_login(person(plan.reviewing_unit_id, Role.OFFICE).user)
    clock.now()  # the row is there
    for address in ("/", f"/plans/{plan.pk}/board/", "/clock/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code in {200, 302}
        assert reads(asked) == 1, address


def test_a_move_counts_at_once_within_and_without():
    with clock.reading_once():
        before = clock.now()
        clock.move_forward(before + timedelta(days=7))
        assert clock.today() == date(2022, 8, 31)
    assert clock.today() == date(2022, 8, 31)


def test_outside_of_a_page_it_is_read_each_time():
    """A worker lives for weeks, and others move the clock."""
    clock.now()
    with CaptureQueriesContext(connection) as asked:
        clock.now()
        clock.today()
    assert reads(asked) == 2
