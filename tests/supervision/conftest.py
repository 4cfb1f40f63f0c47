from __future__ import annotations

import pytest

from tests.supervision.cast import Cast


@pytest.fixture
def cast(db: None, quick_press: None) -> Cast:
    return Cast()
