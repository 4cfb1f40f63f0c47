"""A leaf beside the one of the year before that it carries on."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from dashboards.asking import Question
from dashboards.standing import plan_standing
from dashboards.standing.shapes import LeafStanding, TargetStanding
from motions.models import Plan
from motions.permissions import can_read_submitted
from motions.words import RESULT_WORDS
from tasks.models import Task
from units.permissions import Access


@dataclass(frozen=True)
class MeasureLine:
    """One measure in both years; None in a year that does not have it."""

    name: str
    last: TargetStanding | None
    this: TargetStanding | None


@dataclass(frozen=True)
class YearBefore:
    plan: Plan
    leaf: LeafStanding
    result: str | Promise
    lines: tuple[MeasureLine, ...]
    address: str


def year_before(leaf: LeafStanding, question: Question, access: Access) -> YearBefore | None:
    """None without a predecessor, and for who may not read the reports of its plan."""
    found = Task.with_withdrawn.filter(pk=leaf.predecessor_id or 0).select_related("plan").first()
    if found is None or not can_read_submitted(access, found.plan):
        return None
    standing = plan_standing(
        found.plan, at=question.at, today=question.today, with_submitted=question.with_submitted
    )
    last = next((row for row in standing.leaves if row.key == found.key), None)
    if last is None:
        return None
    return YearBefore(
        plan=found.plan,
        leaf=last,
        result=RESULT_WORDS[last.closing.result] if last.closing else "",
        lines=_lines(last, leaf),
        address=reverse("leaf_figures", args=[found.plan_id, found.key]),
    )


def _lines(last: LeafStanding, this: LeafStanding) -> tuple[MeasureLine, ...]:
    before = {(row.name, row.unit): row for row in last.targets}
    after = {(row.name, row.unit): row for row in this.targets}
    return tuple(
        MeasureLine(key[0], before.get(key), after.get(key))
        for key in dict.fromkeys([*before, *after])
    )
