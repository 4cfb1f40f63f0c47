"""Who may see and do what. The same answer draws the buttons and guards the services."""

from collections.abc import Collection

from common.life import Step
from events.selectors import taken_part_in, took_part
from motions.in_charge import led_by
from motions.models import Plan
from motions.permissions import can_read_submitted
from supervision.models import Bulletin, Difficulty, Instruction, Notice, NoticeReview
from supervision.workflow import (
    BULLETIN_LIFE,
    DIFFICULTY_LIFE,
    FOR_THE_UNIT,
    INSTRUCTION_LIFE,
    NOTICE_LIFE,
    REVIEW_LIFE,
    Action,
    Actor,
    BulletinAction,
    BulletinStatus,
    DifficultyAction,
    Level,
    ReviewStatus,
)
from tasks.models import Task
from tasks.parties import leads_of, responsible_of
from units.permissions import Access, unit_actors
from units.roles import Permission

# The bureau's own steps on a notice: whoever took one does not review it.
BUREAU_STEPS = frozenset(
    {
        Action.ISSUE,
        Action.RAISE,
        Action.MADE_GOOD,
        Action.MADE_GOOD_AND_WATCH,
        Action.NOT_MADE_GOOD,
        Action.CLOSE,
    }
)
WRITING = frozenset({BulletinAction.DRAW_UP, BulletinAction.WRITE})


# -- difficulties and instructions -------------------------------------------------------------------


def reporting_units(access: Access, task: Task) -> frozenset[int]:
    """The person's units that lead or support the leaf and whose clerk they are."""
    own = access.units_with(Permission.FILE_REPORTS)
    return own & {unit.pk for unit in (*leads_of(task), *responsible_of(task))}


def can_read_difficulty(access: Access, row: Difficulty) -> bool:
    return bool(unit_actors(access, row.unit_id)) or can_read_submitted(access, row.plan)


def difficulty_actors(access: Access, row: Difficulty) -> frozenset[str]:
    """Whoever reported it for a unit does not handle it for the office."""
    actors = unit_actors(access, row.unit_id)
    if runs_plan(access, row.plan) and not took_part(
        access.user_id, row, frozenset({DifficultyAction.REPORT, DifficultyAction.ADD_WORDS})
    ):
        actors |= {Actor.OFFICE}
    if instructs(access, row.plan):
        actors |= {Actor.VICE_MAYOR}
    return actors


def difficulty_steps(access: Access, row: Difficulty) -> tuple[Step, ...]:
    return DIFFICULTY_LIFE.open_to(difficulty_actors(access, row), row.status)


def runs_plan(access: Access, plan: Plan) -> bool:
    return access.has(Permission.RUN_PLAN, plan.reviewing_unit_id)


def instructs(access: Access, plan: Plan) -> bool:
    """The vice mayor in charge. Others who hold the role read."""
    return plan.pk in led_by(access, [plan])


def can_read_instruction(access: Access, row: Instruction) -> bool:
    return bool(unit_actors(access, row.unit_id)) or can_read_submitted(access, row.difficulty.plan)


def answering_actors_of(
    access: Access, rows: Collection[Instruction | Notice]
) -> dict[int, frozenset[str]]:
    """Whoever stands in for the head does not sign what they wrote or sent themselves.

    The rows are all instructions or all notices; two queries at most, whatever their number.
    """
    acted_for = [row for row in rows if access.acting_for(row.unit_id)]
    own = _answered_of(access.user_id, acted_for, frozenset({Action.SEND_FOR_SIGNATURE}))
    return {
        row.pk: unit_actors(access, row.unit_id) - ({Actor.HEAD} if row.pk in own else set())
        for row in rows
    }


def answering_actors(access: Access, row: Instruction | Notice) -> frozenset[str]:
    """The same of one."""
    return answering_actors_of(access, [row])[row.pk]


