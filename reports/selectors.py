"""Every read of the filing pages."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from motions.models import Plan, reviewed_by
from motions.permissions import can_keep_register
from reports.models import (
    AskedFigure,
    Attachment,
    Contribution,
    CoSignature,
    Figure,
    FigureSource,
    Filing,
    FilingEvent,
    FilingVersion,
    MilestoneResult,
    Part,
    Scan,
)
from reports.permissions import belongs_to_unit, can_read, is_entering, sees_draft
from reports.warnings import EarlierFigure
from reports.workflow import AT_THE_OFFICE, INSIDE_STEPS, Action, CoSignatureStatus, Decision
from tasks.models import Obligation, Task
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
        _parts_to_check(version)
        .select_related("obligation__unit", "obligation__deadline", _TASK, "saved_by")
        .prefetch_related(
            Prefetch("figure_sources", _sources()),
            Prefetch("co_signatures", _co_signatures()),
            f"{_TASK}__targets__allocations__unit",
            f"{_TASK}__milestones",
        )
    )


def parts_to_check(version: FilingVersion) -> list[Part]:
    """The same with no more than `warnings_of` asks for."""
    return list(_parts_to_check(version))


def _parts_to_check(version: FilingVersion) -> "QuerySet[Part]":
    return (
        Part.objects.filter(version=version)
        .select_related(_TASK)
        .prefetch_related(
            Prefetch("figures", Figure.objects.select_related("target")),
            Prefetch("milestone_results", MilestoneResult.objects.select_related("milestone")),
            "explanations",
            "attachments",
            f"{_TASK}__targets__allocations",
            *(f"{_TASK}__{name}" for name in PREFETCH),
        )
        .order_by("obligation__task__order")
    )


def _co_signatures() -> "QuerySet[CoSignature]":
    return CoSignature.objects.select_related("obligation__unit").order_by("pk")


def _sources() -> "QuerySet[FigureSource]":
    return FigureSource.objects.select_related("version__contribution__obligation__unit").order_by(
        "version__contribution__obligation_id"
    )


def returned_before(version: FilingVersion) -> dict[int, str]:
    """By obligation: why the office gave the part back the last time before this version."""
    returned = Part.objects.filter(
        version__filing=version.filing_id,
        version__number__lt=version.number,
        decision=Decision.RETURNED,
    ).order_by("version__number")
    return dict(returned.values_list("obligation_id", "decision_reason"))


def previous_figures(
    filing: Filing, *, before: FilingVersion | None = None
) -> dict[int, EarlierFigure]:
    """By target: what was told last, of the latest stage that told anything and was not returned.

    Whether the office has accepted it yet is said beside it and decides nothing: a clerk goes on
    from what the unit told last, and a running total must not fall below it either, or the office
    would hold two figures that contradict each other and nobody was asked why. Boards and papers
    count accepted figures; this is for who writes the next one and for who reviews it.

    Also of this stage's versions before the one that is looked at, once accepted.
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
    for row in sorted(rows, key=_told_at):
        is_accepted = row.part.decision == Decision.ACCEPTED
        if row.part.obligation.parent_id == owed.pk and not (
            is_accepted and _comes_before(row.part.version, before)
        ):
            continue
        if row.part.obligation.original_due_on <= owed.original_due_on:
            earlier[row.target_id] = EarlierFigure(row.value, row.as_of, is_accepted)
    return earlier


def part_before(part: Part) -> Part | None:
    """The same unit's of the same leaf: of the latest earlier stage that it told of and got not back."""
    owed = part.obligation
    return (
        Part.objects.filter(
            version__number__isnull=False,
            version__recalled_at__isnull=True,
            obligation__unit=owed.unit_id,
            obligation__task=owed.task_id,
            obligation__original_due_on__lt=owed.original_due_on,
        )
        .exclude(decision=Decision.RETURNED)
        .select_related("obligation")
        .order_by("-obligation__original_due_on", "-version__number")
        .first()
    )


def _comes_before(version: FilingVersion, other: FilingVersion | None) -> bool:
    """Every submitted version comes before the draft."""
    return other is None or other.number is None or version.number < other.number


def _told_at(row: Figure) -> tuple[date, datetime]:
    """The later stage, and within it what was signed later."""
    return row.part.obligation.original_due_on, row.part.version.submitted_at


