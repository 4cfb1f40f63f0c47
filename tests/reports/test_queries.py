"""A step of a report with ten items and ten co-signatures asks what one of a single item asks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.co_signatures import gaps_of
from reports.services.correcting import ask_correction, grant_correction
from tests.co_signing import ask, head_of, sign_all
from tests.playing import Player, at, load

pytestmark = pytest.mark.django_db

NOW = at("2022-08-24")
ONE_ITEM, TEN_ITEMS = "市财政局", "市发展改革委"
# The ten have a leaf among them that others lead as well: its leads are looked up. One query for each
# of ten items would be nine more than for one.
LEADS_LOOKED_UP = 8


def queries(step) -> int:
    with CaptureQueriesContext(connection) as found:
        step()
    return len(found)


def counted(plan, unit: str) -> dict[str, int]:
    player = Player(plan, unit)
    found = {"start": queries(lambda: player.start(NOW))}
    player.write(NOW)
    for row in gaps_of(player.filing.draft):
        head_of(row)  # somebody to be told
    found["put up"] = queries(lambda: ask(player, NOW))
    sign_all(player, NOW)
    found["send"] = queries(lambda: player.send(NOW))
    found["sign"] = queries(lambda: player.sign(NOW, co_signed=False))
    player.open(NOW)
    found["decide"] = queries(lambda: player.decide(NOW))
    step = {"filing_id": player.filing_id, "now": NOW}
    clerk, office = player.clerk, player.office
    ask_correction(by=clerk.user, access=clerk.access, reason="数字有误。", **step)
    found["next draft"] = queries(
        lambda: grant_correction(by=office.user, access=office.access, **step)
    )
    return found


def test_no_step_asks_more_for_more_items():
    plan = load()
    one, ten = counted(plan, ONE_ITEM), counted(plan, TEN_ITEMS)
    assert {name: n for name, n in ten.items() if n > one[name] + LEADS_LOOKED_UP} == {}
