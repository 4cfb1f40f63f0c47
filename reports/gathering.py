"""What the responsible units of a leaf have written for a stage, as the lead units see it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from common.calendar import WorkCalendar
from common.due import Due, due
from reports.models import (
    AskedFigure,
    Contribution,
    ContributionFigure,
    ContributionVersion,
    Filing,
    FilingVersion,
    Part,
)
from reports.warnings import Share
from reports.workflow import EDITABLE
from tasks.models import Obligation, Target, Task


def contributions_owed(owed: Obligation) -> "QuerySet[Obligation]":
    """Of the leaf and stage of a part, in the directive's order of units."""
    return (
        Obligation.objects.in_force()
        .filter(
            kind=Obligation.Kind.CONTRIBUTION,
            plan=owed.plan_id,
            task=owed.task_id,
            deadline=owed.deadline_id,
        )
        .select_related("unit", "task", "deadline", "contribution__standing")
        .order_by("pk")
    )


def asked_targets(owed: Obligation) -> set[int]:
    """Which targets of the leaf the responsible units are asked for in this stage."""
    asked = AskedFigure.objects.filter(
        obligation__task=owed.task_id, obligation__deadline=owed.deadline_id
    )
    return set(asked.values_list("target_id", flat=True))


def own_targets(task: Task, unit_id: int, asked: Iterable[int]) -> list[Target]:
    """What a unit says its share of: what the directive hands to it, and what the lead asks for.

    Needs `targets__allocations` prefetched.
    """
    asked = set(asked)
    return [
        target
        for target in task.targets.all()
        if not target.is_scope
        and (target.pk in asked or any(a.unit_id == unit_id for a in target.allocations.all()))
    ]


# -- what they add up to -----------------------------------------------------------------------------


def shares_at(filing: Filing, version: FilingVersion) -> datetime | None:
    """Up to which moment contributions count for a version; None for all that stand now.

    Once it has been sent for signature, what comes in later changes nothing of it.
    """
    is_being_written = version.number is None and filing.status in EDITABLE
    return None if is_being_written else version.sent_at or version.submitted_at


def shares_of(parts: Iterable[Part], at: datetime | None) -> dict[int, Share]:
    """By target id. The same few queries for any number of parts of one stage."""
    parts = list(parts)
    if not parts:
        return {}
    return _added_up(
        standing_versions(
            Q(
                contribution__obligation__plan=parts[0].obligation.plan_id,
                contribution__obligation__deadline=parts[0].obligation.deadline_id,
                contribution__obligation__task__in=[part.obligation.task_id for part in parts],
            ),
            at,
        )
    )


def _added_up(versions: Iterable[ContributionVersion]) -> dict[int, Share]:
    found: dict[int, list[tuple[ContributionVersion, ContributionFigure]]] = {}
    for version in versions:
        for row in version.figures.all():
            found.setdefault(row.target_id, []).append((version, row))
    return {target_id: _share(rows) for target_id, rows in found.items()}


def _share(rows: list[tuple[ContributionVersion, ContributionFigure]]) -> Share:
    return Share(
        total=sum((row.value for _version, row in rows), Decimal(0)),
        as_of=max(row.as_of for _version, row in rows),
        versions=tuple(version for version, _row in rows),
    )


def standing_versions(wanted: Q, at: datetime | None) -> list[ContributionVersion]:
    """Of each contribution the version that stood at a moment: sent last and not given back."""
    withdrawn = "contribution__obligation__withdrawn_at"
    in_force = Q(**{f"{withdrawn}__isnull": True})
    if at is not None:
        wanted &= Q(sent_at__lte=at)
        in_force |= Q(**{f"{withdrawn}__gt": at})
    versions = (
        ContributionVersion.objects.filter(wanted, in_force, number__isnull=False)
        .select_related("contribution__obligation__unit")
        .prefetch_related(Prefetch("figures", ContributionFigure.objects.select_related("target")))
        .order_by("contribution__obligation_id", "number")
    )
    return latest_standing(versions, at)


def latest_standing(
    versions: Iterable[ContributionVersion], at: datetime | None
) -> list[ContributionVersion]:
    """`versions`: those sent by then, each contribution's in the order of their numbers."""
    latest = {version.contribution_id: version for version in versions}
    return [version for version in latest.values() if not _was_returned(version, at)]


def _was_returned(version: ContributionVersion, at: datetime | None) -> bool:
    return version.returned_at is not None and (at is None or version.returned_at <= at)


# -- the lead's list ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One responsible unit. `version` is what stands; None while nothing has come."""

    obligation: Obligation
    contribution: Contribution | None
    version: ContributionVersion | None
    due: Due

    @property
    def is_late(self) -> bool:
        """It came after its day, or has not come and its day is past."""
        return self.obligation.was_met_late() or (self.version is None and self.due.state == "past")

    @property
    def is_returned(self) -> bool:
        return self.contribution is not None and self.contribution.was_sent and not self.version


@dataclass(frozen=True)
class Gathering:
    """The list above a part, and what it adds up to."""

    owed: Obligation
    rows: tuple[Row, ...]
    shares: Mapping[int, Share]
    targets: tuple[Target, ...]
    asked: frozenset[int]
    chased_on: datetime | None

    @property
    def arrived(self) -> int:
        return sum(row.version is not None for row in self.rows)

    @property
    def missing(self) -> int:
        return len(self.rows) - self.arrived

    @property
    def sums(self) -> list[tuple[Target, Share]]:
        return [
            (target, self.shares[target.pk]) for target in self.targets if target.pk in self.shares
        ]

    @property
    def figures(self) -> list[tuple[Target, bool]]:
        """What may be asked for, and whether it is."""
        return [(target, target.pk in self.asked) for target in self.targets]


def gathering_of(owed: Obligation, calendar: WorkCalendar, today: date) -> Gathering:
    """`owed`: the part of one of the leads, its task with `targets__allocations` prefetched."""
    obligations = list(contributions_owed(owed))
    versions = {
        version.contribution.obligation_id: version
        for version in standing_versions(
            Q(contribution__obligation__in=[row.pk for row in obligations]), None
        )
    }
    rows = tuple(_row(row, versions.get(row.pk), calendar, today) for row in obligations)
    chased = [row.contribution.chased_at for row in rows if row.contribution]
    return Gathering(
        owed=owed,
        rows=rows,
        shares=_added_up(versions.values()),
        targets=tuple(t for t in owed.task.targets.all() if not t.is_scope),
        asked=frozenset(asked_targets(owed)),
        chased_on=max(filter(None, chased), default=None),
    )


def _row(
    owed: Obligation, version: ContributionVersion | None, calendar: WorkCalendar, today: date
) -> Row:
    contribution = getattr(owed, "contribution", None)
    return Row(owed, contribution, version, due(calendar, owed.due_on, today))
