"""What pages read of a directive itself: its motions, its leading group, its dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from common.calendar import WorkCalendar
from common.due import Due, due
from common.errors import NotAllowedError, NotVisibleError
from motions.models import Deadline, Deputy, GroupMember, Motion, Plan, PlanVersion
from motions.permissions import can_amend
from motions.words import report_words
from units.permissions import Access


def visible_plans(access: Access) -> QuerySet[Plan]:
    """The newest first."""
    return Plan.objects.visible_to(access).order_by("-issued_on", "-pk")


def plan_for(access: Access, plan_id: int) -> Plan:
    plan = (
        Plan.objects.visible_to(access)
        .select_related("government", "host_unit", "supervisor_unit", "office_unit")
        .prefetch_related(
            "host_unit__former_names", "supervisor_unit__former_names", "office_unit__former_names"
        )
        .filter(pk=plan_id)
        .first()
    )
    if plan is None:
        raise NotVisibleError
    return plan


def amendable_plan(access: Access, plan_id: int) -> Plan:
    plan = plan_for(access, plan_id)
    if not can_amend(access, plan):
        raise NotAllowedError
    return plan


def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """The latest first."""
    return PlanVersion.objects.filter(plan=plan).order_by("-number")


def version_of(plan: Plan, number: int) -> PlanVersion:
    version = versions_of(plan).filter(number=number).first()
    if version is None:
        raise NotVisibleError
    return version


@dataclass(frozen=True)
class MotionRow:
    """`places` deputies moved it; `unnamed` of them the directive does not name."""

    title: str
    lead_proposer: str
    named: tuple[str, ...]
    places: int
    unnamed: int


def motion_rows(plan: Plan) -> list[MotionRow]:
    deputies = Prefetch("deputies", Deputy.objects.order_by("order"))
    return [_motion_row(motion) for motion in plan.motions.prefetch_related(deputies)]


def _motion_row(motion: Motion) -> MotionRow:
    names = [deputy.name for deputy in motion.deputies.all()]
    named = tuple(filter(None, names))
    return MotionRow(
        title=motion.title,
        lead_proposer=names[0] if names else "",
        named=named[1:],
        places=len(names),
        unnamed=len(names) - len(named),
    )


@dataclass(frozen=True)
class LeadingGroup:
    leaders: tuple[GroupMember, ...]
    deputy_leaders: tuple[GroupMember, ...]
    members: tuple[GroupMember, ...]

    @property
    def at_its_head(self) -> tuple[GroupMember, ...]:
        return self.leaders + self.deputy_leaders


def leading_group(plan: Plan) -> LeadingGroup | None:
    people = list(plan.group_members.all())
    if not people:
        return None
    roles = GroupMember.Role

    def of(role: str) -> tuple[GroupMember, ...]:
        return tuple(person for person in people if person.role == role)

    return LeadingGroup(of(roles.LEADER), of(roles.DEPUTY_LEADER), of(roles.MEMBER))


@dataclass(frozen=True)
class DeadlineRow:
    deadline: Deadline
    title: str
    due: Due
    is_next: bool


def deadline_rows(plan: Plan, calendar: WorkCalendar, today: date) -> list[DeadlineRow]:
    return list(_deadline_rows(plan.deadlines.all(), calendar, today))


def _deadline_rows(
    deadlines: QuerySet[Deadline], calendar: WorkCalendar, today: date
) -> Iterator[DeadlineRow]:
    next_seen = False
    for deadline in deadlines:
        is_next = not next_seen and deadline.due_on >= today
        next_seen = next_seen or is_next
        yield DeadlineRow(
            deadline, _title(deadline), due(calendar, deadline.due_on, today), is_next
        )


def _title(deadline: Deadline) -> str:
    if deadline.kind == Deadline.Kind.REPORT:
        return report_words(deadline.due_on)
    return str(deadline.get_kind_display())


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Adds how many motions, tasks and leaves each has."""
    return plans.select_related("government").annotate(
        motion_count=Count("motions", distinct=True),
        task_count=Count("tasks", filter=Q(tasks__parent__isnull=True), distinct=True),
        leaf_count=Count("tasks", filter=Q(tasks__items__isnull=True), distinct=True),
    )
