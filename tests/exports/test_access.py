"""Who may take what out of the portal."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.directive_facts import OFFICE_UNIT, SUPERVISOR_UNIT
from tests.playing import person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db

NAMES = ("exports", "ledger", "summary_pdf", "ledger_xlsx")
READERS = [
    (OFFICE_UNIT, Role.OFFICE),
    (SUPERVISOR_UNIT, Role.SUPERVISOR),
    ("市政府办公室", Role.VICE_MAYOR),
]
OTHERS = [
    ("市财政局", Role.CLERK),
    ("市财政局", Role.HEAD),
    (OFFICE_UNIT, Role.CLERK),
    (OFFICE_UNIT, Role.SYSTEM_ADMIN),
    ("市财政局", Role.OFFICE),  # an office, but not this plan's
]


def statuses(plan: Plan, unit_name: str, role: str, *, of: Plan | None = None) -> set[int]:
    unit, _is_new = Unit.objects.get_or_create(government_id=plan.government_id, name=unit_name)
    client = Client()
    client.force_login(person(unit, role).user)
    addresses = [reverse(name, args=[(of or plan).pk]) for name in NAMES]
    return {client.get(address, {"task": "t1"}).status_code for address in addresses}


@pytest.mark.parametrize(("unit", "role"), READERS)
def test_who_reads_the_whole_plan_takes_it_out(plan: Plan, unit: str, role: str) -> None:
    assert statuses(plan, unit, role) == {HTTPStatus.OK}


@pytest.mark.parametrize(("unit", "role"), OTHERS)
def test_nobody_else_of_this_city_does(plan: Plan, unit: str, role: str) -> None:
    assert statuses(plan, unit, role) == {HTTPStatus.FORBIDDEN}


@pytest.mark.parametrize(("unit", "role"), READERS + OTHERS)
def test_another_citys_plan_does_not_exist(
    plan: Plan, second_city: Plan, unit: str, role: str
) -> None:
    assert statuses(plan, unit, role, of=second_city) == {HTTPStatus.NOT_FOUND}


def test_nobody_without_signing_in(plan: Plan) -> None:
    for name in NAMES:
        response = Client().get(reverse(name, args=[plan.pk]))
        assert response.url.startswith(reverse("login"))


def test_they_only_read(plan: Plan) -> None:
    client = Client()
    office = Unit.objects.get(pk=plan.reviewing_unit_id)
    client.force_login(person(office, Role.OFFICE).user)
    for name in NAMES:
        response = client.post(reverse(name, args=[plan.pk]))
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