def _answered_of(
    user_id: int, rows: Collection[Instruction | Notice], actions: frozenset[str]
) -> frozenset[int]:
    """Where the person wrote any of the unit's answer, or took one of these steps for the unit."""
    if not rows:
        return frozenset()
    written = type(next(iter(rows)))._default_manager.filter(writers=user_id)
    ids = written.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    return frozenset(ids) | taken_part_in(user_id, rows, actions)


def _answered(user_id: int, row: Instruction | Notice) -> bool:
    return row.pk in _answered_of(user_id, [row], FOR_THE_UNIT)


def instruction_actors(access: Access, row: Instruction) -> frozenset[str]:
    """Whoever answered for the unit does not confirm for the office."""
    actors = answering_actors(access, row)
    if runs_plan(access, row.difficulty.plan) and not _answered(access.user_id, row):
        actors |= {Actor.OFFICE}
    return actors


def instruction_steps(access: Access, row: Instruction) -> tuple[Step, ...]:
    return INSTRUCTION_LIFE.open_to(instruction_actors(access, row), row.status)


# -- notices -----------------------------------------------------------------------------------------


def supervises(access: Access, plan: Plan) -> bool:
    return access.has(Permission.SUPERVISE, plan.supervisor_unit_id)


def can_read_notice(access: Access, row: Notice) -> bool:
    return bool(unit_actors(access, row.unit_id)) or can_read_submitted(access, row.plan)


def notice_actors(access: Access, row: Notice) -> frozenset[str]:
    """Whoever answered for the unit does not check; whoever issued or checked does not review."""
    actors = answering_actors(access, row)
    if supervises(access, row.plan) and not _answered(access.user_id, row):
        actors |= {Actor.BUREAU}
        if not took_part(access.user_id, row, BUREAU_STEPS):
            actors |= {Actor.REVIEWER}
    return actors


def notice_steps(access: Access, row: Notice) -> tuple[Step, ...]:
    """Without what its colour or an open review does not allow: a red one is watched before it is closed."""
    wrong = {Action.MADE_GOOD} if row.level == Level.RED else {Action.MADE_GOOD_AND_WATCH}
    if row.level == Level.RED:
        wrong.add(Action.RAISE)
    if is_under_review(row):
        wrong |= {Action.RAISE, Action.WITHDRAW}
    steps = NOTICE_LIFE.open_to(notice_actors(access, row), row.status)
    return tuple(step for step in steps if step.action not in wrong)


def is_under_review(row: Notice) -> bool:
    """Somebody else is to decide whether it stands: until then it neither goes up nor is withdrawn.

    So there is never more than one open review of a notice, and it is that of its last issue.
    """
    return NoticeReview.objects.filter(issue__notice=row, status=ReviewStatus.ASKED).exists()


def review_actors(access: Access, row: NoticeReview) -> frozenset[str]:
    return notice_actors(access, row.issue.notice)


def review_steps(access: Access, row: NoticeReview) -> tuple[Step, ...]:
    return REVIEW_LIFE.open_to(review_actors(access, row), row.status)


# -- bulletins ---------------------------------------------------------------------------------------


def can_read_bulletin(access: Access, row: Bulletin) -> bool:
    """Issued: everybody in the plan's government, as the directive itself. Before: the bureau."""
    if supervises(access, row.plan):
        return True
    return row.status == BulletinStatus.ISSUED and row.government_id in access.governments


def bulletin_actors(access: Access, row: Bulletin) -> frozenset[str]:
    """Whoever wrote on it does not approve it."""
    if not supervises(access, row.plan):
        return frozenset()
    if took_part(access.user_id, row, WRITING):
        return frozenset({Actor.BUREAU})
    return frozenset({Actor.BUREAU, Actor.APPROVER})


def bulletin_steps(access: Access, row: Bulletin) -> tuple[Step, ...]:
    return BULLETIN_LIFE.open_to(bulletin_actors(access, row), row.status)
