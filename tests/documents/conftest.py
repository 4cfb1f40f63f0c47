from __future__ import annotations

import pytest

from documents.services import issuing
from tests.documents.press import NOW, Press, print_quickly


@pytest.fixture
def press(db, settings, monkeypatch, tmp_path) -> Press:
    settings.REHEARSAL_CLOCK = NOW.date()
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_URL = "https://portal.example"
    monkeypatch.setattr(issuing, "render_official", print_quickly)
    return Press()
