"""The bureau chases, warns, checks and closes. The portal proposes; only these services issue."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import day_words
from common.document_number import document_number
from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from common.life import Step
from documents.kinds import Kind
from documents.services.issuing import issue as issue_document
from events.services import check_step, note, take_step
from events.words import Words
from motions.models import Plan
from motions.services import hold_open
from supervision.causes import Cause, cause_for, pace_key
from supervision.duties import NOTICE, NOTICE_CHECK, NOTICE_CLOSING
from supervision.errors import (
    AlreadyOpenError,
    CauseMetError,
    CheckFirstError,
    DayRefusedError,
    LevelRefusedError,
    NoWatchError,
    NumberNeededError,
    RedNeedsWatchError,
    ReviewOpenError,
    WatchRunningError,
)
from supervision.models import Notice, NoticeIssue
from supervision.papers import notice_paper
from supervision.permissions import can_read_notice, is_under_review, notice_actors, supervises
from supervision.services.steps import (
    bureau_of,
    checked_words,
    days_after,
    due_after,
    local_day,
    meet,
    owe,
    tell,
    withdraw,
)
from supervision.words import LEVEL_WORDS, NOTICE_WORDS
from supervision.workflow import (
    FIRST_LEVELS,
    NOTICE_LIFE,
    Action,
    Level,
    Status,
    next_level,
)
from tasks.services.telling import people_of
from units.models import User
from units.permissions import Access


@transaction.atomic
def issue_notice(
    *,
    plan_id: int,
    cause: str,
    level: str,
    number: str,
    text: str,
    due_on: date,
    by: User,
    access: Access,
    now: datetime,
) -> Notice:
    """Begins a path, with a chase or in blue. One open at a time for a cause."""
    plans = Plan.objects.visible_to(access).select_related("supervisor_unit", "government")
    plan = plans.filter(pk=plan_id).first()
    if plan is None:
        raise NotVisibleError
    if not supervises(access, plan):
        raise NotAllowedError
    hold_open(plan.pk)
    about = cause_for(plan, cause)
    title = _title(about)
    if about.owed is not None and not about.owed.is_open:
        raise CauseMetError(title=title)
    if level not in FIRST_LEVELS:
        raise LevelRefusedError(asked=_level(level), now=_("还没有督办"))
    number, text = _checked_number(number, level), _checked(text, due_on, now)
    notice = _opened(plan, about, level, by, now)
    note(notice, Action.ISSUE, by=by, now=now, reason=text)
    issue = _send_out(notice, number, text, due_on, by, now)
    _print(issue, by, access, now)
    return notice


@transaction.atomic
def raise_notice(
    *,
    notice_id: int,
    level: str,
    number: str,
    text: str,
    due_on: date,
    by: User,
    access: Access,
    now: datetime,
) -> Notice:
    """One step up the path. `level` is the colour that was seen as the next one."""
    row = locked_notice(notice_id, access)
    step = check_raisable(row, access)
    if level != next_level(row.level):
        raise LevelRefusedError(asked=_level(level), now=LEVEL_WORDS[Level(row.level)])
    number, text = _checked_number(number, level), _checked(text, due_on, now)
    row.level, row.watch_until = level, None
    take_step(row, step, by=by, now=now, reason=text)
    with for_others():
        raised = _("已升级为%s") % LEVEL_WORDS[Level(level)]
    for kind in (NOTICE, NOTICE_CLOSING):
        withdraw(row.plan, kind, row.pk, now, raised)
    issue = _send_out(row, number, text, due_on, by, now)
    _print(issue, by, access, now)
    return row


@transaction.atomic
def find_made_good(
    *, notice_id: int, reason: str, by: User, access: Access, now: datetime
) -> Notice:
    """核查合格. Closes a chase, blue or yellow one; a red one is watched first."""
    row = locked_notice(notice_id, access)
    step = checked(row, Action.MADE_GOOD, access, reason)
    if row.level == Level.RED:
        raise RedNeedsWatchError
    row.ended_at = now
    take_step(row, step, by=by, now=now, reason=reason)
    meet(row.plan, NOTICE_CHECK, row.pk, now)
    _tell_unit(row, gettext_lazy("核查合格，已销号"), reason, now)
    return row


@transaction.atomic
def begin_watch(*, notice_id: int, reason: str, by: User, access: Access, now: datetime) -> Notice:
    """A red one made good goes down to yellow for the watch period of the rule set."""
    row = locked_notice(notice_id, access)
    step = checked(row, Action.MADE_GOOD_AND_WATCH, access, reason)
    if row.level != Level.RED:
        raise NoWatchError
    row.level = Level.YELLOW
    row.watch_until = due_after(row.plan, "watch_after_red", now)
    take_step(row, step, by=by, now=now, reason=reason)
    meet(row.plan, NOTICE_CHECK, row.pk, now)
    owe(
        row.plan,
        NOTICE_CLOSING,
        row.pk,
        unit_id=row.plan.supervisor_unit_id,
        task=row.task,
        due_on=days_after(row.plan, "closing_after_watch", row.watch_until),
    )
    with for_others():
        words = _("核查合格，降为黄色，观察到 %s") % day_words(row.watch_until)
        _tell_unit(row, words, reason, now)
    return row


@transaction.atomic
def find_not_made_good(
    *, notice_id: int, reason: str, by: User, access: Access, now: datetime
) -> Notice:
    """核查不合格: the unit owes another answer."""
    row = locked_notice(notice_id, access)
    step = checked(row, Action.NOT_MADE_GOOD, access, reason)
    take_step(row, step, by=by, now=now, reason=reason)
    meet(row.plan, NOTICE_CHECK, row.pk, now)
    _owe(row, due_after(row.plan, "notice_answer", now))
    _tell_unit(row, gettext_lazy("核查不合格，请继续整改"), reason, now)
    return row


@transaction.atomic
def close_notice(*, notice_id: int, by: User, access: Access, now: datetime) -> Notice:
    """销号 after the watch period, and not before it is over."""
    row = locked_notice(notice_id, access)
    step = checked(row, Action.CLOSE, access)
    if row.watch_until and local_day(now) <= row.watch_until:
        raise WatchRunningError(until=row.watch_until)
    row.ended_at = now
    take_step(row, step, by=by, now=now)
    meet(row.plan, NOTICE_CLOSING, row.pk, now)
    _tell_unit(row, gettext_lazy("观察期满，已销号"), "", now)
    return row


@transaction.atomic
def withdraw_notice(
    *, notice_id: int, reason: str, by: User, access: Access, now: datetime
) -> Notice:
    """Issued by mistake: it ends with its reason, and its history stays."""
    row = locked_notice(notice_id, access)
    step = checked(row, Action.WITHDRAW, access, reason)
    if is_under_review(row):
        raise ReviewOpenError
    end_as_withdrawn(row, step, reason, by, now)
    return row


def end_as_withdrawn(row: Notice, step: Step, reason: str, by: User, now: datetime) -> None:
    row.ended_at = row.ended_at or now
    take_step(row, step, by=by, now=now, reason=reason)
    for kind in (NOTICE, NOTICE_CHECK, NOTICE_CLOSING):
        withdraw(row.plan, kind, row.pk, now, reason)
    _tell_unit(row, gettext_lazy("已撤销"), reason, now)


def locked_notice(notice_id: int, access: Access) -> Notice:
    """The plan first, as everybody; locked and then read. 404 when not visible."""
    hold_open(_visible(notice_id, access).plan_id)
    Notice.objects.select_for_update().filter(pk=notice_id).first()
    return _visible(notice_id, access)


def _visible(notice_id: int, access: Access) -> Notice:
    related = ("plan__supervisor_unit", "plan__government", "unit", "task", "owed")
    row = Notice.objects.select_related(*related).filter(pk=notice_id).first()
    if row is None or not can_read_notice(access, row):
        raise NotVisibleError
    return row


def check_raisable(row: Notice, access: Access) -> Step:
    """What was answered is checked first, what is under review decided first."""
    if row.status == Status.ANSWERED and supervises(access, row.plan):
        raise CheckFirstError
    step = checked(row, Action.RAISE, access)
    if is_under_review(row):
        raise ReviewOpenError
    return step


def checked(row: Notice, action: Action, access: Access, reason: str = "") -> Step:
    return check_step(
        row.status,
        NOTICE_LIFE,
        NOTICE_WORDS,
        action,
        actors=notice_actors(access, row),
        reason=reason,
    )


def _opened(plan: Plan, about: Cause, level: str, by: User, now: datetime) -> Notice:
    """Of two at once the database lets one through."""
    title = _title(about)
    try:
        with transaction.atomic():
            return Notice.objects.create(
                government_id=plan.government_id,
                plan=plan,
                unit=about.unit,
                task=about.task,
                cause=about.key,
                owed=about.owed,
                title=title,
                level=level,
                is_sample=by.is_sample,
                opened_at=now,
            )
    except IntegrityError:
        raise AlreadyOpenError(title=title) from None


def _title(about: Cause) -> str:
    with for_others():
        if about.key == pace_key(about.task.pk if about.task else 0):
            return _("%(title)s落后于序时进度") % {"title": about.title}
        return str(about.title)


def _level(level: str) -> str:
    return str(LEVEL_WORDS[Level(level)]) if level in set(Level) else level


def _checked(text: str, due_on: date, now: datetime) -> str:
    if due_on <= local_day(now):
        raise DayRefusedError(
            field=gettext_lazy("答复期限"), found=due_on, expected=_("今天以后的日期")
        )
    return checked_words(text, gettext_lazy("督办内容"))


def _checked_number(number: str, level: str) -> str:
    """A chase may go without one."""
    number = document_number(number)
    if not number and level != Level.CHASE:
        raise NumberNeededError(level=_level(level))
    return number


def _send_out(
    row: Notice, number: str, text: str, due_on: date, by: User, now: datetime
) -> NoticeIssue:
    """What went out, what the unit owes for it, and the news."""
    issue = NoticeIssue.objects.create(
        notice=row,
        number=row.issues.count() + 1,
        level=row.level,
        document_number=number,
        text=text,
        due_on=due_on,
        by=by,
        by_name=by.name,
        issued_at=now,
    )
    _owe(row, due_on)
    _tell_unit(row, LEVEL_WORDS[Level(row.level)], text, now)
    return issue


def _print(issue: NoticeIssue, by: User, access: Access, now: datetime) -> None:
    """The paper, for the unit to read too."""
    row = issue.notice
    issue_document(
        plan=row.plan,
        unit=bureau_of(row.plan),
        kind=Kind.NOTICE,
        subject=issue,
        paper=lambda: notice_paper(issue),
        number=issue.document_number,
        recipients=[row.unit],
        by=by,
        access=access,
        now=now,
    )


def _owe(row: Notice, due_on: date) -> None:
    owe(row.plan, NOTICE, row.pk, unit_id=row.unit_id, task=row.task, due_on=due_on)


def _tell_unit(row: Notice, news: Words, detail: str, now: datetime) -> None:
    with for_others():
        tell(
            people_of([row.unit_id], now),
            news=_("督办：%(title)s，%(news)s") % {"title": row.title, "news": news},
            detail=detail,
            link=reverse("notice", args=[row.pk]),
            key=f"notice/{row.pk}/{now.isoformat()}",
            now=now,
        )
