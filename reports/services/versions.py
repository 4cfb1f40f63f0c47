"""Drafts and frozen versions: making the first draft, and the next one from what was filed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from reports.models import (
    Attachment,
    Explanation,
    Figure,
    FigureSource,
    Filing,
    FilingVersion,
    MilestoneResult,
    Part,
)
from reports.services.co_signatures import copy_co_signatures, open_co_signatures
from reports.workflow import Decision
from tasks.models import Obligation
from units.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def first_draft(filing: Filing, *, by: User) -> FilingVersion:
    draft = FilingVersion.objects.create(filing=filing, is_sample=by.is_sample, contact=by.name)
    owed = Obligation.objects.in_force().filter(parent=filing.obligation, kind=Obligation.Kind.PART)
    _add_parts(draft, owed)
    open_co_signatures(draft)
    return draft


def _add_parts(draft: FilingVersion, owed: "QuerySet[Obligation]") -> None:
    """In the directive's order."""
    parts = [Part(version=draft, obligation=row) for row in owed.order_by("task__order")]
    bulk_create_with_history(parts, Part)


def fit_draft(draft: FilingVersion, *, keeps_words: bool = True) -> None:
    """After the plan changed: what is owed now has its part; what is not, only where words were written.

    Without `keeps_words` for a change of hands: then another unit writes on it, and the words stay in
    the history alone. The revision grows, so that a head who has the draft on the screen looks at it
    again.
    """
    owed = draft.filing.obligation.children.filter(kind=Obligation.Kind.PART)
    gone = draft.parts.filter(
        obligation__in=owed.filter(withdrawn_at__isnull=False), is_locked=False
    )
    if keeps_words:
        gone = gone.filter(revision=0)
    fresh = owed.in_force().open().exclude(parts__version=draft)
    changed = [*gone, *fresh]
    for part in gone:
        part.delete()
    _add_parts(draft, fresh)
    open_co_signatures(draft)
    if changed:
        draft.revision += 1
        draft.save()


def next_draft(
    source: FilingVersion, *, by: User, reopened: frozenset[int] = frozenset()
) -> FilingVersion:
    """A draft with everything of `source`.

    Accepted parts keep their decision and are locked, except those whose obligation is in `reopened`.
    """
    draft = FilingVersion.objects.create(
        filing_id=source.filing_id,
        document_number=source.document_number,
        contact=source.contact,
        telephone=source.telephone,
        is_sample=source.is_sample or by.is_sample,
    )
    _copy_parts(source, draft, reopened)
    fit_draft(draft)
    return draft


def freeze_draft(filing: Filing, now: datetime) -> None:
    """The draft gets its number and the unit's name of the day, and is the latest version."""
    version = filing.draft
    last = FilingVersion.objects.filter(filing=filing).aggregate(last=Max("number"))["last"] or 0
    unit = filing.obligation.unit
    version.number, version.submitted_at = last + 1, now
    version.unit_name = (unit.merged_into or unit).name
    version.save()
    filing.draft, filing.latest_version = None, version


def standing_version(filing: Filing) -> FilingVersion | None:
    """The last one submitted and not recalled."""
    return submitted_versions(filing).order_by("-number").first()


def submitted_versions(filing: Filing) -> "QuerySet[FilingVersion]":
    return FilingVersion.objects.filter(
        filing=filing, number__isnull=False, recalled_at__isnull=True
    )


def _stays(part: Part, reopened: frozenset[int]) -> bool:
    return part.decision == Decision.ACCEPTED and part.obligation_id not in reopened


def _copy_parts(source: FilingVersion, draft: FilingVersion, reopened: frozenset[int]) -> None:
    parts = list(source.parts.order_by("pk"))
    made = bulk_create_with_history(
        [_copy_of(part, draft, stays=_stays(part, reopened)) for part in parts], Part
    )
    copies = {part.pk: copy for part, copy in zip(parts, made, strict=True)}
    models: tuple[Any, ...] = (Figure, FigureSource, MilestoneResult, Explanation, Attachment)
    for model in models:
        rows = list(model.objects.filter(part__in=copies).order_by("part", "pk"))
        for row in rows:
            row.pk, row.part, row._state.adding = None, copies[row.part_id], True
        model.objects.bulk_create(rows)
    copy_co_signatures(copies)


def _copy_of(part: Part, draft: FilingVersion, *, stays: bool) -> Part:
    return Part(
        version=draft,
        obligation_id=part.obligation_id,
        narrative=part.narrative,
        problems=part.problems,
        is_nil=part.is_nil,
        saved_at=part.saved_at,
        saved_by_id=part.saved_by_id,
        decision=part.decision if stays else Decision.PENDING,
        decided_at=part.decided_at if stays else None,
        is_locked=stays,
    )
