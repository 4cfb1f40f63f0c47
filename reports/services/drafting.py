"""The clerk's verbs: start, write, send for signature."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from motions.services import hold_open
from reports.errors import (
    CoverConflictError,
    EditConflictError,
    FigureRefusedError,
    PartLockedError,
    UnexplainedWarningsError,
)
from reports.gathering import shares_at, shares_of
from reports.long_text import (
    MOST_EVIDENCE,
    MOST_EXPLANATION,
    NARRATIVE,
    PROBLEMS,
    check_text,
    check_words,
)
from reports.models import (
    ContributionVersion,
    Explanation,
    Figure,
    Filing,
    FilingVersion,
    MilestoneResult,
    Part,
)
from reports.permissions import can_edit
from reports.selectors import parts_to_check, previous_figures
from reports.services.co_signatures import asking_again
from reports.services.obligations import note_given_back, note_sent, note_taken_back
from reports.services.sources import drop_loose_sources
from reports.services.steps import (
    check_editable,
    check_step,
    clerks,
    heads,
    local_day,
    locked_filing,
    take_step,
    tell,
)
from reports.services.versions import first_draft, next_draft
from reports.warnings import warnings_of
from reports.workflow import Action, Status
from tasks.goals import gathers_figures
from tasks.models import Milestone, Obligation, Target
from tasks.parties import PREFETCH
from units.models import User
from units.permissions import Access, signing_name


@dataclass(frozen=True)
class FigureEntry:
    target_id: int
    value: Decimal
    as_of: date


@dataclass(frozen=True)
class MilestoneEntry:
    milestone_id: int
    done_on: date | None
    evidence: str


@dataclass(frozen=True)
class PartContent:
    """Everything a clerk writes in one part. What is not in it is not in the part after saving."""

    narrative: str = ""
    problems: str = ""
    is_nil: bool = False
    figures: tuple[FigureEntry, ...] = ()
    milestones: tuple[MilestoneEntry, ...] = ()
    explanations: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def start_filing(*, obligation_id: int, by: User, access: Access, now: datetime) -> Filing:
    """Open the first draft, or after a return the next one."""
    rows = Obligation.objects.in_force().filter(pk=obligation_id, kind=Obligation.Kind.FILING)
    found = rows.filter(unit__in=access.units).first()
    if found is None:
        raise NotVisibleError
    hold_open(found.plan_id)
    obligation = rows.select_for_update(no_key=True).first()
    if obligation is None:
        raise NotVisibleError
    filing, _is_new = Filing.objects.get_or_create(obligation=obligation)
    filing = locked_filing(filing.pk, access)
    if filing.status == Status.DRAFT and can_edit(access, filing):
        return filing  # a colleague, or a double click, was first
    check_step(filing, Action.START, access)
    latest = filing.latest_version
    filing.draft = next_draft(latest, by=by) if latest else first_draft(filing, by=by)
    take_step(filing, Action.START, by=by, now=now, version=filing.draft)
    return filing


@transaction.atomic
def save_cover(
    *,
    filing_id: int,
    by: User,
    access: Access,
    cover_revision: int,
    document_number: str,
    contact: str,
    telephone: str,
) -> FilingVersion:
    """Like a part, the cover has a revision: what a colleague saved meanwhile is not overwritten."""
    filing = locked_filing(filing_id, access)
    check_editable(filing, access)
    draft = filing.draft
    if draft.cover_revision != cover_revision:
        raise CoverConflictError(
            number=draft.document_number, contact=draft.contact, telephone=draft.telephone
        )
    draft.cover_revision += 1
    draft.document_number, draft.contact, draft.telephone = document_number, contact, telephone
    draft.revision += 1
    draft.save()
    draft.writers.add(by)
    return draft


@transaction.atomic
def save_part(
    *, part_id: int, by: User, access: Access, revision: int, content: PartContent, now: datetime
) -> Part:
    """Write a part whole. `revision` is the one the writer started from; another one is a conflict."""
    part = editable_part(part_id, access)
    check_revision(part, revision)
    _check_lengths(part, content)
    _check_entries(part, content, local_day(now))
    with asking_again(part, by=by, now=now):
        part.narrative, part.problems = content.narrative, content.problems
        part.is_nil = content.is_nil
        if part.saved_at is not None:  # or else there is nothing yet
            _drop_rows(part)
        _write_rows(part, content)
        drop_loose_sources(part)
    return note_saved(part, by, now)


def check_revision(part: Part | ContributionVersion, revision: int) -> None:
    if part.revision != revision:
        raise EditConflictError(by=part.saved_by, at=part.saved_at)


def note_saved(part: Part, by: User, now: datetime) -> Part:
    part.revision, part.saved_at, part.saved_by = part.revision + 1, now, by
    part.save()
    part.version.writers.add(by)
    FilingVersion.objects.filter(pk=part.version_id).update(revision=part.version.revision + 1)
    return part


def editable_part(part_id: int, access: Access) -> Part:
    """A part of a draft, its filing locked. Raises where it may not be written."""
    found = Part.objects.filter(pk=part_id).values_list("version__filing", flat=True).first()
    if found is None:
        raise NotVisibleError
    filing = locked_filing(found, access)
    check_editable(filing, access)
    part = (
        Part.objects.filter(pk=part_id, version=filing.draft_id)
        .select_related("version", "obligation__task")
        .first()
    )
    if part is None:
        raise NotVisibleError
    if part.is_locked:
        raise PartLockedError(task=part.obligation.task)
    return part


def _check_lengths(part: Part, content: PartContent) -> None:
    """Whoever writes it: the clerk, a script of the page, the office from a paper, a workbook."""
    place = f"{part.obligation.task} "
    check_text(content.narrative, NARRATIVE, place + _("进展情况"))
    check_text(content.problems, PROBLEMS, place + _("存在问题和下一步打算"))
    for row in content.milestones:
        check_words(row.evidence, MOST_EVIDENCE, place + _("依据"))
    for words in content.explanations.values():
        check_words(words, MOST_EXPLANATION, place + _("说明"))


def _check_entries(part: Part, content: PartContent, today: date) -> None:
    if content.figures or content.milestones:
        check_gathers(part)
    if content.figures:
        _check_figures(part, content.figures, today)
    if content.milestones:
        _check_milestones(part, content.milestones, today)


def check_gathers(part: Part) -> None:
    """Figures and milestones are the gathering lead's to tell."""
    task = part.obligation.task
    prefetch_related_objects([task], *PREFETCH)
    if not gathers_figures(task, part.obligation.unit_id):
        raise NotAllowedError


