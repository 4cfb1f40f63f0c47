"""A draft full of words and figures that nobody outside its unit may ever read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reports.services.drafting import FigureEntry, MilestoneEntry, PartContent
from tasks.goals import gathers_figures
from tests.dashboards.playing import Filer
from tests.playing import at

if TYPE_CHECKING:
    from motions.models import Plan

WORDS = "草稿里的进展不得外传"
PROBLEMS = "草稿里的问题不得外传"
EVIDENCE = "草稿里的依据不得外传"
EXPLANATION = "草稿里的说明不得外传"
VALUE = "93.1357"
SECRETS = (WORDS, PROBLEMS, EVIDENCE, EXPLANATION, VALUE)


def write_secrets(plan: Plan, unit: str, *, stage: int) -> None:
    filer = Filer(plan, unit, stage=stage)
    now = at("2022-10-09", 15)
    filer.start(now)
    for part in filer.draft_parts():
        filer.save(part, _content(filer, part), now)


def _content(filer: Filer, part: object) -> PartContent:
    task = part.obligation.task
    if not gathers_figures(task, filer.unit.pk):
        return PartContent(WORDS, PROBLEMS, explanations={"empty": EXPLANATION})
    return PartContent(
        WORDS,
        PROBLEMS,
        figures=tuple(
            FigureEntry(target.pk, Decimal(VALUE), at("2022-10-09").date())
            for target in task.targets.all()
            if not target.is_scope
        ),
        milestones=tuple(
            MilestoneEntry(row.pk, at("2022-10-08").date(), EVIDENCE)
            for row in task.milestones.all()
        ),
        explanations={"empty": EXPLANATION},
    )
