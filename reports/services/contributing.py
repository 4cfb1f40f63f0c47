"""The verbs of a contribution: the responsible unit writes, sends, writes anew; the lead gives it back."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events import services as events
from motions.services import hold_open
from motions.words import stage_words
from notifications.services import notify
from reports.errors import (
    ContributionClosedError,
    ContributionEmptyError,
    NothingToSendError,
    SeenVersionError,
)
from reports.gathering import asked_targets, contributions_owed, own_targets
from reports.long_text import NARRATIVE, PROBLEMS, check_text
from reports.models import Contribution, ContributionFigure, ContributionVersion
from reports.permissions import can_read_contribution, contribution_actors, sending_actors
from reports.selectors import contribution_for
from reports.services.drafting import FigureEntry, check_figure, check_revision
from reports.services.steps import local_day, people_of
from reports.words import CONTRIBUTION_WORDS
from reports.workflow import (
    CONTRIBUTION_LIFE,
    ContributionAction,
    ContributionActor,
    ContributionStatus,
)
from tasks.models import Obligation
from tasks.parties import leads_of
from units.models import User
from units.permissions import Access, signing_name, unit_actors
from units.roles import Permission

COPIED = ("narrative", "problems", "written_by_name", "saved_at", "saved_by_id")


@dataclass(frozen=True)
class ContributionContent:
    """Everything a unit writes. What is not in it is not in the draft after saving."""

    narrative: str = ""
    problems: str = ""
    figures: tuple[FigureEntry, ...] = ()


def locked_contribution(obligation_id: int, access: Access) -> Contribution:
    """With its obligation locked, which is there before the first word is written; 404 to strangers."""
    hold_open(_visible(obligation_id, access).obligation.plan_id)
    owed = Obligation.objects.select_for_update(no_key=True)
    owed.filter(pk=obligation_id, kind=Obligation.Kind.CONTRIBUTION).first()
    return _visible(obligation_id, access)


def _visible(obligation_id: int, access: Access) -> Contribution:
    contribution = contribution_for(obligation_id)
    if contribution is None or not can_read_contribution(access, contribution):
        raise NotVisibleError
    return contribution


def actors_of(access: Access, contribution: Contribution, today: date) -> frozenset[str]:
    owed = contribution.obligation
    has_head = bool(people_of(Permission.SIGN_REPORTS, owed.unit_id, today))
    actors = contribution_actors(access, owed, has_head=has_head)
    return actors - {ContributionActor.SENDER} if _sends_own_words(access, contribution) else actors


def _sends_own_words(access: Access, contribution: Contribution) -> bool:
    """By delegation nobody sends what they wrote themselves: nobody else would have looked at it."""
    draft = contribution.draft
    is_delegate = bool(access.acting_for(contribution.obligation.unit_id))
    return is_delegate and draft is not None and draft.saved_by_id == access.user_id


def actors_for_stage(access: Access, owed: Obligation, today: date) -> frozenset[str]:
    """The same for a unit's list of a stage, where it is not said for which leaf."""
    of_unit = unit_actors(access, owed.unit_id)
    has_head = bool(people_of(Permission.SIGN_REPORTS, owed.unit_id, today))
    return sending_actors(of_unit, has_head=has_head)


def _check(
    contribution: Contribution,
    action: ContributionAction,
    access: Access,
    now: datetime,
    reason: str = "",
) -> None:
    events.check_step(
        contribution.status,
        CONTRIBUTION_LIFE,
        CONTRIBUTION_WORDS,
        action,
        actors=actors_of(access, contribution, local_day(now)),
        reason=reason,
    )


def check_writable(contribution: Contribution, access: Access, now: datetime) -> None:
    actors = actors_of(access, contribution, local_day(now))
    if CONTRIBUTION_LIFE[ContributionAction.WRITE].actor not in actors:
        raise NotAllowedError
    if contribution.status == ContributionStatus.SENT:
        raise ContributionClosedError


