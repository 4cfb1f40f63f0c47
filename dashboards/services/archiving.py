"""The end of a plan. Here because every app below is asked what is open in it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

import replies.closing
import reports.closing
import supervision.closing
from common.errors import NotVisibleError
from common.language import for_others
from dashboards.errors import PlanNotReadyError
from events.services import check_step, take_step
from motions.closing import OpenThings
from motions.models import Plan
from motions.permissions import closing_actors
from motions.services import locked_plan
from motions.words import PLAN_WORDS
from motions.workflow import PLAN_LIFE, Action
from reports.services.closing import tell_units
from tasks.models import Obligation
from tasks.withdrawing import withdraw
from units.models import User
from units.permissions import Access

Kind = Obligation.Kind


@transaction.atomic
def close_plan(*, plan_id: int, by: User, access: Access, words: str, now: datetime) -> Plan:
    """From here it is an archive, to be read only. What units still owed is withdrawn with it."""
    if not Plan.objects.visible_to(access).filter(pk=plan_id).exists():
        raise NotVisibleError
    plan = locked_plan(plan_id)
    step = check_step(
        plan.status,
        PLAN_LIFE,
        PLAN_WORDS,
        Action.CLOSE,
        actors=closing_actors(access, plan),
        reason=words,
    )
    hindrances = hindrances_of(plan)
    if hindrances:
        raise PlanNotReadyError(open=_("；").join(row.words for row in hindrances))
    plan.closed_at = now
    take_step(plan, step, by=by, now=now, reason=words)
    with for_others():
        _withdraw_the_rest(plan, now)
        units = Obligation.objects.filter(plan=plan, kind=Kind.FILING).values_list("unit")
        tell_units(plan, plan, units, _("%s 已归档") % plan, words, now)
    return plan


def hindrances_of(plan: Plan) -> list[OpenThings]:
    """What keeps the plan from being archived; nothing when it can be."""
    return [
        *reports.closing.open_things(plan),
        *replies.closing.open_things(plan),
        *supervision.closing.open_things(plan),
    ]


def _withdraw_the_rest(plan: Plan, now: datetime) -> None:
    """Promises go on beyond the year."""
    rest = Obligation.objects.open().filter(plan=plan).exclude(kind=Kind.PROMISE)
    withdraw(owed=rest, reason=_("计划已归档"), now=now)
