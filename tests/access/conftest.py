from __future__ import annotations

from datetime import date

import pytest

from notifications.selectors import MAILBOX_BACKEND
from tests.access.scene import Scene, set_scene


@pytest.fixture
def scene(settings, quick_press) -> Scene:
    settings.REHEARSAL_CLOCK = date(2022, 9, 1)
    settings.EMAIL_BACKEND = MAILBOX_BACKEND
    return set_scene()
