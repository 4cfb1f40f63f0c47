"""Sample filings, played through the services by the sample people as they would file themselves.

`fixtures/demo-filings.json` says who takes which step at which moment; this module only plays it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import clock
from common.errors import PortalError
from notifications.services import mark_all_read
from reports.co_signatures import gaps_of
from reports.gathering import shares_of
from reports.models import Filing, FilingEvent, Part
from reports.selectors import parts_with_content, previous_figures
from reports.services import (
    co_signing,
    contributing,
    correcting,
    drafting,
    paper,
    reviewing,
    signing,
)
from reports.services.attachments import add_attachment
from reports.services.contributing import ContributionContent
from reports.services.drafting import FigureEntry, MilestoneEntry, PartContent
from reports.services.reply import register_reply
from reports.services.reviewing import PartDecision
from reports.services.steps import local_day
from reports.warnings import warnings_of
from reports.workflow import CoSignatureStatus, Decision
from tasks.models import Obligation
from units.models import User
from units.permissions import Access, access_of

SCRIPT = Path("fixtures") / "demo-filings.json"
FILES = Path("fixtures") / "demo-files"
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
    """`said` is whatever the kind of step needs: reasons, parts, copies."""

    at: datetime
    who: str
    owed: str
    do: str
    said: dict[str, Any]


@dataclass(frozen=True)
class Day:
    """A day of the play; on most days nobody files, and only reminders go out."""

    on: date
    steps: tuple[Step, ...]

    @property
    def moments(self) -> set[datetime]:
        return {step.at for step in self.steps}

    @transaction.atomic
    def play(self, cast: "Cast") -> None:
        for step in self.steps:
            PLAYED[step.do](Turn(cast, step))


@dataclass(frozen=True)
class Script:
    government: str
    plan: str
    first_day: date
    ends: datetime
    owed: dict[str, dict[str, Any]]
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
    """Everybody and everything the script names."""

    people: dict[str, User]
    owed: dict[str, Obligation]


def read_script() -> Script:
    content = json.loads((settings.BASE_DIR / SCRIPT).read_text("utf-8"))
    steps = tuple(
        Step(_moment(row.pop("at")), row.pop("who"), row.pop("owed"), row.pop("do"), row)
        for row in content["steps"]
    )
    return Script(
        government=content["government"],
        plan=content["plan"],
        first_day=date.fromisoformat(content["first_day"]),
        ends=_moment(content["ends"]),
        owed=content["owed"],
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
    taken = set(FilingEvent.objects.values_list("at", flat=True))
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
    return Cast(people, {name: _owed(script, row) for name, row in script.owed.items()})


def _owed(script: Script, row: dict[str, Any]) -> Obligation:
    """A filing by unit and stage, a contribution by its leaf too, a reply by the motion's place."""
    if "motion" in row:
        wanted = {"kind": Obligation.Kind.REPLY, "motion__order": row["motion"]}
    else:
        wanted = {"unit__name": row["unit"], "deadline__due_on": row["due"]}
        wanted |= (
            {"kind": Obligation.Kind.CONTRIBUTION, "task__number": row["leaf"]}
            if "leaf" in row
            else {"kind": Obligation.Kind.FILING}
        )
    found = Obligation.objects.filter(
        plan__government__name=script.government, plan__slug=script.plan, **wanted
    ).first()
    if found is None:
        raise PlanOrPeopleMissingError(what="、".join(map(str, row.values())))
    return found


class Turn:
    """One step of one person."""

    def __init__(self, cast: Cast, step: Step) -> None:
        self.owed = cast.owed[step.owed]
        self.by = cast.people[step.who]
        self.now = step.at
        self.said = step.said
        mark_all_read(by=self.by, now=self.now)  # whoever sits down to work reads the inbox first

    @cached_property
    def access(self) -> Access:
        return access_of(self.by, local_day(self.now))

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


def _start(turn: Turn) -> None:
    drafting.start_filing(obligation_id=turn.owed.pk, **turn.actor)


def _cover(turn: Turn) -> None:
    draft = turn.filing.draft
    drafting.save_cover(
        filing_id=turn.filing.pk,
        by=turn.by,
        access=turn.access,
        cover_revision=draft.cover_revision,
        contact=draft.contact,
        **turn.said,
    )


def _write(turn: Turn) -> None:
    for number, said in turn.said["parts"].items():
        _write_part(turn, _draft_part(turn, number), said, explained={})
        if "explanation" in said:
            _explain(turn, _draft_part(turn, number), said)


def _draft_part(turn: Turn, number: str) -> Part:
    parts = parts_with_content(turn.filing.draft)
    return next(part for part in parts if _task(part).number == number)


def _task(part: Part) -> Any:
    return part.obligation.task


