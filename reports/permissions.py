"""Who may do what with a filing. The same answer draws the buttons and guards the services."""

from motions.permissions import can_read_submitted, can_review
from reports.models import Filing, FilingEvent
from reports.workflow import Action, Actor, Status, Transition, actions_from
from units.permissions import Access
from units.roles import Permission

# The office's own word, as against what somebody did for the unit.
OFFICE_ACTIONS = frozenset(
    {
        Action.OPEN_REVIEW,
        Action.RETURN,
        Action.ACCEPT,
        Action.GRANT_CORRECTION,
        Action.REFUSE_CORRECTION,
    }
)


def belongs_to_unit(access: Access, filing: Filing) -> bool:
    unit_id = filing.obligation.unit_id
    return access.has(Permission.FILE_REPORTS, unit_id) or access.has(
        Permission.SIGN_REPORTS, unit_id
    )


def can_read(access: Access, filing: Filing) -> bool:
    """The unit itself; those above it once something was submitted."""
    if belongs_to_unit(access, filing):
        return True
    return filing.latest_version_id is not None and can_read_submitted(
        access, filing.obligation.plan
    )


def can_edit(access: Access, filing: Filing) -> bool:
    return access.has(Permission.FILE_REPORTS, filing.obligation.unit_id)


def filed_for_the_unit(user_id: int, filing: Filing) -> bool:
    """Whether the person wrote, sent or signed any of it. Two queries."""
    steps = FilingEvent.objects.filter(filing=filing, by=user_id).exclude(action__in=OFFICE_ACTIONS)
    return steps.exists() or filing.versions.filter(writers=user_id).exists()


def unit_actors(access: Access, filing: Filing) -> frozenset[Actor]:
    """What the person is for the unit itself. No query."""
    unit_id = filing.obligation.unit_id
    actors = set()
    if access.has(Permission.FILE_REPORTS, unit_id):
        actors.add(Actor.CLERK)
    if access.has(Permission.SIGN_REPORTS, unit_id):
        actors.add(Actor.HEAD)
    return frozenset(actors)


def actors_of(access: Access, filing: Filing) -> frozenset[Actor]:
    """Whoever filed or signed for a unit never reviews that filing."""
    actors = unit_actors(access, filing)
    if can_review(access, filing.obligation.plan) and not filed_for_the_unit(
        access.user_id, filing
    ):
        actors |= {Actor.OFFICE}
    return actors


def allowed_actions(access: Access, filing: Filing) -> tuple[Transition, ...]:
    """Open from this status and permitted to this person."""
    actors = actors_of(access, filing)
    return tuple(row for row in actions_from(Status(filing.status)) if row.actor in actors)


def unit_actions(access: Access, filing: Filing) -> tuple[Transition, ...]:
    """The same for the unit's own steps; no query, for lists."""
    actors = unit_actors(access, filing)
    return tuple(row for row in actions_from(Status(filing.status)) if row.actor in actors)
