"""The office and the units of the Kaifeng plan, and what they do with what is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.services.reassigning import reassign_leaf
from tasks.models import Assignment, Extension, Obligation
from tasks.services.assignments import confirm, confirm_all, finish, insist, return_assignment
from tasks.services.extending import ask_extension
from tasks.services.handing_out import Chased, chase_receipts, hand_out
from tests.copies import made_once
from tests.playing import Person, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from motions.models import Plan

HANDED = at("2022-03-16")
WORDS = "职责不在本单位，见三定方案。"


def handed_out() -> Desk:
    """A desk that has just handed its plan out."""
    return made_once("handed out", lambda: Desk().hand_out())


class Desk:
    """One plan, its office, and anybody of its units when asked for."""

    def __init__(self, plan: Plan | None = None) -> None:
        self.plan = plan or load()
        self.office = person(self.plan.reviewing_unit_id, Role.OFFICE)

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(government=self.plan.government, name=name)

    def clerk(self, unit: str) -> Person:
        return person(self.unit(unit), Role.CLERK)

    def head(self, unit: str) -> Person:
        return person(self.unit(unit), Role.HEAD)

    def one(self, unit: str, number: str, role: str = "lead") -> Assignment:
        found = Assignment.objects.filter(
            plan=self.plan, unit__name=unit, task__number=number, role=role
        )
        return found.select_related("receipt", "unit", "task", "plan").latest("pk")

    def hand_out(self, now: datetime = HANDED) -> Desk:
        hand_out(plan_id=self.plan.pk, **self._by(self.office, now))
        return self

    def chase(self, now: datetime) -> Chased:
        return chase_receipts(plan_id=self.plan.pk, **self._by(self.office, now))

    def confirm(self, row: Assignment, now: datetime, who: Person | None = None) -> None:
        confirm(assignment_id=row.pk, **self._by(who or self.clerk(row.unit.name), now))

    def confirm_all(self, unit: str, now: datetime) -> int:
        return confirm_all(plan_id=self.plan.pk, **self._by(self.clerk(unit), now))

    def return_(
        self, row: Assignment, now: datetime, *, who: Person | None = None, reason: str = WORDS
    ) -> None:
        by = self._by(who or self.head(row.unit.name), now)
        return_assignment(assignment_id=row.pk, reason=reason, **by)

    def insist(
        self,
        row: Assignment,
        now: datetime,
        *,
        who: Person | None = None,
        reason: str = WORDS,
    ) -> None:
        insist(assignment_id=row.pk, reason=reason, **self._by(who or self.office, now))

    def finish(self, row: Assignment, now: datetime) -> None:
        finish(assignment_id=row.pk, reason="任务完成。", **self._by(self.office, now))

    def reassign(
        self, row: Assignment, unit: str, now: datetime, *, who: Person | None = None
    ) -> Assignment:
        by = self._by(who or self.office, now)
        to_unit = self.unit(unit)
        return reassign_leaf(assignment_id=row.pk, to_unit_id=to_unit.pk, reason=WORDS, **by)

    def ask(
        self, owed: Obligation, until: date, now: datetime, *, who: Person | None = None
    ) -> Extension:
        by = self._by(who or self.head(owed.unit.name), now)
        return ask_extension(obligation_id=owed.pk, asked_on=until, reason="台账还在核对。", **by)

    def _by(self, who: Person, now: datetime) -> dict[str, Any]:
        return {"by": who.user, "access": who.access, "now": now}
