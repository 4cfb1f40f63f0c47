"""Which rules hold for what is owed: the plan's own of its kind, or else its government's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

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
        for rule in ReminderRule.objects.filter(government__in=list(government_ids)):
            if rule.plan_id is not None:
                of_plans[rule.plan_id, rule.kind].append(rule)
            elif rule.is_active:
                of_governments[rule.government_id, rule.kind].append(rule)
        return cls(
            {
                (plan, kind): _in_force(own, of_governments.get((own[0].government_id, kind), []))
                for (plan, kind), own in of_plans.items()
            },
            of_governments,
        )

    def rules_of(self, owed: Obligation) -> list[ReminderRule]:
        own = self.of_plans.get((owed.plan_id, owed.kind))
        return own or self.of_governments.get((owed.government_id, owed.kind), [])

    def by_kind(self, plan: Plan) -> dict[str, list[ReminderRule]]:
        common = {
            kind: r for (pk, kind), r in self.of_governments.items() if pk == plan.government_id
        }
        own = {kind: r for (pk, kind), r in self.of_plans.items() if pk == plan.pk}
        return {**common, **own}


def _in_force(own: list[ReminderRule], common: list[ReminderRule]) -> list[ReminderRule]:
    """A plan that went back to its government's rungs hears them from then on: what its own said of
    the days before is not said again."""
    active = [rule for rule in own if rule.is_active]
    changes = [rule.from_on for rule in own if rule.from_on is not None]
    if active or not changes:
        return active or common
    return [_from(rule, max(changes)) for rule in common]


def _from(rule: ReminderRule, day: date) -> ReminderRule:
    rule = copy(rule)
    rule.from_on = max(day, rule.from_on or day)
    return rule
