"""What a consolidated report is written from."""

from dataclasses import dataclass

from dashboards.exports.rows import NarrativeRow
from dashboards.standing import PlanStanding
from dashboards.standing.shapes import Stage


@dataclass(frozen=True)
class StageReport:
    """`standing` is the stage's, `whole` the plan's at the same moment."""

    stage: Stage
    standing: PlanStanding
    whole: PlanStanding
    narratives: tuple[NarrativeRow, ...]
