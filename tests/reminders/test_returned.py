"""Who reviews is reminded, and who wrote what came back: the author among the unit's clerks."""

from __future__ import annotations

import pytest

from tasks.models import Obligation
from tests.playing import Player, at, person
from tests.reminders.city import City, inbox, offsets, sweep
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db

COMMERCE = "市商务局"


@pytest.fixture
def returned(city: City) -> Player:
    player = Player(city.plan, COMMERCE)
    player.submit(at("2022-08-24"))
    player.open(at("2022-08-25"))
    keys = tuple(part.obligation.task.key for part in player.filing.latest_version.parts.all())
    player.decide(at("2022-08-25", 10), returned=keys)
    return player


def test_the_author_of_what_was_returned_is_reminded(city, returned):
    colleague = person(returned.unit, Role.CLERK, name="colleague").user
    owed = Obligation.objects.get(kind="correction", unit=returned.unit)
    days = ("2022-08-31", "2022-09-01", "2022-09-02")  # five working days after the return, around
    for day in days:
        sweep(day)
    author = returned.clerk.user
    assert owed.due_on.isoformat() in days
    assert offsets(author, owed) == [-1, 0, 1]
    assert offsets(colleague, owed) == [-1, 0, 1]
    assert any("补正" in message.body for message in inbox(author))


def test_an_author_who_left_the_unit_is_not(city, returned):
    author = returned.clerk.user
    Membership.objects.filter(user=author).update(until_on="2022-08-26")
    for day in ("2022-08-31", "2022-09-01"):
        sweep(day)
    owed = Obligation.objects.get(kind="correction", unit=returned.unit)
    assert offsets(author, owed) == []


def test_the_reviewers_are_reminded_of_what_waits_for_them(city):
    player = Player(city.plan, COMMERCE)
    player.submit(at("2022-08-24"))
    owed = Obligation.objects.get(kind="review", parent=player.obligation)
    for day in ("2022-08-30", "2022-08-31", "2022-09-01"):
        sweep(day)
    assert offsets(player.office.user, owed) == [-1, 0, 1]
