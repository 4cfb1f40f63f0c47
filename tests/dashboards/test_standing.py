"""What stands on the real plan before anything was filed: the directive, and nothing invented."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.standing import plan_standing
from dashboards.standing.shapes import State
from tasks.models import Obligation
from tests.dashboards.looking import leaf, target
from tests.directive_facts import (
    COUNT_LEAD_UNITS,
    COUNT_LEAVES,
    COUNT_REPORT_STAGES,
    ENTERPRISE_CLASSES,
    INVESTMENT,
    MILESTONES,
    OTHER_TARGETS,
    TOTAL_ANNUAL_INVESTMENT,
    TOTAL_INVESTMENT,
    TOTAL_PROJECTS,
    UNITS_BY_LEAF,
)
from tests.playing import FIRST_DAY, at

if TYPE_CHECKING:
    from dashboards.standing import PlanStanding
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def untouched(plan: Plan) -> PlanStanding:
    return plan_standing(plan, at=at(FIRST_DAY), today=FIRST_DAY, with_submitted=True)


def test_every_lead_unit_has_a_cell_for_every_stage(untouched: PlanStanding) -> None:
    assert len(untouched.units) == COUNT_LEAD_UNITS
    assert len(untouched.filings) == COUNT_LEAD_UNITS * COUNT_REPORT_STAGES
    assert all(row.state == State.NOT_DUE for row in untouched.filings)
    assert all(None not in cells for _unit, cells in untouched.matrix)


def test_stages_carry_the_printed_dates_and_the_last_working_day(untouched: PlanStanding) -> None:
    assert [
        (row.label, row.due_on, row.last_workday, row.copies, row.phase) for row in untouched.stages
    ] == [
        ("8月底", date(2022, 8, 31), None, 5, "now"),
        ("9月底", date(2022, 9, 30), None, 5, "future"),
        ("12月底", date(2022, 12, 31), date(2022, 12, 30), 5, "future"),
    ]
    assert untouched.stages[0].workdays_left == 5


def test_scope_and_annual_target_are_sums_over_the_leaves(untouched: PlanStanding) -> None:
    totals = {row.name: row for row in untouched.measure_totals}
    assert totals["项目数"].goal == TOTAL_PROJECTS
    assert totals["总投资"].goal == TOTAL_INVESTMENT
    assert totals["年度投资"].goal == TOTAL_ANNUAL_INVESTMENT
    assert {name for name, row in totals.items() if row.is_scope} == {"项目数", "总投资"}
    assert totals["年度投资"].leaves == len(INVESTMENT)
    assert totals["年度投资"].accepted is totals["年度投资"].percent is None


def test_leaves_stand_in_the_directives_order_with_their_units(untouched: PlanStanding) -> None:
    assert len(untouched.leaves) == COUNT_LEAVES
    for row, (number, (leads, responsible)) in zip(
        untouched.leaves, UNITS_BY_LEAF.items(), strict=True
    ):
        assert row.number == number
        assert tuple(unit.name for unit in row.leads) == leads
        assert row.responsible_named == responsible


def test_goals_and_milestones_are_the_directives(untouched: PlanStanding) -> None:
    for number, (_projects, _total, annual) in INVESTMENT.items():
        assert target(untouched, number).goal == annual
    for number, targets in OTHER_TARGETS.items():
        for name, unit, bounds, _parts in targets:
            row = target(untouched, number, name)
            assert (row.minimum, row.maximum, row.unit) == (*bounds, unit)
    for number, named in MILESTONES.items():
        milestones = leaf(untouched, number).milestones
        assert [(row.kind, row.name) for row in milestones] == list(named)


def test_what_no_county_was_given_is_shown(untouched: PlanStanding) -> None:
    for name, (goal, allocated, left) in ENTERPRISE_CLASSES.items():
        row = target(untouched, "5.10", name)
        assert (row.minimum, row.allocated, row.unallocated) == (goal, allocated, left)


def test_without_a_figure_there_is_no_light_and_no_percentage(untouched: PlanStanding) -> None:
    rows = [row for one in untouched.leaves for row in one.targets]
    assert all(row.accepted is row.percent is row.pace is row.light is None for row in rows)


def test_nothing_is_owed_before_its_day_is_past(plan: Plan) -> None:
    last_day = date(2022, 8, 31)
    standing = plan_standing(plan, at=at(last_day, 23), today=last_day, with_submitted=True)
    assert standing.rate.due == 0
    assert standing.rate.percent is None
    assert standing.laggards == ()


def test_the_four_printed_dates(untouched: PlanStanding) -> None:
    assert [(str(row.due_on), row.kind, row.open, row.total) for row in untouched.deadlines] == [
        ("2022-08-31", Obligation.Kind.FILING, 7, 7),
        ("2022-09-19", Obligation.Kind.REPLY, 2, 2),
        ("2022-09-30", Obligation.Kind.FILING, 7, 7),
        ("2022-12-31", Obligation.Kind.FILING, 7, 7),
    ]
    assert untouched.dates_ahead == untouched.deadlines
