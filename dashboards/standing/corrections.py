"""What was accepted after its stage had been closed, with the old value and the new one side by side."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from common.templatetags.portal import figure
from dashboards.standing.shapes import Correction, Stage, UnitRef
from motions.models import Plan
from reports.models import Part
from reports.workflow import Decision


def corrections_of(
    plan: Plan, stages: Iterable[Stage], units: Mapping[int, UnitRef], at: datetime
) -> tuple[Correction, ...]:
    """Of the stages that were closed by then. The latest acceptance against the one that stands."""
    closed: dict[int | None, Stage] = {row.id: row for row in stages if row.closed_at is not None}
    if not closed:
        return ()
    parts = _accepted(plan, closed, at)
    late = {row.obligation_id: row for row in parts if _is_late(row, closed)}
    standing = {row.obligation_id: row for row in parts if not _is_late(row, closed)}
    return tuple(
        correction
        for owed, part in late.items()
        for correction in _corrections(
            part, standing.get(owed), closed[part.obligation.deadline_id], units
        )
    )


def _accepted(plan: Plan, stages: Iterable[int | None], at: datetime) -> list[Part]:
    """In the order of their versions, so that the last of each obligation is the one that counts."""
    not_recalled = Q(version__recalled_at__isnull=True) | Q(version__recalled_at__gt=at)
    return list(
        Part.objects.filter(
            not_recalled,
            obligation__plan=plan,
            obligation__deadline__in=list(stages),
            version__submitted_at__lte=at,
            decision=Decision.ACCEPTED,
            decided_at__lte=at,
        )
        .select_related("version", "obligation__task")
        .prefetch_related("figures__target", "milestone_results__milestone")
        .order_by("obligation__task__order", "obligation__pk", "version__number")
    )


def _is_late(part: Part, closed: Mapping[int | None, Stage]) -> bool:
    closed_at = closed[part.obligation.deadline_id].closed_at
    return part.decided_at is not None and closed_at is not None and part.decided_at > closed_at


def _corrections(
    part: Part, standing: Part | None, stage: Stage, units: Mapping[int, UnitRef]
) -> Iterator[Correction]:
    before, after = _values(standing), _values(part)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    task: Any = part.obligation.task  # a part is always of a leaf
    version: Any = part.version  # submitted and accepted, so its number is set
    for name in changed or [""]:
        yield Correction(
            leaf_key=task.key,
            leaf=str(task),
            unit=units[part.obligation.unit_id],
            stage=stage,
            what=name,
            before=before.get(name, ""),
            after=after.get(name, ""),
            before_version=standing.version.number if standing else None,
            after_version=version.number,
            accepted_at=part.decided_at or version.decided_at,
            filing_id=version.filing_id,
            is_sample=version.is_sample,
        )


def _values(part: Part | None) -> dict[str, str]:
    """Figures and reached milestones, by name and in words."""
    if part is None:
        return {}
    figures = {
        row.target.name: f"{figure(row.value)} {row.target.unit}" for row in part.figures.all()
    }
    reached = {row.milestone.name: _("已完成") for row in part.milestone_results.all()}
    return figures | reached
