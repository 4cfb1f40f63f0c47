"""How people call a thing that has a life."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class LifeWords:
    """The thing itself (`noun`), its statuses and its actions."""

    noun: Words
    statuses: Mapping[Any, Words]
    actions: Mapping[Any, Words]
