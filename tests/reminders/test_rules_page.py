"""The pages on which a plan's office and the administrator set who is reminded when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reminders.models import ReminderRule
from reminders.planning.rules import Owner, kind_rules
from reminders.planning.services import set_plan_rules
from reminders.services import seed_rules
from tests.playing import SECOND_CITY, at, load, person
from tests.reminders.city import City, inbox, offsets, sweep
from units.models import Unit
from units.permissions import access_of
from units.roles import Role

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from motions.models import Plan

pytestmark = pytest.mark.django_db

COMMERCE, AUGUST = "市商务局", "2022-08-31"


@pytest.fixture(autouse=True)
def first_day(settings) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 8, 24)


class Setter:
    """Somebody at the page of one kind, who fills it in as a browser would."""

    def __init__(self, client: Client, user: Any, address: str) -> None:
        client.force_login(user)
        self.client, self.address = client, address
        self.page = self._read(client.get(address))

    def _read(self, answer: HttpResponse) -> BeautifulSoup:
        self.status = answer.status_code
        self.page = BeautifulSoup(answer.content, "html.parser")
        self.data = self._typed() if self.page.find("form", class_="stack-large") else {}
        return self.page

    def _typed(self) -> dict[str, Any]:
        """What the form on the page would send."""
        form: Any = self.page.find("form", class_="stack-large")
        data: dict[str, Any] = {}
        for field in form.find_all("input"):
            is_choice = field.get("type") in {"checkbox", "radio"}
            if is_choice and field.get("checked") is None:
                continue
            data.setdefault(field["name"], []).append(field.get("value", "on" if is_choice else ""))
        for field in form.find_all("select"):
            chosen = field.find("option", selected=True)
            data[field["name"]] = [chosen["value"] if chosen else ""]
        return data

    def set_row(self, number: int, **values: Any) -> None:
        for name, value in values.items():
            key = f"rung-{number}-{name}"
            self.data[key] = value if isinstance(value, list) else [value]
            if value in ("", []):
                self.data[key] = []

    def press(self, button: str) -> BeautifulSoup:
        return self._read(self.client.post(self.address, {**self.data, "button": button}))

    def save(self) -> BeautifulSoup:
        self.press("look")
        return self.press("save")

    @property
    def words(self) -> str:
        return " ".join(self.page.get_text(" ").split())


def of_plan(client: Client, city: City, kind: str = "filing") -> Setter:
    return Setter(client, city.office, reverse("plan_rule", args=[city.plan.pk, kind]))


def own_rules(plan: Plan, kind: str = "filing") -> list[tuple[int, list[str], bool]]:
    rows = ReminderRule.objects.filter(plan=plan, kind=kind).order_by("offset")
    return [(row.offset, row.audiences, row.is_active) for row in rows]


# -- a plan's own rules ------------------------------------------------------------------------------


def test_a_form_begins_with_a_copy_of_the_governments(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    assert setter.data["mode"] == ["government"]
    assert [setter.data[f"rung-{n}-amount"] for n in range(4)] == [["10"], ["5"], ["3"], ["1"]]
    setter.data["mode"] = ["own"]
    setter.save()
    assert setter.status == 302
    rules = ReminderRule.objects.filter(plan__isnull=True, kind="filing").order_by("offset")
    assert own_rules(city.plan) == [(r.offset, r.audiences, True) for r in rules]


@pytest.mark.parametrize("forged", [{"total": ["9" * 5000]}, {"rung-0-measure": [""]}])
def test_what_no_page_sends_is_refused_in_words(client, city, forged):
    setter = of_plan(client, city)
    setter.data |= {"mode": ["own"], **forged}
    setter.press("look")
    assert setter.status == 422
    assert own_rules(city.plan) == []


def test_what_was_told_by_the_governments_rule_is_not_told_again_by_the_plans(client, city):
    sweep("2022-08-24")
    clerk, owed = city.clerks[COMMERCE], city.owed(COMMERCE, AUGUST)
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.save()
    sweep("2022-08-24", 12)
    sweep("2022-08-25")
    assert len(inbox(clerk)) == 1
    sweep("2022-08-26")
    assert offsets(clerk, owed) == [-5, -3]


def test_a_plan_goes_by_its_own_ladder_alone(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    for number in range(9):
        setter.data.pop(f"rung-{number}-is_active", None)
    setter.set_row(
        9, when="before", amount="2", measure="days", audiences=["heads"], is_active="on"
    )
    page = setter.press("look")
    assert "改后" in page.get_text()
    setter.press("save")
    assert own_rules(city.plan) == [(-2, ["heads"], True)]
    for day in ("2022-08-26", "2022-08-29", "2022-08-31", "2022-09-05"):
        sweep(day)
    owed = city.owed(COMMERCE, AUGUST)
    assert offsets(city.heads[COMMERCE], owed) == [-2]
    assert offsets(city.clerks[COMMERCE], owed) == [-5]


def test_going_back_removes_nothing_and_switches_off(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.save()
    setter = of_plan(client, city)
    assert setter.data["mode"] == ["own"]
    setter.data["mode"] = ["government"]
    setter.save()
    assert len(own_rules(city.plan)) == 9
    assert not any(is_active for _offset, _who, is_active in own_rules(city.plan))
    sweep("2022-08-26")
    assert offsets(city.clerks[COMMERCE], city.owed(COMMERCE, AUGUST)) == [-5, -3]


def test_what_was_told_by_the_plans_rule_is_not_told_again_when_it_goes_back(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.save()
    sweep("2022-08-26")
    clerk, owed = city.clerks[COMMERCE], city.owed(COMMERCE, AUGUST)
    assert offsets(clerk, owed) == [-5, -3]
    set_plan_rules(
        plan_id=city.plan.pk,
        kind="filing",
        rungs=None,
        seen=kind_rules(Owner(city.plan.government, city.plan), "filing").seal,
        by=city.office,
        access=access_of(city.office, date(2022, 8, 26)),
        now=at("2022-08-26", 12),
    )
    sweep("2022-08-26", 14)
    sweep("2022-08-29")
    assert offsets(clerk, owed) == [-5, -3]
    sweep("2022-08-30")
    assert offsets(clerk, owed) == [-5, -3, -1]


def test_the_effect_is_shown_before_anything_is_saved(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    for number in range(9):
        setter.set_row(number, audiences=["clerks"])
    page = setter.press("look")
    assert own_rules(city.plan) == []
    figures = [int(value.get_text()) for value in page.select(".key-figure__value")]
    assert figures[0] > figures[1] > 0
    people = [row.find("th").get_text() for row in page.select("tbody tr") if row.find("th")]
    assert str(city.bureau) in people
    assert str(city.clerks[COMMERCE]) not in people


def test_what_is_saved_is_what_was_looked_at(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.press("save")  # without having looked
    assert own_rules(city.plan) == []
    setter.set_row(0, amount="12")
    setter.press("save")  # looked at another ladder
    assert own_rules(city.plan) == []
    setter.press("save")
    assert own_rules(city.plan)[0][0] == -12


def test_somebody_else_changed_it_meanwhile(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.set_row(0, amount="12")
    setter.press("look")
    ReminderRule.objects.filter(kind="filing", offset=-3).update(audiences=["heads"])
    setter.press("save")
    assert setter.status == 409
    assert "别的同志改过" in setter.words
    assert setter.data["rung-0-amount"] == ["12"]
    assert own_rules(city.plan) == []
    setter.press("save")
    assert own_rules(city.plan)[0][0] == -12


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"amount": "many"}, "要填整数"),
        ({"amount": "401"}, "最多 400"),
        ({"amount": ""}, "请填提前或逾期多久"),
        ({"audiences": []}, "请至少选一个提醒对象"),
        ({"when": ""}, "请选是在期限前"),
        ({"amount": "5"}, "有两级"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, city, row, words):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.set_row(3, amount="7")
    setter.set_row(0, **row)
    setter.press("look")
    assert setter.status == 422
    assert words in setter.words
    assert setter.data["rung-3-amount"] == ["7"]
    assert own_rules(city.plan) == []


def test_an_own_ladder_has_at_least_one_rung(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    for number in range(9):
        setter.data.pop(f"rung-{number}-is_active", None)
    setter.press("look")
    assert setter.status == 422
    assert "至少启用一级" in setter.words


def test_a_row_more(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    rows = len(setter.page.select("fieldset.rung"))
    setter.set_row(0, amount="12")
    setter.press("add")
    assert len(setter.page.select("fieldset.rung")) == rows + 1
    assert setter.data["rung-0-amount"] == ["12"]


def test_who_changed_what_is_kept(client, city):
    sweep("2022-08-24")
    setter = of_plan(client, city)
    setter.data["mode"] = ["own"]
    setter.set_row(0, audiences=["clerks", "heads"])
    setter.save()
    setter = of_plan(client, city)
    changes = setter.page.find(id="changes").find_parent("section").get_text(" ")
    assert str(city.office) in changes
    assert "期限前 10 个工作日" in changes


def test_the_ladder_of_lateness_is_read_on_the_page(client, city):
    sweep("2022-08-24")
    client.force_login(city.bureau)
    answer = client.get(reverse("plan_rules", args=[city.plan.pk]))
    page = BeautifulSoup(answer.content, "html.parser")
    card = page.find(id="filing")
    words = "".join(card.find(class_="ladder__up").get_text(" ").split())
    assert words == (
        "逾期1个工作日起：承办单位负责人→逾期3个工作日起：领导小组办公室、督查部门"
        "→逾期10个工作日起：主管副市长"
    )
    assert "修改" not in card.get_text()


def test_lateness_climbs_to_the_vice_mayor(city):
    mayor = person(city.plan.reviewing_unit_id, Role.VICE_MAYOR).user
    sweep("2022-09-13")
    assert inbox(mayor) == []
    sweep("2022-09-15")
    (message,) = inbox(mayor)
    assert "以下单位逾期未办" in message.body
    assert "市商务局 8月底阶段报告" in message.body
    assert "目前" not in message.body  # how far a report is inside its unit


def test_only_the_plans_office_sets_its_rules(client, city):
    client.force_login(city.bureau)
    assert client.get(reverse("plan_rule", args=[city.plan.pk, "filing"])).status_code == 403


@pytest.mark.parametrize("kind", ["part", "no-such"])
def test_a_kind_that_reminds_of_nothing_is_not_there(client, city, kind):
    client.force_login(city.office)
    assert client.get(reverse("plan_rule", args=[city.plan.pk, kind])).status_code == 404


# -- the government's --------------------------------------------------------------------------------


def test_the_administrator_sets_those_of_every_plan_without_its_own(client, city):
    seed_rules(government=city.plan.government)
    admin = person(city.plan.reviewing_unit_id, Role.SYSTEM_ADMIN).user
    address = reverse("government_rule", args=[city.plan.government_id, "filing"])
    setter = Setter(client, admin, address)
    assert "mode" not in setter.data
    setter.set_row(1, amount="4")
    setter.press("look")
    assert "涉及 1 个" in setter.words
    setter.press("save")
    assert setter.status == 302
    rules = ReminderRule.objects.filter(plan__isnull=True, kind="filing").order_by("offset")
    assert [(r.offset, r.is_active) for r in rules][:3] == [(-10, True), (-5, False), (-4, True)]
    sweep("2022-08-25")
    assert offsets(city.clerks[COMMERCE], city.owed(COMMERCE, AUGUST)) == [-4]


def test_another_governments_rules_do_not_exist(client, city):
    abroad = load(SECOND_CITY)
    admin = person(city.plan.reviewing_unit_id, Role.SYSTEM_ADMIN).user
    client.force_login(admin)
    address = reverse("government_rule", args=[abroad.government_id, "filing"])
    assert client.get(address).status_code == 404
    page = client.get(reverse("government_rules")).content.decode()
    assert abroad.government.name not in page
    assert city.plan.government.name in page


# -- what it costs -----------------------------------------------------------------------------------


def queries(client: Client, address: str, typed: dict[str, Any] | None = None) -> int:
    with CaptureQueriesContext(connection) as found:
        answer = client.post(address, typed) if typed else client.get(address)
    assert answer.status_code == 200
    return len(found)


def grow(plan: Plan) -> None:
    """Many more rungs, units with something to report, and people in them."""
    owed = plan.obligations.filter(kind="filing").first()
    like = ReminderRule.objects.filter(kind="filing", plan__isnull=True).first()
    for number in range(20):
        unit = Unit.objects.create(government=plan.government, name=f"又一个单位{number}")
        person(unit, Role.CLERK)
        owed.pk, owed.key, owed.unit = None, f"more-{number}", unit
        owed.save()
        like.pk, like.offset = None, -30 - number
        like.save()


def test_pages_of_rules_ask_as_often_for_few_rules_and_units_as_for_many(client, city):
    sweep("2022-08-24")
    admin = person(city.plan.reviewing_unit_id, Role.SYSTEM_ADMIN).user
    government = city.plan.government_id
    pages = [
        (city.office, reverse("plan_rules", args=[city.plan.pk])),
        (city.office, reverse("plan_rule", args=[city.plan.pk, "filing"])),
        (admin, reverse("government_rules")),
        (admin, reverse("government_rule", args=[government, "filing"])),
    ]

    def counted() -> list[int]:
        found = []
        for user, address in pages:
            client.force_login(user)
            client.get(address)  # what the first request of a session asks besides
            found.append(queries(client, address))
        return found

    few = counted()
    grow(city.plan)
    assert counted() == few


def test_the_effect_of_a_change_asks_as_often_for_few_units_as_for_many(client, city):
    sweep("2022-08-24")

    def looked_at() -> int:
        setter = of_plan(client, city)
        return queries(client, setter.address, {**setter.data, "button": "look"})

    few = looked_at()
    grow(city.plan)
    assert looked_at() == few
