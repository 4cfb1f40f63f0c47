"""What stands after two played stages of the real plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dashboards.standing import Scope, plan_standing
from dashboards.standing.shapes import Arrears, Punctuality, State
from reports.progress import Light
from reports.workflow import Actor
from tests.dashboards import story
from tests.dashboards.looking import cell, october_of, target
from tests.dashboards.story import (
    AGRICULTURE,
    AUGUST,
    BUSINESS,
    COMMERCE,
    DEVELOPMENT,
    FINANCE,
    INDUSTRY,
    LAST_DAY,
    LEADS,
    SEPTEMBER,
    TASK_FORCE,
)
from tests.directive_facts import (
    COUNT_LEAD_UNITS,
    COUNT_LEAVES,
    INVESTMENT,
    TOTAL_ANNUAL_INVESTMENT,
)
from tests.playing import at

if TYPE_CHECKING:
    from dashboards.standing import PlanStanding
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def october(played: Plan) -> PlanStanding:
    return october_of(played)


@pytest.mark.parametrize(
    ("unit", "stage", "state", "punctuality", "days"),
    [
        (TASK_FORCE, AUGUST, State.ACCEPTED, Punctuality.ON_TIME, 0),
        (COMMERCE, AUGUST, State.ACCEPTED, Punctuality.LATE, 2),
        (INDUSTRY, AUGUST, State.ACCEPTED, Punctuality.ON_TIME, 0),
        (AGRICULTURE, AUGUST, State.ACCEPTED, Punctuality.ON_TIME, 0),
        (BUSINESS, AUGUST, State.MISSING, Punctuality.MISSING, 40),
        (TASK_FORCE, SEPTEMBER, State.ACCEPTED, Punctuality.ON_TIME, 0),
        (DEVELOPMENT, SEPTEMBER, State.UNDER_REVIEW, Punctuality.ON_TIME, 0),
        (INDUSTRY, SEPTEMBER, State.RETURNED, Punctuality.ON_TIME, 0),
        (COMMERCE, SEPTEMBER, State.MISSING, Punctuality.MISSING, 10),
        (AGRICULTURE, SEPTEMBER, State.MISSING, Punctuality.MISSING, 10),
        (FINANCE, SEPTEMBER, State.SUBMITTED, Punctuality.LATE, 9),
        (COMMERCE, story.DECEMBER, State.NOT_DUE, None, 0),
    ],
)
def test_cells(
    october: PlanStanding,
    unit: str,
    stage: int,
    state: State,
    punctuality: Punctuality | None,
    days: int,
) -> None:
    row = cell(october, unit, stage)
    assert (row.state, row.punctuality, row.days_late) == (state, punctuality, days)


def test_nothing_to_report_is_told_apart_from_nothing_filed(october: PlanStanding) -> None:
    nil = [(row.unit.name, row.stage.number) for row in october.filings if row.is_nil]
    assert nil == [(AGRICULTURE, 1)]


def test_paper_copies_are_counted_apart(october: PlanStanding) -> None:
    copies = {row.unit.name: row.copies_registered for row in october.filings[:7]}
    assert copies[DEVELOPMENT] == 5
    assert copies[TASK_FORCE] == 3
    assert copies[COMMERCE] == 0


def test_the_figure_in_force_is_the_latest_accepted_one(october: PlanStanding) -> None:
    for number, figure in story.INVESTED_AUGUST.items():
        row = target(october, number)
        assert row.accepted
        assert row.submitted
        assert row.accepted.value == Decimal(figure)
        assert row.accepted.as_of == date(2022, 8, 25)
        assert row.submitted.value == Decimal(story.INVESTED_SEPTEMBER[number])


def test_a_figure_accepted_inside_a_returned_filing_counts(october: PlanStanding) -> None:
    row = target(october, "5.11", "新增企业上云")
    assert row.accepted
    assert row.accepted.value == 760
    assert row.accepted.source.stage.number == 2
    assert row.submitted is None


def test_a_correction_replaces_the_accepted_figure(october: PlanStanding) -> None:
    row = target(october, "5.10", "年产值10亿元以上企业")
    assert row.accepted
    assert (row.accepted.value, row.accepted.source.version) == (17, 2)


def test_percentages_pace_and_lights(october: PlanStanding) -> None:
    day_of_year = date(2022, 8, 25).timetuple().tm_yday
    lights = {}
    for number, (_projects, _total, annual) in INVESTMENT.items():
        row, value = target(october, number), Decimal(story.INVESTED_AUGUST[number])
        pace = Decimal(annual) * day_of_year / 365
        assert row.percent == value * 100 / annual
        assert row.pace == pace
        lights[number] = row.light
        expected = Light.SLOW if value * 100 >= pace * 80 else Light.BEHIND
        assert row.light == (Light.ON_PACE if value >= pace else expected)
    assert set(lights.values()) == set(Light)


def test_sums_never_add_the_stages_up(october: PlanStanding) -> None:
    total = next(row for row in october.measure_totals if row.name == "年度投资")
    accepted = sum(map(Decimal, story.INVESTED_AUGUST.values()))
    assert total.accepted == accepted
    assert total.submitted == sum(map(Decimal, story.INVESTED_SEPTEMBER.values()))
    assert total.percent == accepted * 100 / TOTAL_ANNUAL_INVESTMENT


def test_without_submitted_nothing_unreviewed_is_left(played: Plan) -> None:
    standing = plan_standing(played, at=at(LAST_DAY), today=LAST_DAY, with_submitted=False)
    rows = [row for one in standing.leaves for row in one.targets]
    assert all(row.submitted is None for row in rows)
    assert all(row.submitted is None for row in standing.measure_totals)
    narratives = [row for one in standing.leaves for row in one.narratives]
    assert narratives
    assert all(row.source.is_accepted for row in narratives)
    assert all(row.submitted is None for one in standing.leaves for row in one.milestones)


def test_milestones_stay_reached_in_later_stages(october: PlanStanding) -> None:
    reached = {
        row.name: (
            row.accepted and row.accepted.done_on,
            row.submitted and row.submitted.done_on,
        )
        for one in october.leaves
        for row in one.milestones
        if row.accepted or row.submitted
    }
    assert reached == {
        "双塔5万吨环保涂料": (date(2022, 7, 20), None),
        "益海嘉里28万吨花生油": (date(2022, 8, 10), None),
        "中裕棉业": (None, date(2022, 9, 15)),
    }


def test_the_rate_counts_late_and_missing(october: PlanStanding) -> None:
    assert (october.rate.on_time, october.rate.late, october.rate.missing) == (8, 2, 4)
    assert october.rate.percent == Decimal(800) / 14
    by_stage = [(row.rate.on_time, row.rate.due) for row in october.stage_summaries]
    assert by_stage == [(5, 7), (3, 7), (0, 0)]


def test_a_filing_counts_once_its_day_is_past(played: Plan) -> None:
    """Until 24:00 the last unit can still be on time, so the rate says nothing yet."""
    due = {}
    for moment in (at("2022-08-31", 23, 45), at("2022-09-01", 0)):
        day = timezone.localdate(moment)
        standing = plan_standing(played, at=moment, today=day, with_submitted=True)
        due[day.day] = (standing.rate.due, standing.rate.on_time, standing.rate.missing)
    assert due == {31: (0, 0, 0), 1: (7, 5, 2)}


def test_who_is_late_and_who_acts_next(october: PlanStanding) -> None:
    assert [
        (
            row.kind,
            row.filing.unit.name,
            row.days,
            row.filing.next_actor,
            row.acting_unit and row.acting_unit.name,
            row.filing.since,
        )
        for row in october.laggards
    ] == [
        (Arrears.MISSING, BUSINESS, 40, Actor.CLERK, BUSINESS, None),
        (Arrears.MISSING, COMMERCE, 10, Actor.HEAD, COMMERCE, date(2022, 9, 30)),
        (Arrears.MISSING, AGRICULTURE, 10, Actor.CLERK, AGRICULTURE, date(2022, 9, 30)),
        (Arrears.MISSING, BUSINESS, 10, Actor.CLERK, BUSINESS, None),
        (Arrears.LATE, FINANCE, 9, Actor.OFFICE, INDUSTRY, date(2022, 10, 9)),
        (Arrears.LATE, COMMERCE, 2, None, None, date(2022, 9, 6)),
    ]


def test_overdue_reviews_and_corrections_are_named(played: Plan) -> None:
    day = date(2022, 10, 20)
    standing = plan_standing(played, at=at(day), today=day, with_submitted=True)
    found = {
        (row.kind, row.filing.unit.name, str(row.due_on), str(row.acting_unit))
        for row in standing.laggards
        if row.kind in {Arrears.REVIEW, Arrears.CORRECTION}
    }
    assert found == {
        (Arrears.REVIEW, DEVELOPMENT, "2022-10-11", INDUSTRY),
        (Arrears.REVIEW, FINANCE, "2022-10-14", INDUSTRY),
        (Arrears.CORRECTION, INDUSTRY, "2022-10-13", INDUSTRY),
    }


def test_the_queue_is_in_the_order_of_its_dates(october: PlanStanding) -> None:
    assert [(row.unit.name, str(row.review_due_on)) for row in october.queue] == [
        (DEVELOPMENT, "2022-10-11"),
        (FINANCE, "2022-10-14"),
    ]


def test_every_cell_is_counted_once(october: PlanStanding) -> None:
    assert sum(october.counts.values()) == len(october.filings)
    assert october.counts[State.MISSING] == 4
    assert [row.total for row in october.stage_summaries] == [7, 7, 7]


def test_units_stand_in_the_directives_order(october: PlanStanding) -> None:
    assert tuple(unit.name for unit in october.units) == LEADS


def asked(plan: Plan, **scope: object) -> PlanStanding:
    return plan_standing(
        plan, at=at(LAST_DAY), today=LAST_DAY, with_submitted=True, scope=Scope(**scope)
    )


def test_one_stage_counts_only_its_own_figures(played: Plan, october: PlanStanding) -> None:
    standing = asked(played, stage_id=october.stages[0].id)
    row = target(standing, "5.11", "新增企业上云")
    assert row.accepted
    assert row.accepted.value == 540
    assert [stage.label for stage in standing.stages] == ["8月底"]
    assert standing.rate.due == 7


def test_one_unit_has_its_leaves_and_only_its_own_words(
    played: Plan, october: PlanStanding
) -> None:
    agriculture = next(unit for unit in october.units if unit.name == AGRICULTURE)
    standing = asked(played, unit_id=agriculture.id)
    assert [row.number for row in standing.leaves] == ["5.5"]
    assert target(standing, "5.5").accepted  # gathered by its partner
    assert {row.source.unit.name for row in standing.leaves[0].narratives} == {AGRICULTURE}
    assert {row.unit.name for row in standing.filings} == {AGRICULTURE}


def test_a_task_brings_its_parts_and_their_lead_units(played: Plan) -> None:
    standing = asked(played, task_key="t5")
    assert [row.number for row in standing.leaves] == [f"5.{n}" for n in range(1, 12)]
    assert {unit.name for unit in standing.units} == {
        DEVELOPMENT,
        INDUSTRY,
        AGRICULTURE,
        FINANCE,
    }


def test_options_stay_those_of_the_whole_plan(played: Plan) -> None:
    standing = asked(played, task_key="t6")
    assert len(standing.options.units) == COUNT_LEAD_UNITS
    assert len(standing.options.tasks) == COUNT_LEAVES + 1
