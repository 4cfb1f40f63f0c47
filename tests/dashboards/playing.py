"""A unit's people as in `tests.playing`, with figures and words of the test's own choosing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from reports.services.correcting import ask_correction, grant_correction
from reports.services.drafting import FigureEntry, MilestoneEntry, PartContent
from reports.services.paper import register_paper
from reports.services.signing import recall_submission
from tasks.goals import gathers_figures
from tests.playing import Player

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reports.models import Part

PROBLEMS = "部分项目用地手续还在办理。"


class Filer(Player):
    """`figures` are by (leaf number, measure), `reached` milestones by name."""

    figures: Mapping[tuple[str, str], str]
    reached: Mapping[str, date | None]
    words: str
    as_of: date | None

    def write(
        self,
        now: datetime,
        *,
        nil: bool = False,
        figures: Mapping[tuple[str, str], str] | None = None,
        reached: Mapping[str, date | None] | None = None,
        words: str = "按计划推进。",
        as_of: str | None = None,
    ) -> None:
        self.figures, self.reached, self.words = figures or {}, reached or {}, words
        self.as_of = date.fromisoformat(as_of) if as_of else None
        super().write(now, nil=nil)

    def _content(self, part: Part, now: datetime, *, share: str, nil: bool) -> PartContent:
        task: Any = part.obligation.task
        if nil:
            return PartContent(is_nil=True)
        if not gathers_figures(task, self.unit.pk):
            return PartContent(narrative=self.words, problems=PROBLEMS)
        day = self.as_of or timezone.localdate(now)
        return PartContent(
            narrative=self.words,
            problems=PROBLEMS,
            figures=tuple(
                FigureEntry(target.pk, Decimal(self.figures[task.number, target.name]), day)
                for target in task.targets.all()
                if (task.number, target.name) in self.figures
            ),
            milestones=tuple(
                MilestoneEntry(row.pk, self.reached[row.name], "竣工验收备案表")
                for row in task.milestones.all()
                if row.name in self.reached
            ),
        )

    def return_(self, now: datetime, leaf: str) -> None:
        self.open(now)
        self.decide(now, returned=(leaf,))

    def recall(self, now: datetime) -> None:
        recall_submission(
            filing_id=self.filing.pk,
            by=self.clerk.user,
            access=self.clerk.access,
            reason="附件有误。",
            now=now,
        )

    def ask_correction(self, now: datetime) -> None:
        ask_correction(
            filing_id=self.filing.pk,
            by=self.clerk.user,
            access=self.clerk.access,
            reason="有一个数填错了。",
            now=now,
        )

    def grant_correction(self, now: datetime) -> None:
        grant_correction(
            filing_id=self.filing.pk, by=self.office.user, access=self.office.access, now=now
        )

    def paper(self, now: datetime, copies: int) -> None:
        register_paper(
            obligation_id=self.obligation.pk,
            by=self.office.user,
            access=self.office.access,
            copies=copies,
            arrived_on=timezone.localdate(now),
            document_number="",
            now=now,
        )
