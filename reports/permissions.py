"""Who may do what with a filing. The same answer draws the buttons and guards the services."""

from django.db.models import Q

from common.life import Step
from motions.permissions import can_keep_register, can_read_submitted, can_review
from reports.models import Filing, FilingEvent
from reports.workflow import LIFE, Action, Actor, Status
from units.permissions import Access, unit_actors
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
    return bool(unit_actors(access, filing.obligation.unit_id))


def is_entering(access: Access, filing: Filing) -> bool:
    """Whether the person is of the office that is entering this filing from paper."""
    return filing.status == Status.ENTERING and can_keep_register(access, filing.obligation.plan)


def sees_draft(access: Access, filing: Filing) -> bool:
    return belongs_to_unit(access, filing) or is_entering(access, filing)


def can_read(access: Access, filing: Filing) -> bool:
    """The unit itself and who enters its paper; those above it once something was submitted."""
    if sees_draft(access, filing):
        return True
    return filing.latest_version_id is not None and can_read_submitted(
        access, filing.obligation.plan
    )


def can_edit(access: Access, filing: Filing) -> bool:
    """The unit's clerk, or in their place the office while it enters a paper."""
    if filing.obligation.withdrawn_at is not None:
        return False
    if filing.status == Status.ENTERING:
        return is_entering(access, filing)
    return access.has(Permission.FILE_REPORTS, filing.obligation.unit_id)


def filed_for_the_unit(user_id: int, filing: Filing) -> bool:
    """Whether the person wrote, sent or signed any of it. Two queries; none before it is begun."""
    if filing.pk is None:
        return False
    steps = FilingEvent.objects.filter(filing=filing, by=user_id).exclude(action__in=OFFICE_ACTIONS)
    return steps.exists() or filing.versions.filter(writers=user_id).exists()


def signs_own_words(access: Access, filing: Filing) -> bool:
    """Whether it would be a delegate's own report: nobody else would have looked at it."""
    if filing.pk is None or not access.acting_for(filing.obligation.unit_id):
        return False
    own = Q(writers=access.user_id) | Q(sent_by=access.user_id)
    return filing.versions.filter(own).exists()


def actors_of(access: Access, filing: Filing) -> frozenset[str]:
    """Whoever filed or signed for a unit never reviews it, nor signs it by delegation."""
    actors = unit_actors(access, filing.obligation.unit_id)
    if Actor.HEAD in actors and signs_own_words(access, filing):
        actors -= {Actor.HEAD}
    if can_keep_register(access, filing.obligation.plan):
        actors |= {Actor.REGISTRAR}
    if can_review(access, filing.obligation.plan) and not filed_for_the_unit(
        access.user_id, filing
    ):
        actors |= {Actor.OFFICE}
    return actors


def allowed_actions(access: Access, filing: Filing) -> tuple[Step, ...]:
    """Open from this status and permitted to this person; nothing once it is owed no longer."""
    if filing.obligation.withdrawn_at is not None:
        return ()
    return LIFE.open_to(actors_of(access, filing), filing.status)


def unit_actions(access: Access, filing: Filing) -> tuple[Step, ...]:
    """The same for the unit's own steps; no query, for lists."""
    return LIFE.open_to(unit_actors(access, filing.obligation.unit_id), filing.status)
