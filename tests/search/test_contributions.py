"""函告 are found by their unit, by the leads of the moment, and by who reads the whole plan."""

from __future__ import annotations

import pytest
from django.test import Client

from search import matching
from tests.contributing import Contributor
from tests.playing import FIRST_DAY, at, load
from tests.search.looking import addresses, at_once, found
from tests.tasks.handing import Desk

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("quick_press"),
]

COUNTY, NEIGHBOUR = "杞县人民政府", "兰考县人民政府"
LEAD, CO_LEAD, STRANGER = "市财政局", "市工业和信息化局", "市科技局"
NUMBER, WORDS = "5.10", "大蒜深加工项目已投产。"
NOW = at("2022-08-16")


@pytest.fixture(autouse=True)
def in_2022(settings):
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def desk():
    return Desk(load()).hand_out()


@pytest.fixture
def county(desk):
    return Contributor(desk.plan, COUNTY, "t5-10")


def clerk(desk, name):
    return desk.clerk(name).user


def finds(user, words="大蒜"):
    """In every place alike: the page, the palette; and what is found can be opened."""
    hits = found(user, words).get("contributions", [])
    palette = [href for href in addresses(at_once(user, words)) if "/contributions/" in href]
    assert len(palette) == len(hits)
    client = Client()
    client.force_login(user)
    for href in palette:
        assert client.get(href).status_code == 200
    return len(hits)


def test_what_was_sent_is_found_by_its_unit_its_leads_and_the_readers_of_the_plan(desk, county):
    county.submit(NOW, words=WORDS)
    for user in (county.clerk.user, county.head.user, clerk(desk, LEAD), clerk(desk, CO_LEAD)):
        assert finds(user) == 1
    assert finds(desk.office.user) == 1
    for name in (NEIGHBOUR, STRANGER):
        assert finds(clerk(desk, name)) == 0


def test_a_draft_is_the_units_own(desk, county):
    county.write(NOW, words=WORDS)
    assert finds(county.clerk.user) == finds(county.head.user) == 1
    for user in (clerk(desk, LEAD), desk.office.user, clerk(desk, NEIGHBOUR)):
        assert finds(user) == 0


def test_what_was_given_back_stands_no_longer(desk, county):
    county.submit(NOW, words=WORDS)
    county.given_back(NOW, desk.clerk(LEAD))
    for user in (clerk(desk, LEAD), desk.office.user):
        assert finds(user) == 0


def test_the_new_lead_finds_it_and_the_old_one_no_longer(desk, county):
    county.submit(NOW, words=WORDS)
    assert (finds(clerk(desk, LEAD)), finds(clerk(desk, STRANGER))) == (1, 0)
    desk.reassign(desk.one(LEAD, NUMBER), STRANGER, NOW)
    assert (finds(clerk(desk, LEAD)), finds(clerk(desk, STRANGER))) == (0, 1)
    assert finds(clerk(desk, CO_LEAD)) == 1


def test_a_contribution_that_another_unit_owes_now_is_found_by_nobody(desk, county):
    """What was only drafted goes with the duty that was withdrawn."""
    county.write(NOW, words=WORDS)
    desk.reassign(desk.one(COUNTY, NUMBER, "responsible"), STRANGER, NOW)
    for user in (county.clerk.user, clerk(desk, STRANGER), clerk(desk, LEAD), desk.office.user):
        assert finds(user) == 0


@pytest.mark.parametrize("looked_at", [0, 1, 2])
def test_a_common_word_is_found_in_ones_newest_and_then_everywhere(
    desk, county, monkeypatch, looked_at
):
    monkeypatch.setattr(matching, "LOOKED_AT_A_HIT", 0)
    monkeypatch.setattr(matching, "LOOKED_AT_LEAST", 1)
    monkeypatch.setattr(matching, "LOOKED_AT", looked_at)
    neighbour = Contributor(desk.plan, NEIGHBOUR, "t5-10")
    for one in (county, neighbour):
        one.submit(NOW, words=WORDS)
    assert finds(desk.office.user) == finds(clerk(desk, LEAD)) == 2
    assert finds(county.clerk.user) == finds(neighbour.clerk.user) == 1
    assert finds(clerk(desk, STRANGER)) == 0
