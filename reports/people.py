"""Who stands in for whom in a unit: every read of the page of delegations."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from units.models import Delegation, Membership
from units.permissions import Access
from units.roles import PERMISSIONS, Permission, Role
from units.workflow import DELEGATION_LIFE, DelegationAction, DelegationActor, DelegationStatus

REVIEWING = tuple(role for role, may in PERMISSIONS.items() if Permission.REVIEW_REPORTS in may)


def delegate_posts(access: Access, today: date) -> list[Membership]:
    """To whom a head may delegate: people of the unit, no head, nobody who reviews reports.

    One post a person and unit.
    """
    posts = Membership.objects.valid_on(today).filter(unit__in=access.heads(), user__is_active=True)
    barred = Membership.objects.valid_on(today).filter(role=Role.HEAD, unit__in=access.heads())
    reviewers = Membership.objects.valid_on(today).filter(role__in=REVIEWING)
    rows = (
        posts.exclude(user__in=barred.values("user"))
        .exclude(user__in=reviewers.values("user"))
        .select_related("user", "unit")
        .order_by("unit__name", "user__name", "pk")
    )
    found: dict[tuple[int, int], Membership] = {}
    for row in rows:
        found.setdefault((row.unit_id, row.user_id), row)
    return list(found.values())


@dataclass(frozen=True)
class DelegationRow:
    delegation: Delegation
    word: str | Promise
    tone: str
    is_revocable: bool


def delegation_rows(access: Access, today: date) -> list[DelegationRow]:
    """Every delegation of the person's units, the latest first."""
    rows = Delegation.objects.filter(unit__in=access.working_units).select_related(
        "unit", "head", "delegate"
    )
    standing = set(
        Delegation.objects.standing_on(today)
        .filter(unit__in=access.working_units)
        .values_list("pk", flat=True)
    )
    return [_row(row, access, today, is_standing=row.pk in standing) for row in rows]


def _row(row: Delegation, access: Access, today: date, *, is_standing: bool) -> DelegationRow:
    actors = {DelegationActor.HEAD} if row.unit_id in access.heads() else set()
    steps = {step.action for step in DELEGATION_LIFE.open_to(actors, row.status)}
    is_over = row.through_on < today
    word, tone = _state(row, today, is_standing=is_standing)
    return DelegationRow(
        row, word, tone, is_revocable=DelegationAction.REVOKE in steps and not is_over
    )


def _state(row: Delegation, today: date, *, is_standing: bool) -> tuple[str | Promise, str]:
    if row.status == DelegationStatus.REVOKED:
        return _("已收回"), "neutral"
    if is_standing:
        return _("正在委托"), "ok"
    if row.from_on > today:
        return _("未开始"), "waiting"
    return _("已结束"), "neutral"
