"""How a leaf would be closed by what was accepted. A proposal; the office decides."""

from dataclasses import dataclass

from dashboards.standing.shapes import LeafStanding, TargetStanding
from motions.workflow import Result


@dataclass(frozen=True)
class Proposal:
    result: Result
    targets: int
    targets_met: int
    milestones: int
    milestones_met: int


def proposal_of(leaf: LeafStanding) -> Proposal | None:
    """None for a leaf in words only: no figure and no named project says how it ended."""
    targets = [row for row in leaf.progress_targets if row.goal]
    met = [row for row in targets if _is_met(row)]
    done = [row for row in leaf.milestones if row.accepted]
    if not targets and not leaf.milestones:
        return None
    return Proposal(
        result=_result(leaf, len(met) + len(done), len(targets) + len(leaf.milestones)),
        targets=len(targets),
        targets_met=len(met),
        milestones=len(leaf.milestones),
        milestones_met=len(done),
    )


def _is_met(target: TargetStanding) -> bool:
    return bool(target.accepted and target.goal and target.accepted.value >= target.goal)


def _result(leaf: LeafStanding, met: int, total: int) -> Result:
    if met == total:
        return Result.MET
    has_begun = any(row.accepted and row.accepted.value for row in leaf.progress_targets)
    return Result.PARTLY if met or has_begun else Result.NOT_MET
