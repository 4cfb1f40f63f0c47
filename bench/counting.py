from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Statements:
    """Counts them, as a wrapper of a connection's execution.

    Django's own log of them keeps the last 9 000 and is emptied by the next request.
    """

    number = 0

    def __call__(self, execute: Callable[..., Any], *asked: Any) -> Any:
        self.number += 1
        return execute(*asked)
