"""From the database back to a plan file's content."""

from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from motions.models import Deadline, GroupMember, Plan
from tasks.models import Task, TaskParty
from tasks.models.target import Bounds
from units.models import RuleSet, Unit

Content = dict[str, Any]
Names = dict[int | None, str]


def export_plan(plan: Plan) -> Content:
    """The plan as `motion-plan/1`, with the unit names of the day it was issued."""
    units = Unit.objects.filter(government=plan.government_id).prefetch_related("former_names")
    names: Names = {unit.pk: unit.name_on(plan.named_on) for unit in units}
    return {
        "format": "motion-plan/1",
        "id": plan.slug,
        **_kind(plan),
        "document": _document(plan),
        "motions": [_motion(motion) for motion in plan.motions.prefetch_related("deputies")],
        "leading_group": _leading_group(plan, names),
        "host_unit": names[plan.host_unit_id] if plan.host_unit_id else None,
        "supervisor_unit": names[plan.supervisor_unit_id] if plan.supervisor_unit_id else None,
        "copied_to": plan.copied_to,
        "unit_groups": {
            group.name: [names[member.unit_id] for member in group.members.all()]
            for group in plan.unit_groups.order_by("pk").prefetch_related("members")
        },
        "unit_aliases": {
            alias.name: names[alias.unit_id] for alias in plan.unit_aliases.order_by("pk")
        },
        "deadlines": [
            _deadline(deadline) for deadline in plan.deadlines.order_by("due_on", "kind")
        ],
        "tasks": _tasks(plan, names),
    }


def _kind(plan: Plan) -> Content:
    """Not written for motions: what most plans are."""
    kind = plan.rule_set.kind
    return {} if kind == RuleSet.Kind.MOTION else {"kind": kind}


def _document(plan: Plan) -> Content:
    return {
        "number": plan.number,
        "title": plan.title,
        "issuer": plan.government.name,
        "signed": _day(plan.signed_on),
        "issued": _day(plan.issued_on),
        "session": plan.session,
    }


def _motion(motion: Any) -> Content:
    deputies = motion.deputies.all()
    return {
        "title": motion.title,
        "lead_proposer": deputies[0].name or None,
        "proposers": len(deputies),
    }


def _leading_group(plan: Plan, names: Names) -> Content | None:
    if plan.office_unit_id is None:
        return None
    members = GroupMember.objects.filter(plan=plan)
    return {
        "office_unit": names[plan.office_unit_id],
        "office_director": plan.office_director,
        "members": [{"role": m.role, "name": m.name, "post": m.post} for m in members],
    }


def _deadline(deadline: Deadline) -> Content:
    content: Content = {"kind": deadline.kind, "due": _day(deadline.due_on)}
    if deadline.copies is not None:
        content["copies"] = deadline.copies
    if deadline.satisfaction_goal is not None:
        content["satisfaction_goal"] = _number(deadline.satisfaction_goal)
    return content


def _tasks(plan: Plan, names: Names) -> list[Content]:
    parties = TaskParty.objects.select_related("group")
    rows = (
        Task.objects.filter(plan=plan)
        .select_related("predecessor__plan")
        .prefetch_related(Prefetch("parties", parties), "targets__allocations", "milestones")
    )
    children: dict[int | None, list[Task]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)

    def content(task: Task) -> Content:
        return {
            "key": task.key,
            "number": task.number,
            "title": task.title,
            "summary": task.summary,
            "text": task.text,
            "lead_units": _named(task, TaskParty.Role.LEAD, names),
            "responsible_units": _named(task, TaskParty.Role.RESPONSIBLE, names),
            "due": _day(task.due_on),
            "due_text": task.due_text,
            "targets": [_target(target, names) for target in task.targets.all()],
            "milestones": [{"kind": m.kind, "name": m.name} for m in task.milestones.all()],
            "milestones_open": task.milestones_open,
            **_predecessor(task),
            "items": [content(item) for item in children.get(task.pk, [])],
        }

    return [content(task) for task in children.get(None, [])]


def _predecessor(task: Task) -> Content:
    """Left out where there is none."""
    if task.predecessor is None:
        return {}
    return {"predecessor": {"plan": task.predecessor.plan.slug, "key": task.predecessor.key}}


def _named(task: Task, role: str, names: Names) -> list[str]:
    parties = [party for party in task.parties.all() if party.role == role]
    return [party.group.name if party.group else names[party.unit_id] for party in parties]


def _target(target: Any, names: Names) -> Content:
    return {
        "name": target.name,
        "unit": target.unit,
        **_bounds(target),
        "allocations": [
            {"unit": names[part.unit_id], **_bounds(part)} for part in target.allocations.all()
        ],
    }


def _bounds(row: Bounds) -> Content:
    return {"minimum": _number(row.minimum), "maximum": _number(row.maximum)}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> int | Decimal | None:
    """As a file would have it: 105 and 2.5, not 105.0000."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else value.normalize()
