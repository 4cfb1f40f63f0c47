from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from common.language import for_others
from documents.services import issuing
from tests.documents.kinds import Scene
from tests.documents.press import NOW, Press, print_quickly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from common.official.content import Paper
    from documents.kinds import Kind


@pytest.fixture
def press(db, settings, monkeypatch, tmp_path) -> Press:
    settings.REHEARSAL_CLOCK = NOW.date()
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_URL = "https://portal.example"
    monkeypatch.setattr(issuing, "render_official", print_quickly)
    return Press()


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Played once a module, in a transaction that is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic(), for_others():
        yield Scene()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def papers(scene: Scene) -> dict[Kind, Paper]:
    return scene.papers()


@pytest.fixture(scope="module")
def workbooks(scene: Scene) -> dict[str, bytes]:
    return scene.workbooks()
