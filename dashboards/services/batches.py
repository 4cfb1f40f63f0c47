"""Asking for many documents at once. Who reads a plan whole may take it out whole."""

from datetime import datetime

from django.db import transaction

from common.errors import NotVisibleError
from common.language import for_others
from dashboards.batches.kinds import Asked, BatchKind, items_of
from dashboards.selectors import readable_plan
from documents.models import Batch
from documents.services.batches import ask_batch
from motions.models import Deadline
from units.models import User
from units.permissions import Access


@transaction.atomic
def ask_for_batch(
    *, plan_id: int, kind: str, stage_id: int | None, by: User, access: Access, now: datetime
) -> Batch:
    """`stage_id` only with the reports of one stage. The caller starts the job once committed."""
    plan = readable_plan(access, plan_id)
    if kind not in set(BatchKind):
        raise NotVisibleError
    asked = Asked(plan, BatchKind(kind), by, _stage(plan_id, kind, stage_id))
    with for_others():  # names of files that go on to others
        title, items = asked.title, items_of(asked)
    return ask_batch(plan=plan, kind=kind, title=title, items=items, by=by, now=now)


def _stage(plan_id: int, kind: str, stage_id: int | None) -> Deadline | None:
    if kind != BatchKind.STAGE_REPORTS:
        return None
    stage = Deadline.objects.filter(plan=plan_id, pk=stage_id, kind=Deadline.Kind.REPORT).first()
    if stage is None:
        raise NotVisibleError
    return stage
