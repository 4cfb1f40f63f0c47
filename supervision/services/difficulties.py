"""A unit reports a difficulty; the office solves it, sends it up or asks for more words."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from events.services import check_step, note, take_step
from motions.in_charge import vice_mayors_of
from motions.models import Plan
from motions.services import hold_open
from supervision.duties import ADDED_WORDS, DIFFICULTY, INSTRUCTING
from supervision.errors import DayRefusedError, ReportedAlreadyError
from supervision.models import Difficulty
from supervision.permissions import can_read_difficulty, difficulty_actors, reporting_units
from supervision.services.steps import (
    checked_words,
    due_after,
    local_day,
    meet,
    owe,
    people,
    tell,
)
from supervision.words import DIFFICULTY_WORDS
from supervision.workflow import DIFFICULTY_LIFE, DifficultyAction
from tasks.models import Task
from tasks.parties import PREFETCH
from tasks.services.telling import people_of
from units.models import User
from units.permissions import Access
from units.roles import Permission

EARLIEST = date(2000, 1, 1)


@transaction.atomic
def report_difficulty(
    *,
    plan_id: int,
    key: str,
    unit_id: int,
    what: str,
    since_on: date,
    tried: str,
    asked: str,
    asked_of: str,
    token: UUID | None = None,
    by: User,
    access: Access,
    now: datetime,
) -> Difficulty:
    """`token`: of the form, where one was filled in. Pressed twice, the second press finds it reported."""
    plan = Plan.objects.visible_to(access).filter(pk=plan_id).first()
    task = (
        Task.objects.filter(plan=plan, key=key).leaves().prefetch_related(*PREFETCH).first()
        if plan
        else None
    )
    if plan is None or task is None:
        raise NotVisibleError
    if unit_id not in reporting_units(access, task):
        raise NotAllowedError
    hold_open(plan.pk)
    if not EARLIEST <= since_on <= local_day(now):
        raise DayRefusedError(
            field=gettext_lazy("从何时起"), found=since_on, expected=_("今天或以前的日期")
        )
    content = {
        "what": checked_words(what, gettext_lazy("困难和问题")),
        "since_on": since_on,
        "tried": checked_words(tried, gettext_lazy("已经做过什么")),
        "asked": checked_words(asked, gettext_lazy("请求解决什么")),
        "asked_of": checked_words(asked_of, gettext_lazy("请谁解决"), 200),
    }
    form = {"unit_id": unit_id, "task": task, "token": token}
    try:
        with transaction.atomic():
            row = Difficulty.objects.create(
                government_id=plan.government_id,
                plan=plan,
                is_sample=by.is_sample,
                reported_at=now,
                **form,
                **content,
            )
    except IntegrityError:  # of two presses at once the database lets one through
        return _reported_with(form, content)
    note(row, DifficultyAction.REPORT, by=by, now=now)
    _owe_to_office(row, now)
    return row


@transaction.atomic
def solve_difficulty(
    *, difficulty_id: int, reason: str, by: User, access: Access, now: datetime
) -> Difficulty:
    """`reason` is the office's answer."""
    row = _stepped(difficulty_id, DifficultyAction.SOLVE, reason, by, access, now)
    meet(row.plan, DIFFICULTY, row.pk, now)
    with for_others():
        _tell_unit(row, _("已答复解决"), reason, now)
    return row


@transaction.atomic
def send_up_difficulty(
    *, difficulty_id: int, reason: str, by: User, access: Access, now: datetime
) -> Difficulty:
    """To the vice mayor in charge; `reason` is the office's opinion."""
    row = _stepped(difficulty_id, DifficultyAction.SEND_UP, reason, by, access, now)
    meet(row.plan, DIFFICULTY, row.pk, now)
    in_charge = vice_mayors_of([row.plan], local_day(now))[row.plan_id]
    unit = in_charge[0].unit_id if in_charge else row.plan.replying_unit_id
    due_on = due_after(row.plan, "instruction_on_difficulty", now)
    owe(row.plan, INSTRUCTING, row.pk, unit_id=unit, task=row.task, due_on=due_on)
    with for_others():
        tell(
            [post.user for post in in_charge],
            news=_("请批示：%(title)s的困难") % {"title": row},
            detail=_("办公室意见：%(opinion)s") % {"opinion": reason},
            link=reverse("difficulty", args=[row.pk]),
            key=f"difficulty/{row.pk}/up/{now.isoformat()}",
            now=now,
        )
        _tell_unit(row, _("已上报主管副市长"), reason, now)
    return row


