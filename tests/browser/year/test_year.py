"""The year of 汴政〔2022〕7号, played from 14 March to 31 December: what decides in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tests.browser.year import autumn, outcome, spring, summer, winter
from tests.browser.year.year import FIRST_DAY, Year

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from pytest_django.fixtures import Settings

pytestmark = [
    pytest.mark.full,  # 14 March to 31 December, day by day: four minutes
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("english_catalogue"),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="two people at once need row locks"
    ),
]


def test_the_year(new_page: Callable[..., Page], settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY
    year = Year(new_page)
    spring.play(year)
    summer.play(year)
    autumn.play(year)
    winter.play(year)
    outcome.check(year)
