"""Plan files made to hurt are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from tasks.planfile.errors import PlanFileRefusedError
from tasks.planfile.read import read_plan_file


def test_half_a_character_is_refused():
    data = (Path(settings.BASE_DIR) / "fixtures" / "second-city.json").read_bytes()
    hurt = data.replace("市财政局".encode(), b"\\ud800")
    assert hurt != data
    with pytest.raises(PlanFileRefusedError):
        read_plan_file(hurt)
