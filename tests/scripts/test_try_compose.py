"""The walk of `scripts.try_compose`, on the pages as they are now: no container is needed to see it break."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from scripts.try_compose.visitor import Refused, Visitor
from scripts.try_compose.walk import (
    ADMINISTRATOR,
    GOVERNMENT,
    PASSWORD,
    PEOPLE,
    PLAN,
    file_a_report,
)
from tests.playing import FIRST_DAY

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_is_filed_and_accepted_from_an_empty_portal(
    live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY
    call_command("load_plan", PLAN, stdout=io.StringIO())
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    username, name, unit = ADMINISTRATOR
    call_command(
        "appoint_administrator",
        username,
        name=name,
        unit=unit,
        government=GOVERNMENT,
        stdout=io.StringIO(),
    )

    def visitor() -> Visitor:
        return Visitor(live_server.url, int(live_server.url.rpartition(":")[2]))

    filed = file_a_report(visitor)
    assert filed.is_all_there()
    head = visitor().sign_in(PEOPLE[1][0], PASSWORD)
    with pytest.raises(Refused, match="no button “审签并报送”"):
        head.press(head.get(filed.path), "审签并报送")
