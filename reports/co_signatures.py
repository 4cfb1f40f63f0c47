"""Every read of co-signatures: what a version lacks, and what waits for a further lead's word."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from common.due import Due, due
from reports.models import CoSignature, Filing, FilingVersion
from reports.workflow import CoSignatureStatus
from units.permissions import Access
from units.roles import Permission
from units.selectors import work_calendar

if TYPE_CHECKING:
    from django.db.models import QuerySet


def gaps_of(version: FilingVersion) -> list[CoSignature]:
    """In the directive's order. A part that the office has accepted asks for no more."""
    return list(
        _gaps(version)
        .select_related("obligation__unit", "obligation__task", "part__obligation")
        .order_by("obligation__task__order", "pk")
    )


def has_gaps(version: FilingVersion) -> bool:
    return _gaps(version).exists()


def _gaps(version: FilingVersion) -> "QuerySet[CoSignature]":
    rows = CoSignature.objects.filter(part__version=version, part__is_locked=False)
    return rows.exclude(status=CoSignatureStatus.SIGNED)


def co_signature_for(pk: int) -> CoSignature | None:
    """With what its page and its steps ask. The filing comes by a query of its own: fewer joins."""
    filings = Filing.objects.select_related(
        "obligation__plan", "obligation__unit", "obligation__deadline"
    )
    return (
        CoSignature.objects.select_related(
            "part__version",
            "part__obligation__unit",
            "part__obligation__task",
            "part__obligation__deadline",
            "obligation__unit",
            "obligation__task",
        )
        .prefetch_related(Prefetch("part__version__filing", filings))
        .filter(pk=pk)
        .first()
    )


def latest_of(obligation_id: int) -> CoSignature | None:
    """Of the version written last."""
    found = CoSignature.objects.filter(obligation=obligation_id).order_by("-pk").first()
    return found and co_signature_for(found.pk)


@dataclass(frozen=True)
class ToCoSign:
    row: CoSignature
    due: Due
    is_mine: bool


def to_co_sign(access: Access, today: date) -> list[ToCoSign]:
    """What was put up to the person's units and waits for their word."""
    rows = list(_awaiting(access))
    calendars = {g: work_calendar(g) for g in {row.government_id for row in rows}}
    return [
        ToCoSign(
            row,
            due(calendars[row.government_id], row.obligation.due_on, today),
            is_mine=access.has(Permission.SIGN_REPORTS, row.obligation.unit_id),
        )
        for row in rows
    ]


def _awaiting(access: Access) -> "QuerySet[CoSignature]":
    units = access.working_units
    return (
        CoSignature.objects.filter(
            status=CoSignatureStatus.AWAITING,
            part__version__draft_of__isnull=False,
            obligation__unit__in=units,
        )
        .exclude(obligation__plan__closed_at__isnull=False)
        .select_related(
            "part__obligation__unit",
            "obligation__plan",
            "obligation__unit",
            "obligation__task",
            "obligation__deadline",
        )
        .order_by("obligation__due_on", "obligation__task__order", "pk")
    )
