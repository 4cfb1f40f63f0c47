"""Who carries a task: the directive's parties with their groups spelled out."""

from tasks.models import Task, TaskParty
from units.models import Unit

# What to prefetch on tasks before asking.
PREFETCH = ("parties__unit", "parties__group__members__unit")


def units_of(task: Task, role: str) -> list[Unit]:
    """The units of one role in the directive's order, each once."""
    units: dict[int, Unit] = {}
    for party in task.parties.all():
        if party.role != role:
            continue
        members = [m.unit for m in party.group.members.all()] if party.group else [party.unit]
        for unit in members:
            units.setdefault(unit.pk, unit)
    return list(units.values())


def leads_of(task: Task) -> list[Unit]:
    """The first gathers the figures."""
    return units_of(task, TaskParty.Role.LEAD)


def responsible_of(task: Task) -> list[Unit]:
    return units_of(task, TaskParty.Role.RESPONSIBLE)
