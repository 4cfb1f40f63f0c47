"""How each item of a batch is made. Apps above add theirs when the portal starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Made:
    """A finished file; `name` with its ending, or an ending alone to be called as the item is."""

    name: str
    content: bytes


# Takes the item's argument and the business moment the batch was asked for.
Maker = Callable[[Mapping[str, Any], datetime], Made]
MAKERS: dict[str, Maker] = {}


@dataclass(frozen=True)
class Item:
    """One file that is asked for."""

    label: str
    maker: str
    argument: Mapping[str, Any]
    folder: str = ""
