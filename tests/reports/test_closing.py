"""The office closes stages, leaves and the plan; every wrong move is refused in words."""

from __future__ import annotations

import pytest

from common.errors import NotAllowedError, NotVisibleError
from dashboards.errors import PlanNotReadyError
from events.errors import ReasonMissingError, WrongStateError
from events.models import Event
from motions.errors import PlanClosedError
from motions.workflow import Result
from notifications.models import Message
from reports.errors import (
    LeafUnreportedError,
    ResultMissingError,
    StageNotOverError,
    UnreportedStageError,
    WithOfficeError,
)
from reports.services.amending import amend
from reports.services.correcting import ask_correction
from tasks.closings import leaf_closings, stage_closings
from tasks.models import Obligation
from tasks.planfile.errors import PlanFileRefusedError
from tasks.planfile.export import export_plan
from tests.playing import KAIFENG, Person, load, person
from tests.reports.closing import City, somebody_else
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def steps_of(row):
    return list(Event.objects.of(row).order_by("pk").values_list("action", "to_status", "reason"))


# -- a stage -----------------------------------------------------------------------------------------


def test_a_stage_is_closed_and_opened_again_with_words(city):
    city.report(0)
    closing = city.close_stage(0)
    assert list(stage_closings(city.plan)) == [closing]
    city.reopen_stage(0, words="数据有误")
    assert not stage_closings(city.plan)
    assert steps_of(closing) == [("close", "closed", ""), ("reopen", "open", "数据有误")]
    # What stood in between is known for good.
    assert list(stage_closings(city.plan, at=city.after(0))) == [closing]
    assert not stage_closings(city.plan, at=city.before(0))
    assert city.close_stage(0, city.after(0, 3)).pk != closing.pk


def test_the_units_of_the_stage_are_told(city):
    player = city.player(city.leads[0])
    city.report(0)
    city.close_stage(0)
    told = Message.objects.filter(recipient=player.head.user, subject__contains="结账")
    assert told.filter(channel="inbox").count() == 1


def test_a_stage_that_is_not_over_stays_open(city):
    city.report(0)
    with pytest.raises(StageNotOverError):
        city.close_stage(0, city.before(0))


def test_what_waits_for_the_office_comes_first(city):
    city.report(0, skip=city.leads[:1])
    city.player(city.leads[0]).submit(city.before(0))
    with pytest.raises(WithOfficeError, match=city.leads[0]):
        city.close_stage(0, words="不等了")
    assert not stage_closings(city.plan)


def test_what_is_missing_is_named_or_explained(city):
    city.report(0, skip=city.leads[:1])
    with pytest.raises(UnreportedStageError, match=city.leads[0]):
        city.close_stage(0, words="  ")
    assert city.close_stage(0, words="多次催报未报").words == "多次催报未报"


def test_a_stage_is_closed_once_and_opened_only_when_closed(city):
    city.report(0)
    with pytest.raises(WrongStateError):
        city.reopen_stage(0)
    city.close_stage(0)
    with pytest.raises(WrongStateError):
        city.close_stage(0)
    with pytest.raises(ReasonMissingError):
        city.reopen_stage(0, words=" ")


def test_only_the_office_closes(city):
    city.report(0)
    for stranger in somebody_else(city):
        with pytest.raises(NotAllowedError):
            city.close_stage(0, by=stranger)
        with pytest.raises(NotAllowedError):
            city.close_leaf(city.leaves[0], now=city.after(0), by=stranger)
        with pytest.raises(NotAllowedError):
            city.close_plan(city.after(0), by=stranger)
    abroad: Person = person(load(KAIFENG).reviewing_unit_id, Role.OFFICE)
    for step in (
        lambda: city.close_stage(0, by=abroad),
        lambda: city.close_leaf(city.leaves[0], now=city.after(0), by=abroad),
        lambda: city.close_plan(city.after(0), by=abroad),
    ):
        with pytest.raises(NotVisibleError):
            step()


# -- a leaf ------------------------------------------------------------------------------------------


