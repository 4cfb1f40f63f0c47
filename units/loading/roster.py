"""The people and units that are there, read once for a whole workbook."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from units.models import Government, Membership, Unit, UnitAlias, User

BATCH = 500
Key = tuple[int, int, str]


@dataclass
class Roster:
    """`foreign`: people of other governments alone, of whom nothing is told but that the name is taken."""

    units: dict[str, Unit]
    users: dict[str, User]
    foreign: set[int] = field(default_factory=set)
    posts: dict[Key, list[Membership]] = field(default_factory=dict)


def roster_of(government: Government, usernames: Collection[str]) -> Roster:
    roster = Roster(units_by_name(government), {})
    for names in in_batches(sorted(usernames)):
        for user in User.objects.filter(username__in=names):
            roster.users[user.username] = user
    governments: dict[int, set[int]] = {}
    for ids in in_batches([user.pk for user in roster.users.values()]):
        rows = Membership.objects.filter(user__in=ids).select_related("unit").order_by("from_on")
        for row in rows:
            roster.posts.setdefault((row.user_id, row.unit_id, row.role), []).append(row)
            governments.setdefault(row.user_id, set()).add(row.unit.government_id)
    roster.foreign = {user for user, found in governments.items() if government.pk not in found}
    return roster


def units_by_name(government: Government) -> dict[str, Unit]:
    """By today's names and by the other ways to write them."""
    aliases = UnitAlias.objects.filter(government=government).select_related("unit")
    named = {alias.name: alias.unit for alias in aliases}
    return named | {unit.name: unit for unit in Unit.objects.filter(government=government)}


def in_batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
