"""A person's pages in the site for reference data."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from tests.playing import load, person
from units.models import User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(person(load().host_unit_id, Role.SYSTEM_ADMIN).user)
    return client


def test_a_person_is_added_with_a_password_and_nothing_else_to_choose(admin: Client) -> None:
    address = reverse("admin:units_user_add")
    shown = admin.get(address).content.decode()
    assert "LDAP" not in shown
    assert 'name="usable_password"' not in shown
    typed = {
        "username": "xinren",
        "name": "新人",
        "email": "xinren@example.test",
        "password1": "kaifeng-2022-yanlian",
        "password2": "kaifeng-2022-yanlian",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    assert admin.post(address, typed).status_code == HTTPStatus.FOUND
    assert User.objects.get(username="xinren").check_password("kaifeng-2022-yanlian")


def test_how_a_password_is_kept_is_nobodys_business(admin: Client) -> None:
    someone = User.objects.create_user("someone", password="kaifeng-2022-yanlian")
    page = admin.get(reverse("admin:units_user_change", args=[someone.pk])).content.decode()
    new_password = reverse("admin:auth_user_password_change", args=[someone.pk])
    assert someone.password.rpartition("$")[2] not in page
    assert "算法" not in page
    assert "盐" not in page
    assert new_password in page
    assert "LDAP" not in admin.get(new_password).content.decode()
    typed = {
        "username": "someone",
        "name": "某人",
        "email": "",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
    }
    admin.post(reverse("admin:units_user_change", args=[someone.pk]), typed)
    someone.refresh_from_db()
    assert someone.name == "某人"
    assert someone.check_password("kaifeng-2022-yanlian")
