"""Every other read of the boards: which plans, what came in, the versions behind a figure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from common.errors import NotAllowedError, NotVisibleError
from events.models import Event
from events.selectors import EventRow
from events.words import LifeWords
from motions.models import Deadline, Plan
from motions.permissions import can_read_submitted
from motions.words import LEAF_WORDS, PLAN_WORDS, STAGE_WORDS, stage_words
from reports.models import Figure, FilingEvent, Part
from reports.workflow import AT_THE_OFFICE, Action
from tasks.models import LeafClosing, Obligation, StageClosing, Task
from units.permissions import Access

CAME_IN = (Action.SIGN_AND_SUBMIT, Action.RECALL_SUBMISSION, Action.ASK_CORRECTION)


def readable_plan(access: Access, plan_id: int) -> Plan:
    """404 for another government's plan, 403 for who may not read what was submitted."""
    plan = visible_plan(access, plan_id)
    if not can_read_submitted(access, plan):
        raise NotAllowedError
    return plan


def visible_plan(access: Access, plan_id: int) -> Plan:
    plan = Plan.objects.visible_to(access).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisibleError
    return plan


def readable_plans(access: Access) -> list[Plan]:
    """The newest first."""
    plans = Plan.objects.visible_to(access).order_by("-issued_on", "-signed_on", "-pk")
    return [plan for plan in plans if can_read_submitted(access, plan)]


@dataclass(frozen=True)
class PlanLine:
    plan: Plan
    waiting: int
    overdue: int


def plan_lines(plans: Iterable[Plan], today: date) -> list[PlanLine]:
    """What waits for the office in each plan, and what is overdue."""
    plans = list(plans)
    counted = (
        Obligation.objects.in_force()
        .filter(plan__in=plans, kind=Obligation.Kind.FILING)
        .order_by()
        .values("plan_id")
        .annotate(
            waiting=Count("pk", filter=Q(filing__status__in=AT_THE_OFFICE)),
            overdue=Count("pk", filter=Q(met_at__isnull=True, due_on__lt=today)),
        )
    )
    by_plan = {row["plan_id"]: row for row in counted}
    none = {"waiting": 0, "overdue": 0}
    rows = ((plan, by_plan.get(plan.pk, none)) for plan in plans)
    return [PlanLine(plan, row["waiting"], row["overdue"]) for plan, row in rows]


def came_in(plan: Plan, since: datetime) -> "QuerySet[FilingEvent]":
    """What reached the office since a moment, the latest first."""
    return (
        FilingEvent.objects.filter(filing__obligation__plan=plan, action__in=CAME_IN, at__gte=since)
        .select_related("filing__obligation__unit", "filing__obligation__deadline", "version")
        .order_by("-pk")
    )


def parts_of_leaf(plan: Plan, key: str, at: datetime) -> list[Part]:
    """Every part submitted on a leaf until then, recalled ones too; the latest stage first."""
    return list(
        Part.objects.filter(
            obligation__plan=plan, obligation__task__key=key, version__submitted_at__lte=at
        )
        .select_related("version", "obligation")
        .order_by("-obligation__original_due_on", "obligation__pk", "-version__number")
    )


def figures_of_leaf(plan: Plan, key: str) -> dict[int, dict[int, Figure]]:
    """By part, then by target: of every version that was submitted."""
    found: dict[int, dict[int, Figure]] = {}
    for row in Figure.objects.filter(
        part__obligation__plan=plan,
        part__obligation__task__key=key,
        part__version__submitted_at__isnull=False,
    ):
        found.setdefault(row.part_id, {})[row.target_id] = row
    return found


def deciders(plan: Plan) -> dict[tuple[int, datetime], str]:
    """By filing and moment: who accepted or returned."""
    events = FilingEvent.objects.filter(
        filing__obligation__plan=plan, action__in=(Action.ACCEPT, Action.RETURN)
    )
    return {(row.filing_id, row.at): row.by_name for row in events}


def plan_of_stage(deadline_id: int) -> int:
    plan_id = Deadline.objects.filter(pk=deadline_id).values_list("plan", flat=True).first()
    if plan_id is None:
        raise NotVisibleError
    return plan_id


def plan_of_leaf(task_id: int) -> int:
    plan_id = Task.objects.filter(pk=task_id).values_list("plan", flat=True).first()
    if plan_id is None:
        raise NotVisibleError
    return plan_id


def filings_owed(plan: Plan) -> list[Obligation]:
    """Every report of a plan with what became of it, unit by unit."""
    rows = Obligation.objects.in_force().filter(plan=plan, kind=Obligation.Kind.FILING)
    return list(rows.select_related("unit", "filing").order_by("due_on", "unit__name"))


def closing_events(plan: Plan) -> list[EventRow]:
    """What was closed and opened again in a plan, the latest first."""
    stages = StageClosing.objects.filter(deadline__plan=plan).select_related("deadline")
    leaves = LeafClosing.objects.filter(task__plan=plan).select_related("task")
    found = [
        *_told("tasks.stageclosing", STAGE_WORDS, {s.pk: _stage_name(s) for s in stages}),
        *_told("tasks.leafclosing", LEAF_WORDS, {leaf.pk: str(leaf.task) for leaf in leaves}),
        *_told("motions.plan", PLAN_WORDS, {plan.pk: str(plan)}),
    ]
    return sorted(found, key=lambda row: row.at, reverse=True)


def _told(kind: str, words: LifeWords, names: Mapping[int, str]) -> Iterator[EventRow]:
    for row in Event.objects.filter(subject_kind=kind, subject_id__in=names).order_by("-pk"):
        if row.action in words.actions:
            said = f"{names[row.subject_id]} {words.actions[row.action]}"
            yield EventRow(said, row.by_name, row.at, row.reason)


def _stage_name(closing: StageClosing) -> str:
    return stage_words(closing.deadline.due_on)


def withdrawn_leaves(plan: Plan, at: datetime) -> list[Task]:
    """What a change of the plan has taken away by then, and nothing has brought back since."""
    rows = Task.with_withdrawn.filter(plan=plan, withdrawn_at__lte=at, items__isnull=True)
    return list(rows.order_by("withdrawn_at", "order"))
