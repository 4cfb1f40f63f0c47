from __future__ import annotations

from datetime import date

import pytest

from tests.answering import Answering
from tests.copies import made_once
from tests.playing import load


@pytest.fixture
def answering(settings, quick_press) -> Answering:
    settings.REHEARSAL_CLOCK = date(2022, 9, 15)
    return made_once("answering", lambda: Answering(load()))
