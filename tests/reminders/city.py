"""A city with its plan and the people whom reminders go to."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings

from notifications.models import Message
from reminders.models import Reminder
from reminders.services import RULES, Sweep, send_reminders
from tasks.models import Obligation
from tests.copies import made_once
from tests.playing import KAIFENG, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime

    from motions.models import Plan
    from units.models import User


@dataclass
class City:
    plan: Plan
    clerks: dict[str, User] = field(default_factory=dict)
    heads: dict[str, User] = field(default_factory=dict)
    office: User | None = None
    bureau: User | None = None

    def owed(self, unit: str, due_on: str, kind: str = "filing") -> Obligation:
        return Obligation.objects.get(
            plan=self.plan, kind=kind, unit__name=unit, original_due_on=due_on
        )

    def file_all(self, due_on: str, *, but: str = "") -> None:
        """As the report's services note it, without the reports."""
        for owed in Obligation.objects.filter(plan=self.plan, due_on=due_on).exclude(
            unit__name=but
        ):
            meet(owed, at(due_on))


SHIPPED_RULES = json.loads((settings.BASE_DIR / RULES).read_text("utf-8"))
BETWEEN_UNITS = (Obligation.Kind.CONTRIBUTION, Obligation.Kind.CO_SIGNATURE)


def open_city(fixture: str = KAIFENG, *, between_units: bool = False) -> City:
    """A clerk and a head in each unit that owes something, somebody in the office and the bureau.

    Without `between_units` only what is owed to the office and the deputies is there.
    """
    name = f"city of {fixture}, {between_units=}"
    return made_once(name, lambda: _opened(fixture, between_units=between_units))


def _opened(fixture: str, *, between_units: bool) -> City:
    city = City(load(fixture))
    if not between_units:
        Obligation.objects.filter(plan=city.plan, kind__in=BETWEEN_UNITS).delete()
    units = Unit.objects.filter(obligations__plan=city.plan).distinct().order_by("pk")
    for unit in units:
        city.clerks[unit.name] = person(unit, Role.CLERK).user
        city.heads[unit.name] = person(unit, Role.HEAD).user
    city.office = person(city.plan.reviewing_unit_id, Role.OFFICE).user
    if city.plan.supervisor_unit_id:
        city.bureau = person(city.plan.supervisor_unit_id, Role.SUPERVISOR).user
    return city


def meet(owed: Obligation, now: datetime) -> None:
    owed.met_at = now
    owed.save()


def move(owed: Obligation, due_on: date) -> None:
    owed.due_on = due_on
    owed.reason = "经批准延期"
    owed.save()


def sweep(day: str, hour: int = 9) -> Sweep:
    return send_reminders(now=at(day, hour))


def inbox(user: User) -> list[Message]:
    """The reminders in it."""
    rows = Message.objects.inbox_of(user).filter(key__startswith="reminders/")
    return list(rows.order_by("pk"))


def offsets(user: User, owed: Obligation, decision: str = Reminder.Decision.TELL) -> list[int]:
    """Which rungs the person was told of, in the order of telling."""
    rows = Reminder.objects.filter(
        recipient=user, obligation=owed, channel="inbox", decision=decision
    ).select_related("rule")
    return [row.rule.offset for row in rows.order_by("created_at", "rule__offset")]
