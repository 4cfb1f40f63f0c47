"""The rules are kept by the system administrator of the same government."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from reminders.models import ReminderRule
from reminders.services import seed_rules
from tests.playing import KAIFENG, SECOND_CITY, load, person
from units.models import Membership
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule() -> ReminderRule:
    plan = load(SECOND_CITY)
    seed_rules(government=plan.government)
    return ReminderRule.objects.get(kind="filing", offset=-3)


def address(rule: ReminderRule) -> str:
    return reverse("admin:reminders_reminderrule_change", args=[rule.pk])


def keeper_of(rule: ReminderRule) -> object:
    unit = rule.government.units.first()
    return person(unit, Role.SYSTEM_ADMIN).user


def fields(rule: ReminderRule, **changes: object) -> dict[str, object]:
    return {
        "government": rule.government_id,
        "kind": rule.kind,
        "offset": rule.offset,
        "measure": rule.measure,
        "audiences": rule.audiences,
        "channels": rule.channels,
        "is_active": "on",
    } | changes


def test_a_rule_is_changed_and_its_history_kept(client, rule):
    client.force_login(keeper_of(rule))
    answer = client.post(address(rule), fields(rule, audiences=["clerks", "heads"], offset=-4))
    assert answer.status_code == 302
    rule.refresh_from_db()
    assert (rule.offset, rule.audiences) == (-4, ["clerks", "heads"])
    assert rule.history.count() == 2


def test_a_changed_rule_speaks_from_the_day_after(client, rule, settings):
    """What was said of the days before is not said again by another rung."""
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)
    client.force_login(keeper_of(rule))
    client.post(address(rule), fields(rule))
    rule.refresh_from_db()
    assert rule.from_on is None
    client.post(address(rule), fields(rule, offset=-4))
    rule.refresh_from_db()
    assert rule.from_on == date(2022, 8, 25)


def test_a_rule_is_of_a_plan_of_its_own_government(client, rule):
    """The administrator of two governments could set one's rule on the other's plan."""
    keeper, abroad = keeper_of(rule), load(KAIFENG)
    Membership.objects.create(user=keeper, unit_id=abroad.host_unit_id, role=Role.SYSTEM_ADMIN)
    client.force_login(keeper)
    answer = client.post(address(rule), fields(rule, plan=abroad.pk))
    assert "这个计划不属于所选的政府" in answer.text
    rule.refresh_from_db()
    assert rule.plan is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"audiences": ["everybody"]},
        {"audiences": []},
        {"channels": ["fax"]},
        {"offset": -5},
        {"offset": 401},
        {"offset": -30_000},
    ],
)
def test_a_wrong_rule_is_refused(client, rule, wrong):
    client.force_login(keeper_of(rule))
    assert client.post(address(rule), fields(rule, **wrong)).status_code == 200
    rule.refresh_from_db()
    assert rule.offset == -3


def test_nobody_else_changes_it_and_nobody_deletes_it(client, rule):
    office = person(rule.government.units.first(), Role.OFFICE, name="office").user
    client.force_login(office)
    assert client.post(address(rule), fields(rule, offset=-4)).status_code in {302, 403}
    client.force_login(keeper_of(rule))
    delete = reverse("admin:reminders_reminderrule_delete", args=[rule.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    rule.refresh_from_db()
    assert rule.offset == -3
