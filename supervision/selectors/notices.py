"""What the pages of notices read, and what the portal proposes to the bureau."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from common.calendar import WorkCalendar
from common.errors import NotVisibleError
from common.limits import Limit
from motions.models import Plan
from supervision.causes import RELATED, SUPERVISED, Cause, cause_of_owed
from supervision.models import Notice, NoticeIssue, NoticeReview
from supervision.permissions import can_read_notice
from supervision.workflow import PATH, Level, Status, next_level
from tasks.models import Obligation
from units.permissions import Access
from units.selectors import limit_of, work_calendar


def notice_for(access: Access, notice_id: int) -> Notice:
    row = Notice.objects.select_related("plan", "unit", "task").filter(pk=notice_id).first()
    if row is None or not can_read_notice(access, row):
        raise NotVisibleError
    return row


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


def open_notices(plan: Plan) -> dict[str, Notice]:
    """By cause, each with what went out."""
    rows = Notice.objects.open().filter(plan=plan).select_related("unit").prefetch_related("issues")
    return {row.cause: row for row in rows}


def late_proposals(plan: Plan, notices: Mapping[str, Notice], today: date) -> list[Proposal]:
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
    notices: Mapping[str, Notice],
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
    return Proposal(cause, owed.due_on, workdays, degree, level, notice)


def proposed_level(notice: Notice | None, degree: Level, today: date) -> Level | None:
    """A step up only when the degree bears it and the last paper was not answered by its date."""
    if notice is None:
        return degree if degree == Level.CHASE else Level.BLUE
    higher = next_level(notice.level)
    if higher is None or PATH.index(higher) > PATH.index(degree):
        return None
    is_unanswered = notice.status in {Status.OPEN, Status.AWAITING_SIGNATURE}
    last = max(notice.issues.all(), key=lambda issue: issue.number)
    return higher if is_unanswered and last.due_on < today else None
