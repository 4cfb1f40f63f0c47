"""A head lets a colleague sign for a period, and takes it back at any time."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import day_words
from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events import services as events
from notifications.services import notify
from reports.errors import DelegationRefusedError
from reports.people import delegate_posts
from reports.services.steps import local_day
from reports.words import DELEGATION_WORDS
from units.models import Delegation, Membership, Unit, User
from units.permissions import Access
from units.roles import Role
from units.workflow import DELEGATION_LIFE, DelegationAction, DelegationActor


@transaction.atomic
def give_delegation(
    *,
    post_id: int,
    by: User,
    access: Access,
    from_on: date,
    through_on: date,
    now: datetime,
) -> Delegation:
    """`post_id`: the colleague's post in the unit. Both days belong to the period."""
    today = local_day(now)
    if not access.heads():
        raise NotAllowedError
    post = next((p for p in delegate_posts(access, today) if p.pk == post_id), None)
    if post is None:
        raise DelegationRefusedError(
            found=_("受委托人不在可以委托的人员里"),
            expected=_("本单位的同志，并且不是负责人、不审核各单位的报告"),
        )
    _lock_head(by, post.unit_id)
    _check_days(by, post.unit_id, from_on, through_on, today)
    delegation = Delegation.objects.create(
        government_id=post.unit.government_id,
        unit=post.unit,
        head=by,
        delegate=post.user,
        from_on=from_on,
        through_on=through_on,
        given_at=now,
    )
    with for_others():
        events.note(delegation, DelegationAction.GIVE, by=by, now=now, reason=_period(delegation))
        _tell(delegation, _("委托您代为审签"), now)
    return delegation


@transaction.atomic
def revoke_delegation(*, delegation_id: int, by: User, access: Access, now: datetime) -> Delegation:
    """By the head who gave it, or another head of the unit; what was signed meanwhile stays signed."""
    delegation = locked_delegation(delegation_id, access)
    actors = {DelegationActor.HEAD} if delegation.unit_id in access.heads() else set()
    step = events.check_step(
        delegation.status,
        DELEGATION_LIFE,
        DELEGATION_WORDS,
        DelegationAction.REVOKE,
        actors=actors,
    )
    events.take_step(delegation, step, by=by, now=now)
    with for_others():
        _tell(delegation, _("已收回审签委托"), now)
    return delegation


def end_delegations(*, of: User, unit: Unit, by: User, now: datetime) -> None:
    """Who leaves a unit signs for nobody there, and nobody for them."""
    rows = Delegation.objects.select_for_update().filter(Q(head=of) | Q(delegate=of), unit=unit)
    for delegation in rows.given():
        events.take_step(delegation, DELEGATION_LIFE[DelegationAction.REVOKE], by=by, now=now)


def locked_delegation(delegation_id: int, access: Access) -> Delegation:
    Delegation.objects.select_for_update().filter(pk=delegation_id).first()
    delegation = (
        Delegation.objects.select_related("unit", "head", "delegate")
        .filter(pk=delegation_id, unit__in=access.units)
        .first()
    )
    if delegation is None:
        raise NotVisibleError
    return delegation


def _lock_head(by: User, unit_id: int) -> None:
    """Two delegations of one head, given at once, would not see each other."""
    post = Membership.objects.select_for_update().filter(user=by, unit=unit_id, role=Role.HEAD)
    if post.first() is None:
        raise NotAllowedError


def _check_days(by: User, unit_id: int, from_on: date, through_on: date, today: date) -> None:
    if from_on < today:
        raise DelegationRefusedError(
            found=_("从 %s 起") % day_words(from_on), expected=_("从今天或以后的日期起")
        )
    if through_on < from_on:
        raise DelegationRefusedError(
            found=_("%(from)s 至 %(through)s")
            % {"from": day_words(from_on), "through": day_words(through_on)},
            expected=_("到期日不早于起始日"),
        )
    other = (
        Delegation.objects.filter(
            head=by, unit=unit_id, from_on__lte=through_on, through_on__gte=from_on
        )
        .given()
        .select_related("delegate")
        .first()
    )
    if other is not None:
        raise DelegationRefusedError(
            found=_("与已委托%(delegate)s的 %(period)s 重叠")
            % {"delegate": other.delegate, "period": _period(other)},
            expected=_("不重叠的日期，或者先收回那一次委托"),
        )


def _period(delegation: Delegation) -> str:
    return _("%(from)s 至 %(through)s") % {
        "from": day_words(delegation.from_on),
        "through": day_words(delegation.through_on),
    }


def _tell(delegation: Delegation, news: str, now: datetime) -> None:
    subject = _("%(head)s%(news)s") % {"head": delegation.head, "news": news}
    body = _("%(subject)s（%(unit)s，%(period)s）。") % {
        "subject": subject,
        "unit": delegation.unit,
        "period": _period(delegation),
    }
    notify(
        recipients=[delegation.delegate],
        subject=subject,
        body=body,
        link=reverse("delegations"),
        key=f"delegation/{delegation.pk}/{delegation.status}",
        now=now,
        is_sample=delegation.head.is_sample,
    )
