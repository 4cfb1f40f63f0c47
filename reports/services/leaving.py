"""Somebody leaves a unit: their posts there end, and a colleague takes over what is open, in one step.

Drafts belong to the filing, so the words stay where they are; only names change hands.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from motions.services import hold_open
from notifications.services import notify, pass_on
from reports.errors import HandoverRefusedError
from reports.leaving import Leaver, keeps_people, leavers
from reports.models import Filing
from reports.services.delegating import end_delegations
from reports.services.steps import local_day, lock, note_handover
from reports.workflow import Status
from units.models import Handover, Membership, User
from units.permissions import Access


@transaction.atomic
def hand_over(
    *, post_id: int | None, successor_id: int | None, by: User, access: Access, now: datetime
) -> Handover:
    """`post_id`: a post of who leaves; `successor_id`: one of who takes over, in the same unit."""
    if not keeps_people(access):
        raise NotAllowedError
    list(Membership.objects.select_for_update().filter(pk__in=[post_id, successor_id]))
    rows = leavers(access, local_day(now))
    leaver = next((row for row in rows if post_id in {post.pk for post in row.posts}), None)
    if leaver is None:
        raise NotVisibleError
    post = next((row for row in leaver.successors if row.pk == successor_id), None)
    if post is None:
        raise HandoverRefusedError(
            found=_("没有选接手的同志"), expected=_("本单位在岗、担任同一职务的另一位同志")
        )
    with for_others():
        reason = _("%(leaver)s 离任，由 %(successor)s 接手。") % {
            "leaver": leaver.user,
            "successor": post.user,
        }
        _end_posts(leaver, now)
        end_delegations(of=leaver.user, unit=leaver.unit, by=by, now=now)
        in_order = sorted(leaver.filings, key=lambda filing: filing.obligation_id)
        taken = [
            _take_over(filing, leaver.user, post.user, by=by, now=now, reason=reason)
            for filing in in_order
        ]
        handover = Handover.objects.create(
            government_id=leaver.unit.government_id,
            unit=leaver.unit,
            leaver=leaver.user,
            successor=post.user,
            filings=sum(taken),
            messages=pass_on(messages=leaver.unread, to=post.user, now=now),
            by=by,
            by_name=by.name,
            at=now,
        )
        notify(
            recipients=[post.user],
            subject=_("请接手 %(leaver)s 的工作") % {"leaver": leaver.user},
            body=reason,
            link="/work/",
            key=f"handover/{handover.pk}",
            now=now,
            is_sample=leaver.user.is_sample,
        )
    return handover


def _end_posts(leaver: Leaver, now: datetime) -> None:
    """From today on: a post is held until, and not including, its last date."""
    today = local_day(now)
    for post in Membership.objects.select_for_update().filter(pk__in=[p.pk for p in leaver.posts]):
        if post.until_on is None or post.until_on > today:
            post.until_on = max(today, post.from_on)
            post.save()


def _take_over(
    found: Filing, leaver: User, successor: User, *, by: User, now: datetime, reason: str
) -> bool:
    """The cover and who sent it. The head who has it open looks again before signing.

    False where that draft is open no longer: the head has just signed it, or the office enters a paper.
    """
    hold_open(found.obligation.plan_id)
    filing = lock(found.pk)
    if filing is None or filing.draft is None or filing.draft != found.draft:
        return False
    draft = filing.draft
    if draft.contact == leaver.name:
        draft.contact = successor.name
        draft.cover_revision += 1
    if filing.status == Status.AWAITING_SIGNATURE and draft.sent_by == leaver:
        draft.sent_by, draft.sent_by_name = successor, successor.name
    draft.revision += 1
    draft.save()
    note_handover(filing, by=by, now=now, reason=reason)
    return True
