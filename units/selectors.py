from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from common.calendar import WorkCalendar
from common.errors import InvalidError, PortalError
from common.limits import Limit
from units.models import (
    CalendarDay,
    CalendarYear,
    Delegation,
    Government,
    Membership,
    Rule,
    RuleSet,
    Unit,
)
from units.roles import PERMISSIONS, Permission, Role
from units.rule_sets import shipped_rule_sets


class NoSuchUnitError(InvalidError):
    words = _("%(government)s没有名为“%(name)s”的单位；名称要和计划里的一样，计划要先装入。")


class RuleMissingError(PortalError):
    words = _("时限规则“%(rule_set)s”没有“%(key)s”这一条，算不出期限；请系统管理员补上以后再办理。")


def work_calendar(government_id: int) -> WorkCalendar:
    days = CalendarDay.objects.filter(government=government_id).values_list("day", "is_workday")
    years = CalendarYear.objects.filter(government=government_id).values_list("year", flat=True)
    return WorkCalendar(exceptions=dict(days), known_years=frozenset(years))


def work_calendars(government_ids: Iterable[int]) -> dict[int, WorkCalendar]:
    """The same for many. Two queries."""
    ids = list(government_ids)
    exceptions: dict[int, dict[date, bool]] = {pk: {} for pk in ids}
    years: dict[int, set[int]] = {pk: set() for pk in ids}
    days = CalendarDay.objects.filter(government__in=ids)
    for pk, day, is_workday in days.values_list("government", "day", "is_workday"):
        exceptions[pk][day] = is_workday
    known = CalendarYear.objects.filter(government__in=ids)
    for pk, year in known.values_list("government", "year"):
        years[pk].add(year)
    return {pk: WorkCalendar(exceptions[pk], frozenset(years[pk])) for pk in ids}


def rule_set_for(government: Government, kind: str) -> RuleSet:
    """The government's rule set for motions or for suggestions: the one it added last."""
    return RuleSet.objects.filter(government=government, kind=kind).latest("pk")


def governments_named(ids: Iterable[int]) -> "QuerySet[Government]":
    return Government.objects.filter(pk__in=ids).order_by("name")


def unit_named(government: str, name: str) -> Unit:
    unit = Unit.objects.filter(government__name=government, name=name).first()
    if unit is None:
        raise NoSuchUnitError(government=government, name=name)
    return unit


def limit(rule_set_id: int, key: str) -> int:
    """The amount of a rule that is no time: a percentage."""
    return rule_of(rule_set_id, key).amount


def limit_of(rule_set_id: int, key: str) -> Limit:
    """A rule in its own measure, to be counted from a day with the government's calendar."""
    rule = rule_of(rule_set_id, key)
    return Limit(rule.amount, rule.measure)


def rule_of(rule_set_id: int, key: str) -> Rule:
    """A set added before the portal learned the rule goes by the one that ships, until it has its own."""
    rule = Rule.objects.filter(rule_set=rule_set_id, key=key).first()
    return rule or _shipped_rule(RuleSet.objects.get(pk=rule_set_id), key)


def _shipped_rule(rule_set: RuleSet, key: str) -> Rule:
    shipped = (
        rule
        for content in shipped_rule_sets()
        if content["kind"] == rule_set.kind
        for rule in content["rules"]
    )
    values = next((rule for rule in shipped if rule["key"] == key), None)
    if values is None:
        raise RuleMissingError(rule_set=rule_set, key=key)
    return Rule(rule_set=rule_set, **values)


def answer_limit(rule_set_id: int) -> Limit | None:
    """Within which the deputies are to be answered, where the rules say so."""
    rule = Rule.objects.filter(rule_set=rule_set_id, key="answer").first()
    return Limit(rule.amount, rule.measure) if rule else None


def people_with(permission: Permission, unit_ids: Iterable[int], today: date) -> list[Membership]:
    """Active people who hold a permission in one of the units, each with unit and user.

    For a unit that was merged, the people of the one it was merged into. For what heads may do, also
    those who stand in for one.
    """
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    unit_ids = list(unit_ids)
    is_meant = Q(unit__in=unit_ids) | Q(unit__predecessors__in=unit_ids)
    is_permitted = Q(role__in=roles)
    if Role.HEAD in roles:
        standing = Delegation.objects.standing_on(today)
        is_permitted |= Q(Exists(standing.filter(delegate=OuterRef("user"), unit=OuterRef("unit"))))
    return list(
        Membership.objects.valid_on(today)
        .filter(is_meant, is_permitted, user__is_active=True)
        .distinct()
        .select_related("user", "unit")
        .order_by("unit_id", "user_id")
    )


def posts_in_governments(
    permission: Permission, government_ids: Iterable[int], today: date
) -> list[Membership]:
    """Active people who hold a permission in any unit of these, each post with unit and user."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    return list(
        Membership.objects.valid_on(today)
        .filter(unit__government__in=government_ids, role__in=roles, user__is_active=True)
        .select_related("user", "unit")
        .order_by("user_id", "pk")
    )
