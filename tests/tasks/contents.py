"""Plan files for these tests: the shipped ones, and copies with one thing changed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from motions.models import Plan

    Content = dict[str, Any]

KAIFENG, SECOND_CITY = "kaifeng-2022-7", "second-city"


def raw(name: str = SECOND_CITY) -> bytes:
    return (Path(settings.BASE_DIR) / "fixtures" / f"{name}.json").read_bytes()


def content(name: str = SECOND_CITY) -> Content:
    read: Content = json.loads(raw(name), parse_float=Decimal)
    return read


def as_file(value: Content) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=float).encode()


def changed(change: Callable[[Content], object], name: str = SECOND_CITY) -> bytes:
    value = content(name)
    change(value)
    return as_file(value)


def load(data: bytes) -> Plan:
    return load_plan(read_plan_file(data)).plan
