"""A unit asks for a later day before the date; the office decides.

The day first set stays beside the new one; lateness counts against the date in force.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from common.templatetags.portal import day
from events.errors import ReasonMissingError, ReasonTooLongError
from events.services import MOST_REASON, check_step, note, take_step
from motions.models import read_by
from motions.services import hold_open
from tasks.errors import (
    AlreadyAskedError,
    DateRefusedError,
    NotExtendableError,
)
from tasks.models import Extension, Obligation, Task
from tasks.obligations import INNER_DATES
from tasks.parties import PREFETCH, leads_of
from tasks.permissions import can_ask_extensions, extension_actors, extension_refusal
from tasks.redating import redate
from tasks.services.assignments import NOT_YET_READ
from tasks.services.telling import officers_of, people_of, tell_of_extension
from tasks.words import EXTENSION_WORDS
from tasks.workflow import EXTENSION_LIFE, ExtensionAction, ExtensionStatus
from units.models import User
from units.permissions import Access, signing_name
from units.selectors import limit_of, work_calendar

# A year typed wrong is no extension.
LONGEST = timedelta(days=366)


@transaction.atomic
def ask_extension(
    *, obligation_id: int, by: User, access: Access, asked_on: date, reason: str, now: datetime
) -> Extension:
    owed = _locked_obligation(obligation_id, access)
    if not can_ask_extensions(access, owed):
        raise NotAllowedError
    refusal = extension_refusal(owed, timezone.localdate(now))
    if refusal is not None:
        raise refusal
    if Extension.objects.filter(obligation=owed, status=ExtensionStatus.ASKED).exists():
        raise AlreadyAskedError
    _check_reason(reason)
    _check_day(asked_on, owed)
    row = Extension.objects.create(
        government_id=owed.government_id,
        obligation=owed,
        from_on=owed.due_on,
        asked_on=asked_on,
        reason=reason.strip(),
        asked_at=now,
        asked_by=by,
        is_sample=by.is_sample,
    )
    with for_others():
        name = signing_name(access, by, owed.unit_id)
        note(row, ExtensionAction.ASK, by=by, by_name=name, now=now, reason=reason)
        detail = _("申请由 %(from)s 延至 %(to)s：%(reason)s") % {
            "from": day(row.from_on),
            "to": day(asked_on),
            "reason": reason,
        }
        tell_of_extension(
            row, officers_of(owed.plan, now), news=_("申请延期"), detail=detail, now=now
        )
    return row


@transaction.atomic
def grant_extension(
    *,
    extension_id: int,
    by: User,
    access: Access,
    granted_on: date,
    now: datetime,
    reason: str = "",
) -> Extension:
    """Also where the report came meanwhile: it was asked in time, and is judged by the new day."""
    row = _locked_extension(extension_id, access)
    check_extension(row, ExtensionAction.GRANT, access, reason)
    owed = row.obligation
    if owed.withdrawn_at is not None:
        raise NotExtendableError(found=_("已经撤销"))
    _check_day(granted_on, owed)
    row.granted_on, row.decided_at = granted_on, now
    step = EXTENSION_LIFE[ExtensionAction.GRANT]
    take_step(row, step, by=by, now=now, reason=reason)
    with for_others():
        words = _("同意延期：%s") % row.reason
    redate(owed, granted_on, by=by, now=now, reason=words)
    _redate_inner(owed, by=by, now=now, words=words)
    with for_others():
        detail = _("原定 %(from)s，延至 %(to)s。%(reason)s") % {
            "from": day(owed.original_due_on),
            "to": day(granted_on),
            "reason": reason,
        }
        tell_of_extension(
            row, people_of([owed.unit_id], now), news=_("同意延期"), detail=detail, now=now
        )
    return row


@transaction.atomic
def refuse_extension(
    *, extension_id: int, by: User, access: Access, reason: str, now: datetime
) -> Extension:
    row = _locked_extension(extension_id, access)
    check_extension(row, ExtensionAction.REFUSE, access, reason)
    row.decided_at = now
    take_step(row, EXTENSION_LIFE[ExtensionAction.REFUSE], by=by, now=now, reason=reason)
    with for_others():
        people = people_of([row.obligation.unit_id], now)
        tell_of_extension(row, people, news=_("不同意延期"), detail=reason, now=now)
    return row


@transaction.atomic
def take_extension_back(*, extension_id: int, by: User, access: Access, now: datetime) -> Extension:
    """By the unit, while nobody has decided."""
    row = _locked_extension(extension_id, access)
    check_extension(row, ExtensionAction.TAKE_BACK, access)
    with for_others():
        name = signing_name(access, by, row.obligation.unit_id)
        step = EXTENSION_LIFE[ExtensionAction.TAKE_BACK]
        take_step(row, step, by=by, by_name=name, now=now)
        officers = officers_of(row.obligation.plan, now)
        tell_of_extension(row, officers, news=_("已撤回延期申请"), detail="", now=now)
    return row


def check_extension(
    row: Extension, action: ExtensionAction, access: Access, reason: str | None = None
) -> None:
    """Without `reason`: before what was typed is looked at."""
    actors = extension_actors(access, row)
    words = NOT_YET_READ if reason is None else reason
    check_step(row.status, EXTENSION_LIFE, EXTENSION_WORDS, action, actors=actors, reason=words)


def _locked_obligation(obligation_id: int, access: Access) -> Obligation:
    hold_open(_visible_obligation(obligation_id, access).plan_id)
    Obligation.objects.select_for_update(no_key=True).filter(pk=obligation_id).first()
    return _visible_obligation(obligation_id, access)


def _visible_obligation(obligation_id: int, access: Access) -> Obligation:
    found = Obligation.objects.filter(
        Q(unit__in=access.units) | read_by(access, "plan__"), pk=obligation_id
    )
    owed = found.select_related("plan", "unit").first()
    if owed is None:
        raise NotVisibleError
    return owed


def _locked_extension(extension_id: int, access: Access) -> Extension:
    """What is asked for is locked before the asking, as when it was asked."""
    owed = _visible_extension(extension_id, access).obligation
    hold_open(owed.plan_id)
    Obligation.objects.select_for_update(no_key=True).filter(pk=owed.pk).first()
    Extension.objects.select_for_update().filter(pk=extension_id).first()
    return _visible_extension(extension_id, access)


def _visible_extension(extension_id: int, access: Access) -> Extension:
    visible = Extension.objects.visible_to(access).filter(pk=extension_id)
    row = visible.select_related("obligation__plan", "obligation__unit").first()
    if row is None:
        raise NotVisibleError
    return row


def _check_reason(reason: str) -> None:
    action = EXTENSION_WORDS.actions[ExtensionAction.ASK]
    if not reason.strip():
        raise ReasonMissingError(action=action)
    if len(reason) > MOST_REASON:
        raise ReasonTooLongError(found=len(reason), most=MOST_REASON)


def _check_day(asked_on: date, owed: Obligation) -> None:
    if not owed.due_on < asked_on <= owed.due_on + LONGEST:
        raise DateRefusedError(
            found=day(asked_on), after=day(owed.due_on), latest=day(owed.due_on + LONGEST)
        )


def _redate_inner(owed: Obligation, *, by: User, now: datetime, words: str) -> None:
    """The parts fall due with their filing; contributions and co-signatures so many days before.

    Nothing is due earlier than it was: who got the work late by re-assignment keeps their day.
    """
    calendar = work_calendar(owed.government_id)
    parts = owed.children.in_force().filter(kind=Obligation.Kind.PART).order_by("pk")
    days = dict.fromkeys(parts, owed.due_on)
    for row in _hung_on(owed, parts):
        rule = limit_of(owed.plan.rule_set_id, INNER_DATES[Obligation.Kind(row.kind)])
        days[row] = rule.before(owed.due_on, calendar)
    for row, due_on in days.items():
        if due_on > row.due_on:
            redate(row, due_on, by=by, now=now, reason=words)


def _hung_on(owed: Obligation, parts: Iterable[Obligation]) -> QuerySet[Obligation]:
    """What others owe to this filing: for the leaves whose figures the unit gathers, in its stage."""
    leaves = Task.objects.filter(obligations__in=parts).prefetch_related(*PREFETCH)
    gathered = [leaf.pk for leaf in leaves if leads_of(leaf)[0].pk == owed.unit_id]
    return (
        Obligation.objects.open()
        .filter(deadline=owed.deadline, task__in=gathered, kind__in=INNER_DATES)
        .order_by("pk")
    )
