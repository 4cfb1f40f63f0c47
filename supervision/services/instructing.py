"""The vice mayor instructs; the office confirms the answer as done, or gives it back."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotVisibleError
from common.language import for_others
from events.services import check_step, note, take_step
from motions.services import hold_open
from supervision.duties import INSTRUCTING, INSTRUCTION, INSTRUCTION_CHECK
from supervision.errors import DayRefusedError, UnitRefusedError
from supervision.models import Instruction
from supervision.permissions import (
    can_read_instruction,
    difficulty_actors,
    instruction_actors,
)
from supervision.services.difficulties import locked_difficulty
from supervision.services.steps import (
    checked_words,
    due_after,
    local_day,
    meet,
    owe,
    people,
    tell,
)
from supervision.words import DIFFICULTY_WORDS, INSTRUCTION_WORDS
from supervision.workflow import (
    DIFFICULTY_LIFE,
    INSTRUCTION_LIFE,
    Action,
    DifficultyAction,
)
from tasks.services.telling import people_of
from units.models import Unit, User
from units.permissions import Access
from units.roles import Permission


@transaction.atomic
def instruct(
    *,
    difficulty_id: int,
    text: str,
    unit_id: int,
    due_on: date,
    by: User,
    access: Access,
    now: datetime,
) -> Instruction:
    """From here the unit owes an answer by the day."""
    row = locked_difficulty(difficulty_id, access)
    step = check_step(
        row.status,
        DIFFICULTY_LIFE,
        DIFFICULTY_WORDS,
        DifficultyAction.INSTRUCT,
        actors=difficulty_actors(access, row),
    )
    text = checked_words(text, gettext_lazy("批示内容"))
    if due_on < local_day(now):
        raise DayRefusedError(
            field=gettext_lazy("办理期限"), found=due_on, expected=_("今天或以后的日期")
        )
    unit = Unit.objects.filter(pk=unit_id, government=row.government_id).first()
    if unit is None or unit.merged_into_id is not None:
        raise UnitRefusedError(unit=unit or unit_id)
    take_step(row, step, by=by, now=now, reason=text)
    meet(row.plan, INSTRUCTING, row.pk, now)
    instruction = Instruction.objects.create(
        government_id=row.government_id,
        difficulty=row,
        unit=unit,
        text=text,
        due_on=due_on,
        by=by,
        by_name=by.name,
        is_sample=by.is_sample,
        written_at=now,
    )
    note(instruction, Action.ISSUE, by=by, now=now, reason=text)
    _owe(instruction, due_on)
    with for_others():
        tell(
            [
                *people_of([unit.pk], now),
                *people(Permission.RUN_PLAN, row.plan.reviewing_unit_id, now),
            ],
            news=_("%(name)s批示：%(title)s") % {"name": by.name, "title": row.task},
            detail=text,
            link=reverse("instruction", args=[instruction.pk]),
            key=f"instruction/{instruction.pk}",
            now=now,
        )
        tell(
            people_of([row.unit_id], now),
            news=_("%(title)s的困难：已批示") % {"title": row},
            detail=text,
            link=reverse("difficulty", args=[row.pk]),
            key=f"difficulty/{row.pk}/instructed",
            now=now,
        )
    return instruction


@transaction.atomic
def confirm_instruction(
    *, instruction_id: int, by: User, access: Access, now: datetime
) -> Instruction:
    """Carried out: instruction and difficulty are closed."""
    row = locked_instruction(instruction_id, access)
    step = check_step(
        row.status,
        INSTRUCTION_LIFE,
        INSTRUCTION_WORDS,
        Action.CONFIRM,
        actors=instruction_actors(access, row),
    )
    difficulty = locked_difficulty(row.difficulty_id, access)
    take_step(row, step, by=by, now=now)
    meet(difficulty.plan, INSTRUCTION_CHECK, row.pk, now)
    difficulty.ended_at = now
    take_step(difficulty, DIFFICULTY_LIFE[DifficultyAction.CLOSE], by=by, now=now)
    with for_others():
        tell(
            [row.by, *people_of([row.unit_id], now), *people_of([difficulty.unit_id], now)],
            news=_("%(title)s的困难：批示已办结") % {"title": difficulty},
            detail=row.answer,
            link=reverse("difficulty", args=[difficulty.pk]),
            key=f"instruction/{row.pk}/done",
            now=now,
        )
    return row


@transaction.atomic
def give_back_instruction(
    *, instruction_id: int, reason: str, by: User, access: Access, now: datetime
) -> Instruction:
    """The answer does not do; the unit owes another."""
    row = locked_instruction(instruction_id, access)
    step = check_step(
        row.status,
        INSTRUCTION_LIFE,
        INSTRUCTION_WORDS,
        Action.GIVE_BACK,
        actors=instruction_actors(access, row),
        reason=reason,
    )
    take_step(row, step, by=by, now=now, reason=reason)
    meet(row.difficulty.plan, INSTRUCTION_CHECK, row.pk, now)
    again = due_after(row.difficulty.plan, "correction_after_return", now)
    _owe(row, max(row.due_on, again))
    with for_others():
        tell(
            people_of([row.unit_id], now),
            news=_("批示办理结果已退回：%(title)s") % {"title": row.difficulty.task},
            detail=reason,
            link=reverse("instruction", args=[row.pk]),
            key=f"instruction/{row.pk}/back/{now.isoformat()}",
            now=now,
        )
    return row


def locked_instruction(instruction_id: int, access: Access) -> Instruction:
    """The plan first, as everybody; locked and then read. 404 when not visible."""
    hold_open(_visible(instruction_id, access).difficulty.plan_id)
    Instruction.objects.select_for_update().filter(pk=instruction_id).first()
    return _visible(instruction_id, access)


def _visible(instruction_id: int, access: Access) -> Instruction:
    row = (
        Instruction.objects.select_related(
            "unit", "by", "difficulty__plan", "difficulty__task", "difficulty__unit"
        )
        .filter(pk=instruction_id)
        .first()
    )
    if row is None or not can_read_instruction(access, row):
        raise NotVisibleError
    return row


def _owe(row: Instruction, due_on: date) -> None:
    difficulty = row.difficulty
    owe(
        difficulty.plan,
        INSTRUCTION,
        row.pk,
        unit_id=row.unit_id,
        task=difficulty.task,
        due_on=due_on,
    )
