"""A second directive, of the next year: a leaf names its predecessor, and both years are shown."""

from __future__ import annotations

import json
from http import HTTPStatus

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from common.templatetags.portal import figure
from motions.workflow import Result
from tasks.models import Obligation, Task
from tasks.planfile.errors import PlanFileRefusedError
from tasks.planfile.export import export_plan
from tasks.planfile.load import load_plan
from tasks.planfile.open import read_any
from tasks.planfile.read import read_plan_file
from tasks.planfile.write_workbook import write_plan_workbook
from tests.playing import person
from tests.reports.closing import City
from units.models import Government
from units.roles import Role

pytestmark = pytest.mark.django_db


def next_year(plan, predecessor):
    """An invented follow-up (演示数据): the same tasks a year on, the first leaf carried over."""
    value = json.loads(json.dumps(export_plan(plan), default=float))
    value["id"] = "luohe-demo-2023"
    document = value["document"]
    document["title"] = f"{document['title']}（2023 年演示数据）"
    document["signed"] = document["signed"].replace("2022", "2023")
    for deadline in value["deadlines"]:
        deadline["due"] = deadline["due"].replace("2022", "2023")
    for task in value["tasks"]:
        for leaf in (task, *task["items"]):
            leaf["due"] = leaf["due"] and leaf["due"].replace("2022", "2023")
            if leaf["key"] == predecessor["key"]:
                leaf["predecessor"] = predecessor
                for target in leaf["targets"]:
                    target["minimum"] = (target["minimum"] or 0) * 2
                    target["maximum"] = None
    return json.dumps(value, ensure_ascii=False).encode()


@pytest.fixture
def city():
    return City()


def carried_over(city):
    """A leaf of the year that counts something."""
    return next(leaf for leaf in city.leaves if leaf.targets.filter(is_scope=False).exists())


def load_next(city, leaf):
    return load_plan(
        read_plan_file(next_year(city.plan, {"plan": city.plan.slug, "key": leaf.key}))
    ).plan


def test_both_years_stand_beside_each_other(city):
    before = set(Obligation.objects.values_list("pk", flat=True))
    plan = load_next(city, carried_over(city))
    assert Government.objects.count() == 1
    assert set(Obligation.objects.filter(plan=city.plan).values_list("pk", flat=True)) == before
    assert Obligation.objects.filter(plan=plan).count() == len(before)
    assert {row.due_on.year for row in Obligation.objects.filter(plan=plan)} == {2023}


def test_a_predecessor_comes_out_as_it_went_in(city):
    leaf = carried_over(city)
    plan = load_next(city, leaf)
    content = export_plan(plan)
    named = {"plan": city.plan.slug, "key": leaf.key}
    assert Task.objects.get(plan=plan, key=leaf.key).predecessor == leaf
    assert json.dumps(content, default=float).count('"predecessor"') == 1
    file = next_year(city.plan, named)
    assert content == read_plan_file(file)
    assert load_plan(read_plan_file(file)).is_new is False
    assert read_any(write_plan_workbook(content)) == content


@pytest.mark.parametrize(
    "named",
    [
        {"plan": "no-such-plan", "key": "t1"},
        {"plan": "luohe-demo-2022", "key": "no-such-leaf"},
        {"plan": "luohe-demo-2023", "key": "t1"},
    ],
)
def test_a_predecessor_that_is_not_there_is_refused(city, named):
    value = json.loads(next_year(city.plan, {"plan": "x", "key": "x"}))
    value["tasks"][0]["predecessor"] = named
    with pytest.raises(PlanFileRefusedError, match=r"tasks\[0\]\.predecessor"):
        load_plan(read_plan_file(json.dumps(value).encode()))


def test_the_leaf_page_shows_both_years(city, settings):
    leaf = carried_over(city)
    last = len(city.stages) - 1
    for stage in range(last + 1):
        city.report(stage)
    now = city.after(last, 5)
    city.close_leaf(leaf, result=Result.CARRIED_OVER, words="结转下年继续办理", now=now)
    plan = load_next(city, leaf)
    settings.REHEARSAL_CLOCK = city.after(last, 60).date()
    client = Client()
    client.force_login(city.office.user)
    answer = client.get(reverse("leaf_figures", args=[plan.pk, leaf.key]))
    assert answer.status_code == HTTPStatus.OK
    section = (
        BeautifulSoup(answer.content, "html.parser").find(id="year-before").find_parent("section")
    )
    words = section.get_text(" ", strip=True)
    assert "结转" in words
    assert "结转下年继续办理" in words
    target = leaf.targets.filter(is_scope=False).first()
    row = next(row for row in section.select("tbody tr") if target.name in row.get_text())
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    goal = target.minimum
    assert figure(goal) in cells[0]
    assert cells[1].startswith(figure(goal / 2))
    assert figure(goal * 2) in cells[2]
    assert cells[3] == "—"


def test_who_may_not_read_last_years_reports_sees_none_of_them(city, settings):
    leaf = carried_over(city)
    settings.REHEARSAL_CLOCK = city.after(0).date()
    value = json.loads(next_year(city.plan, {"plan": city.plan.slug, "key": leaf.key}))
    value["supervisor_unit"] = "市新设督查办"
    plan = load_plan(read_plan_file(json.dumps(value).encode())).plan
    client = Client()
    client.force_login(person(plan.supervisor_unit_id, Role.SUPERVISOR).user)
    answer = client.get(reverse("leaf_figures", args=[plan.pk, leaf.key]))
    assert answer.status_code == HTTPStatus.OK
    assert b"year-before" not in answer.content
