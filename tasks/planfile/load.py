"""From a plan file's content into the database, whole or not at all."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from motions.models import Plan
from tasks.obligations import generate_obligations
from tasks.planfile.compare import differences
from tasks.planfile.errors import PlanChangedError
from tasks.planfile.export import export_plan
from tasks.planfile.predecessors import check_predecessors
from tasks.planfile.store import Store
from tasks.planfile.versions import keep_version
from units.models import Government, RuleSet
from units.selectors import rule_set_for
from units.services import open_government

Content = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    plan: Plan
    is_new: bool


@transaction.atomic
def load_plan(content: Content, *, today: date | None = None) -> Loaded:
    """Load checked, canonical content.

    The same content again changes nothing, but for what the portal has since learned that a plan makes
    its units owe. Other content for a loaded plan raises PlanChangedError.
    """
    check_predecessors(content)
    issuer = content["document"]["issuer"]
    government = Government.objects.filter(name=issuer).first() or open_government(name=issuer)
    government = Government.objects.select_for_update(no_key=True).get(pk=government.pk)
    plan = Plan.objects.filter(government=government, slug=content["id"]).first()
    if plan is None:
        return Loaded(_new_plan(government, content, today), is_new=True)
    found = list(differences(export_plan(plan), content))
    if found:
        raise PlanChangedError(str(plan), found)
    generate_obligations(plan)
    return Loaded(plan, is_new=False)


def _new_plan(government: Government, content: Content, today: date | None) -> Plan:
    plan = Plan(
        government=government,
        slug=content["id"],
        rule_set=rule_set_for(government, content.get("kind", RuleSet.Kind.MOTION)),
    )
    Store(plan, content).write()
    generate_obligations(plan, today=today)
    keep_version(plan)
    return plan