def my_obligations(access: Access) -> "QuerySet[Obligation]":
    """What the person's own units owe to the office: filings and corrections."""
    units = access.working_units
    return (
        Obligation.objects.in_force()
        .filter(unit__in=units, kind=Obligation.Kind.FILING)
        .select_related("plan", "unit", "deadline", "filing__draft", "filing__latest_version")
        .prefetch_related("extensions")
        .order_by("due_on", "plan_id", "unit_id")
    )


def open_corrections(filing_obligations: Iterable[int]) -> dict[int, Obligation]:
    """By filing obligation: the correction that is open after a return."""
    rows = Obligation.objects.open().filter(
        parent__in=list(filing_obligations), kind=Obligation.Kind.CORRECTION
    )
    return {row.parent_id: row for row in rows}


def late_parts(filing: Filing) -> list[Task]:
    """Leaves that came to the unit by re-assignment after it had handed in the report."""
    if filing.obligation.met_at is None:
        return []
    parts = Obligation.objects.open().filter(parent=filing.obligation, kind=Obligation.Kind.PART)
    return [row.task for row in parts.select_related("task").order_by("task__order")]


def review_queue(access: Access) -> "QuerySet[Obligation]":
    """Filings with the office: to open, to decide, or asking for a correction. Oldest first."""
    ours = reviewed_by(access.units_with(Permission.REVIEW_REPORTS), plan="plan__")
    return (
        Obligation.objects.in_force()
        .filter(ours, kind=Obligation.Kind.FILING, filing__status__in=AT_THE_OFFICE)
        .select_related("plan", "unit", "deadline", "filing__latest_version")
        .order_by("filing__latest_version__submitted_at")
    )


def open_reviews(filing_obligations: Iterable[int]) -> dict[int, Obligation]:
    """By filing obligation: the review that is owed."""
    rows = Obligation.objects.open().filter(
        parent__in=list(filing_obligations), kind=Obligation.Kind.REVIEW
    )
    return {row.parent_id: row for row in rows}


def register_rows(plan: Plan) -> "QuerySet[Obligation]":
    """Every filing of a plan with its paper copies, stage by stage."""
    return (
        Obligation.objects.in_force()
        .filter(plan=plan, kind=Obligation.Kind.FILING, deadline__copies__isnull=False)
        .select_related("unit", "deadline", "filing__latest_version")
        .prefetch_related("filing__paper_receipts__registered_by")
        .order_by("deadline__due_on", "pk")
    )


def events_of(filing: Filing, *, for_the_unit: bool) -> "QuerySet[FilingEvent]":
    """Its steps, newest first. What happened inside the unit stays there."""
    events = FilingEvent.objects.filter(filing=filing).select_related("version").order_by("-pk")
    if for_the_unit:
        return events
    return events.exclude(action__in=[Action.START, *INSIDE_STEPS])


def versions_of(filing: Filing, *, for_the_unit: bool) -> "QuerySet[FilingVersion]":
    """The latest first. A recalled version is the unit's own affair."""
    versions = FilingVersion.objects.filter(filing=filing, number__isnull=False).order_by("-number")
    return versions if for_the_unit else versions.filter(recalled_at__isnull=True)


def version_for(filing: Filing, number: int) -> FilingVersion | None:
    return FilingVersion.objects.filter(filing=filing, number=number).first()


def attachment_for(access: Access, attachment_id: int) -> Attachment | None:
    """An attachment of a version this person may read."""
    row = (
        Attachment.objects.select_related("part__version__filing__obligation__plan")
        .filter(pk=attachment_id)
        .first()
    )
    if row is None:
        return None
    version = row.part.version
    if belongs_to_unit(access, version.filing) or _is_being_entered(access, version):
        return row
    if _was_put_up(access, row.part):
        return row
    is_out = version.number is not None and version.recalled_at is None
    return row if is_out and can_read(access, version.filing) else None


def owed_filing(access: Access, obligation_id: int) -> Obligation | None:
    """A filing that is owed in the person's government, begun or not."""
    return (
        Obligation.objects.in_force()
        .filter(pk=obligation_id, kind=Obligation.Kind.FILING, government__in=access.governments)
        .select_related("plan", "unit", "deadline", "filing__draft", "filing__latest_version")
        .first()
    )


