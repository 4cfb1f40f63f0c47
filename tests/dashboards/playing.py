"""Plays filings through the portal's own services: people, drafts, signatures, reviews."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from reports.models import Filing, Part
from reports.selectors import parts_with_content, previous_figures
from reports.services.correcting import ask_correction, grant_correction
from reports.services.drafting import (
    FigureEntry,
    MilestoneEntry,
    PartContent,
    save_part,
    send_for_signature,
    start_filing,
)
from reports.services.paper import register_paper
from reports.services.reviewing import PartDecision, finish_review, open_review
from reports.services.signing import recall_submission, sign_and_submit
from reports.warnings import warnings_of
from tasks.goals import gathers_figures
from tasks.models import Milestone, Obligation, Target
from units.models import Membership, Unit, User
from units.permissions import Access, access_of
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motions.models import Plan


def moment(day: str, hour: str = "10:00") -> datetime:
    """A local moment: moment("2022-08-30", "17:30")."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time.fromisoformat(hour)))


def person(unit: Unit, role: str, name: str | None = None, *, is_sample: bool = False) -> User:
    name = name or f"{unit.name}{Role(role).label}"
    user, is_new = User.objects.get_or_create(
        username=f"{role}-{unit.pk}", defaults={"name": name[:50], "is_sample": is_sample}
    )
    if is_new:
        Membership.objects.create(user=user, unit=unit, role=role)
    return user


