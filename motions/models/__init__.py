from motions.models.deadline import Deadline
from motions.models.leading_group import GroupMember
from motions.models.motion import Deputy, Motion
from motions.models.plan import Plan, reviewed_by
from motions.models.unit_group import UnitGroup, UnitGroupMember
from motions.models.version import PlanVersion

__all__ = [
    "Deadline",
    "Deputy",
    "GroupMember",
    "Motion",
    "Plan",
    "PlanVersion",
    "UnitGroup",
    "UnitGroupMember",
    "reviewed_by",
]
