"""What a notice is about: something owed, or a leaf behind its pace. Named in addresses by `key`."""

from dataclasses import dataclass
from typing import Any

from common.errors import NotVisibleError
from common.typed import whole_number
from motions.models import Plan
from tasks.duties import duty_title
from tasks.models import Obligation, Task
from tasks.parties import PREFETCH, leads_of

OWED, PACE = "owed", "pace"
K = Obligation.Kind
# What the bureau supervises. The inner dates of a stage are the lead unit's and the office's affair,
# a part is late with its report, and the bureau does not supervise itself.
SUPERVISED = (
    K.FILING, K.CORRECTION, K.RECEIPT, K.INSTRUCTION, K.REPLY, K.SECOND_REPLY, K.PROMISE,
)  # fmt: skip
RELATED = ("unit", "deadline", "task", "motion", "parent__unit")


@dataclass(frozen=True)
class Cause:
    """`title`: what it is about, without the unit. `unit`: a unit, or how a board calls it."""

    key: str
    title: str
    unit: Any
    task: Task | None
    owed: Obligation | None


def cause_of_owed(owed: Obligation) -> Cause:
    return Cause(f"{OWED}-{owed.pk}", duty_title(owed), owed.unit, owed.task, owed)


def pace_key(task_id: int) -> str:
    return f"{PACE}-{task_id}"


def cause_for(plan: Plan, key: str) -> Cause:
    """404 for what is not of this plan, or not for the bureau to supervise."""
    kind, _dash, number = key.partition("-")
    pk = whole_number(number)
    if kind == OWED and pk:
        return _owed(plan, pk)
    if kind == PACE and pk:
        return _pace(plan, pk)
    raise NotVisibleError


def _owed(plan: Plan, pk: int) -> Cause:
    owed = (
        Obligation.objects.filter(plan=plan, pk=pk, kind__in=SUPERVISED)
        .select_related(*RELATED)
        .first()
    )
    if owed is None:
        raise NotVisibleError
    return cause_of_owed(owed)


def _pace(plan: Plan, pk: int) -> Cause:
    """The first-named lead unit gathers the figures, so it is the one to be asked."""
    task = Task.objects.filter(plan=plan, pk=pk).leaves().prefetch_related(*PREFETCH).first()
    leads = leads_of(task) if task else []
    if task is None or not leads:
        raise NotVisibleError
    return Cause(pace_key(pk), str(task), leads[0], task, None)
