"""The boards ask the database the same number of times, however much there is."""

from __future__ import annotations

from copy import deepcopy
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.standing import plan_standing
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tests.dashboards.story import LAST_DAY, play
from tests.directive_facts import OFFICE_UNIT, SUPERVISOR_UNIT
from tests.keeping import kept_for_the_module
from tests.playing import KAIFENG, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motions.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_october")]

TO_LEAD_ON = 7
PAGES = [
    (OFFICE_UNIT, Role.OFFICE, "/"),
    (OFFICE_UNIT, Role.VICE_MAYOR, "/"),
    (SUPERVISOR_UNIT, Role.SUPERVISOR, "/"),
    (SUPERVISOR_UNIT, Role.SUPERVISOR, "/plans/{plan}/board/"),
    (SUPERVISOR_UNIT, Role.SUPERVISOR, "/plans/{plan}/wall/"),
    (SUPERVISOR_UNIT, Role.SUPERVISOR, "/plans/{plan}/charts/regions.csv"),
    (SUPERVISOR_UNIT, Role.SUPERVISOR, "/plans/{plan}/late/"),
    (SUPERVISOR_UNIT, Role.SUPERVISOR, "/plans/{plan}/tasks/t5-1/figures/"),
]


def queries(address: str, client: Client) -> int:
    """Of the page itself: a home that leads on to another page asks only who is there."""
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    if response.status_code == HTTPStatus.FOUND:
        assert len(seen) <= TO_LEAD_ON
        return queries(response.headers["Location"], client)
    assert response.status_code == HTTPStatus.OK
    return len(seen)


def count_all(plan: Plan) -> dict[tuple[str, str], int]:
    counted = {}
    for unit_name, role, address in PAGES:
        unit = Unit.objects.get(government=plan.government_id, name=unit_name)
        client = Client()
        client.force_login(person(unit, role).user)
        counted[role.value, address] = queries(address.format(plan=plan.pk), client)
    with CaptureQueriesContext(connection) as seen:
        plan_standing(plan, at=at(LAST_DAY), today=LAST_DAY, with_submitted=True)
    return counted | {("", "a standing"): len(seen)}


@pytest.fixture(scope="module")
def counted(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """With nothing filed, with two stages filed, and beside many other plans of the city."""
    with kept_for_the_module(django_db_blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(project, "REHEARSAL_CLOCK", LAST_DAY)
        plan = load()
        count_all(plan)  # makes the people and the clock's row
        found = {"one empty plan": count_all(plan)}
        play(plan)
        found["one filed plan"] = count_all(plan)
        content = read_plan_file((project.BASE_DIR / "fixtures" / KAIFENG).read_bytes())
        for number in range(8):
            other = deepcopy(content)
            other["id"], other["document"]["issued"] = f"other-{number}", "2021-03-16"
            load_plan(other)
        found["many plans"] = count_all(plan)
        yield found


def test_as_many_with_much_filed_as_with_nothing(counted: dict[str, Any]) -> None:
    assert counted["one filed plan"] == counted["one empty plan"]


def test_as_many_with_many_plans_as_with_one(counted: dict[str, Any]) -> None:
    assert counted["many plans"] == counted["one filed plan"]


def test_no_page_asks_often(counted: dict[str, Any]) -> None:
    assert max(counted["many plans"].values()) <= 65, counted
