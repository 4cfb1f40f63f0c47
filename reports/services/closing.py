"""The office closes a stage or a leaf, and can open it again; the plan itself: `dashboards`.

Each is alone with the plan: an acceptance under way has ended before a stage is frozen, and the
next one finds it closed.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import NotVisibleError
from common.language import for_others
from common.life import Life, Step
from events.errors import ReasonTooLongError
from events.models import Event
from events.services import MOST_REASON, check_step, note, take_step
from events.words import LifeWords
from motions.models import Deadline, Plan
from motions.permissions import closing_actors
from motions.services import check_open, locked_plan
from motions.words import LEAF_WORDS, RESULT_WORDS, STAGE_WORDS, stage_words
from motions.workflow import LEAF_LIFE, STAGE_LIFE, Action, Result, Status
from notifications.services import notify
from reports.errors import (
    LeafUnreportedError,
    ResultMissingError,
    StageNotOverError,
    UnreportedStageError,
    WithOfficeError,
)
from reports.models import FilingVersion
from reports.services.steps import local_day
from reports.workflow import AT_THE_OFFICE
from reports.workflow import Status as FilingStatus
from tasks.closings import leaf_closings, stage_closings
from tasks.models import LeafClosing, Obligation, StageClosing, Task
from units.models import User
from units.permissions import Access
from units.roles import Permission
from units.selectors import people_with

Kind = Obligation.Kind


# -- a stage -----------------------------------------------------------------------------------------


@transaction.atomic
def close_stage(
    *, deadline_id: int, by: User, access: Access, words: str, now: datetime
) -> StageClosing:
    """From here its figures are those that stand; what is accepted later is marked as such."""
    deadline, plan, closing = _locked_stage(deadline_id, access)
    _check(plan, closing, STAGE_LIFE, STAGE_WORDS, Action.CLOSE, access, words)
    _check_stage(deadline, words, local_day(now))
    closing = StageClosing.objects.create(
        government_id=plan.government_id,
        deadline=deadline,
        words=words.strip(),
        closed_at=_after_the_last_decision(deadline, now),
        closed_by_name=by.name,
    )
    note(closing, Action.CLOSE, before=Status.OPEN, by=by, now=now, reason=words)
    with for_others():
        news = _("%s阶段已结账") % stage_words(deadline.due_on)
        tell_units(closing, plan, _of_stage(deadline).values_list("unit"), news, words, now)
    return closing


@transaction.atomic
def reopen_stage(
    *, deadline_id: int, by: User, access: Access, words: str, now: datetime
) -> StageClosing:
    """Its figures count as they are; what it said while it was closed is known for good."""
    deadline, plan, closing = _locked_stage(deadline_id, access)
    step = _check(plan, closing, STAGE_LIFE, STAGE_WORDS, Action.REOPEN, access, words)
    closing.reopened_at = now
    take_step(closing, step, by=by, now=now, reason=words)
    with for_others():
        news = _("%s阶段重新打开") % stage_words(deadline.due_on)
        tell_units(closing, plan, _of_stage(deadline).values_list("unit"), news, words, now)
    return closing


def _locked_stage(deadline_id: int, access: Access) -> tuple[Deadline, Plan, StageClosing | None]:
    found = Deadline.objects.filter(pk=deadline_id, kind=Deadline.Kind.REPORT)
    deadline = found.filter(plan__in=Plan.objects.visible_to(access)).first()
    if deadline is None:
        raise NotVisibleError
    plan = locked_plan(deadline.plan_id)
    return deadline, plan, stage_closings(plan).filter(deadline=deadline).first()


def _of_stage(deadline: Deadline) -> "QuerySet[Obligation]":
    return Obligation.objects.in_force().filter(deadline=deadline, kind=Kind.FILING)


def _check_stage(deadline: Deadline, words: str, today: date) -> None:
    stage = stage_words(deadline.due_on)
    if deadline.due_on >= today:
        raise StageNotOverError(stage=stage, due=deadline.due_on)
    owed = _of_stage(deadline)
    waiting = owed.filter(filing__status__in=AT_THE_OFFICE)
    if waiting:
        raise WithOfficeError(units=_unit_names(waiting))
    unreported = owed.filter(filing__accepted_version__isnull=True)
    if unreported and not words.strip():
        raise UnreportedStageError(units=_unit_names(unreported), stage=stage)


def _after_the_last_decision(deadline: Deadline, now: datetime) -> datetime:
    """Whoever asked a moment before an acceptance, and had to wait for it, closes after it."""
    versions = FilingVersion.objects.filter(filing__obligation__deadline=deadline)
    last = versions.aggregate(last=Max("decided_at"))["last"]
    return max(now, last) if last else now


# -- a leaf ------------------------------------------------------------------------------------------


@transaction.atomic
def close_leaf(
    *,
    task_id: int,
    by: User,
    access: Access,
    result: str,
    words: str,
    despite: str = "",
    now: datetime,
) -> LeafClosing:
    """`despite`: why it is closed although its last report has not been accepted."""
    task, plan, closing = _locked_leaf(task_id, access)
    _check(plan, closing, LEAF_LIFE, LEAF_WORDS, Action.CLOSE, access, words)
    if result not in set(Result):
        raise ResultMissingError
    if len(despite) > MOST_REASON:
        raise ReasonTooLongError(found=len(despite), most=MOST_REASON)
    if not despite.strip():
        _check_reported(task, plan)
    closing = LeafClosing.objects.create(
        government_id=plan.government_id,
        task=task,
        result=result,
        words=words.strip(),
        despite=despite.strip(),
        closed_at=now,
        closed_by_name=by.name,
    )
    reason = "\n".join(filter(None, (words.strip(), despite.strip())))
    note(closing, Action.CLOSE, before=Status.OPEN, by=by, now=now, reason=reason)
    with for_others():
        news = _("%(task)s 已办结：%(result)s") % {"task": task, "result": _said(result)}
        tell_units(closing, plan, _of_leaf(task).values_list("unit"), news, words, now)
    return closing


@transaction.atomic
def reopen_leaf(
    *, task_id: int, by: User, access: Access, words: str, now: datetime
) -> LeafClosing:
    task, plan, closing = _locked_leaf(task_id, access)
    step = _check(plan, closing, LEAF_LIFE, LEAF_WORDS, Action.REOPEN, access, words)
    closing.reopened_at = now
    take_step(closing, step, by=by, now=now, reason=words)
    with for_others():
        news = _("%s 重新打开") % task
        tell_units(closing, plan, _of_leaf(task).values_list("unit"), news, words, now)
    return closing


def _locked_leaf(task_id: int, access: Access) -> tuple[Task, Plan, LeafClosing | None]:
    found = Task.objects.leaves().filter(pk=task_id)
    task = found.filter(plan__in=Plan.objects.visible_to(access)).first()
    if task is None:
        raise NotVisibleError
    plan = locked_plan(task.plan_id)
    return task, plan, leaf_closings(plan).filter(task=task).first()


def _of_leaf(task: Task) -> "QuerySet[Obligation]":
    return Obligation.objects.in_force().filter(task=task, kind=Kind.PART)


def _check_reported(task: Task, plan: Plan) -> None:
    last = plan.deadlines.filter(kind=Deadline.Kind.REPORT).order_by("due_on").last()
    missing = (
        _of_leaf(task).filter(deadline=last).exclude(parent__filing__status=FilingStatus.ACCEPTED)
    )
    if missing:
        raise LeafUnreportedError(
            task=task, stage=stage_words(last.due_on), units=_unit_names(missing)
        )


def _said(result: str) -> str:
    return str(RESULT_WORDS[Result(result)])


# -- what they have in common ------------------------------------------------------------------------


def _check(
    plan: Plan,
    closing: StageClosing | LeafClosing | None,
    life: Life,
    words: LifeWords,
    action: Action,
    access: Access,
    reason: str,
) -> Step:
    status = closing.status if closing else Status.OPEN
    actors = closing_actors(access, plan)
    step = check_step(status, life, words, action, actors=actors, reason=reason)
    check_open(plan)
    return step


def _unit_names(rows: "QuerySet[Obligation]") -> str:
    names = rows.order_by("pk").values_list("unit__name", flat=True)
    return _("、").join(dict.fromkeys(names))


def tell_units(
    subject: StageClosing | LeafClosing | Plan,
    plan: Plan,
    units: "QuerySet[Obligation, tuple[int]]",
    news: str,
    detail: str,
    now: datetime,
) -> None:
    """The units concerned, once for each step."""
    ids, today = [unit for (unit,) in units], local_day(now)
    people = [
        *people_with(Permission.FILE_REPORTS, ids, today),
        *people_with(Permission.SIGN_REPORTS, ids, today),
    ]
    step = Event.objects.of(subject).latest("pk").pk
    notify(
        recipients=[membership.user for membership in people],
        subject=news,
        body=f"{news}\n{plan}\n{detail}".strip(),
        link=reverse("plan", args=[plan.pk]),
        key=f"closing/{step}",
        now=now,
    )
