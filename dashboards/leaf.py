"""One leaf with every version that ever said something about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import NotVisibleError
from dashboards.asking import Question, standing_asked
from dashboards.pages import measure_groups
from dashboards.partners import leaf_partners
from dashboards.selectors import deciders, figures_of_leaf, parts_of_leaf, withdrawn_leaves
from dashboards.supervision import difficulty_lines
from dashboards.year_before import year_before
from motions.models import Plan
from motions.permissions import closing_actors
from motions.words import RESULT_WORDS
from reports.models import Figure, Part
from reports.workflow import Decision
from units.permissions import Access

RECALLED = "recalled"
LOOKS = {
    Decision.PENDING: (_("待审核"), "info", "clock"),
    Decision.ACCEPTED: (_("通过"), "ok", "check-circle"),
    Decision.RETURNED: (_("退回"), "returned", "return"),
    RECALLED: (_("单位已撤回"), "neutral", "minus"),
}


@dataclass(frozen=True)
class VersionLine:
    """What one unit said in one version. A version recalled by then keeps its place, not its figures."""

    part: Part
    stage: str
    is_recalled: bool
    decision: Any
    tone: str
    icon: str
    decided_at: datetime | None
    decided_by: str
    address: str
    figures: Mapping[int, Figure]


JUST_BEFORE = timedelta(microseconds=1)


def leaf_context(plan: Plan, key: str, question: Question, access: Access) -> dict[str, Any]:
    """A leaf that was withdrawn is shown as it stood just before."""
    withdrawn = next((row for row in withdrawn_leaves(plan, question.at) if row.key == key), None)
    if withdrawn is not None and withdrawn.withdrawn_at is not None:
        before = withdrawn.withdrawn_at - JUST_BEFORE
        question = replace(question, at=before, today=timezone.localdate(before))
    standing = standing_asked(plan, question)
    leaf = next((row for row in standing.leaves if row.key == key), None)
    if leaf is None:
        raise NotVisibleError
    groups = measure_groups(standing)
    stages: dict[int | None, str] = {stage.id: stage.label for stage in standing.options.stages}
    versions = _version_lines(plan, key, question.at, stages)
    return {
        "plan": plan,
        "leaf": leaf,
        "standing": standing,
        "question": question,
        "moment_query": f"?at={question.day.isoformat()}" if question.day else "",
        "lines": [
            (line, [(row, row.figures.get(line.target.id)) for row in versions if row.figures])
            for group in groups
            for line in group.lines
            if line.leaf.key == key
        ],
        "versions": versions,
        "withdrawn_at": withdrawn and withdrawn.withdrawn_at,
        "result": RESULT_WORDS[leaf.closing.result] if leaf.closing else "",
        "corrections": [row for row in standing.corrections if row.leaf_key == key],
        "before": year_before(leaf, question, access),
        "can_close": bool(closing_actors(access, plan)),
        "difficulties": difficulty_lines(
            row for row in standing.difficulties if row.task.key == key
        ),
        "partners": leaf_partners(standing, leaf, is_past=question.day is not None),
    }


def _version_lines(
    plan: Plan, key: str, at: datetime, stages: Mapping[int | None, str]
) -> list[VersionLine]:
    figures, names = figures_of_leaf(plan, key), deciders(plan)
    return [
        _version_line(
            part,
            at,
            stage=stages[part.obligation.deadline_id],
            figures=figures.get(part.pk, {}),
            names=names,
        )
        for part in parts_of_leaf(plan, key, at)
    ]


def _version_line(
    part: Part,
    at: datetime,
    *,
    stage: str,
    figures: Mapping[int, Figure],
    names: Mapping[tuple[int, datetime], str],
) -> VersionLine:
    version: Any = part.version  # submitted, so its number is set
    is_recalled = version.recalled_at is not None and version.recalled_at <= at
    decided_at = part.decided_at if part.decided_at and part.decided_at <= at else None
    decision = RECALLED if is_recalled else part.decision if decided_at else Decision.PENDING
    word, tone, icon = LOOKS[decision]
    address = reverse("filing_version", args=[version.filing_id, version.number])
    return VersionLine(
        part=part,
        stage=stage,
        is_recalled=is_recalled,
        decision=word,
        tone=tone,
        icon=icon,
        decided_at=None if is_recalled else decided_at,
        decided_by=names.get((version.filing_id, decided_at), "") if decided_at else "",
        address="" if version.recalled_at else address,
        figures={} if is_recalled else figures,
    )
