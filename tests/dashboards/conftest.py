"""A module either reads the plan as it was printed (`plan`) or two played stages of it (`played`).

Both are made once a module, in a transaction that is rolled back after it: playing takes seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.dashboards.story import LAST_DAY, played_plan
from tests.keeping import kept_for_the_module
from tests.playing import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from motions.models import Plan


@pytest.fixture(scope="module")
def plan(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    with kept_for_the_module(django_db_blocker):
        yield load()


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    with kept_for_the_module(django_db_blocker):
        yield played_plan()


@pytest.fixture
def in_october(settings: Any) -> date:
    settings.REHEARSAL_CLOCK = LAST_DAY
    return LAST_DAY