@transaction.atomic
def give_back_difficulty(
    *, difficulty_id: int, reason: str, by: User, access: Access, now: datetime
) -> Difficulty:
    row = _stepped(difficulty_id, DifficultyAction.GIVE_BACK, reason, by, access, now)
    meet(row.plan, DIFFICULTY, row.pk, now)
    due_on = due_after(row.plan, "correction_after_return", now)
    owe(row.plan, ADDED_WORDS, row.pk, unit_id=row.unit_id, task=row.task, due_on=due_on)
    with for_others():
        _tell_unit(row, _("请补充说明"), reason, now)
    return row


@transaction.atomic
def add_words(
    *, difficulty_id: int, reason: str, by: User, access: Access, now: datetime
) -> Difficulty:
    """What was written first is never changed; the further words stand beside it."""
    row = _stepped(difficulty_id, DifficultyAction.ADD_WORDS, reason, by, access, now)
    meet(row.plan, ADDED_WORDS, row.pk, now)
    _owe_to_office(row, now)
    return row


def locked_difficulty(difficulty_id: int, access: Access) -> Difficulty:
    """The plan first, as everybody; locked and then read. 404 when not visible."""
    hold_open(_visible(difficulty_id, access).plan_id)
    Difficulty.objects.select_for_update().filter(pk=difficulty_id).first()
    return _visible(difficulty_id, access)


def _visible(difficulty_id: int, access: Access) -> Difficulty:
    row = Difficulty.objects.select_related("plan", "task", "unit").filter(pk=difficulty_id).first()
    if row is None or not can_read_difficulty(access, row):
        raise NotVisibleError
    return row


def check_instructable(row: Difficulty, access: Access) -> None:
    """Before a word about what was typed; asked again under the lock."""
    check_step(
        row.status,
        DIFFICULTY_LIFE,
        DIFFICULTY_WORDS,
        DifficultyAction.INSTRUCT,
        actors=difficulty_actors(access, row),
    )


def _reported_with(form: dict[str, Any], content: dict[str, Any]) -> Difficulty:
    """What the form reported before; other words on it are never dropped without a word."""
    row = Difficulty.objects.filter(**form, **content).first()
    if row is None:
        raise ReportedAlreadyError
    return row


def _stepped(
    difficulty_id: int,
    action: DifficultyAction,
    reason: str,
    by: User,
    access: Access,
    now: datetime,
) -> Difficulty:
    row = locked_difficulty(difficulty_id, access)
    step = check_step(
        row.status,
        DIFFICULTY_LIFE,
        DIFFICULTY_WORDS,
        action,
        actors=difficulty_actors(access, row),
        reason=reason,
    )
    if action == DifficultyAction.SOLVE:
        row.ended_at = now
    take_step(row, step, by=by, now=now, reason=reason)
    return row


def _owe_to_office(row: Difficulty, now: datetime) -> None:
    office = row.plan.reviewing_unit_id
    due_on = due_after(row.plan, "difficulty_handling", now)
    owe(row.plan, DIFFICULTY, row.pk, unit_id=office, task=row.task, due_on=due_on)
    with for_others():
        tell(
            people(Permission.RUN_PLAN, office, now),
            news=_("%(title)s报告了困难") % {"title": row},
            detail=row.what,
            link=reverse("difficulty", args=[row.pk]),
            key=f"difficulty/{row.pk}/office/{now.isoformat()}",
            now=now,
        )


def _tell_unit(row: Difficulty, news: str, detail: str, now: datetime) -> None:
    tell(
        people_of([row.unit_id], now),
        news=_("%(title)s的困难：%(news)s") % {"title": row, "news": news},
        detail=detail,
        link=reverse("difficulty", args=[row.pk]),
        key=f"difficulty/{row.pk}/{now.isoformat()}",
        now=now,
    )
