"""Who may do what with replies, ratings and promises. Draws the buttons and guards the services."""

from django.db.models import Q

from common.life import Step
from events.selectors import took_part
from motions.models import Plan
from motions.permissions import can_read_submitted
from replies.models import CoSignature, Promise, Reply
from replies.workflow import (
    CO_SIGN_LIFE,
    EDITABLE,
    INSIDE_THE_HOST,
    LIFE,
    OF_THE_CLERK,
    OF_THE_UNIT,
    PROMISE_LIFE,
    RATED_IN,
    Actor,
    PromiseActor,
    Status,
)
from tasks.models import Obligation
from units.permissions import Access, unit_actors
from units.roles import Permission, Role


def can_keep_roster(access: Access, government_id: int) -> bool:
    """The deputies' office. Whoever holds any other post in the government keeps no roster:

    the units that are rated, and those who give out posts, stay away from the links.
    """
    if government_id not in access.governments_with(Permission.KEEP_ROSTER):
        return False
    own = [grant for grant in access.grants if grant.government_id == government_id]
    return all(grant.role == Role.DEPUTIES_OFFICE for grant in own)


def belongs_to_host(access: Access, obligation: Obligation) -> bool:
    return bool(unit_actors(access, obligation.unit_id))


def can_read_reply(access: Access, obligation: Obligation, reply: Reply | None) -> bool:
    """The host itself; those above it and the deputies' office once it was issued, on paper too."""
    if belongs_to_host(access, obligation):
        return True
    reads = can_read_submitted(access, obligation.plan) or can_keep_roster(
        access, obligation.government_id
    )
    return reads and (obligation.met_at is not None or is_out(reply))


def is_out(reply: Reply | None) -> bool:
    """Issued here. What was begun here and then answered on paper stays the host's own."""
    return reply is not None and reply.status not in INSIDE_THE_HOST


def can_edit(access: Access, reply: Reply) -> bool:
    return access.has(Permission.FILE_REPORTS, reply.obligation.unit_id)


def is_editable(access: Access, reply: Reply) -> bool:
    return can_edit(access, reply) and reply.status in EDITABLE


def signs_own_reply(access: Access, reply: Reply) -> bool:
    """Whether it would be a delegate's own reply: nobody else would have looked at it."""
    if not access.acting_for(reply.obligation.unit_id):
        return False
    wrote = Q(writers=access.user_id) | Q(answers__saved_by=access.user_id)
    return took_part(access.user_id, reply, OF_THE_CLERK) or (
        Reply.objects.filter(wrote, pk=reply.pk).exists()
    )


def actors_of(access: Access, reply: Reply) -> frozenset[str]:
    """Whoever wrote or sent it does not sign it by delegation."""
    actors = unit_actors(access, reply.obligation.unit_id)
    if Actor.HEAD in actors and signs_own_reply(access, reply):
        actors -= {Actor.HEAD}
    if can_keep_roster(access, reply.government_id):
        actors |= {Actor.KEEPER}
    return actors


def allowed_actions(access: Access, reply: Reply) -> tuple[Step, ...]:
    return LIFE.open_to(actors_of(access, reply), reply.status)


def can_make_links(access: Access, reply: Reply) -> bool:
    return can_keep_roster(access, reply.government_id) and reply.status in RATED_IN


# -- co-signing --------------------------------------------------------------------------------------


def can_read_co_signature(access: Access, row: CoSignature) -> bool:
    return bool(unit_actors(access, row.unit_id))


def co_sign_actions(access: Access, row: CoSignature) -> tuple[Step, ...]:
    """Only while the text goes round."""
    if row.reply.status != Status.CO_SIGNING:
        return ()
    return CO_SIGN_LIFE.open_to(unit_actors(access, row.unit_id), row.status)


# -- promises ----------------------------------------------------------------------------------------


def can_run(access: Access, plan: Plan) -> bool:
    return access.has(Permission.RUN_PLAN, plan.reviewing_unit_id)


def reads_all_promises(access: Access, plan: Plan) -> bool:
    """Office, bureau, vice mayor, the host that promised, and the deputies' office."""
    return (
        can_read_submitted(access, plan)
        or bool(unit_actors(access, plan.replying_unit_id))
        or can_keep_roster(access, plan.government_id)
    )


def can_read_promise(access: Access, row: Promise, plan: Plan) -> bool:
    return bool(unit_actors(access, row.unit_id)) or reads_all_promises(access, plan)


def promise_actors(access: Access, row: Promise, plan: Plan) -> frozenset[str]:
    """Whoever said for the unit how it is kept does not close it for the office."""
    actors = unit_actors(access, row.unit_id)
    decides = can_run(access, plan) and not took_part(access.user_id, row, OF_THE_UNIT)
    return actors | {PromiseActor.OFFICE} if decides else actors


def promise_actions(access: Access, row: Promise, plan: Plan) -> tuple[Step, ...]:
    return PROMISE_LIFE.open_to(promise_actors(access, row, plan), row.status)
