from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from common.calendar import WorkCalendar
from common.errors import InvalidError
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
    User,
)
from units.roles import PERMISSIONS, Permission, Role


class NoSuchUnitError(InvalidError):
    words = _("%(government)s没有名为“%(name)s”的单位；名称要和计划里的一样，计划要先装入。")


def work_calendar(government_id: int) -> WorkCalendar:
    days = CalendarDay.objects.filter(government=government_id).values_list("day", "is_workday")
    years = CalendarYear.objects.filter(government=government_id).values_list("year", flat=True)
    return WorkCalendar(exceptions=dict(days), known_years=frozenset(years))


def rule_set_for(government: Government, kind: str) -> RuleSet:
    """The government's rule set for motions or for suggestions: the one it added last."""
    return RuleSet.objects.filter(government=government, kind=kind).latest("pk")


def unit_named(government: str, name: str) -> Unit:
    unit = Unit.objects.filter(government__name=government, name=name).first()
    if unit is None:
        raise NoSuchUnitError(government=government, name=name)
    return unit


def limit(rule_set_id: int, key: str) -> int:
    """The amount of a rule that is no time: a percentage."""
    return Rule.objects.get(rule_set=rule_set_id, key=key).amount


def limit_of(rule_set_id: int, key: str) -> Limit:
    """A rule in its own measure, to be counted from a day with the government's calendar."""
    rule = Rule.objects.get(rule_set=rule_set_id, key=key)
    return Limit(rule.amount, rule.measure)


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


def people_in_government(permission: Permission, government_id: int, today: date) -> list[User]:
    """Active people who hold a permission in any unit of a government, each once."""
    roles = [role for role, permissions in PERMISSIONS.items() if permission in permissions]
    posts = (
        Membership.objects.valid_on(today)
        .filter(unit__government=government_id, role__in=roles, user__is_active=True)
        .select_related("user")
        .order_by("user_id")
    )
    return list({row.user_id: row.user for row in posts}.values())
