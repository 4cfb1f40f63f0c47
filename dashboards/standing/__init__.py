from dashboards.standing.plan import plan_standing
from dashboards.standing.shapes import PlanStanding, Scope

__all__ = ["PlanStanding", "Scope", "plan_standing"]
