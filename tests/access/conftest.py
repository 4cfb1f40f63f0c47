from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from common.official import pdf
from tests.access.scene import Scene, kept_scene

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with kept_scene(django_db_blocker) as scene:
        yield scene


@pytest.fixture(scope="session", autouse=True)
def set_once() -> Iterator[None]:
    """Who asks changes nothing of most papers: each is set in type once for all roles."""
    with mock.patch.object(pdf, "pdf_of", cache(pdf.pdf_of)):
        yield
