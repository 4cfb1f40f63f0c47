"""The life of anything that goes from hand to hand, as one table. Plain Python: no Django, no users.

An app writes its statuses, actions and actors as `StrEnum`s in its `workflow.py` and its rows here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """`action` may be taken by `actor` while in one of `sources`, and leads to `target`."""

    action: str
    sources: frozenset[str]
    target: str
    actor: str
    needs_reason: bool = False


def step(
    action: str, sources: Iterable[str], target: str, actor: str, *, needs_reason: bool = False
) -> Step:
    return Step(action, frozenset(sources), target, actor, needs_reason)


class Life:
    """All steps of one kind of thing, in the order in which their buttons are drawn."""

    def __init__(self, *steps: Step) -> None:
        self._steps = {row.action: row for row in steps}

    def __getitem__(self, action: str) -> Step:
        return self._steps[action]

    def __contains__(self, action: object) -> bool:
        return action in self._steps

    def open_to(self, actors: Collection[str], status: str) -> tuple[Step, ...]:
        """Open from this status and permitted to one of these actors."""
        return tuple(
            row for row in self._steps.values() if status in row.sources and row.actor in actors
        )
