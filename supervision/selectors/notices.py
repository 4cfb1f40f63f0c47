"""What the pages of notices read, and what the portal proposes to the bureau."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from common.calendar import WorkCalendar
from common.errors import NotVisibleError
from common.limits import Limit
from documents.models import IssuedDocument
from motions.models import Plan
from supervision.causes import RELATED, SUPERVISED, Cause, cause_of_owed
from supervision.duties import NOTICE, subject_id_of
from supervision.models import Notice, NoticeIssue, NoticeReview
from supervision.permissions import can_read_notice
from supervision.workflow import PATH, Level, ReviewStatus, next_level
from tasks.models import Obligation
from units.permissions import Access
from units.selectors import limit_of, work_calendar


def notice_for(access: Access, notice_id: int) -> Notice:
    row = Notice.objects.select_related("plan", "unit", "task").filter(pk=notice_id).first()
    if row is None or not can_read_notice(access, row):
        raise NotVisibleError
    return row


def issue_for(access: Access, notice_id: int, number: int) -> NoticeIssue:
    """One paper of a notice, whoever may read the notice."""
    row = (
        NoticeIssue.objects.filter(notice=notice_id, number=number)
        .select_related(
            "notice__plan__supervisor_unit",
            "notice__plan__government",
            "notice__unit",
            "notice__owed",
        )
        .first()
    )
    if row is None or not can_read_notice(access, row.notice):
        raise NotVisibleError
    return row


def issued_on(issue: NoticeIssue) -> date:
    return timezone.localdate(issue.issued_at)


def papers_of(access: Access, issues: list[NoticeIssue]) -> dict[int, IssuedDocument]:
    """By issue: the file that went out, as far as this person may."""
    rows = IssuedDocument.objects.visible_to(access).filter(
        subject_kind=NoticeIssue._meta.label_lower, subject_id__in=[row.pk for row in issues]
    )
    return {row.subject_id: row for row in rows.latest_versions()}


def issues_of(notice: Notice) -> list[NoticeIssue]:
    """The latest first, each with its review."""
    return list(notice.issues.select_related("review").order_by("-number"))


def latest_review(issues: list[NoticeIssue]) -> NoticeReview | None:
    return next((issue.review for issue in issues if hasattr(issue, "review")), None)


# -- proposals ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """`degree`: the colour that so much lateness would bear; `level`: the next step on the path.

    `notice` is the open one that would be raised; None where a path would begin.
    """

    cause: Cause
    due_on: date | None
    workdays: int
    degree: Level
    level: Level
    notice: Notice | None


@dataclass(frozen=True)
class Limits:
    """How long after its date something late bears which colour; the highest first."""

    rungs: tuple[tuple[Limit, Level], ...]

    def degree_of(self, due_on: date, today: date, calendar: WorkCalendar) -> Level:
        borne = (level for limit, level in self.rungs if limit.after(due_on, calendar) <= today)
        return next(borne, Level.CHASE)


def limits_of(plan: Plan) -> Limits:
    return Limits(
        tuple(
            (limit_of(plan.rule_set_id, f"notice_{level}_after"), level)
            for level in (Level.RED, Level.YELLOW, Level.BLUE)
        )
    )


@dataclass(frozen=True)
class OpenNotice:
    """`due_on`: by when its unit owes an answer; None while it owes none."""

    row: Notice
    due_on: date | None
    is_under_review: bool


def open_notices(plan: Plan) -> dict[str, OpenNotice]:
    """By cause. Three queries."""
    rows = Notice.objects.open().filter(plan=plan).select_related("unit")
    owed = Obligation.objects.open().filter(plan=plan, kind=NOTICE)
    due = {subject_id_of(row): row.due_on for row in owed}
    asked = NoticeReview.objects.filter(issue__notice__plan=plan, status=ReviewStatus.ASKED)
    reviewed = set(asked.values_list("issue__notice", flat=True))
    return {row.cause: OpenNotice(row, due.get(row.pk), row.pk in reviewed) for row in rows}


def late_proposals(plan: Plan, notices: Mapping[str, OpenNotice], today: date) -> list[Proposal]:
    """What is late and not supervised as its lateness would bear; the longest late first."""
    owed = (
        Obligation.objects.open()
        .filter(plan=plan, kind__in=SUPERVISED, due_on__lt=today)
        .select_related(*RELATED)
        .order_by("due_on", "unit_id", "pk")
    )
    calendar, limits = work_calendar(plan.government_id), limits_of(plan)
    found = (_proposal(row, notices, calendar, limits, today) for row in owed)
    return [row for row in found if row is not None]


def _proposal(
    owed: Obligation,
    notices: Mapping[str, OpenNotice],
    calendar: WorkCalendar,
    limits: Limits,
    today: date,
) -> Proposal | None:
    cause = cause_of_owed(owed)
    workdays = -calendar.workdays_until(today, owed.due_on)
    degree = limits.degree_of(owed.due_on, today, calendar)
    notice = notices.get(cause.key)
    level = proposed_level(notice, degree, today)
    if level is None:
        return None
    return Proposal(cause, owed.due_on, workdays, degree, level, notice.row if notice else None)


def proposed_level(notice: OpenNotice | None, degree: Level, today: date) -> Level | None:
    """A step up only when the degree bears it and the answer owed now is late."""
    if notice is None:
        return degree if degree == Level.CHASE else Level.BLUE
    higher = next_level(notice.row.level)
    if higher is None or PATH.index(higher) > PATH.index(degree):
        return None
    is_late = notice.due_on is not None and notice.due_on < today
    return higher if is_late and not notice.is_under_review else None
