"""A leaf that names its predecessor names one that is there."""

from typing import Any

from django.utils.translation import gettext as _

from tasks.models import Task
from tasks.planfile.errors import Finding, PlanFileRefusedError
from tasks.planfile.read import all_tasks

Content = dict[str, Any]


def check_predecessors(content: Content) -> None:
    """Raises PlanFileRefusedError for each that no other plan of the government has."""
    named = {
        f"{path}.predecessor": (task["predecessor"]["plan"], task["predecessor"]["key"])
        for path, task in all_tasks(content["tasks"])
        if task.get("predecessor")
    }
    if not named:
        return
    there = set(
        Task.objects.filter(plan__government__name=content["document"]["issuer"])
        .exclude(plan__slug=content["id"])
        .values_list("plan__slug", "key")
    )
    expected = _("已装入的另一份计划的编号，和其中事项的标识")
    findings = [
        Finding(path, " / ".join(pair), expected)
        for path, pair in named.items()
        if pair not in there
    ]
    if findings:
        raise PlanFileRefusedError(findings)
