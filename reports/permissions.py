"""Who may do what with a filing. The same answer draws the buttons and guards the services."""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

from django.db.models import Q

from common.life import Step
from motions.permissions import can_keep_register, can_read_submitted, can_review
from reports.models import Contribution, CoSignature, Filing, FilingEvent, FilingVersion
from reports.workflow import LIFE, Action, Actor, ContributionActor, CoSignatureActor, Status
from tasks.models import Obligation, Task
from tasks.parties import leads_of
from units.permissions import Access, unit_actors
from units.roles import Permission, UnitActor

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
    """Whether the person wrote, sent, signed or co-signed any of it; no query before it is begun."""
    return filing.pk is not None and bool(filed_by(user_id, [filing.pk]))


def filed_by(user_id: int, filings: Collection[int]) -> frozenset[int]:
    """The same of many, in three queries."""
    steps = FilingEvent.objects.filter(filing__in=filings, by=user_id)
    written = FilingVersion.objects.filter(filing__in=filings, writers=user_id)
    signed = CoSignature.objects.filter(part__version__filing__in=filings, decided_by=user_id)
    return frozenset(
        {
            *steps.exclude(action__in=OFFICE_ACTIONS).values_list("filing", flat=True),
            *written.values_list("filing", flat=True),
            *signed.values_list("part__version__filing", flat=True),
        }
    )


def signs_own_words(access: Access, filing: Filing) -> bool:
    """Whether it would be a delegate's own report: nobody else would have looked at it."""
    return bool(with_own_words(access, [filing]))


def with_own_words(access: Access, filings: Iterable[Filing]) -> frozenset[int]:
    """The same of many, in one query; none for who signs by a post of their own."""
    for_the_head = [f.pk for f in filings if f.pk and access.acting_for(f.obligation.unit_id)]
    if not for_the_head:
        return frozenset()
    own = Q(writers=access.user_id) | Q(sent_by=access.user_id)
    versions = FilingVersion.objects.filter(own, filing__in=for_the_head)
    return frozenset(versions.values_list("filing", flat=True))


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


def unit_actions(access: Access, filing: Filing, own_words: AbstractSet[int]) -> tuple[Step, ...]:
    """The same for the unit's own steps; no query, for lists. `own_words`: of `with_own_words`."""
    if filing.obligation.plan.closed_at is not None:
        return ()
    actors = unit_actors(access, filing.obligation.unit_id)
    if filing.pk in own_words:
        actors -= {Actor.HEAD}
    return LIFE.open_to(actors, filing.status)


# -- contributions -----------------------------------------------------------------------------------


def gathers(access: Access, task: Task) -> bool:
    """A clerk of the lead that gathers. Needs the leaf's parties prefetched."""
    return access.has(Permission.FILE_REPORTS, leads_of(task)[0].pk)


def leads(access: Access, task: Task) -> bool:
    """Anybody of one of the lead units. Needs the leaf's parties prefetched."""
    return any(unit_actors(access, unit.pk) for unit in leads_of(task))


def can_see_gathering(access: Access, part: Obligation) -> bool:
    """Who of the responsible units has written: for the leads and those who read the whole plan."""
    return leads(access, part.task) or can_read_submitted(access, part.plan)


def can_read_contribution(access: Access, contribution: Contribution) -> bool:
    """The unit itself; its leads, and those who read the whole plan, what was sent."""
    owed = contribution.obligation
    if unit_actors(access, owed.unit_id):
        return True
    if not contribution.was_sent:
        return False
    return leads(access, owed.task) or can_read_submitted(access, owed.plan)


def sending_actors(of_unit: frozenset[str], *, has_head: bool) -> frozenset[str]:
    """The head sends; the clerk does where the unit has no head on the portal."""
    actors = set()
    if UnitActor.CLERK in of_unit:
        actors.add(ContributionActor.CLERK)
    if UnitActor.HEAD in of_unit or (of_unit and not has_head):
        actors.add(ContributionActor.SENDER)
    return frozenset(actors)


def contribution_actors(access: Access, owed: Obligation, *, has_head: bool) -> frozenset[str]:
    actors = sending_actors(unit_actors(access, owed.unit_id), has_head=has_head)
    return actors | {ContributionActor.LEAD} if gathers(access, owed.task) else actors


# -- co-signatures -----------------------------------------------------------------------------------


def can_read_co_signature(access: Access, row: CoSignature) -> bool:
    """The further lead, once the part was put up to it; the unit whose part it is."""
    if unit_actors(access, row.part.obligation.unit_id):
        return True
    return row.is_open_to_co_lead and bool(unit_actors(access, row.obligation.unit_id))


def co_signature_actors(access: Access, row: CoSignature) -> frozenset[str]:
    actors = set()
    if access.has(Permission.FILE_REPORTS, row.part.obligation.unit_id):
        actors.add(CoSignatureActor.LEAD_CLERK)
    if access.has(Permission.SIGN_REPORTS, row.obligation.unit_id):
        actors.add(CoSignatureActor.CO_HEAD)
    return frozenset(actors)