@transaction.atomic
def write_contribution(
    *,
    obligation_id: int,
    by: User,
    access: Access,
    revision: int,
    content: ContributionContent,
    now: datetime,
) -> Contribution:
    """Write the draft whole. `revision` is the one the writer started from; another is a conflict."""
    contribution = locked_contribution(obligation_id, access)
    check_writable(contribution, access, now)
    _check_lengths(contribution, content)
    _check_figures(contribution, content, local_day(now))
    if contribution.draft is None:
        _start(contribution, by, now)
    draft = contribution.draft
    check_revision(draft, revision)
    draft.narrative, draft.problems = content.narrative, content.problems
    draft.revision, draft.saved_at, draft.saved_by = revision + 1, now, by
    draft.asked_at = None
    draft.written_by_name = by.name
    draft.is_sample = draft.is_sample or by.is_sample
    draft.save()
    ContributionFigure.objects.filter(version=draft).delete()
    ContributionFigure.objects.bulk_create(
        ContributionFigure(version=draft, target_id=row.target_id, value=row.value, as_of=row.as_of)
        for row in content.figures
    )
    return contribution


def _check_lengths(contribution: Contribution, content: ContributionContent) -> None:
    place = f"{contribution.obligation.task} "
    check_text(content.narrative, NARRATIVE, place + _("进展情况"))
    check_text(content.problems, PROBLEMS, place + _("存在困难和建议"))


def _start(contribution: Contribution, by: User, now: datetime) -> None:
    contribution.save()
    contribution.draft = ContributionVersion.objects.create(contribution=contribution)
    events.take_step(contribution, CONTRIBUTION_LIFE[ContributionAction.WRITE], by=by, now=now)


def _check_figures(contribution: Contribution, content: ContributionContent, today: date) -> None:
    owed = contribution.obligation
    own = {t.pk: t for t in own_targets(owed.task, owed.unit_id, asked_targets(owed))}
    for entry in content.figures:
        if entry.target_id not in own:
            raise NotVisibleError
        check_figure(own[entry.target_id], entry, today)


@transaction.atomic
def send_contribution(
    *, obligation_id: int, by: User, access: Access, seen_revision: int | None, now: datetime
) -> ContributionVersion:
    """The draft gets its number and is frozen. `seen_revision`: what the sender had on the screen."""
    contribution = locked_contribution(obligation_id, access)
    _check(contribution, ContributionAction.SEND, access, now)
    version, owed = contribution.draft, contribution.obligation
    if version.revision != seen_revision:
        raise SeenVersionError
    if not version.narrative.strip():
        raise ContributionEmptyError(task=owed.task)
    last = contribution.versions.aggregate(last=Max("number"))["last"] or 0
    version.number, version.sent_at = last + 1, now
    version.sent_by = by
    with for_others():
        version.sent_by_name = name = signing_name(access, by, owed.unit_id)
    version.unit_name = (owed.unit.merged_into or owed.unit).name
    version.save()
    contribution.draft, contribution.standing = None, version
    contribution.first_sent_at = contribution.first_sent_at or now
    events.take_step(
        contribution, CONTRIBUTION_LIFE[ContributionAction.SEND], by=by, by_name=name, now=now
    )
    if owed.met_at is None:
        owed.met_at = now
        owed.save()
    _tell_lead(contribution, version, now)
    return version


@transaction.atomic
def send_contributions(
    *, seen: Mapping[int, int], by: User, access: Access, now: datetime
) -> list[ContributionVersion]:
    """All or none. `seen`: by obligation the revision that was on the screen."""
    if not seen:
        raise NothingToSendError
    return [
        send_contribution(obligation_id=pk, by=by, access=access, seen_revision=revision, now=now)
        for pk, revision in sorted(seen.items())
    ]


@transaction.atomic
def ask_head(*, obligation_ids: Collection[int], by: User, access: Access, now: datetime) -> None:
    """The clerk tells the unit's heads that these are ready to be sent: once a day."""
    rows = [locked_contribution(pk, access) for pk in sorted(obligation_ids)]
    ready = [row for row in rows if row.draft and row.draft.narrative.strip()]
    if not ready:
        raise NothingToSendError
    owed = ready[0].obligation
    if not access.has(Permission.FILE_REPORTS, owed.unit_id):
        raise NotAllowedError
    for row in ready:
        row.draft.asked_at = now
        row.draft.save()
    today, stage = local_day(now), stage_words(owed.deadline.due_on)
    with for_others():
        subject = _("%(unit)s %(n)s 件函告（%(stage)s）待签发") % {
            "unit": owed.unit,
            "n": len(ready),
            "stage": stage,
        }
        notify(
            recipients=people_of(Permission.SIGN_REPORTS, owed.unit_id, today),
            subject=subject,
            body="\n".join([subject, *(str(row.obligation.task) for row in ready)]),
            link=reverse("contributions", args=[owed.plan_id, owed.deadline_id]),
            key=f"contributions-to-send/{owed.deadline_id}/{owed.unit_id}/{today}",
            now=now,
            is_sample=by.is_sample,
        )


