"""What is closed, or was at a moment."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from motions.models import Plan
from tasks.models import LeafClosing, StageClosing

if TYPE_CHECKING:
    from django.db.models import QuerySet


def stage_closings(plan: Plan, at: datetime | None = None) -> "QuerySet[StageClosing]":
    rows = StageClosing.objects.filter(_stood(at), deadline__plan=plan)
    return rows.select_related("deadline").order_by("deadline__due_on")


def leaf_closings(plan: Plan, at: datetime | None = None) -> "QuerySet[LeafClosing]":
    rows = LeafClosing.objects.filter(_stood(at), task__plan=plan)
    return rows.select_related("task").order_by("task__order")


def _stood(at: datetime | None) -> Q:
    """Now, or at a moment: closed by then and not yet re-opened."""
    if at is None:
        return Q(reopened_at__isnull=True)
    return Q(closed_at__lte=at) & (Q(reopened_at__isnull=True) | Q(reopened_at__gt=at))
