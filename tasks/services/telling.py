"""Notices of hand-out and extension, to the units and to the office."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from motions.models import Plan
from notifications.services import notify
from tasks.models import Assignment, Extension
from units.models import Membership, User
from units.roles import Permission
from units.selectors import people_with

OF_A_UNIT = (Permission.FILE_REPORTS, Permission.SIGN_REPORTS)


def people_of(unit_ids: Iterable[int], now: datetime) -> list[User]:
    """Clerks and heads."""
    return [post.user for post in posts_of(unit_ids, now)]


def posts_of(unit_ids: Iterable[int], now: datetime) -> list[Membership]:
    """Those of clerks and heads; of a unit that was merged, in the one it was merged into."""
    unit_ids, today = list(unit_ids), timezone.localdate(now)
    return [post for permission in OF_A_UNIT for post in people_with(permission, unit_ids, today)]


def officers_of(plan: Plan, now: datetime) -> list[User]:
    today = timezone.localdate(now)
    people = people_with(Permission.RUN_PLAN, [plan.reviewing_unit_id], today)
    return [member.user for member in people]


def tell_of_assignment(
    row: Assignment,
    recipients: Iterable[User],
    *,
    news: str,
    detail: str,
    key: str,
    now: datetime,
) -> None:
    subject = f"{row.task}（{row.unit}）：{news}"
    notify(
        recipients=recipients,
        subject=subject,
        body=f"{row.plan}\n{subject}\n{detail}".strip(),
        link=reverse("assignment", args=[row.pk]),
        key=f"assignment/{row.pk}/{key}",
        now=now,
        is_sample=row.is_sample,
    )


def tell_of_extension(
    row: Extension, recipients: Iterable[User], *, news: str, detail: str, now: datetime
) -> None:
    owed = row.obligation
    subject = f"{owed.unit} {owed.get_kind_display()}：{news}"
    notify(
        recipients=recipients,
        subject=subject,
        body=f"{owed.plan}\n{subject}\n{detail}".strip(),
        link=reverse("extension", args=[row.pk]),
        key=f"extension/{row.pk}/{row.status}",
        now=now,
        is_sample=row.is_sample,
    )
