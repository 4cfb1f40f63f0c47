"""A plan is amended, and the reports that are being written follow."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events.errors import ReasonMissingError
from motions.permissions import can_amend
from notifications.services import notify
from reports.models import FilingVersion
from reports.services.steps import local_day
from reports.services.versions import fit_draft
from tasks.planfile.amend import Amendment, amend_plan, plan_of
from tasks.planfile.open import read_any
from units.loading.uploads import locked_upload, mark_confirmed
from units.models import Upload, User
from units.permissions import Access
from units.roles import Permission
from units.selectors import people_with


@transaction.atomic
def amend(*, content: dict[str, Any], reason: str, now: datetime) -> Amendment:
    """At the command line, by whoever runs the machine."""
    return _amended(amend_plan(content=content, reason=reason, now=now), now)


@transaction.atomic
def amend_by_upload(
    *,
    plan_id: int,
    upload_id: int,
    reason: str,
    seen_version: int,
    by: User,
    access: Access,
    now: datetime,
) -> Amendment:
    """The file whose changes were shown, and no other."""
    upload = locked_upload(
        purpose=Upload.Purpose.PLAN, subject=amendment_of(plan_id), by=by, upload_id=upload_id
    )
    amendment = amend_by_page(
        plan_id=plan_id,
        content=read_any(upload.content.encode()),
        reason=reason,
        seen_version=seen_version,
        by=by,
        access=access,
        now=now,
    )
    mark_confirmed(upload)
    return amendment


def amendment_of(plan_id: int) -> str:
    """What an uploaded file is about that changes this plan."""
    return f"amend/{plan_id}"


@transaction.atomic
def amend_by_page(
    *,
    plan_id: int,
    content: dict[str, Any],
    reason: str,
    seen_version: int,
    by: User,
    access: Access,
    now: datetime,
) -> Amendment:
    """By the office or the administrator, who looked at the changes beside `seen_version`."""
    check_may_amend(plan_id, content, access)
    if not reason.strip():
        raise ReasonMissingError(action=_("修改计划"))
    amendment = amend_plan(
        content=content, reason=reason, now=now, by=by, seen_version=seen_version
    )
    return _amended(amendment, now)


def check_may_amend(plan_id: int, content: dict[str, Any], access: Access) -> None:
    """The file is about the plan of the page, and that plan is this person's to change."""
    plan = plan_of(content)
    if plan.pk != plan_id:
        raise NotVisibleError
    if not can_amend(access, plan):
        raise NotAllowedError


def _amended(amendment: Amendment, now: datetime) -> Amendment:
    plan, owed = amendment.plan, amendment.owed
    for draft in FilingVersion.objects.filter(draft_of__obligation__plan=plan):
        fit_draft(draft)
    rows = [*owed.added, *(row for row, _was in owed.redated), *owed.withdrawn]
    with for_others():
        subject = _("%(plan)s 已修改（第%(n)s版）") % {"plan": plan, "n": plan.version}
        notify(
            recipients=_people({row.unit_id for row in rows}, local_day(now)),
            subject=subject,
            body=_("%s。本单位的应办事项或期限有变化，请在“我的工作”查看。") % subject,
            link=reverse("plan", args=[plan.pk]),
            key=f"plan/{plan.pk}/version/{plan.version}",
            now=now,
        )
    return amendment


def _people(unit_ids: Iterable[int], today: date) -> list[User]:
    ids = list(unit_ids)
    found = [
        *people_with(Permission.FILE_REPORTS, ids, today),
        *people_with(Permission.SIGN_REPORTS, ids, today),
    ]
    return [membership.user for membership in found]
