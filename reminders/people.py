"""Who is meant by an audience. Reads everybody at once, whatever the number of obligations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from motions.in_charge import vice_mayors_of
from reminders.models import Audience, Reminder
from tasks.models import Obligation
from units.models import Delegation, Membership, Unit, User
from units.roles import Role

ROLES: dict[str, str] = {
    Audience.CLERKS: Role.CLERK,
    Audience.HEADS: Role.HEAD,
    Audience.KEEPERS: Role.DEPUTIES_OFFICE,
    Audience.OFFICE: Role.OFFICE,
    Audience.BUREAU: Role.SUPERVISOR,
}


@dataclass(frozen=True)
class People:
    by_post: Mapping[tuple[int, str], list[User]]
    successors: Mapping[int, int]
    in_charge: Mapping[int, list[User]]
    units: frozenset[int]

    def of(self, obligation: Obligation, audience: str) -> list[User]:
        if audience == Audience.VICE_MAYOR:
            return self.in_charge.get(obligation.plan_id, [])
        unit_id = self.unit_of(obligation, audience)
        return [] if unit_id is None else self.by_post.get((unit_id, ROLES[audience]), [])

    def unit_of(self, obligation: Obligation, audience: str) -> int | None:
        """The unit that is meant, or its successor, whose people go on with a merged unit's work."""
        if audience == Audience.VICE_MAYOR:
            return None
        unit_id = _unit_of(obligation, audience)
        return None if unit_id is None else self.successors.get(unit_id, unit_id)

    def still_means(self, row: Reminder) -> bool:
        """Is whoever was to be told still in a post that its rule names? A unit's own endpoint is
        nobody's post."""
        if row.recipient_id is None:
            return True
        audiences = {row.audience, *row.rule.audiences}
        meant = (self.of(row.obligation, audience) for audience in audiences)
        return any(row.recipient_id == user.pk for users in meant for user in users)

    @property
    def users(self) -> set[int]:
        """Everybody who is meant by anything."""
        groups = (*self.by_post.values(), *self.in_charge.values())
        return {user.pk for users in groups for user in users}


def people_for(obligations: Iterable[Obligation], today: date) -> People:
    """Active people in the posts of that day. The obligations come with their plans. At most
    five queries.

    Whoever stands in for a head is meant where heads are.
    """
    obligations = list(obligations)
    asked = (_unit_of(owed, audience) for owed in obligations for audience in Audience)
    units = {unit_id for unit_id in asked if unit_id is not None}
    successors = dict(
        Unit.objects.filter(pk__in=units, merged_into__isnull=False).values_list(
            "pk", "merged_into_id"
        )
    )
    posts = (
        Membership.objects.valid_on(today)
        .filter(
            unit__in=units | set(successors.values()),
            role__in=ROLES.values(),
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user_id")
    )
    by_post: dict[tuple[int, str], list[User]] = defaultdict(list)
    for post in posts:
        by_post[post.unit_id, post.role].append(post.user)
    members = {(post.unit_id, post.user_id) for post in posts}
    standing = Delegation.objects.standing_on(today).filter(
        unit__in={unit for unit, _user in members}
    )
    for row in standing.select_related("delegate").order_by("delegate_id"):
        if (row.unit_id, row.delegate_id) in members:
            by_post[row.unit_id, Role.HEAD].append(row.delegate)
    meant = frozenset(units | set(successors.values()))
    return People(by_post, successors, _in_charge(obligations, today), meant)


def _in_charge(obligations: Iterable[Obligation], today: date) -> dict[int, list[User]]:
    found = vice_mayors_of({owed.plan for owed in obligations}, today)
    return {plan_id: [post.user for post in posts] for plan_id, posts in found.items()}


def _unit_of(obligation: Obligation, audience: str) -> int | None:
    if audience == Audience.OFFICE:
        return obligation.plan.reviewing_unit_id
    if audience == Audience.BUREAU:
        return obligation.plan.supervisor_unit_id
    return obligation.unit_id
