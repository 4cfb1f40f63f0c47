"""A plan file goes in whole or not at all, and comes out as it went in."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from motions.models import Deadline, Deputy, GroupMember, Plan
from tasks.models import Allocation, Milestone, Obligation, Target, Task, TaskParty
from tasks.planfile.errors import PlanChangedError, PlanFileRefusedError
from tasks.planfile.export import export_plan
from tasks.planfile.load import load_plan
from tasks.planfile.read import MAX_BYTES, read_plan_file
from tests.tasks.contents import KAIFENG, SECOND_CITY, as_file, changed, content, load, raw
from units.models import Government, Unit, UnitAlias

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

BOTH = pytest.mark.parametrize("name", [KAIFENG, SECOND_CITY])
TABLES = (
    Government, Unit, UnitAlias, Plan, Deadline, Deputy, GroupMember,
    Task, TaskParty, Target, Allocation, Milestone, Obligation,
)  # fmt: skip


def row_counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


# -- round trip --------------------------------------------------------------------------------------


@BOTH
def test_what_is_loaded_is_exported_to_the_letter(name):
    assert export_plan(load(raw(name))) == content(name)


@BOTH
def test_the_exported_file_loads_as_the_same_plan(name, tmp_path):
    plan = load(raw(name))
    out = tmp_path / "plan.json"
    call_command("export_plan", plan.slug, output=out)

    assert json.loads(out.read_bytes()) == json.loads(raw(name))
    assert load_plan(read_plan_file(out.read_bytes())) == load_plan(read_plan_file(raw(name)))


@BOTH
def test_loading_twice_changes_nothing(name):
    load(raw(name))
    before = row_counts()

    assert load_plan(read_plan_file(raw(name))).is_new is False
    assert row_counts() == before


def test_figures_that_binary_numbers_cannot_hold_stay_themselves():
    def tenths(plan):
        plan["tasks"][0]["targets"][0].update(minimum=0.1, maximum=1234567.8901)

    load(changed(tenths))
    assert load_plan(read_plan_file(changed(tenths))).is_new is False


def test_a_mark_of_windows_in_front_of_the_file_does_no_harm():
    assert load(b"\xef\xbb\xbf" + raw()).slug == "luohe-demo-2022"


def test_short_names_of_units_lead_to_the_same_unit():
    def shortened(plan):
        plan["unit_groups"]["各县、区人民政府"][0] = "青石县"

    load(changed(shortened))
    assert load_plan(read_plan_file(raw())).is_new is False


# -- a changed file ----------------------------------------------------------------------------------


def test_a_changed_file_is_refused_with_every_difference():
    plan = load(raw())
    before = row_counts()

    def change(value):
        value["deadlines"][0]["due"] = "2022-07-15"
        value["tasks"][0]["targets"][0]["minimum"] = 9
        value["tasks"][2]["items"].pop()

    with pytest.raises(PlanChangedError) as refusal:
        load(changed(change))

    found = {row.path: (row.found, row.expected) for row in refusal.value.findings}
    assert found["deadlines[0].due"] == ("2022-07-15", "2022-06-30")
    assert found["tasks[0].targets[0].minimum"] == ("9", "8")
    assert found["tasks[2].items[1]"][0] == "None"
    assert len(found) == 3
    assert str(plan) in str(refusal.value)
    assert row_counts() == before


def test_the_same_id_in_another_city_is_another_plan():
    load(raw())

    def move(value):
        value["document"]["issuer"] = "演示市人民政府"

    assert load_plan(read_plan_file(changed(move))).is_new
    assert Plan.objects.count() == 2


# -- wrong files -------------------------------------------------------------------------------------


def first_target(plan):
    return plan["tasks"][0]["targets"][0]


WRONG = {
    "unknown key": (lambda p: p.update(extra=1), "$"),
    "missing key": (lambda p: p.pop("motions"), "$"),
    "bad date": (lambda p: p["deadlines"][0].update(due="2022-02-30"), "deadlines[0].due"),
    "date as a number": (lambda p: p["document"].update(signed=44638), "document.signed"),
    "least above most": (
        lambda p: first_target(p).update(minimum=13),
        "tasks[0].targets[0].minimum",
    ),
    "figure in words": (
        lambda p: first_target(p).update(minimum="八"),
        "tasks[0].targets[0].minimum",
    ),
    "five decimals": (
        lambda p: first_target(p).update(minimum=0.00001),
        "tasks[0].targets[0].minimum",
    ),
    "unknown group": (
        lambda p: p["tasks"][1].update(responsible_units=["各县区人民政府"]),
        "tasks[1].responsible_units[0]",
    ),
    "group where one unit stands": (
        lambda p: p.update(supervisor_unit="各县、区人民政府"),
        "supervisor_unit",
    ),
    "group with a unit under two names": (
        lambda p: p["unit_groups"]["各县、区人民政府"].append("青石县"),
        "unit_groups.各县、区人民政府",
    ),
    "nobody in the lead": (lambda p: p["tasks"][1].update(lead_units=[]), "tasks[1].lead_units"),
    "leads that are one unit": (
        lambda p: p["tasks"][1].update(lead_units=["青石县", "青石县人民政府"]),
        "tasks[1].lead_units",
    ),
    "key used twice": (lambda p: p["tasks"][1].update(key="t1"), "tasks[1].key"),
    "number used twice": (lambda p: p["tasks"][1].update(number="1"), "tasks[1].number"),
    "alias of an alias": (
        lambda p: p["unit_aliases"].update(青石="青石县"),
        "unit_aliases.青石",
    ),
    "nobody to review": (lambda p: p.update(host_unit=None), "host_unit"),
    "no stage": (
        lambda p: p.update(deadlines=[d for d in p["deadlines"] if d["kind"] != "report"]),
        "deadlines",
    ),
    "name too long for its column": (
        lambda p: p["motions"][0].update(lead_proposer="长" * 51),
        "motions[0].lead_proposer",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_file_is_refused_whole_with_the_place(kind):
    change, path = WRONG[kind]
    before = row_counts()

    with pytest.raises(PlanFileRefusedError) as refusal:
        load(changed(change))

    assert path in {finding.path for finding in refusal.value.findings}
    assert all(finding.found and finding.expected for finding in refusal.value.findings)
    assert row_counts() == before


NO_PLAN_AT_ALL = {
    "empty": b"",
    "half a file": raw()[:1000],
    "a list": b"[]",
    "other encoding": raw().decode().encode("gbk"),
    "UTF-16": raw().decode().encode("utf-16"),
    "not a number": raw().replace(b'"minimum": 8', b'"minimum": NaN'),
    "without end": raw().replace(b'"minimum": 8', b'"minimum": Infinity'),
    "beyond all measure": raw().replace(b'"minimum": 8', b'"minimum": 1e99999999999999999999'),
    "five thousand digits": raw().replace(b'"minimum": 8', b'"minimum": ' + b"9" * 5000),
    "key written twice": raw().replace(b'"format"', b'"format": "motion-plan/1", "format"', 1),
    "huge": b" " * (MAX_BYTES + 1),
    "deep": b'{"tasks":' * 100_000,
}


@pytest.mark.parametrize("kind", NO_PLAN_AT_ALL)
def test_what_is_no_plan_file_is_refused(kind):
    with pytest.raises(PlanFileRefusedError) as refusal:
        read_plan_file(NO_PLAN_AT_ALL[kind])
    assert refusal.value.findings[0].expected


def test_parts_within_parts_without_end_are_refused():
    def nest(value):
        within = value["tasks"][0]
        for level in range(300):
            within["items"] = [{**value["tasks"][1], "key": f"deep-{level}", "items": []}]
            within = within["items"][0]

    with pytest.raises(PlanFileRefusedError):
        read_plan_file(changed(nest))


def test_several_faults_are_told_at_once():
    def change(value):
        value["deadlines"][0]["due"] = "31.8.2022"
        value["tasks"][0]["key"] = "T1"
        value["motions"][0]["proposers"] = 0

    with pytest.raises(PlanFileRefusedError) as refusal:
        read_plan_file(changed(change))
    assert len(refusal.value.findings) == 3


# -- the commands ------------------------------------------------------------------------------------


def test_the_command_says_what_is_wrong_and_loads_nothing(tmp_path):
    path = tmp_path / "plan.json"
    path.write_bytes(changed(lambda plan: plan["deadlines"][0].update(due="2022-02-30")))
    with pytest.raises(CommandError, match="2022-02-30"):
        call_command("load_plan", path)
    assert not Government.objects.exists()


def test_the_command_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.json"):
        call_command("load_plan", tmp_path / "nothing.json")


def test_a_number_that_two_cities_print_needs_the_government(tmp_path):
    def give_number(value):
        value["document"]["number"] = "汴政〔2022〕7号"

    load(raw(KAIFENG))
    load(changed(give_number))
    with pytest.raises(CommandError, match="--government"):
        call_command("export_plan", "汴政〔2022〕7号")
    out = StringIO()
    call_command("export_plan", "汴政〔2022〕7号", government="洛河市人民政府", stdout=out)
    assert json.loads(out.getvalue())["id"] == "luohe-demo-2022"


def test_an_unknown_plan_is_answered_with_those_there_are():
    load(raw())
    with pytest.raises(CommandError, match="洛河市"):
        call_command("export_plan", "汴政〔2022〕8号")


def test_a_file_without_number_and_leading_group_is_loaded():
    value = content(KAIFENG)
    value["document"]["number"] = value["leading_group"] = None
    plan = load(as_file(value))
    assert plan.reviewing_unit_id == plan.host_unit_id
