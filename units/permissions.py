"""What a person may do, read once a request from their memberships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from units.models import Membership, Unit, User
from units.roles import PERMISSIONS, Permission, UnitActor


@dataclass(frozen=True)
class Grant:
    unit_id: int
    government_id: int
    role: str


@dataclass(frozen=True)
class Access:
    """All roles of one person on one day. Asked by `can_…` functions; never by templates."""

    user_id: int
    grants: tuple[Grant, ...]

    def units_with(self, permission: Permission) -> frozenset[int]:
        return frozenset(g.unit_id for g in self.grants if permission in PERMISSIONS[g.role])

    def governments_with(self, permission: Permission) -> frozenset[int]:
        return frozenset(g.government_id for g in self.grants if permission in PERMISSIONS[g.role])

    def has(self, permission: Permission, unit_id: int | None) -> bool:
        return unit_id is not None and unit_id in self.units_with(permission)

    def has_anywhere(self, permission: Permission) -> bool:
        return bool(self.units_with(permission))

    @property
    def governments(self) -> frozenset[int]:
        return frozenset(g.government_id for g in self.grants)

    @property
    def units(self) -> frozenset[int]:
        return frozenset(g.unit_id for g in self.grants)


def unit_actors(access: Access, unit_id: int | None) -> frozenset[str]:
    """What the person is for the unit itself. No query."""
    actors = set()
    if access.has(Permission.FILE_REPORTS, unit_id):
        actors.add(UnitActor.CLERK)
    if access.has(Permission.SIGN_REPORTS, unit_id):
        actors.add(UnitActor.HEAD)
    return frozenset(actors)


def access_of(user: User, today: date) -> Access:
    """The person's roles in their units and in the units merged into those. Two queries."""
    memberships = list(Membership.objects.filter(user=user).valid_on(today).select_related("unit"))
    own = [Grant(m.unit_id, m.unit.government_id, m.role) for m in memberships]
    predecessors = Unit.objects.filter(merged_into__in=[m.unit_id for m in memberships])
    return Access(user.pk, (*own, *_inherited(own, predecessors)))


def _inherited(own: list[Grant], predecessors: Iterable[Unit]) -> Iterable[Grant]:
    for unit in predecessors:
        for grant in own:
            if grant.unit_id == unit.merged_into_id:
                yield Grant(unit.pk, unit.government_id, grant.role)