def test_a_leaf_needs_its_last_report_or_a_reason(city):
    leaf, last = city.leaves[0], len(city.stages) - 1
    with pytest.raises(LeafUnreportedError, match=leaf.number):
        city.close_leaf(leaf, now=city.after(last))
    closing = city.close_leaf(leaf, now=city.after(last), despite="单位已撤并")
    assert closing.despite == "单位已撤并"
    city.report(last)
    assert city.close_leaf(city.leaves[1], now=city.after(last)).despite == ""


def test_a_leaf_ends_in_one_of_four_ways_and_with_words(city):
    leaf, now = city.leaves[0], city.after(0)
    for wrong in ("", "done"):
        with pytest.raises(ResultMissingError):
            city.close_leaf(leaf, result=wrong, despite="x", now=now)
    with pytest.raises(ReasonMissingError):
        city.close_leaf(leaf, words=" ", despite="x", now=now)
    for result in Result:
        closing = city.close_leaf(leaf, result=result, despite="x", now=now)
        assert leaf_closings(city.plan).get().result == result
        with pytest.raises(WrongStateError):
            city.close_leaf(leaf, despite="x", now=now)
        city.reopen_leaf(leaf, now=now)
        assert [step[0] for step in steps_of(closing)] == ["close", "reopen"]
    with pytest.raises(WrongStateError):
        city.reopen_leaf(leaf, now=now)


def test_a_task_with_parts_is_not_closed_by_itself(city):
    parents = {leaf.parent for leaf in city.leaves if leaf.parent}
    assert parents
    for parent in parents:
        with pytest.raises(NotVisibleError):
            city.close_leaf(parent, now=city.after(0))


# -- the plan ----------------------------------------------------------------------------------------


def test_a_plan_is_closed_when_everything_in_it_is(city):
    now = city.finish()
    plan = city.close_plan(now)
    assert (plan.status, plan.closed_at) == ("closed", now)
    assert steps_of(plan) == [("close", "closed", "情况属实。")]
    with pytest.raises(WrongStateError):
        city.close_plan(now)


def test_what_is_open_is_named(city):
    city.report(0)
    city.player(city.leads[0], 1).submit(city.before(1))
    with pytest.raises(PlanNotReadyError) as refusal:
        city.close_plan(city.after(1))
    words = str(refusal.value)
    for named in ("未结账的阶段", "未办结的事项", city.leaves[0].number, city.leads[0], "答复"):
        assert named in words
    with pytest.raises(ReasonMissingError):
        city.close_plan(city.after(1), words="")


def test_an_archive_is_changed_by_nobody(city):
    now = city.finish()
    city.close_plan(now)
    player = city.player(city.leads[0])
    before = list(Obligation.objects.values_list("pk", "due_on", "met_at", "withdrawn_at"))
    content = export_plan(city.plan)
    content["document"]["session"] = "另一次会议"
    for step in (
        lambda: ask_correction(
            filing_id=player.filing.pk,
            by=player.clerk.user,
            access=player.clerk.access,
            reason="x",
            now=now,
        ),
        lambda: city.reopen_stage(0),
        lambda: city.reopen_leaf(city.leaves[0], now=now),
        lambda: amend(content=content, reason="x", now=now),
    ):
        with pytest.raises(PlanClosedError, match="归档"):
            step()
    assert list(Obligation.objects.values_list("pk", "due_on", "met_at", "withdrawn_at")) == before
    assert not Obligation.objects.open().filter(plan=city.plan).exists()


# -- beside amendments -------------------------------------------------------------------------------


def test_what_is_closed_is_not_amended_by_the_way(city):
    city.report(0)
    city.close_stage(0)
    content = export_plan(city.plan)
    content["deadlines"][0]["due"] = "2022-06-20"
    with pytest.raises(PlanFileRefusedError, match="重新打开"):
        amend(content=content, reason="x", now=city.after(0))
    leaf = city.leaves[0]
    city.close_leaf(leaf, despite="x", now=city.after(0))
    content = export_plan(city.plan)
    content["tasks"][0]["title"] = "另一个名称"
    if content["tasks"][0]["items"]:
        content["tasks"][0]["items"][0]["title"] = "另一个名称"
    with pytest.raises(PlanFileRefusedError, match=leaf.number):
        amend(content=content, reason="x", now=city.after(0))
