"""The lead's verbs: say which figures it asks for, ask for what is missing, take figures over."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events import services as events
from motions.services import hold_open
from motions.words import stage_words
from notifications.services import notify
from reports.errors import AskedTodayError, NothingMissingError, NothingToTakeError
from reports.gathering import asked_targets, contributions_owed, shares_of
from reports.models import AskedFigure, Contribution, Figure, Part
from reports.permissions import can_see_gathering, gathers
from reports.selectors import led_part
from reports.services.co_signatures import asking_again
from reports.services.contributing import tell
from reports.services.drafting import check_gathers, check_revision, editable_part, note_saved
from reports.services.sources import keep_sources
from reports.services.steps import local_day, people_of
from reports.workflow import ContributionAction
from tasks.models import Obligation, Target
from units.models import Unit, User
from units.permissions import Access
from units.roles import Permission


@dataclass(frozen=True)
class Asked:
    """Units that were asked, and those of them in which nobody could be told."""

    units: tuple[Unit, ...]
    silent: tuple[Unit, ...]


def _locked_part(obligation_id: int, access: Access) -> Obligation:
    """The part of a lead, locked; only for the clerk of the lead that gathers."""
    hold_open(_gathered(obligation_id, access).plan_id)
    part = Obligation.objects.select_for_update(no_key=True)
    part.filter(pk=obligation_id, kind=Obligation.Kind.PART).first()
    return _gathered(obligation_id, access)


def _gathered(obligation_id: int, access: Access) -> Obligation:
    owed = led_part(obligation_id)
    if owed is None or not can_see_gathering(access, owed):
        raise NotVisibleError
    if not gathers(access, owed.task):
        raise NotAllowedError
    return owed


@transaction.atomic
def ask_figures(
    *, obligation_id: int, target_ids: Collection[int], by: User, access: Access, now: datetime
) -> None:
    """Which targets the responsible units say their share of. Those newly asked for are told at once."""
    owed = _locked_part(obligation_id, access)
    targets = {t.pk: t for t in owed.task.targets.all() if not t.is_scope}
    if not targets.keys() >= set(target_ids):
        raise NotVisibleError
    there = asked_targets(owed)
    new = [
        AskedFigure.objects.create(obligation=owed, target_id=pk, asked_by=by, asked_at=now)
        for pk in sorted(set(target_ids) - there)
    ]
    for row in AskedFigure.objects.filter(
        obligation__task=owed.task_id, obligation__deadline=owed.deadline_id
    ).exclude(target__in=target_ids):
        row.delete()
    if new:
        _tell_asked(owed, [targets[row.target_id] for row in new], new[-1].pk, by, now)


def _tell_asked(
    owed: Obligation, targets: Iterable[Target], number: int, by: User, now: datetime
) -> None:
    for of_unit in contributions_owed(owed):
        with for_others():
            subject = _("%(lead)s请在 %(task)s 函告（%(stage)s）中报数：%(targets)s") % {
                "lead": owed.unit,
                "task": owed.task,
                "stage": stage_words(owed.deadline.due_on),
                "targets": _("、").join(target.name for target in targets),
            }
            notify(
                recipients=people_of(Permission.FILE_REPORTS, of_unit.unit_id, local_day(now)),
                subject=subject,
                body=_("%s\n填本单位自年初以来的累计数和截至日期。") % subject,
                link=reverse("contribution", args=[of_unit.pk]),
                key=f"asked-figure/{number}/{of_unit.pk}",
                now=now,
                is_sample=by.is_sample,
            )


@transaction.atomic
def ask_missing(*, obligation_id: int, by: User, access: Access, now: datetime) -> Asked:
    """Ask those whose contribution has not come, each at most once a day."""
    owed = _locked_part(obligation_id, access)
    missing = [row for row in contributions_owed(owed) if not _has_come(row)]
    if not missing:
        raise NothingMissingError
    today = local_day(now)
    to_ask = [row for row in missing if not _was_asked_on(row, today)]
    if not to_ask:
        raise AskedTodayError
    told = {row.unit: _chase(row, owed, by, now) for row in to_ask}
    return Asked(tuple(told), tuple(unit for unit, is_told in told.items() if not is_told))


def _has_come(owed: Obligation) -> bool:
    contribution = getattr(owed, "contribution", None)
    return contribution is not None and contribution.standing_id is not None


def _was_asked_on(owed: Obligation, today: date) -> bool:
    contribution = getattr(owed, "contribution", None)
    chased_at = contribution.chased_at if contribution else None
    return chased_at is not None and local_day(chased_at) == today


def _chase(owed: Obligation, part: Obligation, by: User, now: datetime) -> bool:
    contribution, _is_new = Contribution.objects.get_or_create(
        obligation=owed, defaults={"government_id": owed.government_id}
    )
    contribution.chased_at = now
    contribution.save()
    events.note(contribution, ContributionAction.CHASE, before=contribution.status, by=by, now=now)
    people = people_of(Permission.FILE_REPORTS, owed.unit_id, local_day(now))
    with for_others():
        tell(
            contribution,
            people,
            news=_("%s请尽快函告") % part.unit,
            detail=_("期限 %s。") % owed.due_on,
            key=f"chase/{local_day(now)}",
            now=now,
        )
    return bool(people)


@transaction.atomic
def take_over(
    *, part_id: int, target_id: int, revision: int, by: User, access: Access, now: datetime
) -> Part:
    """The sum of what the responsible units said becomes the lead's figure, its sources kept."""
    part = editable_part(part_id, access)
    check_revision(part, revision)
    check_gathers(part)
    task = part.obligation.task_id
    target = Target.objects.filter(task=task, is_scope=False, pk=target_id).first()
    if target is None:
        raise NotVisibleError
    share = shares_of([part], None).get(target_id)
    if share is None:
        raise NothingToTakeError(target=target)
    with asking_again(part, by=by, now=now):
        Figure.objects.update_or_create(
            part=part, target=target, defaults={"value": share.total, "as_of": share.as_of}
        )
    keep_sources(part, target_id, share)
    return note_saved(part, by, now)
