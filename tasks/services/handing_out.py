"""The office hands a plan's work out, and chases who has not confirmed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from common.templatetags.portal import day
from events.services import note_beginnings, take_step
from motions.models import Plan
from motions.permissions import runs_plan
from motions.services import check_open, locked_plan
from notifications.selectors import told_of
from notifications.services import notify
from tasks.errors import AlreadyHandedOutError, NotChasedError
from tasks.models import Assignment, HandOut, Obligation, Task, TaskParty
from tasks.parties import PREFETCH, units_of
from tasks.services.telling import people_of, posts_of
from tasks.withdrawing import withdraw
from tasks.workflow import ASSIGNMENT_LIFE, UNCONFIRMED, AssignmentAction
from units.models import Membership, Unit, User
from units.permissions import Access
from units.selectors import limit_of, work_calendar


@transaction.atomic
def hand_out(*, plan_id: int, by: User, access: Access, now: datetime) -> HandOut:
    """One assignment for each unit, leaf and role; each is to be confirmed within the rule's days."""
    plan = _locked_plan(plan_id, access)
    earlier = HandOut.objects.filter(plan=plan).first()
    if earlier is not None:
        on = day(timezone.localdate(earlier.at))
        raise AlreadyHandedOutError(by=earlier.by_name, on=on)
    handed = HandOut.objects.create(plan=plan, at=now, by=by, by_name=by.name)
    rows = _hand(list(_places(plan).values()), plan, by=by, now=now)
    with for_others():
        _tell_all(plan, rows, key="", now=now)
    return handed


Place = tuple[Task, str, Unit]


def _places(plan: Plan) -> dict[tuple[int, str, int], Place]:
    """Every unit, leaf and role of a plan."""
    leaves = plan.tasks.leaves().prefetch_related(*PREFETCH)
    return {
        (leaf.pk, role.value, unit.pk): (leaf, role.value, unit)
        for leaf in leaves
        for role in TaskParty.Role
        for unit in units_of(leaf, role)
    }


def _hand(places: list[Place], plan: Plan, *, by: User | None, now: datetime) -> list[Assignment]:
    due_on = receipt_due_on(plan, now)
    earlier = Counter(
        Assignment.objects.filter(plan=plan).values_list("task_id", "role", "unit_id")
    )
    receipts = bulk_create_with_history(
        [new_receipt(*place, due_on=due_on, times=earlier[_key(*place)] + 1) for place in places],
        Obligation,
    )
    rows = bulk_create_with_history(
        [
            new_assignment(*place, receipt=receipt, by=by, now=now)
            for place, receipt in zip(places, receipts, strict=True)
        ],
        Assignment,
    )
    note_beginnings(rows, AssignmentAction.HAND_OUT, by=by, now=now)
    return rows


def _key(leaf: Task, role: str, unit: Unit) -> tuple[int, str, int]:
    return leaf.pk, role, unit.pk


@transaction.atomic
def follow_amendment(*, plan: Plan, by: User | None, reason: str, now: datetime) -> None:
    """What an amended plan hands out anew, and what it takes away. The plan is locked by the caller."""
    if not HandOut.objects.filter(plan=plan).exists():
        return
    wanted = _places(plan)
    rows = Assignment.objects.standing().filter(plan=plan).select_related("receipt")
    standing = {(row.task_id, row.role, row.unit_id): row for row in rows}
    for place, row in standing.items():
        if place not in wanted:
            _withdraw(row, by=by, reason=reason, now=now)
    fresh = _hand([wanted[k] for k in wanted if k not in standing], plan, by=by, now=now)
    if fresh:
        with for_others():
            _tell_all(plan, fresh, key=f"/{plan.version}", now=now)


def _withdraw(row: Assignment, *, by: User | None, reason: str, now: datetime) -> None:
    step = ASSIGNMENT_LIFE[AssignmentAction.WITHDRAW]
    take_step(row, step, by=by, now=now, reason=reason)
    withdraw(owed=[row.receipt, *row.receipt.children.open()], reason=reason, now=now)


