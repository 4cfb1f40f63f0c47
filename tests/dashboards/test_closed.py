"""What the office closed says for good what it said; what comes later stands beside it, marked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from common.templatetags.portal import figure
from dashboards.standing import Scope, plan_standing
from motions.workflow import Result
from reports.services.amending import amend
from reports.services.correcting import ask_correction, grant_correction
from tasks.models import Obligation
from tasks.planfile.export import export_plan
from tasks.planfile.read import read_plan_file
from tests.reports.closing import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def standing(city, moment, stage=None):
    scope = Scope(stage_id=None if stage is None else city.stages[stage].pk)
    day = timezone.localdate(moment)
    return plan_standing(city.plan, at=moment, today=day, with_submitted=True, scope=scope)


def correct(city, unit, now, *, share, stage=0):
    """Ask, be granted, write other figures, and have them accepted."""
    player = city.player(unit, stage)
    who = {"filing_id": player.filing.pk, "by": player.clerk.user, "access": player.clerk.access}
    ask_correction(**who, reason="数字有误", now=now)
    office = {"by": city.office.user, "access": city.office.access}
    grant_correction(filing_id=player.filing.pk, **office, now=now)
    player.write(now, share=share)
    player.send(now)
    player.sign(now)
    player.accept(now)


def figures(found):
    return {
        (leaf.key, target.name): target.accepted and target.accepted.value
        for leaf in found.leaves
        for target in leaf.targets
    }


def first_with_figure(city, found):
    """A lead whose leaf counts something, and that figure."""
    for leaf in found.leaves:
        for target in leaf.progress_targets:
            if target.accepted:
                return leaf.leads[0].name, leaf, target
    raise AssertionError


def test_a_closed_stage_returns_exactly_what_stood(city):
    city.report(0)
    closing = city.close_stage(0)
    stood = standing(city, closing.closed_at, 0)
    unit, leaf, target = first_with_figure(city, stood)
    correct(city, unit, city.after(0, 10), share="0.7")

    later = standing(city, city.after(0, 20), 0)
    assert later.corrections
    assert replace(later, corrections=()) == stood

    row = next(row for row in later.corrections if row.what == target.name)
    assert (row.leaf_key, row.unit.name, row.stage.id) == (leaf.key, unit, city.stages[0].pk)
    assert row.before == f"{figure(target.accepted.value)} {target.unit}"
    assert row.before != row.after
    assert (row.before_version, row.after_version) == (1, 2)


def test_the_board_of_the_plan_keeps_the_figure_too_and_names_the_correction(city):
    city.report(0)
    city.close_stage(0)
    before = figures(standing(city, city.after(0, 2)))
    unit, leaf, target = first_with_figure(city, standing(city, city.after(0, 2)))
    correct(city, unit, city.after(0, 10), share="0.7")
    later = standing(city, city.after(0, 20))
    assert figures(later) == before
    assert {row.leaf_key for row in later.corrections} >= {leaf.key}
    # Nothing of it was known before it was accepted.
    assert standing(city, city.after(0, 9)).corrections == ()

    city.reopen_stage(0, city.after(0, 21))
    opened = standing(city, city.after(0, 22))
    assert opened.corrections == ()
    assert figures(opened)[leaf.key, target.name] != before[leaf.key, target.name]
    # While it was closed it said what it said.
    assert figures(standing(city, city.after(0, 20))) == before


def test_a_correction_before_closing_is_no_correction_after_it(city):
    city.report(0)
    unit = first_with_figure(city, standing(city, city.after(0)))[0]
    correct(city, unit, city.after(0), share="0.7")
    city.close_stage(0, city.after(0, 2))
    assert standing(city, city.after(0, 3)).corrections == ()


def test_a_report_that_came_after_the_closing_is_told_apart(city):
    late = city.leads[0]
    city.report(0, skip=(late,))
    closing = city.close_stage(0, words="未报")
    player = city.player(late)
    player.submit(city.after(0, 5))
    player.accept(city.after(0, 5))
    found = standing(city, city.after(0, 6), 0)
    assert figures(found) == figures(standing(city, closing.closed_at, 0))
    rows = [row for row in found.corrections if row.unit.name == late]
    assert rows
    assert {(row.before, row.before_version) for row in rows} == {("", None)}


def test_a_closed_leaf_shows_how_it_ended(city):
    leaf, now = city.leaves[0], city.after(0)
    city.close_leaf(leaf, result=Result.PARTLY, words="完成六成", despite="单位撤并", now=now)

    def end(moment):
        return next(row.closing for row in standing(city, moment).leaves if row.id == leaf.pk)

    found = end(now)
    assert (found.result, found.words, found.despite) == (Result.PARTLY, "完成六成", "单位撤并")
    assert end(now - timedelta(minutes=1)) is None
    city.reopen_leaf(leaf, now=now + timedelta(days=1))
    assert end(now + timedelta(days=2)) is None
    assert end(now + timedelta(hours=1)) == found


def test_an_archive_returns_what_stood_whenever_it_is_asked(city):
    late = city.leads[0]
    for stage in range(len(city.stages)):
        city.report(stage, skip=(late,) if stage == 0 else ())
        city.close_stage(stage, words="有一家未报")
    now = city.after(len(city.stages) - 1, 5)
    city.answer(now)
    for leaf in city.leaves:
        city.close_leaf(leaf, now=now)
    before = standing(city, now)
    city.close_plan(now)
    assert not Obligation.objects.open().filter(plan=city.plan).exists()
    city.plan.refresh_from_db()
    after = standing(city, now + timedelta(days=400))
    assert replace(after, plan=before.plan) == before
    assert before.rate.missing == 1


# -- versions ----------------------------------------------------------------------------------------


def amended(city, change, now):
    value = json.loads(json.dumps(export_plan(city.plan), default=float))
    change(value)
    amend(content=read_plan_file(json.dumps(value).encode()), reason="调整", now=now)
    city.plan.refresh_from_db()


def test_a_past_moment_knows_the_motions_and_deputies_of_then(city):
    now = city.after(0, 5)
    before = standing(city, now)

    def change(value):
        value["motions"][0]["proposers"] += 2
        value["motions"].append({"title": "新增的议案", "lead_proposer": "新代表", "proposers": 3})

    amended(city, change, now + timedelta(hours=1))
    after = standing(city, now)
    assert after.replies == before.replies
    assert after.deadlines == before.deadlines
    later = standing(city, now + timedelta(hours=2))
    assert later.replies.answered.base == before.replies.answered.base + 1
    assert later.replies.contacted.base == before.replies.contacted.base + 5


def test_a_past_moment_knows_the_plan_of_then(city):
    city.report(0)
    now = city.after(0, 5)
    before = standing(city, now)

    def change(value):
        for task in value["tasks"]:
            for leaf in task["items"] or [task]:
                for target in leaf["targets"]:
                    if target["minimum"]:
                        target["minimum"] *= 2
                        target["maximum"] = None
        last = value["tasks"][-1]
        last["title"] = "改了名的任务"
        value["deadlines"][-1]["due"] = "2023-01-15"
        if len(value["tasks"]) > 1:
            value["tasks"].pop(0)

    amended(city, change, now + timedelta(hours=1))
    after = standing(city, now + timedelta(hours=2))
    then = standing(city, now)
    assert [leaf.key for leaf in then.leaves] == [leaf.key for leaf in before.leaves]
    assert replace(then, plan=before.plan) == before
    goals = {(leaf.key, t.name): t.goal for leaf in before.leaves for t in leaf.targets}
    doubled = [
        (leaf.key, t.name)
        for leaf in after.leaves
        for t in leaf.targets
        if t.goal and t.goal == 2 * goals[leaf.key, t.name]
    ]
    assert doubled
    assert {leaf.key for leaf in after.leaves} < {leaf.key for leaf in before.leaves}
    assert {row.due_on.isoformat() for row in after.deadlines} >= {"2023-01-15"}
