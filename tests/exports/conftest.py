"""A module either takes the plan as it was printed (`plan`) or two played stages of it (`played`).

Both are made once a module, in a transaction that is rolled back after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.copies import made_once
from tests.dashboards.story import COMMERCE, DECEMBER, DEVELOPMENT, LAST_DAY, played_plan
from tests.directive_facts import SUPERVISOR_UNIT
from tests.exports.faces import Faces
from tests.exports.secrets import write_secrets
from tests.keeping import kept_for_the_module
from tests.playing import SECOND_CITY, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motions.models import Plan


@pytest.fixture(autouse=True)
def in_october(settings: Any) -> None:
    settings.REHEARSAL_CLOCK = LAST_DAY


@pytest.fixture(scope="module")
def plan(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    with kept_for_the_module(django_db_blocker):
        yield load()


@pytest.fixture(scope="module")
def second_city(plan: Plan) -> Plan:
    return load(SECOND_CITY)


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    with kept_for_the_module(django_db_blocker):
        yield made_once("story with secrets", _with_secrets)


def _with_secrets() -> Plan:
    plan = played_plan()
    for unit in (DEVELOPMENT, COMMERCE):
        write_secrets(plan, unit, stage=DECEMBER)
    return plan


@pytest.fixture(scope="module")
def faces(played: Plan) -> Faces:
    """Each page and file as the supervision bureau gets it, made once for the same question."""
    bureau, _is_new = Unit.objects.get_or_create(
        government_id=played.government_id, name=SUPERVISOR_UNIT
    )
    return Faces(played, person(bureau, Role.SUPERVISOR, name="督查员").user)
