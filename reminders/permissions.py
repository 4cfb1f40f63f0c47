from motions.models import Plan
from units.permissions import Access
from units.roles import Permission


def can_see_deliveries(access: Access, plan: Plan) -> bool:
    """The office and the supervision bureau of this very plan."""
    return access.has(Permission.SEE_DELIVERIES, plan.reviewing_unit_id) or access.has(
        Permission.SEE_DELIVERIES, plan.supervisor_unit_id
    )
