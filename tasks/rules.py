"""A plan goes by another rule set: what it owes and has not met is dated anew."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import InvalidError
from common.language import for_others
from motions.services import check_open, locked_plan
from tasks.obligations import Followed, follow_plan, owed_by
from units.models import RuleSet


class OtherRuleSetError(InvalidError):
    words = gettext_lazy(
        "“%(rule_set)s”不是“%(plan)s”所在政府的、同一类别（议案或建议）的时限规则，没有改用。"
    )


@transaction.atomic
def use_rule_set(*, plan_id: int, rule_set: RuleSet, now: datetime) -> Followed:
    plan = locked_plan(plan_id)
    check_open(plan)
    if rule_set.government_id != plan.government_id or rule_set.kind != plan.rule_set.kind:
        raise OtherRuleSetError(rule_set=rule_set, plan=plan)
    before = owed_by(plan)
    plan.rule_set = rule_set
    plan.save()
    with for_others():
        reason = _("改用时限规则“%s”") % rule_set
    return follow_plan(plan, before=before, reason=reason, now=now)
