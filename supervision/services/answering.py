"""A unit's answer to an instruction or a notice: the clerk writes, the head sends."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotAllowedError
from common.language import for_others
from common.life import Life, Step
from events.services import check_step, take_step
from events.words import LifeWords
from motions.models import Plan
from supervision import duties
from supervision.errors import NotEditableError, SeenTextError, WordsTooLongError
from supervision.models import Instruction, Notice
from supervision.models.answered import MOST_WORDS
from supervision.permissions import instruction_actors, notice_actors
from supervision.services.instructing import locked_instruction
from supervision.services.notices import locked_notice
from supervision.services.steps import checked_words, due_after, meet, owe, people, tell
from supervision.words import INSTRUCTION_WORDS, NOTICE_WORDS
from supervision.workflow import INSTRUCTION_LIFE, NOTICE_LIFE, Action, Actor, Status
from tasks.models import Obligation, Task
from units.models import User
from units.permissions import Access, signing_name
from units.roles import Permission

Row = Instruction | Notice


@dataclass(frozen=True)
class Answering:
    """What differs between an instruction and a notice."""

    locked: Callable[[int, Access], Any]
    actors: Callable[[Access, Any], Collection[str]]
    life: Life
    words: LifeWords
    kind: Obligation.Kind
    check: Obligation.Kind
    check_rule: str
    page: str
    plan_of: Callable[[Any], Plan]
    task_of: Callable[[Any], Task | None]
    told: Permission
    told_unit: Callable[[Plan], int | None]


TO_INSTRUCTION = Answering(
    locked=locked_instruction,
    actors=instruction_actors,
    life=INSTRUCTION_LIFE,
    words=INSTRUCTION_WORDS,
    kind=duties.INSTRUCTION,
    check=duties.INSTRUCTION_CHECK,
    check_rule="confirmation_of_instruction",
    page="instruction",
    plan_of=lambda row: row.difficulty.plan,
    task_of=lambda row: row.difficulty.task,
    told=Permission.RUN_PLAN,
    told_unit=lambda plan: plan.reviewing_unit_id,
)
TO_NOTICE = Answering(
    locked=locked_notice,
    actors=notice_actors,
    life=NOTICE_LIFE,
    words=NOTICE_WORDS,
    kind=duties.NOTICE,
    check=duties.NOTICE_CHECK,
    check_rule="check_of_notice",
    page="notice",
    plan_of=lambda row: row.plan,
    task_of=lambda row: row.task,
    told=Permission.SUPERVISE,
    told_unit=lambda plan: plan.supervisor_unit_id,
)


@transaction.atomic
def save_answer(
    *, to: Answering, row_id: int, text: str, revision: int | None, access: Access
) -> Row:
    """The clerk's draft; nobody outside the unit reads it."""
    row = to.locked(row_id, access)
    return _written(to, row, text, revision, access)


@transaction.atomic
def send_answer_for_signature(
    *,
    to: Answering,
    row_id: int,
    text: str,
    revision: int | None,
    by: User,
    access: Access,
    now: datetime,
) -> Row:
    """What is on the clerk's screen is saved and goes to the head."""
    row = to.locked(row_id, access)
    step = _checked(to, row, Action.SEND_FOR_SIGNATURE, access)
    _written(to, row, checked_words(text, gettext_lazy("答复")), revision, access)
    take_step(row, step, by=by, now=now)
    with for_others():
        tell(
            people(Permission.SIGN_REPORTS, row.unit_id, now),
            news=_("请审签答复：%(title)s") % {"title": row},
            detail=row.draft,
            link=reverse(to.page, args=[row.pk]),
            key=f"{to.page}/{row.pk}/sign/{row.revision}/{now.isoformat()}",
            now=now,
        )
    return row


@transaction.atomic
def recall_answer(*, to: Answering, row_id: int, by: User, access: Access, now: datetime) -> Row:
    row = to.locked(row_id, access)
    take_step(row, _checked(to, row, Action.RECALL_FROM_SIGNATURE, access), by=by, now=now)
    return row


@transaction.atomic
def give_back_to_clerk(
    *, to: Answering, row_id: int, reason: str, by: User, access: Access, now: datetime
) -> Row:
    row = to.locked(row_id, access)
    step = _checked(to, row, Action.GIVE_BACK_TO_CLERK, access, reason)
    take_step(row, step, by=by, now=now, reason=reason)
    with for_others():
        tell(
            people(Permission.FILE_REPORTS, row.unit_id, now),
            news=_("答复退回修改：%(title)s") % {"title": row},
            detail=reason,
            link=reverse(to.page, args=[row.pk]),
            key=f"{to.page}/{row.pk}/back/{row.revision}/{now.isoformat()}",
            now=now,
        )
    return row


@transaction.atomic
def sign_and_send_answer(
    *, to: Answering, row_id: int, revision: int | None, by: User, access: Access, now: datetime
) -> Row:
    """From here it is the unit's answer, for office or bureau to look at; its words stay in the event.

    `revision`: what was seen.
    """
    row = to.locked(row_id, access)
    step = _checked(to, row, Action.SIGN_AND_SEND, access)
    if row.revision != revision:
        raise SeenTextError
    row.answer = row.draft
    with for_others():
        name = signing_name(access, by, row.unit_id)
    take_step(row, step, by=by, by_name=name, now=now, reason=row.answer)
    plan = to.plan_of(row)
    meet(plan, to.kind, row.pk, now)
    owe(
        plan,
        to.check,
        row.pk,
        unit_id=to.told_unit(plan),
        task=to.task_of(row),
        due_on=due_after(plan, to.check_rule, now),
    )
    with for_others():
        tell(
            people(to.told, to.told_unit(plan), now),
            news=_("%(unit)s已答复：%(title)s")
            % {"unit": row.unit, "title": str(row).removeprefix(f"{row.unit} ")},
            detail=row.answer,
            link=reverse(to.page, args=[row.pk]),
            key=f"{to.page}/{row.pk}/answer/{now.isoformat()}",
            now=now,
        )
    return row


def _checked(to: Answering, row: Any, action: Action, access: Access, reason: str = "") -> Step:
    return check_step(
        row.status, to.life, to.words, action, actors=to.actors(access, row), reason=reason
    )


def _written(to: Answering, row: Any, text: str, revision: int | None, access: Access) -> Row:
    if Actor.CLERK not in to.actors(access, row):
        raise NotAllowedError
    if row.status != Status.OPEN:
        raise NotEditableError(status=to.words.statuses[row.status])
    if row.revision != revision:
        raise SeenTextError
    if len(text) > MOST_WORDS:
        raise WordsTooLongError(field=gettext_lazy("答复"), found=len(text), most=MOST_WORDS)
    row.draft, row.revision = text.strip(), row.revision + 1
    row.save()
    row.writers.add(access.user_id)
    answered: Row = row
    return answered
