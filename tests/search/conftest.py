from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.access.scene import Scene, kept_scene

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with kept_scene(django_db_blocker) as scene:
        yield scene