def _check_figures(part: Part, entries: Iterable[FigureEntry], today: date) -> None:
    rows = Target.objects.filter(task=part.obligation.task_id, is_scope=False)
    targets = {target.pk: target for target in rows}
    for entry in entries:
        if entry.target_id not in targets:
            raise NotVisibleError
        check_figure(targets[entry.target_id], entry, today)


def _check_milestones(part: Part, entries: Iterable[MilestoneEntry], today: date) -> None:
    rows = Milestone.objects.filter(task=part.obligation.task_id)
    milestones = {milestone.pk: milestone for milestone in rows}
    for row in entries:
        if row.milestone_id not in milestones:
            raise NotVisibleError
        if row.done_on is not None and row.done_on > today:
            name = milestones[row.milestone_id].name
            raise FigureRefusedError(
                target=name, found=row.done_on, expected=_("今天（%s）或以前的日期") % today
            )


def check_figure(target: Target, entry: FigureEntry, today: date) -> None:
    if entry.value < 0:
        raise FigureRefusedError(target=target, found=entry.value, expected=_("不小于 0 的数"))
    if entry.as_of > today:
        raise FigureRefusedError(
            target=target, found=entry.as_of, expected=_("今天（%s）或以前的截至日期") % today
        )


def _drop_rows(part: Part) -> None:
    Figure.objects.filter(part=part).delete()
    MilestoneResult.objects.filter(part=part).delete()
    Explanation.objects.filter(part=part).delete()


def _write_rows(part: Part, content: PartContent) -> None:
    Figure.objects.bulk_create(
        Figure(part=part, target_id=row.target_id, value=row.value, as_of=row.as_of)
        for row in content.figures
    )
    MilestoneResult.objects.bulk_create(
        MilestoneResult(
            part=part, milestone_id=row.milestone_id, done_on=row.done_on, evidence=row.evidence
        )
        for row in content.milestones
    )
    Explanation.objects.bulk_create(
        Explanation(part=part, warning=key, text=text)
        for key, text in content.explanations.items()
        if text.strip()
    )


@transaction.atomic
def send_for_signature(*, filing_id: int, by: User, access: Access, now: datetime) -> Filing:
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.SEND_FOR_SIGNATURE, access)
    check_explained(filing)
    draft = filing.draft
    draft.sent_by, draft.sent_by_name, draft.sent_at = by, by.name, now
    draft.revision += 1
    draft.save()
    take_step(filing, Action.SEND_FOR_SIGNATURE, by=by, now=now, version=draft)
    note_sent(filing, now)
    with for_others():
        tell(
            filing,
            heads(filing, local_day(now)),
            news=_("请审签"),
            detail=_("%s 已填好，请审签后报送领导小组办公室。") % by.name,
            key=f"sign/{draft.pk}/{draft.revision}",
            now=now,
        )
    return filing


def check_explained(filing: Filing) -> None:
    """By the contributions that the page shows beside the draft."""
    parts = parts_to_check(filing.draft)
    earlier = previous_figures(filing)
    shares = shares_of(parts, shares_at(filing, filing.draft))
    places = [
        f"{part.obligation.task.number} {warning.words}"
        for part in parts
        for warning in warnings_of(part, earlier, shares)
        if not warning.explanation
    ]
    if places:
        raise UnexplainedWarningsError(count=len(places), places=_("；").join(places))


@transaction.atomic
def recall_from_signature(*, filing_id: int, by: User, access: Access, now: datetime) -> Filing:
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.RECALL_FROM_SIGNATURE, access)
    take_step(filing, Action.RECALL_FROM_SIGNATURE, by=by, now=now, version=filing.draft)
    note_taken_back(filing, now)
    return filing


@transaction.atomic
def give_back(*, filing_id: int, by: User, access: Access, reason: str, now: datetime) -> Filing:
    """The head gives it back to the clerk, with words."""
    filing = locked_filing(filing_id, access)
    check_step(filing, Action.GIVE_BACK, access, reason)
    note_given_back(filing, now)
    with for_others():
        name = signing_name(access, by, filing.obligation.unit_id)
        take_step(
            filing,
            Action.GIVE_BACK,
            by=by,
            by_name=name,
            now=now,
            version=filing.draft,
            reason=reason,
        )
        tell(
            filing,
            clerks(filing, local_day(now)),
            news=_("负责人退回修改"),
            detail=reason,
            key=f"give-back/{filing.draft_id}/{filing.draft.revision}",
            now=now,
        )
    return filing