@dataclass
class Player:
    """Acts for every unit of one plan. `figures` are by (leaf number, measure)."""

    plan: Plan
    is_sample: bool = False
    people: dict[tuple[int, str], User] = field(default_factory=dict)

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(government=self.plan.government_id, name=name)

    def someone(self, unit: Unit, role: str) -> tuple[User, Access]:
        user = self.people.get((unit.pk, role)) or person(unit, role, is_sample=self.is_sample)
        self.people[unit.pk, role] = user
        return user, access_of(user, date(2022, 7, 1))

    def office(self) -> tuple[User, Access]:
        return self.someone(Unit.objects.get(pk=self.plan.reviewing_unit_id), Role.OFFICE)

    def owed(self, unit_name: str, due_on: str) -> Obligation:
        return Obligation.objects.get(
            plan=self.plan,
            kind=Obligation.Kind.FILING,
            unit=self.unit(unit_name),
            deadline__due_on=date.fromisoformat(due_on),
        )

    def start(self, unit_name: str, due_on: str, at: datetime) -> Filing:
        owed = self.owed(unit_name, due_on)
        by, access = self.someone(owed.unit, Role.CLERK)
        return start_filing(obligation_id=owed.pk, by=by, access=access, now=at)

    def write(
        self,
        filing: Filing,
        at: datetime,
        *,
        figures: Mapping[tuple[str, str], str] | None = None,
        reached: Mapping[str, date | None] | None = None,
        nil: bool = False,
        words: str = "按计划推进。",
        as_of: date | None = None,
    ) -> None:
        """Every part of the draft that may be written, its warnings explained."""
        filing = Filing.objects.get(pk=filing.pk)
        by, access = self.someone(filing.obligation.unit, Role.CLERK)
        draft: Any = filing.draft
        for part in parts_with_content(draft):
            if part.is_locked:
                continue
            content = (
                PartContent(is_nil=True)
                if nil
                else self._content(part, figures or {}, reached or {}, words, as_of or at.date())
            )
            saved = self._save(part, by, access, content, at)
            self._explain(filing, saved, by, access, content, at)

    def _content(
        self,
        part: Part,
        figures: Mapping[tuple[str, str], str],
        reached: Mapping[str, date | None],
        words: str,
        as_of: date,
    ) -> PartContent:
        task: Any = part.obligation.task
        if not gathers_figures(task, part.obligation.unit_id):
            return PartContent(narrative=words, problems="部分项目用地手续还在办理。")
        entries = tuple(
            FigureEntry(target.pk, Decimal(figures[task.number, target.name]), as_of)
            for target in Target.objects.filter(task=task, is_scope=False)
            if (task.number, target.name) in figures
        )
        milestones = tuple(
            MilestoneEntry(row.pk, reached[row.name], "竣工验收备案表")
            for row in Milestone.objects.filter(task=task)
            if row.name in reached
        )
        return PartContent(words, "部分项目用地手续还在办理。", False, entries, milestones)

    def _save(
        self, part: Part, by: User, access: Access, content: PartContent, at: datetime
    ) -> Part:
        return save_part(
            part_id=part.pk, by=by, access=access, revision=part.revision, content=content, now=at
        )

    def _explain(
        self,
        filing: Filing,
        saved: Part,
        by: User,
        access: Access,
        content: PartContent,
        at: datetime,
    ) -> None:
        draft: Any = filing.draft
        part = next(p for p in parts_with_content(draft) if p.pk == saved.pk)
        found = warnings_of(part, previous_figures(filing))
        if found:
            explained = {row.key: "已与有关单位核实。" for row in found}
            self._save(
                part,
                by,
                access,
                PartContent(
                    content.narrative,
                    content.problems,
                    content.is_nil,
                    content.figures,
                    content.milestones,
                    explained,
                ),
                at,
            )

    def send(self, filing: Filing, at: datetime) -> None:
        by, access = self.someone(filing.obligation.unit, Role.CLERK)
        send_for_signature(filing_id=filing.pk, by=by, access=access, now=at)

    def sign(self, filing: Filing, at: datetime) -> None:
        by, access = self.someone(filing.obligation.unit, Role.HEAD)
        draft: Any = Filing.objects.get(pk=filing.pk).draft
        sign_and_submit(
            filing_id=filing.pk, by=by, access=access, seen_revision=draft.revision, now=at
        )

    def submit(self, unit_name: str, due_on: str, at: datetime, **content: Any) -> Filing:
        """Start, write, send and sign in one go."""
        filing = self.start(unit_name, due_on, at)
        self.write(filing, at, **content)
        self.send(filing, at)
        self.sign(filing, at)
        return filing

    def recall(self, filing: Filing, at: datetime) -> None:
        by, access = self.someone(filing.obligation.unit, Role.CLERK)
        recall_submission(filing_id=filing.pk, by=by, access=access, reason="附件有误。", now=at)

    def open(self, filing: Filing, at: datetime) -> None:
        by, access = self.office()
        open_review(filing_id=filing.pk, by=by, access=access, now=at)

    def decide(self, filing: Filing, at: datetime, returned: tuple[str, ...] = ()) -> None:
        """Accept every pending part, except the leaves in `returned`."""
        by, access = self.office()
        version: Any = Filing.objects.get(pk=filing.pk).latest_version
        decisions = {
            part.pk: PartDecision("returned", "完成数与台账不一致，请核实。")
            if part.obligation.task.number in returned
            else PartDecision("accepted")
            for part in version.parts.select_related("obligation__task")
        }
        finish_review(
            filing_id=filing.pk,
            by=by,
            access=access,
            version_id=version.pk,
            decisions=decisions,
            now=at,
        )

    def accept(self, filing: Filing, at: datetime) -> None:
        self.open(filing, at)
        self.decide(filing, at)

    def return_(self, filing: Filing, at: datetime, leaf: str) -> None:
        self.open(filing, at)
        self.decide(filing, at, (leaf,))

    def correct(self, filing: Filing, asked: datetime, granted: datetime | None) -> None:
        by, access = self.someone(filing.obligation.unit, Role.CLERK)
        ask_correction(
            filing_id=filing.pk, by=by, access=access, reason="有一个数填错了。", now=asked
        )
        if granted is not None:
            by, access = self.office()
            grant_correction(filing_id=filing.pk, by=by, access=access, now=granted)

    def paper(self, filing: Filing, at: datetime, copies: int) -> None:
        by, access = self.office()
        register_paper(
            obligation_id=filing.obligation_id,
            by=by,
            access=access,
            copies=copies,
            arrived_on=timezone.localdate(at),
            document_number="",
            now=at,
        )
