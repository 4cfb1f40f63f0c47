"""The page on which the office closes: stages, leaves with a proposal, the plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from common.dates import day_words
from common.life import Step
from dashboards.asking import question_of, standing_asked
from dashboards.forms import LeafForm, StageForm, WordsForm
from dashboards.selectors import closing_events, filings_owed
from dashboards.services.archiving import hindrances_of
from dashboards.standing.result import Proposal, proposal_of
from dashboards.standing.shapes import LeafStanding, Stage
from motions.models import Plan
from motions.permissions import closing_actors
from motions.words import RESULT_WORDS
from motions.workflow import LEAF_LIFE, PLAN_LIFE, STAGE_LIFE, Status
from reports.words import STATUS_WORDS
from reports.workflow import Status as ReportStatus
from tasks.models import Obligation
from units.models import Unit
from units.permissions import Access


@dataclass(frozen=True)
class Refused:
    """The form that was not taken, with what was typed: `place` is the row's own."""

    place: str
    form: forms.Form


NOTHING_REFUSED = Refused("", WordsForm())


@dataclass(frozen=True)
class ClosingLine:
    """`action` is the one step that is open to the reader, empty for none."""

    place: str
    action: str
    form: forms.Form


@dataclass(frozen=True)
class StageLine:
    """`missing`: the units whose report was not accepted, each with what became of it."""

    stage: Stage
    step: ClosingLine
    missing: tuple[tuple[Unit, str], ...]
    total: int

    @property
    def accepted(self) -> int:
        return self.total - len(self.missing)


@dataclass(frozen=True)
class LeafLine:
    leaf: LeafStanding
    step: ClosingLine
    proposal: str
    result: str


def closing_context(
    plan: Plan, access: Access, now: datetime, refused: Refused = NOTHING_REFUSED
) -> dict[str, Any]:
    standing = standing_asked(plan, question_of({}, now=now))
    may = _May(plan, access, refused)
    return {
        "plan": plan,
        "standing": standing,
        "stages": list(_stage_lines(plan, standing.stages, may)),
        "leaves": [_leaf_line(row, may) for row in standing.leaves],
        "archive": may.plan(),
        "hindrances": hindrances_of(plan),
        "events": closing_events(plan),
        "corrections": standing.corrections,
    }


def _stage_lines(plan: Plan, stages: Iterable[Stage], may: "_May") -> Iterator[StageLine]:
    owed = filings_owed(plan)
    for row in stages:
        own = [filing for filing in owed if filing.deadline_id == row.id]
        missing = tuple((filing.unit, _state(filing)) for filing in own if not _is_accepted(filing))
        yield StageLine(row, may.stage(row), missing, len(own))


def _is_accepted(owed: Obligation) -> bool:
    filing = getattr(owed, "filing", None)
    return filing is not None and filing.accepted_version_id is not None


def _state(owed: Obligation) -> str:
    filing = getattr(owed, "filing", None)
    status = ReportStatus(filing.status) if filing else ReportStatus.NOT_STARTED
    words = str(STATUS_WORDS[status])
    if owed.met_at is None and owed.due_on != owed.original_due_on:
        words += _("，延期到 %s") % day_words(owed.due_on)
    return words


class _May:
    """What the reader may do with each row, from the same tables that guard the services."""

    def __init__(self, plan: Plan, access: Access, refused: Refused) -> None:
        self.row = plan
        self.actors = closing_actors(access, plan)
        self.is_open = plan.status == Status.OPEN
        self.refused = refused

    def stage(self, stage: Stage) -> ClosingLine:
        status = Status.CLOSED if stage.closed_at else Status.OPEN
        form = WordsForm() if stage.closed_at else StageForm()
        return self._line(f"stage-{stage.id}", STAGE_LIFE.open_to(self.actors, status), form)

    def leaf(self, leaf: LeafStanding) -> ClosingLine:
        status = Status.CLOSED if leaf.closing else Status.OPEN
        proposal = proposal_of(leaf)
        form = (
            WordsForm()
            if leaf.closing
            else LeafForm(initial={"result": proposal.result if proposal else ""})
        )
        return self._line(f"leaf-{leaf.id}", LEAF_LIFE.open_to(self.actors, status), form)

    def plan(self) -> ClosingLine:
        return self._line("plan", PLAN_LIFE.open_to(self.actors, self.row.status), WordsForm())

    def _line(self, place: str, steps: tuple[Step, ...], form: forms.Form) -> ClosingLine:
        action = steps[0].action if steps and self.is_open else ""
        form = self.refused.form if place == self.refused.place else form
        form.auto_id = f"{place}_%s"  # the same fields stand in every row
        return ClosingLine(place, action, form)


def _leaf_line(leaf: LeafStanding, may: _May) -> LeafLine:
    proposal = proposal_of(leaf)
    result = str(RESULT_WORDS[leaf.closing.result]) if leaf.closing else ""
    return LeafLine(leaf, may.leaf(leaf), _proposal_words(proposal), result)


def _proposal_words(proposal: Proposal | None) -> str:
    if proposal is None:
        return _("没有数字目标和节点，由办公室判断")
    found = [str(RESULT_WORDS[proposal.result])]
    if proposal.targets:
        words = _("目标 %(all)s 项达到 %(met)s 项")
        found.append(words % {"all": proposal.targets, "met": proposal.targets_met})
    if proposal.milestones:
        words = _("节点 %(all)s 个完成 %(met)s 个")
        found.append(words % {"all": proposal.milestones, "met": proposal.milestones_met})
    return _("，").join(found)
