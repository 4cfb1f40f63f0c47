"""What the pages of difficulties and instructions read."""

from datetime import date

from django.db.models import QuerySet

from common.errors import NotVisibleError
from motions.models import Plan
from motions.permissions import can_read_submitted
from supervision.duties import INSTRUCTION, key_of
from supervision.models import Difficulty, Instruction
from supervision.permissions import can_read_difficulty, can_read_instruction, reporting_units
from tasks.assigned import units_for_work
from tasks.models import Obligation, Task
from tasks.parties import PREFETCH, leads_of, responsible_of
from units.models import Unit
from units.permissions import Access


def leaf_for(plan: Plan, key: str) -> Task:
    task = (
        Task.objects.filter(plan=plan, key=key)
        .leaves()
        .select_related("parent")
        .prefetch_related(*PREFETCH)
        .first()
    )
    if task is None:
        raise NotVisibleError
    return task


def units_that_report(access: Access, task: Task) -> list[Unit]:
    """For which of their units the person may report on a leaf, in the directive's order."""
    own = reporting_units(access, task)
    units = {unit.pk: unit for unit in (*leads_of(task), *responsible_of(task))}
    return [unit for pk, unit in units.items() if pk in own]


def difficulties_of(access: Access, plan: Plan, task: Task) -> QuerySet[Difficulty]:
    """The oldest first. Who does not read the whole plan sees those of the own units alone."""
    rows = Difficulty.objects.filter(plan=plan, task=task).select_related("unit")
    if can_read_submitted(access, plan):
        return rows
    own = access.working_units
    return rows.filter(unit__in=own)


def difficulty_for(access: Access, difficulty_id: int) -> Difficulty:
    row = (
        Difficulty.objects.select_related(
            "plan", "task", "unit", "instruction__unit", "instruction__difficulty__plan"
        )
        .filter(pk=difficulty_id)
        .first()
    )
    if row is None or not can_read_difficulty(access, row):
        raise NotVisibleError
    return row


def instruction_for(access: Access, instruction_id: int) -> Instruction:
    row = (
        Instruction.objects.select_related(
            "unit", "difficulty__plan", "difficulty__task", "difficulty__unit"
        )
        .filter(pk=instruction_id)
        .first()
    )
    if row is None or not can_read_instruction(access, row):
        raise NotVisibleError
    return row


def units_to_instruct(row: Difficulty) -> list[tuple[str, list[Unit]]]:
    """The unit itself and those of the leaf first, then all others of the government."""
    task = Task.with_withdrawn.prefetch_related(*PREFETCH).get(pk=row.task_id)
    near = {unit.pk: unit for unit in (row.unit, *leads_of(task), *responsible_of(task))}
    others = units_for_work(row.government_id)
    return [
        ("near", list(near.values())),
        ("others", [unit for unit in others if unit.pk not in near]),
    ]


def answer_due(row: Instruction) -> date:
    """By which day its unit owes the answer that was asked for last."""
    owed = Obligation.objects.filter(
        plan=row.difficulty.plan, key__startswith=key_of(INSTRUCTION, row.pk)
    )
    return owed.latest("pk").due_on


def open_duty(plan: Plan, kind: Obligation.Kind, start: str) -> Obligation | None:
    """What is owed now for one thing, by the beginning of its key."""
    return (
        Obligation.objects.open()
        .filter(plan=plan, kind=kind, key__startswith=start)
        .order_by("due_on")
        .first()
    )
