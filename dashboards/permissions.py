"""Who reads the cross-check, who explains a finding, and in whose name papers of the whole are issued."""

from dashboards.crosscheck.shapes import Finding
from documents.kinds import Kind
from motions.models import Plan
from motions.permissions import can_read_submitted, runs_plan
from units.permissions import Access, unit_actors
from units.roles import Permission


def reads_findings(access: Access, plan: Plan) -> bool:
    """The plan's readers see all; a unit's people those that concern it."""
    return can_read_submitted(access, plan) or bool(access.working_units)


def sees_finding(access: Access, plan: Plan, finding: Finding) -> bool:
    if can_read_submitted(access, plan):
        return True
    return finding.unit is not None and finding.unit.id in access.working_units


def can_explain(access: Access, plan: Plan, finding: Finding) -> bool:
    """What a unit reported the unit explains; what the directive says, the office."""
    if finding.unit is None:
        return runs_plan(access, plan)
    return bool(unit_actors(access, finding.unit.id))


def issuing_unit(access: Access, plan: Plan, kind: Kind) -> int | None:
    """The office issues what it compiles; a summary also the supervision bureau. None: nobody's."""
    if runs_plan(access, plan):
        return plan.reviewing_unit_id
    supervises = access.has(Permission.SUPERVISE, plan.supervisor_unit_id)
    return plan.supervisor_unit_id if supervises and kind == Kind.SUMMARY else None