def _write_part(turn: Turn, part: Part, said: dict[str, Any], *, explained: dict[str, str]) -> None:
    content = _content(turn, part, said, explained)
    drafting.save_part(part_id=part.pk, revision=part.revision, content=content, **turn.actor)
    for name in said.get("files", ()):
        file = BytesIO((settings.BASE_DIR / FILES / name).read_bytes())
        add_attachment(part_id=part.pk, name=name, file=file, **turn.actor)


def _explain(turn: Turn, part: Part, said: dict[str, Any]) -> None:
    found = warnings_of(part, previous_figures(turn.filing), shares_of([part], None))
    explained = {warning.key: said["explanation"] for warning in found}
    _write_part(turn, part, {**said, "files": ()}, explained=explained)


def _content(
    turn: Turn, part: Part, said: dict[str, Any], explained: dict[str, str]
) -> PartContent:
    """Figures stand at the day of writing, but never after the end of their stage."""
    task = _task(part)
    targets = {target.name: target.pk for target in task.targets.all()}
    milestones = {row.name: row.pk for row in task.milestones.all()}
    as_of = min(local_day(turn.now), turn.owed.due_on)
    return PartContent(
        narrative=said.get("narrative", ""),
        problems=said.get("problems", ""),
        is_nil=said.get("nil", False),
        figures=tuple(
            FigureEntry(targets[name], Decimal(value), as_of)
            for name, value in said.get("figures", {}).items()
        ),
        milestones=tuple(
            MilestoneEntry(milestones[name], date.fromisoformat(row["on"]), row["evidence"])
            for name, row in said.get("milestones", {}).items()
        ),
        explanations=explained,
    )


def _send(turn: Turn) -> None:
    drafting.send_for_signature(**turn.step)


def _put_up(turn: Turn) -> None:
    co_signing.put_up(**turn.step)


def _co_sign(turn: Turn) -> None:
    """What was put up to the person's unit, but for an objection to the leaves in `objected`."""
    objected = turn.said.get("objected", {})
    for row in gaps_of(turn.filing.draft):
        if (
            row.status != CoSignatureStatus.AWAITING
            or row.obligation.unit_id not in turn.access.units
        ):
            continue
        seen: dict[str, Any] = {"co_signature_id": row.pk, "seen_revision": row.part.revision}
        reason = objected.get(_task(row.part).number)
        if reason:
            co_signing.object_to(**seen, reason=reason, **turn.actor)
        else:
            co_signing.co_sign(**seen, **turn.actor)


def _contribute(turn: Turn) -> None:
    contributing.write_contribution(
        obligation_id=turn.owed.pk,
        revision=0,
        content=ContributionContent(**turn.said),
        **turn.actor,
    )


def _send_contribution(turn: Turn) -> None:
    contributing.send_contribution(obligation_id=turn.owed.pk, seen_revision=1, **turn.actor)


def _give_back(turn: Turn) -> None:
    drafting.give_back(**turn.step, **turn.said)


def _sign(turn: Turn) -> None:
    signing.sign_and_submit(**turn.step, seen_revision=turn.filing.draft.revision)


def _open(turn: Turn) -> None:
    reviewing.open_review(**turn.step)


def _decide(turn: Turn) -> None:
    """Accept every part that waits, except those in `returned`, by number with the reason."""
    version = turn.filing.latest_version
    returned = turn.said.get("returned", {})
    decisions = {}
    for part in version.parts.select_related("obligation__task"):
        reason = returned.get(_task(part).number)
        decision = Decision.RETURNED if reason else Decision.ACCEPTED
        decisions[part.pk] = PartDecision(decision, reason or "")
    reviewing.finish_review(**turn.step, version_id=version.pk, decisions=decisions)


def _paper(turn: Turn) -> None:
    paper.register_paper(
        obligation_id=turn.owed.pk, arrived_on=local_day(turn.now), **turn.actor, **turn.said
    )


def _reply(turn: Turn) -> None:
    register_reply(
        obligation_id=turn.owed.pk,
        **turn.actor,
        replied_on=date.fromisoformat(turn.said["replied_on"]),
        document_number=turn.said["document_number"],
    )


def _ask_correction(turn: Turn) -> None:
    correcting.ask_correction(**turn.step, **turn.said)


def _grant_correction(turn: Turn) -> None:
    correcting.grant_correction(**turn.step)


PLAYED = {
    "start": _start,
    "cover": _cover,
    "write": _write,
    "contribute": _contribute,
    "send_contribution": _send_contribution,
    "put_up": _put_up,
    "co_sign": _co_sign,
    "send": _send,
    "give_back": _give_back,
    "sign": _sign,
    "open": _open,
    "decide": _decide,
    "paper": _paper,
    "reply": _reply,
    "ask_correction": _ask_correction,
    "grant_correction": _grant_correction,
}


def _moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))
