"""Who may see what of a plan."""

from motions.models import Plan
from motions.workflow import Actor
from units.permissions import Access
from units.roles import Permission, Role


def can_read_submitted(access: Access, plan: Plan) -> bool:
    """Office, supervision bureau and vice mayor of this very plan read every submitted report."""
    if access.has(Permission.READ_SUBMITTED, plan.reviewing_unit_id):
        return True
    if access.has(Permission.READ_SUBMITTED, plan.supervisor_unit_id):
        return True
    return any(
        g.role == Role.VICE_MAYOR and g.government_id == plan.government_id for g in access.grants
    )


def can_review(access: Access, plan: Plan) -> bool:
    return access.has(Permission.REVIEW_REPORTS, plan.reviewing_unit_id)


def can_keep_register(access: Access, plan: Plan) -> bool:
    return access.has(Permission.KEEP_REGISTER, plan.reviewing_unit_id)


def runs_plan(access: Access, plan: Plan) -> bool:
    """The plan's office: hands out, closes."""
    return access.has(Permission.RUN_PLAN, plan.reviewing_unit_id)


def closing_actors(access: Access, plan: Plan) -> frozenset[str]:
    """Who closes stages, leaves and the plan."""
    return frozenset({Actor.OFFICE}) if runs_plan(access, plan) else frozenset()


def can_amend(access: Access, plan: Plan) -> bool:
    """The office, whose plan it is, and the administrator, who loads plans."""
    manages = access.governments_with(Permission.MANAGE_REFERENCE_DATA)
    return runs_plan(access, plan) or plan.government_id in manages
