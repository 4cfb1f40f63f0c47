"""Differences between two contents, as findings: what the file says, what is loaded."""

from collections.abc import Iterator
from typing import Any

from tasks.planfile.errors import Finding


def differences(loaded: Any, file: Any, path: str = "$") -> Iterator[Finding]:
    """`found` is the file's value, `expected` the loaded one."""
    if isinstance(loaded, dict) and isinstance(file, dict):
        for name in [*loaded, *(name for name in file if name not in loaded)]:
            yield from differences(loaded.get(name), file.get(name), f"{path}.{name}")
    elif isinstance(loaded, list) and isinstance(file, list):
        for index in range(max(len(loaded), len(file))):
            here = f"{path}[{index}]"
            yield from differences(_at(loaded, index), _at(file, index), here)
    elif loaded != file:
        yield Finding(path.removeprefix("$."), str(file), str(loaded))


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None
