"""What the pages of bulletins read."""

from django.db.models import QuerySet

from common.errors import NotVisibleError
from motions.models import Plan
from supervision.models import Bulletin
from supervision.permissions import can_read_bulletin, supervises
from tasks.models import Obligation
from units.permissions import Access


def bulletins_of(access: Access, plan: Plan) -> QuerySet[Bulletin]:
    """The latest first; before they are issued only the bureau sees them."""
    rows = Bulletin.objects.filter(plan=plan).order_by("-pk")
    return rows if supervises(access, plan) else rows.issued()


def bulletin_for(access: Access, bulletin_id: int) -> Bulletin:
    row = (
        Bulletin.objects.select_related("plan__supervisor_unit", "plan__government")
        .filter(pk=bulletin_id)
        .first()
    )
    if row is None or not can_read_bulletin(access, row):
        raise NotVisibleError
    return row


def units_of_plan(plan: Plan) -> list[int]:
    """Every unit that owes something in it."""
    owed = Obligation.objects.in_force().filter(plan=plan)
    return list(owed.order_by("unit_id").values_list("unit_id", flat=True).distinct())
