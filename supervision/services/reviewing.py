"""复核: the unit asks for a notice to be looked at again; somebody else of the bureau decides."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotAllowedError, NotVisibleError, PortalError
from common.language import for_others
from events.services import check_step, note, take_step
from supervision.duties import NOTICE_REVIEW
from supervision.errors import ReviewedAlreadyError, ReviewEndedError, ReviewTooLateError
from supervision.models import Notice, NoticeIssue, NoticeReview
from supervision.permissions import review_actors
from supervision.services.notices import checked, end_as_withdrawn, locked_notice
from supervision.services.steps import (
    checked_words,
    due_after,
    local_day,
    meet,
    owe,
    people,
    tell,
)
from supervision.words import REVIEW_WORDS
from supervision.workflow import REVIEW_LIFE, Action, ReviewAction, Status
from tasks.services.telling import people_of
from units.models import User
from units.permissions import Access, signing_name
from units.roles import Permission


@transaction.atomic
def ask_review(
    *, notice_id: int, reason: str, by: User, access: Access, now: datetime
) -> NoticeReview:
    """By the head of the unit, of what went out last, within the days of the rule set."""
    notice = locked_notice(notice_id, access)
    if not is_head_of(access, notice):
        raise NotAllowedError
    issue = NoticeIssue.objects.filter(notice=notice).latest("number")
    issue.notice = notice
    refusal = review_refusal(issue, local_day(now))
    if refusal is not None:
        raise refusal
    reason = checked_words(reason, gettext_lazy("申请复核的理由"))
    with for_others():
        name = signing_name(access, by, notice.unit_id)
    review = NoticeReview.objects.create(
        government_id=notice.government_id,
        issue=issue,
        reason=reason,
        asked_by_name=name,
        asked_at=now,
    )
    note(review, ReviewAction.ASK, by=by, by_name=name, now=now, reason=reason)
    bureau = notice.plan.supervisor_unit_id
    due_on = due_after(notice.plan, "decision_on_review", now)
    owe(notice.plan, NOTICE_REVIEW, notice.pk, unit_id=bureau, task=notice.task, due_on=due_on)
    with for_others():
        tell(
            people(Permission.SUPERVISE, bureau, now),
            news=_("%(unit)s申请复核：%(title)s") % {"unit": notice.unit, "title": notice.title},
            detail=reason,
            link=reverse("notice", args=[notice.pk]),
            key=f"review/{review.pk}",
            now=now,
        )
    return review


@transaction.atomic
def uphold_notice(
    *, notice_id: int, reason: str, by: User, access: Access, now: datetime
) -> NoticeReview:
    """The notice stands."""
    return _decided(notice_id, ReviewAction.UPHOLD, reason, by, access, now)


@transaction.atomic
def withdraw_on_review(
    *, notice_id: int, reason: str, by: User, access: Access, now: datetime
) -> NoticeReview:
    """The notice is taken back, also one that was closed meanwhile; its history stays."""
    review = _decided(notice_id, ReviewAction.WITHDRAW, reason, by, access, now)
    notice = review.issue.notice
    step = checked(notice, Action.WITHDRAW_ON_REVIEW, access, reason)
    end_as_withdrawn(notice, step, reason, by, now)
    return review


def review_refusal(issue: NoticeIssue, today: date) -> PortalError | None:
    """Why no review of the last issue of a notice can be asked for; None where one can."""
    if issue.notice.status == Status.WITHDRAWN:
        return ReviewEndedError()
    until = review_until(issue)
    if today > until:
        return ReviewTooLateError(until=until)
    return ReviewedAlreadyError() if hasattr(issue, "review") else None


def review_until(issue: NoticeIssue) -> date:
    """The last day on which a review may be asked for."""
    return due_after(issue.notice.plan, "review_of_supervision", issue.issued_at)


def is_head_of(access: Access, notice: Notice) -> bool:
    return access.has(Permission.SIGN_REPORTS, notice.unit_id)


def _decided(
    notice_id: int, action: ReviewAction, reason: str, by: User, access: Access, now: datetime
) -> NoticeReview:
    notice = locked_notice(notice_id, access)
    review = NoticeReview.objects.filter(issue__notice=notice).order_by("-pk").first()
    if review is None:
        raise NotVisibleError
    review.issue.notice = notice
    step = check_step(
        review.status,
        REVIEW_LIFE,
        REVIEW_WORDS,
        action,
        actors=review_actors(access, review),
        reason=reason,
    )
    take_step(review, step, by=by, now=now, reason=reason)
    meet(notice.plan, NOTICE_REVIEW, notice.pk, now)
    with for_others():
        tell(
            people_of([notice.unit_id], now),
            news=_("复核结果：%(title)s，%(result)s")
            % {"title": notice.title, "result": REVIEW_WORDS.actions[action]},
            detail=reason,
            link=reverse("notice", args=[notice.pk]),
            key=f"review/{review.pk}/decided",
            now=now,
        )
    return review
