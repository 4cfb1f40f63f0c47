"""承诺事项: reported on until kept, in whatever year. The plan's end ends no promise."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.language import for_others
from common.life import Step
from events import services as events
from notifications.services import notify
from replies.errors import DateRefusedError
from replies.models import Promise, PromiseDate
from replies.permissions import promise_actors
from replies.selectors import plan_of, promise_for
from replies.services.steps import local_day, people
from replies.words import PROMISE_WORDS
from replies.workflow import PROMISE_LIFE, PromiseAction
from tasks.models import Obligation
from units.models import User
from units.permissions import Access
from units.roles import Permission


@transaction.atomic
def report_progress(
    *, promise_id: int, by: User, access: Access, reason: str, now: datetime
) -> Promise:
    """What was done since; the words are the entry."""
    return _taken(promise_id, PromiseAction.REPORT, by, access, reason, now)


@transaction.atomic
def claim_kept(*, promise_id: int, by: User, access: Access, reason: str, now: datetime) -> Promise:
    """The head says how it was kept. Met as of now, unless the office sends it back."""
    promise = _taken(promise_id, PromiseAction.CLAIM, by, access, reason, now)
    owed = _owed(promise)
    owed.met_at = now
    owed.save()
    told = people(Permission.RUN_PLAN, [plan_of(promise).reviewing_unit_id], now)
    _tell(promise, told, PromiseAction.CLAIM, reason, now)
    return promise


@transaction.atomic
def confirm_kept(*, promise_id: int, by: User, access: Access, now: datetime) -> Promise:
    """销号."""
    promise = _taken(promise_id, PromiseAction.CONFIRM, by, access, "", now)
    promise.kept_at = now
    promise.save()
    _tell(promise, _unit_people(promise, now), PromiseAction.CONFIRM, "", now)
    return promise


@transaction.atomic
def reject_claim(
    *, promise_id: int, by: User, access: Access, reason: str, now: datetime
) -> Promise:
    promise = _taken(promise_id, PromiseAction.REJECT, by, access, reason, now)
    owed = _owed(promise)
    owed.met_at = None
    owed.save()
    _tell(promise, _unit_people(promise, now), PromiseAction.REJECT, reason, now)
    return promise


@transaction.atomic
def redate_promise(
    *, promise_id: int, by: User, access: Access, due_on: date, reason: str, now: datetime
) -> Promise:
    """By the office, with words. The date in the letter stays beside it."""
    promise = _locked(promise_id, access)
    step = _checked(promise, PromiseAction.REDATE, access, reason)
    owed = _owed(promise)
    if due_on <= local_day(now) or due_on == owed.due_on:
        raise DateRefusedError(found=due_on, expected=_("今天以后、与现在不同的日期"))
    owed.due_on, owed.reason = due_on, reason.strip()[:500]
    owed.save()
    PromiseDate.objects.create(promise=promise, due_on=due_on, at=now, by=by)
    with for_others():
        words = _("改为 %(on)s：%(reason)s") % {"on": due_on, "reason": reason.strip()}
    events.take_step(promise, step, by=by, now=now, reason=words)
    _tell(promise, _unit_people(promise, now), PromiseAction.REDATE, words, now)
    return promise


def check_redate(*, promise_id: int, access: Access) -> None:
    """Before a word about what was typed: may this person move the date at all?"""
    _checked(promise_for(access, promise_id), PromiseAction.REDATE, access, reason="-")


def _taken(
    promise_id: int, action: PromiseAction, by: User, access: Access, reason: str, now: datetime
) -> Promise:
    promise = _locked(promise_id, access)
    step = _checked(promise, action, access, reason)
    events.take_step(promise, step, by=by, now=now, reason=reason)
    return promise


def _locked(promise_id: int, access: Access) -> Promise:
    Promise.objects.select_for_update().filter(pk=promise_id).first()
    return promise_for(access, promise_id)


def _checked(promise: Promise, action: PromiseAction, access: Access, reason: str) -> Step:
    return events.check_step(
        promise.status,
        PROMISE_LIFE,
        PROMISE_WORDS,
        action,
        actors=promise_actors(access, promise, plan_of(promise)),
        reason=reason,
    )


def _owed(promise: Promise) -> Obligation:
    if promise.obligation is None:
        raise NotVisibleError
    return promise.obligation


def _unit_people(promise: Promise, now: datetime) -> list[User]:
    return people(Permission.FILE_REPORTS, [promise.unit_id], now)


def _tell(
    promise: Promise, recipients: Iterable[User], action: PromiseAction, reason: str, now: datetime
) -> None:
    with for_others():
        subject = _("承诺事项“%(promise)s”：%(news)s") % {
            "promise": promise,
            "news": PROMISE_WORDS.actions[action],
        }
        notify(
            recipients=recipients,
            subject=subject,
            body=f"{subject}\n{reason}".strip(),
            link=reverse("promise", args=[promise.pk]),
            key=f"promise/{promise.pk}/{action}/{now.isoformat()}",
            now=now,
            is_sample=promise.answer.reply.is_sample,
        )
