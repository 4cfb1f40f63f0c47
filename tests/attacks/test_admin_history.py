"""The history of reference data is read by its own government, and never written back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tasks.models import Obligation
from tests.playing import KAIFENG, SECOND_CITY, load, person
from units.models import CalendarYear, RuleSet, Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def strangers_client(client):
    """Signed in as the administrator of another city."""
    plan = load(SECOND_CITY)
    unit = Unit.objects.filter(government=plan.government).first()
    client.force_login(person(unit, Role.SYSTEM_ADMIN, name="lh-admin").user)
    return client


@pytest.fixture
def own_client(client):
    unit = Unit.objects.filter(government=load(KAIFENG).government).first()
    client.force_login(person(unit, Role.SYSTEM_ADMIN, name="kf-admin").user)
    return client


def clerk_of_kaifeng() -> User:
    unit = Unit.objects.filter(government=load(KAIFENG).government).first()
    return person(unit, Role.CLERK, name="kf-clerk").user


def test_nobody_reads_or_rewrites_the_people_of_another_city(strangers_client):
    clerk = clerk_of_kaifeng()
    state = reverse(
        "admin:units_user_simple_history", args=[clerk.pk, clerk.history.get().history_id]
    )
    assert strangers_client.get(state).status_code == 404
    assert (
        strangers_client.get(reverse("admin:units_user_history", args=[clerk.pk])).status_code
        == 404
    )
    fields = {"username": clerk.username, "name": "换了人", "email": "stolen@example.test"}
    assert strangers_client.post(state, fields).status_code == 403
    clerk.refresh_from_db()
    assert (clerk.name, clerk.email) == ("kf-clerk", "kf-clerk@example.test")


def test_what_is_owed_is_not_brought_back_to_an_earlier_state(own_client):
    owed = Obligation.objects.filter(kind=Obligation.Kind.FILING).first()
    first = owed.history.get()
    owed.reason = "改过"
    owed.save()
    address = reverse("admin:tasks_obligation_simple_history", args=[owed.pk, first.history_id])
    assert own_client.get(address).status_code == 200
    assert own_client.post(address).status_code == 403
    owed.refresh_from_db()
    assert owed.reason == "改过"


@pytest.mark.parametrize("model", [RuleSet, CalendarYear])
def test_rows_without_a_history_have_a_page_for_it_all_the_same(own_client, model):
    row = model.objects.first()
    name = f"admin:units_{model._meta.model_name}_history"
    assert own_client.get(reverse(name, args=[row.pk])).status_code == 200
