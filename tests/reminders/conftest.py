from __future__ import annotations

import pytest

from tests.reminders.city import City, open_city


@pytest.fixture
def city() -> City:
    return open_city()
