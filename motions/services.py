"""Two ways to hold a plan until the end of the transaction."""

from django.db import connection

from motions.errors import PlanClosedError
from motions.models import Plan
from motions.workflow import Status


def hold_open(plan_id: int) -> None:
    """For every step within a plan: nobody archives it meanwhile; refused where somebody has.

    Any number of steps hold a plan side by side, so a morning full of reports does not queue up.
    """
    sql = "SELECT status FROM motions_plan WHERE id = %s"
    if connection.features.has_select_for_update:
        sql += " FOR SHARE"
    with connection.cursor() as cursor:
        cursor.execute(sql, [plan_id])
        (status,) = cursor.fetchone()
    if status == Status.CLOSED:
        raise PlanClosedError(plan=Plan.objects.get(pk=plan_id))


def locked_plan(plan_id: int) -> Plan:
    """For closing and amending: alone with the plan, once every step under way has ended."""
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)


def check_open(plan: Plan) -> None:
    """The same refusal as `hold_open`, for who has locked the plan."""
    if plan.status == Status.CLOSED:
        raise PlanClosedError(plan=plan)
