"""Re-assigning a leaf, with the drafts that are being written on it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from reports.models import Filing
from reports.services.co_signatures import change_hands
from reports.services.versions import fit_draft
from tasks.models import Assignment, Task
from tasks.parties import PREFETCH
from tasks.services.reassigning import reassign
from units.models import User
from units.permissions import Access


@transaction.atomic
def reassign_leaf(
    *, assignment_id: int, to_unit_id: int, by: User, access: Access, reason: str, now: datetime
) -> Assignment:
    """Returns the new unit's assignment. Drafts lose or gain the part; what was submitted stays.

    `reassign` has locked every report with this leaf, so nobody takes a step with one meanwhile.
    """
    successor = reassign(
        assignment_id=assignment_id,
        to_unit_id=to_unit_id,
        by=by,
        access=access,
        reason=reason,
        now=now,
    )
    both = Q(obligation__unit__in=_both_units(assignment_id, successor))
    filings = Filing.objects.filter(
        both | Q(draft__parts__obligation__task=successor.task),
        draft__isnull=False,
        obligation__plan=successor.plan,
        obligation__withdrawn_at__isnull=True,
    )
    leaf = Task.objects.prefetch_related(*PREFETCH).get(pk=successor.task_id)
    for filing in filings.select_related("draft").distinct().order_by("pk"):
        fit_draft(filing.draft, keeps_words=False)
        change_hands(filing.draft, leaf)
    return successor


def _both_units(assignment_id: int, successor: Assignment) -> list[int]:
    before = Assignment.objects.get(pk=assignment_id)
    return [before.unit_id, successor.unit_id]
