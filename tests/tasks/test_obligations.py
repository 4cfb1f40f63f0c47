"""What the plan makes its units owe, counted against the directive itself."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from motions.models import UnitGroupMember
from tasks.goals import allocation_sum, gathers_figures
from tasks.models import Obligation, Target, Task
from tasks.obligations import generate_obligations
from tasks.parties import PREFETCH, leads_of
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tests import directive_facts as facts
from tests import playing
from tests.playing import at
from tests.tasks.contents import KAIFENG, changed, load, raw
from units.models import Rule, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STAGES = [date.fromisoformat(d["due"]) for d in facts.DEADLINES if d["kind"] == "report"]
NOON = at("2022-08-25", 12)
REPLY = next(date.fromisoformat(d["due"]) for d in facts.DEADLINES if d["kind"] == "reply")


@pytest.fixture
def plan():
    return playing.load()


def leaves():
    return Task.objects.leaves().prefetch_related(*PREFETCH)


def test_21_filings_84_parts_and_2_replies_are_owed(plan):
    kinds = Counter(Obligation.objects.values_list("kind", flat=True))
    assert kinds == {
        "filing": facts.COUNT_LEAD_UNITS * facts.COUNT_REPORT_STAGES,
        "part": facts.COUNT_LEAD_PAIRS * facts.COUNT_REPORT_STAGES,
        "contribution": facts.COUNT_RESPONSIBLE_PAIRS * facts.COUNT_REPORT_STAGES,
        "co_signature": facts.COUNT_COSIGNATURES_PER_STAGE * facts.COUNT_REPORT_STAGES,
        "reply": len(facts.MOTIONS),
    }
    assert (kinds["filing"], kinds["part"], kinds["reply"]) == (21, 84, 2)


def test_118_contributions_and_12_co_signatures_are_owed_at_every_stage(plan):
    for stage in STAGES:
        of_stage = Obligation.objects.filter(deadline__due_on=stage)
        assert of_stage.filter(kind="contribution").count() == 118
        assert of_stage.filter(kind="co_signature").count() == 12


def owed_by_leaf(kind, stage):
    rows = Obligation.objects.filter(kind=kind, deadline__due_on=stage)
    return sorted(rows.values_list("task__number", "unit__name"))


@pytest.mark.parametrize("stage", STAGES)
def test_every_responsible_unit_contributes_and_every_further_lead_co_signs(plan, stage):
    units = facts.UNITS_BY_LEAF.items()
    assert owed_by_leaf("contribution", stage) == sorted(
        (number, facts.ALIASES.get(unit, unit))
        for number, (_leads, responsible) in units
        for name in responsible
        for unit in (facts.GROUP_MEMBERS if name == facts.GROUP else (name,))
    )
    assert owed_by_leaf("co_signature", stage) == sorted(
        (number, unit) for number, (leads, _responsible) in units for unit in leads[1:]
    )


def test_contributions_are_due_ten_and_co_signatures_three_working_days_before_the_stage(plan):
    """The last stage ends on a Saturday inside the New Year holiday."""
    due = Obligation.objects.filter(kind="contribution").order_by("due_on")
    assert list(due.values_list("due_on", flat=True).distinct()) == [
        date(2022, 8, 17), date(2022, 9, 16), date(2022, 12, 19),
    ]  # fmt: skip
    due = Obligation.objects.filter(kind="co_signature").order_by("due_on")
    assert list(due.values_list("due_on", flat=True).distinct()) == [
        date(2022, 8, 26), date(2022, 9, 27), date(2022, 12, 28),
    ]  # fmt: skip


def test_the_days_before_the_stage_are_the_rule_sets(plan):
    rules = Rule.objects.filter(rule_set=plan.rule_set)
    for key in ("contribution_before_stage", "co_signature_before_stage"):
        rule = rules.get(key=key)
        rule.amount = 1
        rule.save()
    Obligation.objects.filter(kind__in=["contribution", "co_signature"]).delete()
    generate_obligations(plan)

    rows = Obligation.objects.filter(kind__in=["contribution", "co_signature"])
    assert set(rows.filter(deadline__due_on="2022-08-31").values_list("due_on", flat=True)) == {
        date(2022, 8, 30)
    }


def test_what_a_plan_loaded_earlier_is_missing_is_added_and_nothing_else(plan):
    """A re-dated, a met and a withdrawn row stay as they are, under the keys they had."""
    before = {row.key: row.pk for row in Obligation.objects.all()}
    filing, reply, kept = (
        Obligation.objects.filter(kind=kind).first() for kind in ("filing", "reply", "contribution")
    )
    filing.due_on, reply.met_at, kept.withdrawn_at = date(2022, 9, 7), NOON, NOON
    for row in (filing, reply, kept):
        row.save()
    Obligation.objects.filter(kind="co_signature").delete()
    Obligation.objects.filter(kind="contribution").exclude(pk=kept.pk).delete()

    load(raw(KAIFENG))

    after = {row.key: row.pk for row in Obligation.objects.all()}
    assert after.keys() == before.keys()
    for row in (filing, reply, kept):
        row.refresh_from_db()
        assert after[row.key] == before[row.key]
    assert (filing.due_on, reply.met_at, kept.withdrawn_at) == (date(2022, 9, 7), NOON, NOON)
    assert Obligation.history.filter(kind="filing").count() == 22


def test_every_lead_owes_its_leaves_at_every_stage_and_nobody_else_does(plan):
    owed = {
        (row.task.number, row.unit.name, row.due_on, row.parent.unit_id == row.unit_id)
        for row in Obligation.objects.filter(kind="part").select_related("task", "unit", "parent")
    }
    assert owed == {
        (number, lead, stage, True)
        for number, (leads, _responsible) in facts.UNITS_BY_LEAF.items()
        for lead in leads
        for stage in STAGES
    }


def test_the_host_owes_a_reply_to_each_motion_by_the_date_of_the_reply(plan):
    replies = Obligation.objects.filter(kind="reply").select_related("unit", "motion")
    assert {(row.unit.name, row.motion.title, row.due_on) for row in replies} == {
        (facts.HOST_UNIT, title, REPLY) for title, _lead, _count in facts.MOTIONS
    }


def test_owed_twice_is_owed_once(plan):
    before = set(Obligation.objects.values_list("pk", "key"))
    generate_obligations(plan)
    assert set(Obligation.objects.values_list("pk", "key")) == before


def test_what_is_missing_is_made_below_the_filing_that_is_there(plan):
    part = Obligation.objects.filter(kind="part").first()
    key, parent = part.key, part.parent_id
    part.delete()
    generate_obligations(plan)
    assert Obligation.objects.get(key=key).parent_id == parent


def test_the_first_named_lead_gathers_the_figures(plan):
    for leaf in leaves():
        names = facts.UNITS_BY_LEAF[leaf.number][0]
        gathering = [unit.name for unit in leads_of(leaf) if gathers_figures(leaf, unit.pk)]
        assert gathering == [names[0]]


def test_totals_of_the_directive_come_out_of_the_targets(plan):
    def total(name):
        return sum(target.minimum for target in Target.objects.filter(name=name))

    assert total("项目数") == facts.TOTAL_PROJECTS
    assert total("总投资") == facts.TOTAL_INVESTMENT
    assert total("年度投资") == facts.TOTAL_ANNUAL_INVESTMENT


def test_what_no_county_was_given_is_shown(plan):
    for name, (_minimum, allocated, unallocated) in facts.ENTERPRISE_CLASSES.items():
        parts = allocation_sum(Target.objects.prefetch_related("allocations").get(name=name))
        assert (parts.allocated, parts.unallocated) == (allocated, unallocated)


def test_every_obligation_names_its_government_and_dates(plan):
    for row in Obligation.objects.select_related("deadline"):
        assert row.government_id == plan.government_id
        assert row.original_due_on == row.due_on
        is_inner = row.kind in {"contribution", "co_signature"}
        assert (row.due_on < row.deadline.due_on) == is_inner
        assert is_inner or row.due_on == row.deadline.due_on
        assert row.is_open


def test_a_group_in_the_lead_makes_each_of_its_units_owe():
    def lead_by_group(value):
        value["tasks"][1]["lead_units"] = ["各县、区人民政府"]
        value["tasks"][1]["responsible_units"] = []

    load(changed(lead_by_group))

    members = UnitGroupMember.objects.values_list("unit__name", flat=True)
    owing = Obligation.objects.filter(kind="part", task__key="t2", due_on="2022-06-30")
    assert list(owing.order_by("pk").values_list("unit__name", flat=True)) == list(members)
    assert len(members) == 3
    first = Unit.objects.get(name=members[0])
    assert gathers_figures(Task.objects.get(key="t2"), first.pk)


def test_a_plan_that_names_no_host_is_answered_by_its_office():
    plan = load(changed(lambda value: value.update(host_unit=None), KAIFENG))
    replies = Obligation.objects.filter(plan=plan, kind="reply")
    assert {row.unit.name for row in replies} == {facts.OFFICE_UNIT}


def test_a_plan_that_is_loaded_in_the_middle_of_its_year_leaves_days_to_contribute(db):
    """Nothing is late at birth: not before what was handed out may be returned, if the report allows it."""
    content = read_plan_file(raw(KAIFENG))
    plan = load_plan(content, today=date(2022, 8, 24)).plan
    owed = Obligation.objects.filter(plan=plan, kind="contribution")
    days = set(owed.values_list("deadline__due_on", "due_on", "original_due_on"))
    assert {(stage.isoformat(), on.isoformat()) for stage, on, _first in days} == {
        ("2022-08-31", "2022-08-30"),
        ("2022-09-30", "2022-09-16"),
        ("2022-12-31", "2022-12-19"),
    }
    assert all(on == first for _stage, on, first in days)


def test_a_plan_that_is_loaded_in_time_keeps_the_days_of_its_rules(plan, db):
    owed = Obligation.objects.filter(plan=plan, kind="contribution")
    days = set(owed.values_list("due_on"))
    owed.all().delete()
    generate_obligations(plan, today=date(2022, 3, 14))
    assert set(owed.all().values_list("due_on")) == days
