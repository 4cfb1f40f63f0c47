"""Which rules hold for what is owed: the plan's own of its kind, or else its government's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from motions.models import Plan
from reminders.models import ReminderRule
from tasks.models import Obligation

Rules = Mapping[tuple[int, str], list[ReminderRule]]


@dataclass(frozen=True)
class RuleBook:
    """Read at once for any number of governments: one query."""

    of_plans: Rules
    of_governments: Rules

    @classmethod
    def of(cls, government_ids: Iterable[int]) -> "RuleBook":
        of_plans: dict[tuple[int, str], list[ReminderRule]] = defaultdict(list)
        of_governments: dict[tuple[int, str], list[ReminderRule]] = defaultdict(list)
        rows = ReminderRule.objects.filter(government__in=list(government_ids), is_active=True)
        for rule in rows:
            if rule.plan_id is None:
                of_governments[rule.government_id, rule.kind].append(rule)
            else:
                of_plans[rule.plan_id, rule.kind].append(rule)
        return cls(of_plans, of_governments)

    def rules_of(self, owed: Obligation) -> list[ReminderRule]:
        own = self.of_plans.get((owed.plan_id, owed.kind))
        return own or self.of_governments.get((owed.government_id, owed.kind), [])

    def by_kind(self, plan: Plan) -> dict[str, list[ReminderRule]]:
        common = {
            kind: r for (pk, kind), r in self.of_governments.items() if pk == plan.government_id
        }
        own = {kind: r for (pk, kind), r in self.of_plans.items() if pk == plan.pk}
        return {**common, **own}
