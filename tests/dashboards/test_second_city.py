"""Nothing in the boards knows Kaifeng: another city's plan, without a leading group or scope."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from dashboards.charts import timeline
from dashboards.pages import measure_groups
from dashboards.standing import plan_standing
from dashboards.standing.shapes import State
from tests.dashboards.looking import cell, leaf, target
from tests.dashboards.playing import Filer
from tests.keeping import kept_for_the_module
from tests.playing import SECOND_CITY, at, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboards.standing import PlanStanding
    from motions.models import Plan

pytestmark = pytest.mark.django_db

JULY = date(2022, 7, 5)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plan]:
    """市财政局 leads and gathers; Kaifeng has units of the same names, with figures of their own."""
    with kept_for_the_module(django_db_blocker):
        kaifeng, city = load(), load(SECOND_CITY)
        other = Filer(kaifeng, "市财政局")
        other.submit(at("2022-06-20"), figures={("5.10", "年产值10亿元以上企业"): "9"})
        filer = Filer(city, "市财政局")
        filer.submit(
            at("2022-06-28"),
            figures={("1", "新增担保贷款"): "3.75", ("2", "风险补偿资金"): "0.5"},
            as_of="2022-06-25",
        )
        filer.accept(at("2022-06-29"))
        yield city


@pytest.fixture
def standing(city: Plan) -> PlanStanding:
    return plan_standing(city, at=at(JULY), today=JULY, with_submitted=True)


def test_stages_are_named_by_their_own_dates(standing: PlanStanding) -> None:
    assert [(row.label, row.phase) for row in standing.stages] == [
        ("6月底", "past"),
        ("12月15日", "now"),
    ]


def test_its_own_units_and_figures_alone(standing: PlanStanding) -> None:
    assert [unit.name for unit in standing.units] == [
        "市财政局",
        "市金融服务中心",
        "市工业和信息化局",
    ]
    assert cell(standing, "市财政局", 0).state == State.ACCEPTED
    assert cell(standing, "市金融服务中心", 0).state == State.MISSING
    assert (standing.rate.on_time, standing.rate.missing) == (1, 2)
    accepted = [
        row.accepted.value for one in standing.leaves for row in one.targets if row.accepted
    ]
    assert accepted == [Decimal("3.75"), Decimal("0.5")]


def test_a_range_counts_from_its_lower_bound_and_shows_what_is_not_allocated(
    standing: PlanStanding,
) -> None:
    row = target(standing, "1", "新增担保贷款")
    assert (row.goal, row.percent) == (8, Decimal("46.875"))
    assert row.words == "8—12 亿元"
    assert row.unallocated == Decimal("4.25")
    assert [part.words for part in row.allocations] == ["2.5—3.5 亿元", "至少 1.25 亿元"]


def test_measures_of_one_leaf_each_have_no_sum(standing: PlanStanding) -> None:
    groups = measure_groups(standing)
    assert [(group.total, len(group.lines)) for group in groups] == [(None, 3)]
    assert not any(row.is_scope for row in standing.measure_totals)


def test_a_leaf_without_targets_is_there(standing: PlanStanding) -> None:
    assert leaf(standing, "3.2").targets == ()


def test_its_dates(standing: PlanStanding) -> None:
    chart = timeline("t", standing)
    assert [str(event.day) for event in chart.events] == ["2022-06-30", "2022-07-29", "2022-12-15"]
    assert [event.late for event in chart.events] == [True, False, False]
