"""Playing the work of a plan through the services, as its people would."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from motions.models import Plan
from reports.gathering import shares_of
from reports.models import Figure, Filing, MilestoneResult, Part
from reports.selectors import parts_with_content, previous_figures
from reports.services.drafting import (
    FigureEntry,
    PartContent,
    save_part,
    send_for_signature,
    start_filing,
)
from reports.services.reviewing import PartDecision, finish_review, open_review
from reports.services.signing import sign_and_submit
from reports.warnings import warnings_of
from reports.workflow import Decision
from tasks.goals import gathers_figures, goal_of
from tasks.models import Obligation
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tests.co_signing import sign_all
from tests.copies import OF_A_PLAN, made_once
from units.models import Membership, Unit, User
from units.permissions import Access, access_of
from units.roles import Role

KAIFENG = "kaifeng-2022-7.json"
SECOND_CITY = "second-city.json"
FIRST_DAY = date(2022, 8, 24)
WORDS = "按计划推进。"


def load(name: str = KAIFENG) -> Plan:
    """The plan of one of the fixtures. Into an empty database a copy is put back where there is one."""
    return Plan.objects.get(pk=made_once(name, lambda: _loaded(name), OF_A_PLAN))


def _loaded(name: str) -> int:
    data = (Path(settings.BASE_DIR) / "fixtures" / name).read_bytes()
    return load_plan(read_plan_file(data)).plan.pk


def at(day: date | str, hour: int = 9, minute: int = 0) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


@dataclass(frozen=True)
class Person:
    user: User
    access: Access


def person(unit: Unit | int, *roles: str, name: str = "") -> Person:
    """Somebody with these roles in a unit; the same somebody when asked again."""
    unit_id = unit if isinstance(unit, int) else unit.pk
    name = name or f"{'-'.join(roles)}-{unit_id}"
    user, is_new = User.objects.get_or_create(
        username=name, defaults={"name": name, "email": f"{name}@example.test"}
    )
    for role in roles if is_new else ():
        Membership.objects.create(user=user, unit_id=unit_id, role=role)
    return Person(user, access_of(user, FIRST_DAY))


def _as_written(part: Part, content: PartContent) -> Part:
    """What the page would warn of once this is saved, known before, so that each part is saved once."""
    part.narrative, part.problems, part.is_nil = content.narrative, content.problems, content.is_nil
    part._prefetched_objects_cache |= {
        "figures": [Figure(part=part, **vars(row)) for row in content.figures],
        "milestone_results": [
            MilestoneResult(part=part, **vars(row)) for row in content.milestones
        ],
    }
    return part


class Player:
    """The people of one lead unit and of the office, and the steps they take."""

    def __init__(self, plan: Plan, unit: str, *, stage: int = 0) -> None:
        self.plan = plan
        self.unit = Unit.objects.get(government=plan.government, name=unit)
        self.clerk = person(self.unit, Role.CLERK)
        self.head = person(self.unit, Role.HEAD)
        self.office = person(plan.reviewing_unit_id, Role.OFFICE)
        stages = plan.deadlines.filter(kind="report").order_by("due_on")
        self.obligation = Obligation.objects.get(
            unit=self.unit, deadline=stages[stage], kind=Obligation.Kind.FILING
        )

    @property
    def filing(self) -> Filing:
        return Filing.objects.select_related(
            "obligation__plan",
            "obligation__unit",
            "obligation__deadline",
            "draft",
            "latest_version",
        ).get(obligation=self.obligation)

    @property
    def filing_id(self) -> int:
        return Filing.objects.values_list("pk", flat=True).get(obligation=self.obligation)

    @property
    def owed(self) -> Obligation:
        return Obligation.objects.get(pk=self.obligation.pk)

    def start(self, now: datetime) -> Filing:
        return start_filing(
            obligation_id=self.obligation.pk, by=self.clerk.user, access=self.clerk.access, now=now
        )

    def draft_parts(self) -> list[Part]:
        return parts_with_content(self.filing.draft)

    def write(self, now: datetime, *, share: str = "0.5", nil: bool = False) -> None:
        """Every open part, with figures of `share` of the goal and an explanation of every warning."""
        filing = self.filing
        parts = [part for part in parts_with_content(filing.draft) if not part.is_locked]
        earlier, shares = previous_figures(filing), shares_of(parts, None)
        for part in parts:
            content = self._content(part, now, share=share, nil=nil)
            found = warnings_of(_as_written(part, content), earlier, shares)
            explained = {warning.key: "情况属实。" for warning in found}
            content = replace(content, explanations=explained)
            self.save(part, content, now, revision=part.revision)

    def save(
        self, part: Part, content: PartContent, now: datetime, *, revision: int | None = None
    ) -> Part:
        if revision is None:
            revision = Part.objects.get(pk=part.pk).revision
        return save_part(
            part_id=part.pk,
            by=self.clerk.user,
            access=self.clerk.access,
            revision=revision,
            content=content,
            now=now,
        )

    def _content(self, part: Part, now: datetime, *, share: str, nil: bool) -> PartContent:
        if nil:
            return PartContent(is_nil=True)
        task = part.obligation.task
        day = min(timezone.localdate(now), self.obligation.due_on)
        figures = ()
        if gathers_figures(task, self.unit.pk):
            figures = tuple(
                FigureEntry(
                    target.pk, (goal_of(target) * Decimal(share)).quantize(Decimal("0.01")), day
                )
                for target in task.targets.all()
                if not target.is_scope
            )
        return PartContent(narrative=WORDS, figures=figures)

    def send(self, now: datetime) -> None:
        send_for_signature(
            filing_id=self.filing_id, by=self.clerk.user, access=self.clerk.access, now=now
        )

    def sign(self, now: datetime, *, co_signed: bool = True) -> None:
        """With `co_signed` every further lead agrees first."""
        if co_signed:
            sign_all(self, now)
        filing = self.filing
        sign_and_submit(
            filing_id=filing.pk,
            by=self.head.user,
            access=self.head.access,
            seen_revision=filing.draft.revision,
            now=now,
        )

    def open(self, now: datetime) -> None:
        open_review(
            filing_id=self.filing_id, by=self.office.user, access=self.office.access, now=now
        )

    def decide(self, now: datetime, *, returned: tuple[str, ...] = ()) -> None:
        """Accept every pending part, except those of the leaves in `returned`."""
        filing = self.filing
        parts = filing.latest_version.parts.filter(decision=Decision.PENDING).select_related(
            "obligation__task"
        )
        decisions = {
            part.pk: PartDecision(Decision.RETURNED, "数字与上次不符，请核实。")
            if part.obligation.task.key in returned
            else PartDecision(Decision.ACCEPTED)
            for part in parts
        }
        finish_review(
            filing_id=filing.pk,
            by=self.office.user,
            access=self.office.access,
            version_id=filing.latest_version_id,
            decisions=decisions,
            now=now,
        )

    def submit(self, now: datetime, **written: object) -> None:
        """From the start to the office, all at one moment."""
        self.start(now)
        self.write(now, **written)
        self.send(now)
        self.sign(now)

    def accept(self, now: datetime) -> None:
        self.open(now)
        self.decide(now)
