"""A new plan on a page: everything it brings is listed, then that is loaded."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Plan
from tasks.models import Obligation
from tasks.planfile.export import export_plan
from tasks.planfile.read import read_plan_file
from tasks.planfile.write_workbook import write_plan_workbook
from tests.loading.sheets import page, seal, soup, text
from tests.playing import load, person
from tests.tasks.contents import as_file, content
from units.models import Unit, Upload
from units.roles import Role

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

ADDRESS = "/plans/load/"


@pytest.fixture(autouse=True)
def in_2022(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 3, 20)


@pytest.fixture
def plan() -> Plan:
    return load()


@pytest.fixture
def client(plan: Plan) -> Client:
    browser = Client()
    browser.force_login(person(plan.host_unit_id, Role.SYSTEM_ADMIN, name="admin").user)
    return browser


def next_year(plan: Plan) -> dict[str, object]:
    value = content()
    value["id"] = "kaifeng-next"
    value["document"].update(number="汴政〔2022〕8号", issuer=plan.government.name)
    return value


def sent(client: Client, data: bytes, name: str = "plan.xlsx") -> HttpResponse:
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_a_new_plan_is_listed_then_loaded(client: Client, plan: Plan, form: str) -> None:
    value = next_year(plan)
    data = as_file(value) if form == "json" else write_plan_workbook(read_plan_file(as_file(value)))
    answer = sent(client, data)
    shown = page(client, answer.url)
    words = text(shown)
    for piece in ("汴政〔2022〕8号", value["tasks"][0]["title"], "阶段报告", "单位"):
        assert piece in words
    assert not Plan.objects.filter(slug="kaifeng-next").exists()
    units = Unit.objects.count()

    done = client.post(answer.url, seal(shown))
    new = Plan.objects.get(slug="kaifeng-next")
    assert done.url == reverse("plan", args=[new.pk])
    assert export_plan(new) == read_plan_file(as_file(value))
    assert Obligation.objects.filter(plan=new).exists()
    assert Unit.objects.count() > units
    assert client.post(answer.url, seal(shown)).status_code == HTTPStatus.CONFLICT


def test_a_plan_that_is_there_is_shown_as_a_change_of_it(client: Client, plan: Plan) -> None:
    value = export_plan(plan)
    value["deadlines"][-1]["due"] = "2022-12-20"
    answer = sent(client, as_file(value))
    assert answer.status_code == HTTPStatus.OK
    found = soup(answer)
    assert "2022-12-20" in text(found)
    form = found.main.select_one("form")
    assert form["action"] == reverse("amend_plan", args=[plan.pk])
    fields = {field["name"]: field.get("value", "") for field in form.select("input")}
    client.post(form["action"], fields | {"reason": "会议决定"})
    plan.refresh_from_db()
    assert plan.version == 2
    same = sent(client, as_file(export_plan(plan)))
    assert same.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "完全相同" in text(soup(same))


def test_loaded_by_somebody_else_meanwhile(client: Client, plan: Plan) -> None:
    from tasks.planfile.load import load_plan  # noqa: PLC0415

    value = next_year(plan)
    answer = sent(client, as_file(value))
    given = seal(page(client, answer.url))
    load_plan(read_plan_file(as_file(value)))
    new = Plan.objects.get(slug="kaifeng-next")
    for again in (client.get(answer.url), client.post(answer.url, given)):
        assert again.url == reverse("amend_plan", args=[new.pk])
    assert new.version == 1


def test_another_governments_plan_is_refused_without_a_word_of_it(
    client: Client, plan: Plan
) -> None:
    answer = sent(client, as_file(content()))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    words = text(soup(answer))
    assert "document.issuer" in words
    assert plan.government.name in words
    assert not Upload.objects.exists()


def test_everything_wrong_is_told_with_its_cell(client: Client, plan: Plan) -> None:
    value = next_year(plan)
    value["deadlines"][0]["due"] = "2022-13-01"
    value["tasks"][0]["targets"][0]["minimum"] = -1
    answer = sent(client, as_file(value))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert len(soup(answer).select("tbody tr")) >= 2
    assert sent(client, b"PK\x03\x04").status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_it_stands_for_an_hour_and_for_one_person(client: Client, plan: Plan) -> None:
    answer = sent(client, as_file(next_year(plan)))
    other = Client()
    other.force_login(person(plan.host_unit_id, Role.SYSTEM_ADMIN, name="admin2").user)
    assert other.get(answer.url).status_code == HTTPStatus.NOT_FOUND
    given = seal(page(client, answer.url))
    Upload.objects.update(at=timezone.now() - timedelta(hours=2))
    assert client.post(answer.url, given).status_code == HTTPStatus.CONFLICT
    assert not Plan.objects.filter(slug="kaifeng-next").exists()


def test_the_way_there(client: Client) -> None:
    assert page(client, reverse("plans")).main.select_one(f'a[href="{ADDRESS}"]')
