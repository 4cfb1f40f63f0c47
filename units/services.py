"""Changes to governments, units and people."""

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.calendar import seed_years
from common.errors import InvalidError
from units.models import (
    CalendarDay,
    CalendarYear,
    Government,
    Membership,
    Rule,
    RuleSet,
    Unit,
    UnitName,
    User,
)
from units.roles import Role
from units.rule_sets import shipped_rule_sets

# The first year with published make-up days that any plan of the portal could reach back to.
FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR = 2015, 2035


class MergeRefusedError(InvalidError):
    words = _("“%(unit)s”不能并入“%(into)s”：要并入同一政府的另一个单位，并且两个单位都没有并走。")


@transaction.atomic
def open_government(*, name: str) -> Government:
    """A government with its working-day calendar and the rule sets that come with the portal."""
    government = Government.objects.create(name=name)
    _seed_calendar(government)
    for content in shipped_rule_sets():
        add_rule_set(government=government, content=content)
    return government


def _seed_calendar(government: Government) -> None:
    exceptions, known_years = seed_years(FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR)
    CalendarDay.objects.bulk_create(
        CalendarDay(government=government, day=row.day, is_workday=row.is_workday, name=row.name)
        for row in exceptions
    )
    CalendarYear.objects.bulk_create(
        CalendarYear(government=government, year=year, source="国务院办公厅节假日安排通知")
        for year in sorted(known_years)
    )


@transaction.atomic
def add_rule_set(*, government: Government, content: dict[str, Any]) -> RuleSet:
    """Plans loaded from now on go by it. A set of the same name and kind is brought up to date."""
    rule_set, _is_new = RuleSet.objects.get_or_create(
        government=government, name=content["name"], kind=content["kind"]
    )
    there = {rule.key: rule for rule in rule_set.rules.all()}
    for values in content["rules"]:
        rule = there.get(values["key"]) or Rule(rule_set=rule_set, key=values["key"])
        rule.amount, rule.measure = values["amount"], values["measure"]
        rule.source = values["source"]
        rule.save()
    return rule_set


@transaction.atomic
def rename_unit(*, unit: Unit, name: str, on: date) -> Unit:
    """The unit has the new name from a day on; what is dated before it keeps the old one."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    UnitName.objects.create(unit=unit, name=unit.name, until_on=on)
    unit.name = name
    unit.save()
    return unit


@transaction.atomic
def merge_unit(*, unit: Unit, into: Unit, on: date) -> Unit:
    """The unit ends; its people go on in the other, with the same roles, and carry its work along.

    What it owes and what it filed stays under its own name: whoever belongs to the successor acts
    for it (`units.permissions.access_of`). Units merged into it before are the successor's too.
    """
    unit, into = _both_locked(unit, into)
    unit.merged_into, unit.merged_on = into, on
    unit.save()
    for predecessor in Unit.objects.select_for_update().filter(merged_into=unit):
        predecessor.merged_into = into
        predecessor.save()
    for membership in Membership.objects.filter(unit=unit).valid_on(on):
        post = {"user_id": membership.user_id, "unit": into, "role": membership.role}
        if not Membership.objects.filter(**post).valid_on(on).exists():
            Membership.objects.create(**post, from_on=on, until_on=membership.until_on)
        membership.until_on = on
        membership.save()
    return unit


def _both_locked(unit: Unit, into: Unit) -> tuple[Unit, Unit]:
    """Refuses what would hand one government's people, or a unit that has ended, to another."""
    rows = Unit.objects.select_for_update().order_by("pk").in_bulk([unit.pk, into.pk])
    unit, into = rows[unit.pk], rows[into.pk]
    has_ended = unit.merged_into_id is not None or into.merged_into_id is not None
    if unit == into or unit.government_id != into.government_id or has_ended:
        raise MergeRefusedError(unit=unit, into=into)
    return unit, into


@transaction.atomic
def appoint_administrator(*, unit: Unit, username: str, name: str, password: str, on: date) -> User:
    """A government's first system administrator; further people are theirs to add."""
    validate_password(password)
    user = User.objects.create_user(username=username, password=password, name=name)
    Membership.objects.create(user=user, unit=unit, role=Role.SYSTEM_ADMIN, from_on=on)
    return user