@transaction.atomic
def revise_contribution(
    *, obligation_id: int, by: User, access: Access, now: datetime
) -> Contribution:
    """Write it anew. What was sent stands until the next version is sent."""
    contribution = locked_contribution(obligation_id, access)
    _check(contribution, ContributionAction.REVISE, access, now)
    contribution.draft = _copy(contribution.standing)
    events.take_step(contribution, CONTRIBUTION_LIFE[ContributionAction.REVISE], by=by, now=now)
    return contribution


@transaction.atomic
def return_contribution(
    *, obligation_id: int, by: User, access: Access, reason: str, now: datetime
) -> Contribution:
    """What is given back counts for nothing until it comes again."""
    contribution = locked_contribution(obligation_id, access)
    _check(contribution, ContributionAction.RETURN, access, now, reason)
    version = contribution.standing
    version.returned_at, version.return_reason = now, reason.strip()
    version.save()
    contribution.draft, contribution.standing = _copy(version), None
    events.take_step(
        contribution, CONTRIBUTION_LIFE[ContributionAction.RETURN], by=by, now=now, reason=reason
    )
    unit_id, today = contribution.obligation.unit_id, local_day(now)
    with for_others():
        tell(
            contribution,
            [
                *people_of(Permission.FILE_REPORTS, unit_id, today),
                *people_of(Permission.SIGN_REPORTS, unit_id, today),
            ],
            news=_("牵头单位退回，请修改重发"),
            detail=reason,
            key=f"returned/{version.number}",
            now=now,
        )
    return contribution


def _copy(version: ContributionVersion) -> ContributionVersion:
    draft = ContributionVersion.objects.create(
        contribution_id=version.contribution_id,
        is_sample=version.is_sample,
        **{name: getattr(version, name) for name in COPIED},
    )
    ContributionFigure.objects.bulk_create(
        ContributionFigure(version=draft, target_id=row.target_id, value=row.value, as_of=row.as_of)
        for row in version.figures.all()
    )
    return draft


def tell(
    contribution: Contribution,
    recipients: Iterable[User],
    *,
    news: str,
    detail: str,
    key: str,
    now: datetime,
) -> None:
    """A notice with a link to the contribution. `key` keeps it from going out twice."""
    subject = f"{title_of(contribution.obligation)}：{news}"
    version = contribution.draft or contribution.standing
    notify(
        recipients=recipients,
        subject=subject,
        body=f"{subject}\n{detail}".strip(),
        link=reverse("contribution", args=[contribution.obligation_id]),
        key=f"contribution/{contribution.obligation_id}/{key}",
        now=now,
        is_sample=version is not None and version.is_sample,
    )


def title_of(owed: Obligation) -> str:
    """How messages name a contribution."""
    facts = {"unit": owed.unit, "task": owed.task, "stage": stage_words(owed.deadline.due_on)}
    return _("%(unit)s %(task)s 函告（%(stage)s）") % facts


def _tell_lead(contribution: Contribution, version: ContributionVersion, now: datetime) -> None:
    """When the last one has come, and of what comes anew: a hundred messages would be read by nobody."""
    owed = contribution.obligation
    is_complete = not contributions_owed(owed).filter(contribution__standing=None).exists()
    if version.number == 1 and not is_complete:
        return
    lead = leads_of(owed.task)[0]
    with for_others():
        tell(
            contribution,
            people_of(Permission.FILE_REPORTS, lead.pk, local_day(now)),
            news=_("责任单位函告已到齐") if is_complete else _("已重新函告"),
            detail=_("第 %(number)s 版，签发人 %(name)s。")
            % {"number": version.number, "name": version.sent_by_name},
            key=f"sent/{version.number}",
            now=now,
        )
