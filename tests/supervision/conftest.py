from __future__ import annotations

import pytest

from tests.copies import made_once
from tests.supervision.cast import Cast


@pytest.fixture
def cast(db: None, quick_press: None) -> Cast:
    return made_once("cast", Cast)
