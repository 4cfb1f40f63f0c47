"""Every read of the filing pages."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from reports.models import Figure, Filing, FilingVersion, MilestoneResult, Part
from reports.warnings import EarlierFigure
from reports.workflow import Decision
from tasks.models import Obligation
from tasks.parties import PREFETCH
from units.permissions import Access
from units.roles import Permission

_TASK = "obligation__task"


def filing_for(access: Access, filing_id: int) -> Filing | None:
    """A filing this person may know of, with what its page shows at the top."""
    return (
        Filing.objects.visible_to(access)
        .select_related(
            "obligation__plan__government",
            "obligation__unit",
            "obligation__deadline",
            "draft",
            "latest_version",
            "accepted_version",
        )
        .filter(pk=filing_id)
        .first()
    )


def parts_with_content(version: FilingVersion) -> list[Part]:
    """The parts of a version in the directive's order, with everything in them."""
    return list(
        Part.objects.filter(version=version)
        .select_related("obligation__unit", "obligation__deadline", _TASK, "saved_by")
        .prefetch_related(
            Prefetch("figures", Figure.objects.select_related("target")),
            Prefetch("milestone_results", MilestoneResult.objects.select_related("milestone")),
            "explanations",
            "attachments",
            f"{_TASK}__targets__allocations__unit",
            f"{_TASK}__milestones",
            *(f"{_TASK}__{name}" for name in PREFETCH),
        )
        .order_by("obligation__task__order")
    )


def previous_figures(filing: Filing) -> dict[int, EarlierFigure]:
    """By target: the latest figure of an earlier stage, accepted before submitted.

    Also of this stage's earlier versions, once accepted.
    """
    owed = filing.obligation
    rows = (
        Figure.objects.filter(
            part__version__number__isnull=False,
            part__version__recalled_at__isnull=True,
            part__obligation__plan=owed.plan_id,
            target__task__obligations__parent=owed,
        )
        .exclude(part__decision=Decision.RETURNED)
        .select_related("part__obligation", "part__version")
        .distinct()
    )
    earlier: dict[int, EarlierFigure] = {}
    for row in sorted(rows, key=_standing):
        is_accepted = row.part.decision == Decision.ACCEPTED
        if row.part.obligation.parent_id == owed.pk and not is_accepted:
            continue
        if row.part.obligation.original_due_on <= owed.original_due_on:
            earlier[row.target_id] = EarlierFigure(row.value, row.as_of, is_accepted)
    return earlier


def _standing(row: Figure) -> tuple[bool, date, int]:
    """Accepted beats submitted, then the later stage, then the later version."""
    return (
        row.part.decision == Decision.ACCEPTED,
        row.part.obligation.original_due_on,
        row.part.version.number,
    )


def my_obligations(access: Access) -> "QuerySet[Obligation]":
    """What the person's own units owe to the office: filings and corrections."""
    units = access.units_with(Permission.FILE_REPORTS) | access.units_with(Permission.SIGN_REPORTS)
    return (
        Obligation.objects.in_force()
        .filter(unit__in=units, kind=Obligation.Kind.FILING)
        .select_related("plan", "unit", "deadline", "filing__draft", "filing__latest_version")
        .order_by("due_on", "plan_id", "unit_id")
    )


def open_corrections(filing_obligations: Iterable[int]) -> dict[int, Obligation]:
    """By filing obligation: the correction that is open after a return."""
    rows = Obligation.objects.open().filter(
        parent__in=list(filing_obligations), kind=Obligation.Kind.CORRECTION
    )
    return {row.parent_id: row for row in rows}
