"""What a person may do, read once a request from their memberships."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from units.models import Delegation, Membership, Unit, User
from units.roles import PERMISSIONS, Permission, Role, UnitActor


@dataclass(frozen=True)
class Grant:
    """`acting_for`: the head by whose delegation it is held; empty for a post of one's own.

    `unit_name` is for the frame of a page, which says in what post one is there.
    """

    unit_id: int
    government_id: int
    role: str
    acting_for: str = ""
    unit_name: str = ""


@dataclass(frozen=True)
class Access:
    """All roles of one person on one day. Asked by `can_…` functions; never by templates."""

    user_id: int
    on: date
    grants: tuple[Grant, ...]

    def units_with(self, permission: Permission) -> frozenset[int]:
        return frozenset(g.unit_id for g in self.grants if permission in PERMISSIONS[g.role])

    def governments_with(self, permission: Permission) -> frozenset[int]:
        return frozenset(g.government_id for g in self.grants if permission in PERMISSIONS[g.role])

    def has(self, permission: Permission, unit_id: int | None) -> bool:
        return unit_id is not None and unit_id in self.units_with(permission)

    def has_anywhere(self, permission: Permission) -> bool:
        return bool(self.units_with(permission))

    def heads(self) -> frozenset[int]:
        """Units whose head the person is, not by delegation."""
        return frozenset(g.unit_id for g in self.grants if g.role == Role.HEAD and not g.acting_for)

    def acting_for(self, unit_id: int) -> str:
        """The head for whom the person signs there; empty for who signs, or does not, as themselves."""
        if unit_id in self.heads():
            return ""
        return next(
            (g.acting_for for g in self.grants if g.unit_id == unit_id and g.acting_for), ""
        )

    @property
    def governments(self) -> frozenset[int]:
        return frozenset(g.government_id for g in self.grants)

    @property
    def units(self) -> frozenset[int]:
        return frozenset(g.unit_id for g in self.grants)

    @property
    def working_units(self) -> frozenset[int]:
        """For which the person writes or signs."""
        return self.units_with(Permission.FILE_REPORTS) | self.units_with(Permission.SIGN_REPORTS)


def unit_actors(access: Access, unit_id: int | None) -> frozenset[str]:
    """What the person is for the unit itself. No query."""
    actors = set()
    if access.has(Permission.FILE_REPORTS, unit_id):
        actors.add(UnitActor.CLERK)
    if access.has(Permission.SIGN_REPORTS, unit_id):
        actors.add(UnitActor.HEAD)
    return frozenset(actors)


def signing_name(access: Access, user: User, unit_id: int) -> str:
    """The name under what is signed for the unit: both names where it is done for the head."""
    head = access.acting_for(unit_id)
    names = {"name": user.name, "head": head}
    return _("%(name)s（代%(head)s审签）") % names if head else user.name


def access_of(user: User, today: date) -> Access:
    """The person's roles in their units and in the units merged into those. Three queries, or four."""
    memberships = list(Membership.objects.filter(user=user).valid_on(today).select_related("unit"))
    own = [
        Grant(m.unit_id, m.unit.government_id, m.role, unit_name=m.unit.name) for m in memberships
    ]
    own += _delegated(user, own, today)
    predecessors = Unit.objects.filter(merged_into__in=[m.unit_id for m in memberships])
    return Access(user.pk, today, (*own, *_inherited(own, predecessors)))


def _delegated(user: User, own: list[Grant], today: date) -> list[Grant]:
    """The head's permission in a unit of one's own, while a delegation stands."""
    units = {grant.unit_id for grant in own}
    given = Delegation.objects.given().filter(delegate=user, unit__in=units)
    if not given.exists():  # as for nearly everybody, on every page: whether it stands takes longer
        return []
    rows = Delegation.objects.standing_on(today).filter(delegate=user)
    return [
        Grant(row.unit_id, row.government_id, Role.HEAD, row.head.name, row.unit.name)
        for row in rows.select_related("head", "unit")
        if row.unit_id in units
    ]


def _inherited(own: list[Grant], predecessors: Iterable[Unit]) -> Iterable[Grant]:
    for unit in predecessors:
        for grant in own:
            if grant.unit_id == unit.merged_into_id:
                yield replace(
                    grant, unit_id=unit.pk, government_id=unit.government_id, unit_name=unit.name
                )
