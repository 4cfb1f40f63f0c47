"""Every read of the reminders page."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from common.errors import NotAllowedError, NotVisibleError
from motions.models import Plan
from reminders.ledger import RELATED_OF_A_ROW
from reminders.models import Reminder
from reminders.permissions import can_see_deliveries
from reminders.planning.forecast import Planned, forecast
from reminders.planning.rules import rules_in_force
from reminders.words import audience_words, channel_words, rung_words
from units.models import User
from units.permissions import Access
from units.selectors import work_calendar

AHEAD = timedelta(days=14)


def plan_for(access: Access, plan_id: int) -> Plan:
    """The plan, if this person may see who was reminded."""
    plan = Plan.objects.visible_to(access).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisibleError
    if not can_see_deliveries(access, plan):
        raise NotAllowedError
    return plan


# -- what was sent -----------------------------------------------------------------------------------


def deliveries(plan: Plan, *, state: str = "", person: User | None = None) -> QuerySet[Reminder]:
    """The latest first."""
    rows = Reminder.objects.filter(obligation__plan=plan)
    if state:
        rows = rows.in_state(state)
    if person:
        rows = rows.filter(recipient=person)
    return rows.select_related(*RELATED_OF_A_ROW).order_by("-pk")


def people_reminded(plan: Plan) -> QuerySet[User]:
    return User.objects.filter(reminders__obligation__plan=plan).distinct().order_by("name", "pk")


# -- what will be sent -------------------------------------------------------------------------------


def upcoming(plan: Plan, today: date) -> list[Planned]:
    """After today, up to two weeks ahead, by day."""
    calendar = work_calendar(plan.government_id)
    return forecast({plan: rules_in_force(plan)}, calendar, today=today, until=today + AHEAD)


# -- the rules ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleLine:
    kind: str
    rung: str
    audiences: str
    channels: str


def rule_lines(plan: Plan) -> list[RuleLine]:
    return [
        RuleLine(
            rule.get_kind_display(), rung_words(rule), audience_words(rule), channel_words(rule)
        )
        for _kind, rules in sorted(rules_in_force(plan).items())
        for rule in rules
    ]
