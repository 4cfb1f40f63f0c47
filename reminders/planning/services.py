"""Setting the rules of a plan, or those of a government."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from motions.services import check_open, locked_plan
from reminders.models import ReminderRule
from reminders.planning.errors import NoRungError, RulesChangedError, TwiceError
from reminders.planning.ladders import Rung, changed
from reminders.planning.rules import KindRules, Owner, government_owner, kind_rules, plan_owner
from reminders.selectors import plan_for
from reminders.words import rung_words
from tasks.models import Obligation
from units.models import Government, User
from units.permissions import Access


@transaction.atomic
def set_plan_rules(
    *,
    plan_id: int,
    kind: str,
    rungs: Sequence[Rung] | None,
    seen: str,
    by: User,
    access: Access,
    now: datetime,
) -> None:
    """Without `rungs` the plan goes by its government's again; its own are switched off."""
    owner = plan_owner(access, plan_for(access, plan_id))
    check_open(locked_plan(plan_id))
    if rungs is not None:
        check_rungs(rungs, owner)
    _set(kind_rules(owner, kind), rungs or (), seen=seen, by=by, now=now)


@transaction.atomic
def set_government_rules(
    *,
    government_id: int,
    kind: str,
    rungs: Sequence[Rung],
    seen: str,
    by: User,
    access: Access,
    now: datetime,
) -> None:
    """Those of every plan that has no rules of its own for the kind. None may be active."""
    owner = government_owner(access, government_id)
    Government.objects.select_for_update(no_key=True).get(pk=government_id)
    check_rungs(rungs, owner)
    _set(kind_rules(owner, kind), rungs, seen=seen, by=by, now=now)


def check_rungs(rungs: Sequence[Rung], owner: Owner) -> None:
    """One rung in each place."""
    for (measure, offset), times in Counter(rung.place for rung in rungs).items():
        if times > 1:
            raise TwiceError(rung=rung_words(ReminderRule(offset=offset, measure=measure)))
    if owner.plan is not None and not any(rung.is_active for rung in rungs):
        raise NoRungError


def _set(rules: KindRules, rungs: Sequence[Rung], *, seen: str, by: User, now: datetime) -> None:
    if rules.seal != seen:
        raise RulesChangedError(kind=Obligation.Kind(rules.kind).label)
    like = rules.owner.like(rules.kind)
    found = changed(rules.own, rungs, like=like, today=timezone.localdate(now))
    bulk_create_with_history(found.new, ReminderRule, default_user=by)
    fields = ["audiences", "channels", "is_active", "from_on"]
    bulk_update_with_history(found.changed, ReminderRule, fields, default_user=by)
