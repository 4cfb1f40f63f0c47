"""Who sees which board, and what everyone finds at the front door."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.directive_facts import OFFICE_UNIT, SUPERVISOR_UNIT
from tests.playing import SECOND_CITY, load, person
from units.models import Unit, User
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_october")]

OK, FORBIDDEN, NOT_FOUND = HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
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
    ("市财政局", Role.SUPERVISOR),
]


def client_for(plan: Plan, unit_name: str, role: str) -> Client:
    unit, _is_new = Unit.objects.get_or_create(government_id=plan.government_id, name=unit_name)
    return signed_in(person(unit, role).user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def addresses(plan: Plan) -> list[str]:
    return [
        reverse("board", args=[plan.pk]),
        reverse("late", args=[plan.pk]),
        reverse("leaf_figures", args=[plan.pk, "t1"]),
    ]


@pytest.fixture(scope="module")
def second_city(plan: Plan) -> Plan:
    return load(SECOND_CITY)


@pytest.mark.parametrize(
    ("unit", "role", "status"),
    [(*who, OK) for who in READERS] + [(*who, FORBIDDEN) for who in OTHERS],
)
def test_boards_are_for_those_who_read_the_whole_plan(
    plan: Plan, unit: str, role: str, status: HTTPStatus
) -> None:
    client = client_for(plan, unit, role)
    assert [client.get(address).status_code for address in addresses(plan)] == [status] * 3


@pytest.mark.parametrize(("unit", "role"), READERS + OTHERS)
def test_another_governments_plan_does_not_exist(
    plan: Plan, second_city: Plan, unit: str, role: str
) -> None:
    client = client_for(plan, unit, role)
    statuses = [client.get(address).status_code for address in addresses(second_city)]
    assert statuses == [NOT_FOUND] * 3


def test_a_leaf_that_is_none_does_not_exist(plan: Plan) -> None:
    client = client_for(plan, *READERS[0])
    for key in ("t5", "nothing"):
        address = reverse("leaf_figures", args=[plan.pk, key])
        assert client.get(address).status_code == NOT_FOUND


def test_nobody_reads_without_signing_in(plan: Plan) -> None:
    for address in [*addresses(plan), reverse("home")]:
        assert Client().get(address).url.startswith(reverse("login"))


def test_boards_only_read(plan: Plan) -> None:
    client = client_for(plan, *READERS[0])
    for address in [*addresses(plan), reverse("home")]:
        assert client.post(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize(
    ("unit", "role", "url_name"),
    [
        ("市财政局", Role.CLERK, "my_work"),
        ("市财政局", Role.HEAD, "my_work"),
        (OFFICE_UNIT, Role.CLERK, "my_work"),
        (OFFICE_UNIT, Role.SYSTEM_ADMIN, "reference"),
    ],
)
def test_home_leads_to_the_roles_own_page(plan: Plan, unit: str, role: str, url_name: str) -> None:
    response = client_for(plan, unit, role).get(reverse("home"))
    assert (response.status_code, response.url) == (HTTPStatus.FOUND, reverse(url_name))


def test_an_administrator_finds_every_page_from_home_and_back_from_the_reference_data(plan):
    client = client_for(plan, OFFICE_UNIT, Role.SYSTEM_ADMIN)
    assert f'href="{reverse("home")}"' in client.get(reverse("admin:index")).text
    page = client.get(reverse("home"), follow=True).text
    for name in ("channels", "government_rules", "work_calendars", "bounces", "jobs"):
        assert f'href="{reverse(name)}"' in page


def test_whoever_reviews_and_files_finds_the_office(plan: Plan) -> None:
    unit = Unit.objects.get(government=plan.government_id, name=OFFICE_UNIT)
    both = person(unit, Role.CLERK, Role.OFFICE)
    response = signed_in(both.user).get(reverse("home"))
    assert response.status_code == OK
    assert "领导小组办公室" in response.content.decode()


@pytest.mark.parametrize("role", [None, Role.OFFICE, Role.SUPERVISOR])
def test_without_work_home_says_so_in_words(plan: Plan, role: str | None) -> None:
    user = User.objects.create(username="newcomer", name="新人")
    if role:
        user = person(Unit.objects.get(government=plan.government_id, name="市财政局"), role).user
    response = signed_in(user).get(reverse("home"))
    words = "还没有您可以查看的计划" if role else "您还没有任职"
    assert words in response.content.decode()


def test_the_second_citys_office_is_its_host(second_city: Plan) -> None:
    client = client_for(second_city, "市财政局", Role.OFFICE)
    response = client.get(reverse("home"))
    assert response.status_code == OK
    assert "6月底" in response.content.decode()