def receipt_due_on(plan: Plan, now: datetime) -> date:
    """By when what is handed out at a moment is to be confirmed or returned."""
    rule = limit_of(plan.rule_set_id, "refusal_after_hand_out")
    return rule.after(timezone.localdate(now), work_calendar(plan.government_id))


def new_receipt(leaf: Task, role: str, unit: Unit, *, due_on: date, times: int = 1) -> Obligation:
    """`times`: how often this unit was handed this very thing, counting this one."""
    return Obligation(
        government_id=leaf.plan.government_id,
        plan=leaf.plan,
        plan_version=leaf.plan.version,
        key=f"receipt/{leaf.key}/{role}/{unit.pk}/{times}",
        kind=Obligation.Kind.RECEIPT,
        unit=unit,
        task=leaf,
        original_due_on=due_on,
        due_on=due_on,
    )


def new_assignment(
    leaf: Task, role: str, unit: Unit, *, receipt: Obligation, by: User | None, now: datetime
) -> Assignment:
    return Assignment(
        government_id=leaf.plan.government_id,
        plan=leaf.plan,
        task=leaf,
        role=role,
        unit=unit,
        handed_at=now,
        receipt=receipt,
        is_sample=by is not None and by.is_sample,
    )


@dataclass(frozen=True)
class Chased:
    """Units: `asked` now, asked `before` on the same day, and those with `nobody` on the portal."""

    asked: int
    before: int
    nobody: int


@transaction.atomic
def chase_receipts(*, plan_id: int, by: User, access: Access, now: datetime) -> Chased:
    """Ask everybody who has not confirmed. A person is asked once a day."""
    plan = _locked_plan(plan_id, access)
    open_rows = Assignment.objects.filter(plan=plan, status__in=UNCONFIRMED)
    units = set(open_rows.values_list("unit_id", flat=True))
    if not units:
        raise NotChasedError
    key = f"chase-receipts/{plan.pk}/{timezone.localdate(now).isoformat()}"
    people, told = posts_of(units, now), told_of(key)
    fresh = [post for post in people if post.user_id not in told]
    with for_others():
        subject = _("催签收：%s 还有交办事项没有签收") % plan
        notify(
            recipients=[post.user for post in fresh],
            subject=subject,
            body=_("%(subject)s。请尽快签收；不属于本单位职责的，由单位负责人在期限内书面退回。")
            % {"subject": subject},
            link=reverse("receipts", args=[plan.pk]),
            key=key,
            now=now,
            is_sample=by.is_sample,
        )
    reached, asked = _units_of(people, units), _units_of(fresh, units)
    return Chased(asked=len(asked), before=len(reached - asked), nobody=len(units) - len(reached))


def _units_of(posts: Iterable[Membership], units: set[int]) -> set[int]:
    """Which of these units the posts speak for: also for one that was merged into theirs."""
    held = {post.unit_id for post in posts}
    rows = Unit.objects.filter(pk__in=units).values_list("pk", "merged_into")
    return {unit for unit, successor in rows if (successor or unit) in held}


def _locked_plan(plan_id: int, access: Access) -> Plan:
    """The plan, its row locked, for who runs it."""
    plan = Plan.objects.visible_to(access).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisibleError
    if not runs_plan(access, plan):
        raise NotAllowedError
    plan = locked_plan(plan_id)
    check_open(plan)
    return plan


def _tell_all(plan: Plan, rows: list[Assignment], *, key: str, now: datetime) -> None:
    subject = _("已交办：%s") % plan
    notify(
        recipients=people_of({row.unit_id for row in rows}, now),
        subject=subject,
        body=_(
            "%(subject)s。请在 %(due)s 前签收；不属于本单位职责的，由单位负责人在期限内书面退回。"
        )
        % {"subject": subject, "due": day(rows[0].receipt.due_on)},
        link=reverse("receipts", args=[plan.pk]),
        key=f"hand-out/{plan.pk}{key}",
        now=now,
        is_sample=rows[0].is_sample,
    )