def scan_for(access: Access, filing_id: int, version_id: int) -> Scan | None:
    """The paper behind an entered version: for the unit, and for who may read that version."""
    row = (
        Scan.objects.select_related("version__filing__obligation__plan")
        .filter(version=version_id, version__filing=filing_id)
        .first()
    )
    if row is None or not can_read(access, row.version.filing):
        return None
    is_out = row.version.number is not None and row.version.recalled_at is None
    return row if is_out or sees_draft(access, row.version.filing) else None


def _is_being_entered(access: Access, version: FilingVersion) -> bool:
    return version.pk == version.filing.draft_id and is_entering(access, version.filing)


def set_aside_drafts(access: Access, filing: Filing) -> "QuerySet[FilingVersion]":
    """Each side's own: the unit's draft that gave way to an entry, the office's entry that it dropped."""
    rows = FilingVersion.objects.filter(filing=filing, set_aside_at__isnull=False)
    is_own = belongs_to_unit(access, filing)
    keeps = can_keep_register(access, filing.obligation.plan)
    if not is_own and not keeps:
        return rows.none()
    if not (is_own and keeps):
        rows = rows.filter(entered_by__isnull=is_own)
    return rows.order_by("-set_aside_at")


def set_aside_draft(access: Access, filing: Filing, version_id: int) -> FilingVersion | None:
    return set_aside_drafts(access, filing).filter(pk=version_id).first()


def _was_put_up(access: Access, part: Part) -> bool:
    """For co-signing, to a unit whose reports the person writes or signs."""
    rows = part.co_signatures.exclude(status=CoSignatureStatus.NOT_ASKED)
    return rows.filter(obligation__unit__in=access.working_units).exists()


def replies_of(plan: Plan) -> "QuerySet[Obligation]":
    """The replies to the deputies that a plan owes, one a motion."""
    return _replies().filter(plan=plan)


def my_replies(access: Access) -> "QuerySet[Obligation]":
    units = access.working_units
    return _replies().filter(unit__in=units)


def _replies() -> "QuerySet[Obligation]":
    return (
        Obligation.objects.in_force()
        .filter(kind=Obligation.Kind.REPLY)
        .select_related("plan", "unit", "motion", "reply_receipt")
        .order_by("due_on", "pk")
    )


# -- contributions -----------------------------------------------------------------------------------


def contribution_for(obligation_id: int) -> Contribution | None:
    """What is there of a contribution, or a row not yet saved: before its first word there is none.

    Asked for by known keys a few tables at a time: PostgreSQL plans ten at once longer than it reads.
    """
    owed = (
        Obligation.objects.in_force()
        .filter(pk=obligation_id, kind=Obligation.Kind.CONTRIBUTION)
        .select_related("plan", "unit__merged_into", "deadline", "task")
        .prefetch_related("task__targets__allocations", *(f"task__{name}" for name in PREFETCH))
        .first()
    )
    if owed is None:
        return None
    rows = Contribution.objects.filter(obligation=owed.pk)
    found = rows.select_related("draft__saved_by", "standing").first()
    if found is None:
        return Contribution(obligation=owed, government_id=owed.government_id)
    found.obligation = owed
    return found


def led_part(obligation_id: int) -> Obligation | None:
    """A lead unit's part of a leaf in a stage, whether or not anybody has begun to write it."""
    return (
        Obligation.objects.in_force()
        .filter(pk=obligation_id, kind=Obligation.Kind.PART)
        .select_related("plan", "unit", "deadline", "task", "parent__filing")
        .prefetch_related("task__targets__allocations", *(f"task__{name}" for name in PREFETCH))
        .first()
    )


def contributions_of_stage(
    access: Access, plan_id: int, deadline_id: int
) -> "QuerySet[Obligation]":
    return own_contributions(access).filter(plan=plan_id, deadline=deadline_id)


def own_contributions(access: Access) -> "QuerySet[Obligation]":
    """What the person's units write to their leads, in the directive's order."""
    units = access.working_units
    asked = AskedFigure.objects.filter(
        obligation__task=OuterRef("task"), obligation__deadline=OuterRef("deadline")
    )
    return (
        Obligation.objects.in_force()
        .filter(unit__in=units, kind=Obligation.Kind.CONTRIBUTION)
        .annotate(is_asked_for=Exists(asked))
        .select_related(
            "plan",
            "unit",
            "deadline",
            "task",
            "contribution__draft",
            "contribution__standing",
        )
        .order_by("deadline__due_on", "plan_id", "unit_id", "task__order")
    )
