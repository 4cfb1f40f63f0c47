"""What a plan makes its units owe: a filing per lead unit and stage, a part per leaf in it, replies."""

from collections.abc import Iterator

from simple_history.utils import bulk_create_with_history

from motions.models import Deadline, Plan
from tasks.models import Obligation, Task
from tasks.parties import PREFETCH, leads_of
from units.models import Unit


def generate_obligations(plan: Plan) -> None:
    leaves = list(Task.objects.filter(plan=plan).leaves().prefetch_related(*PREFETCH))
    stages = list(plan.deadlines.filter(kind=Deadline.Kind.REPORT))
    led: dict[Unit, list[Task]] = {}
    for leaf in leaves:
        for unit in leads_of(leaf):
            led.setdefault(unit, []).append(leaf)
    filings = _created([_filing(plan, stage, unit) for stage in stages for unit in led])
    parts = (_part(filing, leaf) for filing in filings for leaf in led[filing.unit])
    _created([*parts, *_replies(plan)])


def _created(obligations: list[Obligation]) -> list[Obligation]:
    return bulk_create_with_history(obligations, Obligation)


def _filing(plan: Plan, stage: Deadline, unit: Unit) -> Obligation:
    return _obligation(
        plan, Obligation.Kind.FILING, unit, stage, key=f"filing/{stage.order}/{unit.pk}"
    )


def _part(filing: Obligation, leaf: Task) -> Obligation:
    part = _obligation(
        filing.plan,
        Obligation.Kind.PART,
        filing.unit,
        filing.deadline,
        key=f"part/{leaf.key}/{filing.key}",
    )
    part.parent, part.task = filing, leaf
    return part


def _replies(plan: Plan) -> Iterator[Obligation]:
    replying = Unit.objects.get(pk=plan.replying_unit_id)
    for deadline in plan.deadlines.filter(kind=Deadline.Kind.REPLY):
        for motion in plan.motions.all():
            reply = _obligation(
                plan,
                Obligation.Kind.REPLY,
                replying,
                deadline,
                key=f"reply/{deadline.order}/{motion.order}",
            )
            reply.motion = motion
            yield reply


def _obligation(plan: Plan, kind: str, unit: Unit, deadline: Deadline, *, key: str) -> Obligation:
    return Obligation(
        government_id=plan.government_id,
        plan=plan,
        plan_version=plan.version,
        key=key,
        kind=kind,
        unit=unit,
        deadline=deadline,
        original_due_on=deadline.due_on,
        due_on=deadline.due_on,
    )
