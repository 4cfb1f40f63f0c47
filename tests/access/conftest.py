from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from common.official import pdf
from notifications.selectors import MAILBOX_BACKEND
from tests.access.scene import Scene, set_scene

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def scene(settings, quick_press) -> Scene:
    settings.REHEARSAL_CLOCK = date(2022, 9, 1)
    settings.EMAIL_BACKEND = MAILBOX_BACKEND
    return set_scene()


@pytest.fixture(scope="session", autouse=True)
def set_once() -> Iterator[None]:
    """Who asks changes nothing of most papers: each is set in type once for all roles."""
    with mock.patch.object(pdf, "pdf_of", cache(pdf.pdf_of)):
        yield
