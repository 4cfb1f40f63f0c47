"""Finding a row of a standing by what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.standing import plan_standing
from tests.dashboards.story import LAST_DAY
from tests.playing import at

if TYPE_CHECKING:
    from dashboards.standing import PlanStanding
    from dashboards.standing.shapes import FilingStanding, LeafStanding, TargetStanding
    from motions.models import Plan


def october_of(plan: Plan, *, with_submitted: bool = True) -> PlanStanding:
    return plan_standing(plan, at=at(LAST_DAY), today=LAST_DAY, with_submitted=with_submitted)


def cell(standing: PlanStanding, unit: str, stage: int) -> FilingStanding:
    stage_id = standing.options.stages[stage].id
    return next(r for r in standing.filings if (r.unit.name, r.stage.id) == (unit, stage_id))


def leaf(standing: PlanStanding, number: str) -> LeafStanding:
    return next(row for row in standing.leaves if row.number == number)


def target(standing: PlanStanding, number: str, name: str = "年度投资") -> TargetStanding:
    return next(row for row in leaf(standing, number).targets if row.name == name)
