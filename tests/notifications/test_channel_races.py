"""Administrators side by side."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import date

import pytest
from django.db import connection

from notifications import endpoints
from notifications.endpoints import NameTakenError, Target, add_endpoint
from notifications.models import Endpoint
from tests.playing import at
from units.models import Government, Membership, Unit, User
from units.permissions import access_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=abc123"


def test_two_who_enter_the_same_name_at_once_enter_it_once(monkeypatch):
    city = Government.objects.create(name="某市人民政府")
    unit = Unit.objects.create(government=city, name="市财政局")
    user = User.objects.create(username="admin", name="管")
    Membership.objects.create(user=user, unit=unit, role="system_admin")
    access = access_of(user, date(2022, 8, 24))
    both, sealed = threading.Barrier(2), endpoints._seal
    found: list[type[Exception] | None] = []

    def waits(endpoint: Endpoint, target: Target) -> None:
        with suppress(threading.BrokenBarrierError):  # alone, where the other one waits for it
            both.wait(1)
        sealed(endpoint, target)

    def enters() -> None:
        try:
            add_endpoint(
                access=access,
                owner=unit,
                kind="dingtalk",
                name="财政局群",
                target=Target(ADDRESS),
                now=at("2022-08-24"),
            )
            found.append(None)
        except Exception as error:  # noqa: BLE001 - shown by the test
            found.append(type(error))
        finally:
            connection.close()

    monkeypatch.setattr(endpoints, "_seal", waits)
    threads = [threading.Thread(target=enters) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == sorted(map(str, [None, NameTakenError]))
    assert Endpoint.objects.count() == 1
