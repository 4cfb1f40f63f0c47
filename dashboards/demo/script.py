"""Who does what when: the script, what is left of it to be played, and one step of one person."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from common.errors import PortalError
from events.models import Event
from motions.models import Plan
from notifications.services import mark_all_read
from reports.models import Filing, FilingEvent
from reports.services.steps import local_day
from tasks.models import Obligation
from units.models import Unit, User
from units.permissions import Access, access_of

SCRIPT = Path("fixtures") / "demo-filings.json"
ONE_DAY = timedelta(days=1)


class NoDemoInProductionError(PortalError):
    words = _("正式运行时不装入演示填报。")


class PlanOrPeopleMissingError(PortalError):
    words = _("找不到“%(what)s”：请先装入计划和演示人员，再装入演示填报。")


class AlreadyFiledError(PortalError):
    words = _(
        "这里已经有人填报过：演示填报只装进没有人动过的平台。请用 make demo，它有自己的文件夹。"
    )


@dataclass(frozen=True)
class Step:
    """`owed`: what it is about, where that is one obligation. `said`: whatever the kind needs."""

    at: datetime
    who: str
    do: str
    owed: str
    said: dict[str, Any]


@dataclass(frozen=True)
class Day:
    """A day of the play; on most days nobody works, and only reminders go out."""

    on: date
    steps: tuple[Step, ...]

    @property
    def moments(self) -> set[datetime]:
        return {step.at for step in self.steps}


@dataclass(frozen=True)
class Script:
    """`people`: of the units that nobody signs in for. `contributions`: by stage and leaf.

    `figures`: what each unit tells its lead, by stage, leaf, target and unit.
    """

    government: str
    plan: str
    first_day: date
    ends: datetime
    people: tuple[dict[str, Any], ...]
    owed: dict[str, dict[str, Any]]
    contributions: dict[str, dict[str, list[str]]]
    figures: dict[str, dict[str, dict[str, dict[str, str]]]]
    steps: tuple[Step, ...]

    @property
    def days(self) -> Iterator[Day]:
        by_day = {
            day: tuple(steps) for day, steps in groupby(self.steps, lambda s: local_day(s.at))
        }
        day = self.first_day
        while day <= local_day(self.ends):
            yield Day(day, by_day.get(day, ()))
            day += ONE_DAY


@dataclass(frozen=True)
class Cast:
    """Everybody and everything the script names. `codes`: of the rating links made on this very day."""

    script: Script
    plan: Plan
    people: dict[str, User]
    owed: dict[str, Obligation]
    codes: dict[tuple[str, int], str]

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(government=self.plan.government_id, name=name)


def read_script() -> Script:
    content = json.loads((settings.BASE_DIR / SCRIPT).read_text("utf-8"))
    steps = tuple(
        Step(_moment(row.pop("at")), row.pop("who"), row.pop("do"), row.pop("owed", ""), row)
        for row in content["steps"]
    )
    return Script(
        government=content["government"],
        plan=content["plan"],
        first_day=date.fromisoformat(content["first_day"]),
        ends=_moment(content["ends"]),
        people=tuple(content["people"]),
        owed=content["owed"],
        contributions=content["contributions"],
        figures=content["figures"],
        steps=steps,
    )


def days_to_play(script: Script) -> list[Day]:
    """What is left of the script: all of it, what an interrupted run left, or nothing.

    Each day is played whole or not at all, and a step is known by its very moment.
    """
    if settings.IN_PRODUCTION:
        raise NoDemoInProductionError
    if not clock.is_rehearsal():
        raise clock.NoRehearsalClockError
    filed = set(FilingEvent.objects.values_list("at", flat=True))
    taken = filed | set(Event.objects.values_list("at", flat=True))
    days = list(script.days)
    played = [day for day in days if taken & day.moments]
    if played and not any(day.steps for day in days if day.on > played[-1].on):
        return []
    if taken - {step.at for step in script.steps} or _somebody_real_has_filed():
        raise AlreadyFiledError
    return [day for day in days if not played or day.on > played[-1].on]


def _somebody_real_has_filed() -> bool:
    return FilingEvent.objects.filter(by__is_sample=False).exists()


def cast_of(script: Script) -> Cast:
    people = {user.username: user for user in User.objects.filter(is_sample=True)}
    for step in script.steps:
        if step.who not in people:
            raise PlanOrPeopleMissingError(what=step.who)
    plan = Plan.objects.filter(government__name=script.government, slug=script.plan).first()
    if plan is None:
        raise PlanOrPeopleMissingError(what=script.plan)
    owed = {name: _owed(plan, row) for name, row in script.owed.items()}
    return Cast(script, plan, people, owed, codes={})


def _owed(plan: Plan, row: dict[str, Any]) -> Obligation:
    """A filing by unit and stage, a reply by the motion's place."""
    if "motion" in row:
        wanted = {"kind": Obligation.Kind.REPLY, "motion__order": row["motion"]}
    else:
        wanted = {
            "kind": Obligation.Kind.FILING,
            "unit__name": row["unit"],
            "deadline__due_on": row["due"],
        }
    found = Obligation.objects.filter(plan=plan, **wanted).first()
    if found is None:
        raise PlanOrPeopleMissingError(what="、".join(map(str, row.values())))
    return found


class Turn:
    """One step of one person."""

    def __init__(self, cast: Cast, step: Step) -> None:
        self.cast = cast
        self.plan = cast.plan
        self.owed_name = step.owed
        self.by = cast.people[step.who]
        self.now = step.at
        self.said = step.said
        mark_all_read(by=self.by, now=self.now)  # whoever sits down to work reads the inbox first

    @property
    def owed(self) -> Obligation:
        return self.cast.owed[self.owed_name]

    @cached_property
    def access(self) -> Access:
        return access_of(self.by, local_day(self.now))

    @property
    def unit_ids(self) -> list[int]:
        return list(self.access.units)

    @property
    def filing(self) -> Any:
        """Typed as anything: the script knows at which step there is a draft."""
        return Filing.objects.select_related(
            "obligation", "draft__filing", "latest_version__filing"
        ).get(obligation=self.owed)

    @property
    def actor(self) -> dict[str, Any]:
        return {"by": self.by, "access": self.access, "now": self.now}

    @property
    def step(self) -> dict[str, Any]:
        return {"filing_id": self.filing.pk, **self.actor}


def _moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))
