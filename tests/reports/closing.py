"""A small city whose year can be closed: every lead files, the office accepts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dashboards.services.archiving import close_plan
from motions.workflow import Result
from reports.services.closing import close_leaf, close_stage, reopen_leaf, reopen_stage
from reports.services.reply import register_reply
from tasks.models import Obligation, Task
from tests.playing import SECOND_CITY, Player, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

WORDS = "情况属实。"


class City:
    """The second city: its stages, its leads, its office."""

    def __init__(self) -> None:
        self.plan = load(SECOND_CITY)
        self.office = person(self.plan.reviewing_unit_id, Role.OFFICE)
        self.stages = list(self.plan.deadlines.filter(kind="report").order_by("due_on"))
        self.leaves = list(Task.objects.filter(plan=self.plan).leaves())

    @property
    def leads(self) -> list[str]:
        owed = Obligation.objects.filter(plan=self.plan, kind="filing", deadline=self.stages[0])
        return list(owed.order_by("pk").values_list("unit__name", flat=True))

    def player(self, unit: str, stage: int = 0) -> Player:
        return Player(self.plan, unit, stage=stage)

    def before(self, stage: int) -> datetime:
        return at(self.stages[stage].due_on - timedelta(days=2))

    def after(self, stage: int, days: int = 1) -> datetime:
        return at(self.stages[stage].due_on + timedelta(days=days))

    def report(self, stage: int, *, skip: tuple[str, ...] = (), share: str = "0.5") -> None:
        for unit in self.leads:
            if unit not in skip:
                player = self.player(unit, stage)
                player.submit(self.before(stage), share=share)
                player.accept(self.before(stage))

    def _by(self, somebody):
        somebody = somebody or self.office
        return {"by": somebody.user, "access": somebody.access}

    def close_stage(self, stage: int, now=None, *, words="", by=None):
        return close_stage(
            deadline_id=self.stages[stage].pk,
            words=words,
            now=now or self.after(stage),
            **self._by(by),
        )

    def reopen_stage(self, stage: int, now=None, *, words=WORDS, by=None):
        return reopen_stage(
            deadline_id=self.stages[stage].pk,
            words=words,
            now=now or self.after(stage, 2),
            **self._by(by),
        )

    def close_leaf(self, leaf: Task, *, result=Result.MET, words=WORDS, despite="", now, by=None):
        return close_leaf(
            task_id=leaf.pk,
            result=result,
            words=words,
            despite=despite,
            now=now,
            **self._by(by),
        )

    def reopen_leaf(self, leaf: Task, *, words=WORDS, now, by=None):
        return reopen_leaf(task_id=leaf.pk, words=words, now=now, **self._by(by))

    def close_plan(self, now, *, words=WORDS, by=None):
        return close_plan(plan_id=self.plan.pk, words=words, now=now, **self._by(by))

    def answer(self, now: datetime) -> None:
        for owed in Obligation.objects.filter(plan=self.plan, kind="reply"):
            register_reply(
                obligation_id=owed.pk,
                by=self.office.user,
                access=self.office.access,
                replied_on=now.date(),
                document_number="",
                now=now,
            )

    def finish(self) -> datetime:
        """Everything reported, answered and closed but the plan itself; the day after."""
        for stage in range(len(self.stages)):
            self.report(stage)
            self.close_stage(stage)
        now = self.after(len(self.stages) - 1, 5)
        self.answer(now)
        for leaf in self.leaves:
            self.close_leaf(leaf, now=now)
        return now


def somebody_else(city: City):
    """Everyone who is not the office: those the plan names, and the office of another plan's city."""
    lead = Unit.objects.get(government=city.plan.government, name=city.leads[0])
    return [
        person(lead, Role.CLERK),
        person(lead, Role.HEAD),
        person(city.plan.supervisor_unit_id, Role.SUPERVISOR),
        person(city.plan.supervisor_unit_id, Role.VICE_MAYOR),
        person(city.plan.reviewing_unit_id, Role.SYSTEM_ADMIN),
    ]
