"""Who carries a task: the directive's parties with their groups spelled out, and who took over since.

What the directive prints stays as it is (`TaskParty`); a re-assignment is laid over it. Every answer
can be asked for a past moment (`at`).
"""

from collections.abc import Iterator
from datetime import datetime

from motions.models import Deadline
from tasks.models import Reassignment, Task, TaskParty
from units.models import Unit

# What to prefetch on tasks before asking.
PREFETCH = (
    "parties__unit",
    "parties__group__members__unit",
    "reassignments__to_unit",
)
# And before asking for a stage.
OF_STAGES = "reassignments__stages"


def units_of(task: Task, role: str, at: datetime | None = None) -> list[Unit]:
    """The units that have one role now, or had it at a moment; in the directive's order, each once."""
    units: dict[int, Unit] = {}
    for printed in printed_units(task, role):
        holder = holders_of(task, role, printed, at)[-1]
        units.setdefault(holder.pk, holder)
    return list(units.values())


def printed_units(task: Task, role: str) -> Iterator[Unit]:
    """As the directive names them; a unit named twice comes twice."""
    for party in task.parties.all():
        if party.role == role:
            yield from units_of_party(party)


def units_of_party(party: TaskParty) -> list[Unit]:
    return [m.unit for m in party.group.members.all()] if party.group else [party.unit]


def holders_of(
    task: Task, role: str, printed: Unit, at: datetime | None = None
) -> tuple[Unit, ...]:
    """Who has had what the directive gave to a unit: that unit first, today's holder last."""
    holders = [printed]
    for move in moves_of(task, role, at):
        if move.from_unit_id == holders[-1].pk:
            holders.append(move.to_unit)
    return tuple(holders)


def moves_of(task: Task, role: str, at: datetime | None = None) -> Iterator[Reassignment]:
    for move in task.reassignments.all():
        if move.role == role and (at is None or move.at <= at):
            yield move


def owing_units(task: Task, role: str, stage: Deadline) -> list[Unit]:
    """The units that owe the work of one stage: what was met before a re-assignment stays where it was.

    Needs `OF_STAGES` prefetched beside `PREFETCH`.
    """
    units: dict[int, Unit] = {}
    for holder in printed_units(task, role):
        unit = holder
        for move in moves_of(task, role):
            if move.from_unit_id == unit.pk and stage in move.stages.all():
                unit = move.to_unit
        units.setdefault(unit.pk, unit)
    return list(units.values())


def leads_of(task: Task, at: datetime | None = None) -> list[Unit]:
    """The first gathers the figures."""
    return units_of(task, TaskParty.Role.LEAD, at)


def responsible_of(task: Task, at: datetime | None = None) -> list[Unit]:
    return units_of(task, TaskParty.Role.RESPONSIBLE, at)


def gatherers_of(task: Task, at: datetime | None = None) -> tuple[Unit, ...]:
    """The first-named lead and who took its place; what each has filed stays its own."""
    first = next(printed_units(task, TaskParty.Role.LEAD))
    return holders_of(task, TaskParty.Role.LEAD, first, at)
