"""The hand-out with its receipts, what responsible units write to their leads, and extensions."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from dashboards.demo.script import Turn
from reports.models import Contribution
from reports.services import contributing
from reports.services.contributing import ContributionContent
from reports.services.drafting import FigureEntry
from reports.services.gathering import ask_figures
from reports.services.steps import local_day
from tasks.models import Assignment, Extension, Obligation, Target
from tasks.services.assignments import confirm_all, insist, return_assignment
from tasks.services.extending import ask_extension, grant_extension
from tasks.services.handing_out import chase_receipts, hand_out


def _hand_out(turn: Turn) -> None:
    hand_out(plan_id=turn.plan.pk, **turn.actor)


def _chase_receipts(turn: Turn) -> None:
    chase_receipts(plan_id=turn.plan.pk, **turn.actor)


def _confirm(turn: Turn) -> None:
    confirm_all(plan_id=turn.plan.pk, **turn.actor)


def _return(turn: Turn) -> None:
    row = Assignment.objects.get(
        plan=turn.plan, unit__in=turn.unit_ids, task__number=turn.said["leaf"]
    )
    return_assignment(assignment_id=row.pk, reason=turn.said["reason"], **turn.actor)


def _insist(turn: Turn) -> None:
    row = Assignment.objects.get(
        plan=turn.plan, unit__name=turn.said["unit"], task__number=turn.said["leaf"]
    )
    insist(assignment_id=row.pk, reason=turn.said["reason"], **turn.actor)


def _contribute(turn: Turn) -> None:
    """The unit's whole stage but for the leaves it leaves out; sent at once where it has no head."""
    words = turn.cast.script.contributions[turn.said["stage"]]
    owed = _of_stage(turn).exclude(task__number__in=turn.said.get("without", ()))
    for row in owed.select_related("unit", "task"):
        narrative, problems = words[row.task.number if row.task else ""]
        contributing.write_contribution(
            obligation_id=row.pk,
            revision=0,
            content=ContributionContent(
                narrative.format(unit=row.unit), problems, _figures(turn, row)
            ),
            **turn.actor,
        )
    if turn.said.get("sends"):
        _send_contributions(turn)


def _figures(turn: Turn, owed: Obligation) -> tuple[FigureEntry, ...]:
    """As of the day of writing."""
    task = owed.task
    of_leaf = turn.cast.script.figures[turn.said["stage"]].get(task.number if task else "", {})
    targets = {target.name: target.pk for target in task.targets.all()} if task else {}
    return tuple(
        FigureEntry(targets[name], Decimal(by_unit[owed.unit.name]), local_day(turn.now))
        for name, by_unit in of_leaf.items()
        if owed.unit.name in by_unit
    )


def _ask_figures(turn: Turn) -> None:
    """The lead asks for shares of what the directive splits among nobody."""
    parts = Obligation.objects.filter(
        kind=Obligation.Kind.PART, unit=turn.owed.unit, deadline=turn.owed.deadline
    )
    for number, names in turn.said["figures"].items():
        part = parts.select_related("task").get(task__number=number)
        targets = Target.objects.filter(task=part.task, name__in=names)
        ask_figures(
            obligation_id=part.pk,
            target_ids=list(targets.values_list("pk", flat=True)),
            **turn.actor,
        )


def _send_contributions(turn: Turn) -> None:
    drafts = Contribution.objects.filter(obligation__in=_of_stage(turn), draft__isnull=False)
    seen = dict(drafts.values_list("obligation", "draft__revision"))
    contributing.send_contributions(seen=seen, **turn.actor)


def _of_stage(turn: Turn) -> QuerySet[Obligation]:
    return Obligation.objects.filter(
        plan=turn.plan,
        kind=Obligation.Kind.CONTRIBUTION,
        unit__in=turn.unit_ids,
        deadline__due_on=turn.said["stage"],
    ).order_by("pk")


def _ask_extension(turn: Turn) -> None:
    until = date.fromisoformat(turn.said["until"])
    ask_extension(
        obligation_id=turn.owed.pk, asked_on=until, reason=turn.said["reason"], **turn.actor
    )


def _grant_extension(turn: Turn) -> None:
    row = Extension.objects.get(obligation=turn.owed)
    grant_extension(extension_id=row.pk, granted_on=row.asked_on, **turn.actor)


STEPS = {
    "hand_out": _hand_out,
    "chase_receipts": _chase_receipts,
    "confirm": _confirm,
    "return": _return,
    "insist": _insist,
    "ask_figures": _ask_figures,
    "contribute": _contribute,
    "send_contributions": _send_contributions,
    "ask_extension": _ask_extension,
    "grant_extension": _grant_extension,
}
