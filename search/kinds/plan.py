"""Plans, their tasks and sub-projects: printed for every unit of the government."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from motions.models import Deputy, GroupMember, Motion, Plan
from search.hits import Hit, Kind
from search.matching import Words, excerpt, holding, marked, newest
from tasks.models import Task
from units.permissions import Access

OF_PLAN = ("number", "title", "session", "office_director")
OF_TASK = ("number", "title", "summary", "text")


def _plans(access: Access, words: Words) -> "QuerySet[Plan]":
    """Also by what the directive prints of motions, deputies and the leading group."""
    motions = Motion.objects.filter(holding(words, "title"), plan=OuterRef("pk"))
    deputies = Deputy.objects.filter(holding(words, "name"), motion__plan=OuterRef("pk"))
    members = GroupMember.objects.filter(holding(words, "name", "post"), plan=OuterRef("pk"))
    found = holding(words, *OF_PLAN) | Q(Exists(motions) | Exists(deputies) | Exists(members))
    return Plan.objects.visible_to(access).filter(found)


def _find_plans(access: Access, words: Words, most: int) -> list[int]:
    return newest(_plans(access, words), most)


def _show_plans(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        Plan.objects.visible_to(access)
        .filter(pk__in=keys)
        .prefetch_related("motions__deputies", "group_members")
        .order_by("-pk")
    )
    return [
        Hit(
            title=marked(row.title, words),
            note=row.number or "",
            text=excerpt(_printed(row), words),
            address=reverse("plan", args=[row.pk]),
        )
        for row in rows
    ]


def _printed(plan: Plan) -> list[str | None]:
    motions = plan.motions.all()
    deputies = (deputy.name for motion in motions for deputy in motion.deputies.all())
    members = (f"{member.name} {member.post}" for member in plan.group_members.all())
    return [
        plan.number,
        plan.session,
        plan.office_director,
        *map(str, motions),
        *deputies,
        *members,
    ]


def _tasks(access: Access) -> "QuerySet[Task]":
    return Task.objects.filter(plan__in=Plan.objects.visible_to(access))


def _find_tasks(access: Access, words: Words, most: int) -> list[int]:
    """The newest plan first, its tasks as they are printed."""
    rows = _tasks(access).filter(holding(words, *OF_TASK)).order_by("-plan", "order")
    return list(rows.values_list("pk", flat=True)[: most + 1])


def _show_tasks(access: Access, words: Words, keys: list[int]) -> list[Hit]:
    rows = (
        _tasks(access)
        .filter(pk__in=keys)
        .annotate(has_parts=Exists(Task.objects.filter(parent=OuterRef("pk"))))
        .select_related("plan")
        .order_by("-plan", "order")
    )
    return [
        Hit(
            title=marked(str(row), words),
            note=str(row.plan),
            text=excerpt((row.summary, row.text), words),
            address=_task_address(row, has_page=not row.has_parts),
        )
        for row in rows
    ]


def _task_address(task: Task, *, has_page: bool) -> str:
    """What is divided into parts has its place on the page of the plan."""
    if has_page:
        return reverse("leaf", args=[task.plan_id, task.key])
    return f"{reverse('plan', args=[task.plan_id])}#task-{task.number}"


PLANS = Kind("plans", _("计划"), "file", _find_plans, _show_plans)
TASKS = Kind("tasks", _("任务和事项"), "tick-list", _find_tasks, _show_tasks)
