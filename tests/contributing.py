"""Playing what responsible units write to their leads, as their people would."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from reports.models import Contribution, ContributionVersion
from reports.services.contributing import (
    ContributionContent,
    return_contribution,
    revise_contribution,
    send_contribution,
    write_contribution,
)
from reports.services.drafting import FigureEntry
from tasks.models import Obligation, Target
from tests.playing import person
from units.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from motions.models import Plan

WORDS = "本县项目按计划推进。"


@dataclass
class Contributor:
    """The clerk and the head of one responsible unit, on one leaf of one stage."""

    plan: Plan
    unit: str
    leaf: str
    stage: int = 0

    def __post_init__(self) -> None:
        stages = self.plan.deadlines.filter(kind="report").order_by("due_on")
        self.owed = Obligation.objects.select_related("unit", "task").get(
            plan=self.plan,
            kind=Obligation.Kind.CONTRIBUTION,
            unit__name=self.unit,
            task__key=self.leaf,
            deadline=stages[self.stage],
        )
        self.clerk = person(self.owed.unit, Role.CLERK)
        self.head = person(self.owed.unit, Role.HEAD)

    @property
    def contribution(self) -> Contribution:
        return Contribution.objects.select_related("draft", "standing").get(obligation=self.owed)

    def target(self, name: str) -> Target:
        return Target.objects.get(task=self.owed.task, name=name)

    def write(self, now: datetime, *, words: str = WORDS, **figures: object) -> None:
        """`figures`: by the name of a target what the unit has reached, as of the day of writing."""
        found = Contribution.objects.filter(obligation=self.owed, draft__isnull=False).first()
        write_contribution(
            obligation_id=self.owed.pk,
            by=self.clerk.user,
            access=self.clerk.access,
            revision=found.draft.revision if found else 0,
            content=ContributionContent(
                narrative=words,
                problems="缺用地指标。",
                figures=tuple(
                    FigureEntry(self.target(name).pk, Decimal(str(value)), now.date())
                    for name, value in figures.items()
                ),
            ),
            now=now,
        )

    def send(self, now: datetime) -> ContributionVersion:
        """As whoever has the page open: also when a colleague has just sent it."""
        draft = self.contribution.draft
        return send_contribution(
            obligation_id=self.owed.pk,
            by=self.head.user,
            access=self.head.access,
            seen_revision=draft.revision if draft else 0,
            now=now,
        )

    def submit(self, now: datetime, **figures: object) -> ContributionVersion:
        self.write(now, **figures)
        return self.send(now)

    def revise(self, now: datetime) -> None:
        revise_contribution(
            obligation_id=self.owed.pk, by=self.clerk.user, access=self.clerk.access, now=now
        )

    def given_back(self, now: datetime, lead: object, reason: str = "数字请核实。") -> None:
        """By the clerk of the lead."""
        return_contribution(
            obligation_id=self.owed.pk, by=lead.user, access=lead.access, reason=reason, now=now
        )
