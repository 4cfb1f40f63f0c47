"""Re-assigning a leaf, with the drafts that are being written on it."""

from datetime import datetime

from django.db import transaction

from reports.models import Filing
from reports.services.versions import fit_draft
from tasks.models import Assignment
from tasks.services.reassigning import reassign
from units.models import User
from units.permissions import Access


@transaction.atomic
def reassign_leaf(
    *, assignment_id: int, to_unit_id: int, by: User, access: Access, reason: str, now: datetime
) -> Assignment:
    """Returns the new unit's assignment. Drafts lose or gain the part; what was submitted stays.

    `reassign` has locked what both units file, so nobody takes a step with their reports meanwhile.
    """
    successor = reassign(
        assignment_id=assignment_id,
        to_unit_id=to_unit_id,
        by=by,
        access=access,
        reason=reason,
        now=now,
    )
    filings = Filing.objects.filter(
        draft__isnull=False,
        obligation__plan=successor.plan,
        obligation__withdrawn_at__isnull=True,
        obligation__unit__in=_both_units(assignment_id, successor),
    )
    for filing in filings.select_related("draft").order_by("pk"):
        fit_draft(filing.draft, keeps_words=False)
    return successor


def _both_units(assignment_id: int, successor: Assignment) -> list[int]:
    before = Assignment.objects.get(pk=assignment_id)
    return [before.unit_id, successor.unit_id]
