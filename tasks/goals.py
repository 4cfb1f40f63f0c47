"""How much a target asks for, and what of it the directive hands to named units."""

from dataclasses import dataclass
from decimal import Decimal

from tasks.models import Target, Task
from tasks.parties import gatherers_of


@dataclass(frozen=True)
class AllocationSum:
    """`unallocated` is what no unit has been given; None where the whole is not known."""

    allocated: Decimal
    unallocated: Decimal | None


def goal_of(target: Target) -> Decimal | None:
    """What counts as 100 %: the lower bound; a target known only by its parts asks for their sum.

    Needs `allocations` prefetched.
    """
    if target.minimum is not None:
        return target.minimum
    parts = [part.minimum for part in target.allocations.all() if part.minimum is not None]
    return sum(parts, Decimal(0)) if parts else target.maximum


def ceiling_of(target: Target) -> Decimal | None:
    """Above this a reported figure is more than was asked for."""
    return target.maximum if target.maximum is not None else goal_of(target)


def allocation_sum(target: Target) -> AllocationSum:
    allocated = sum((part.minimum or Decimal(0) for part in target.allocations.all()), Decimal(0))
    unallocated = None if target.minimum is None else target.minimum - allocated
    return AllocationSum(allocated, unallocated)


def gathers_figures(task: Task, unit_id: int) -> bool:
    """The first-named lead gathers the figures (列第一位为牵头汇总), or the unit it was merged into.

    One whose place another unit has taken keeps what it filed, so it may still correct it.
    """
    return any(unit_id in {unit.pk, unit.merged_into_id} for unit in gatherers_of(task))
