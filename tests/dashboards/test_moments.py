"""Any past moment can be asked for and gives what stood then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from dashboards.asking import MomentRefusedError, question_of
from dashboards.standing import plan_standing
from dashboards.standing.shapes import State
from tests.dashboards import story
from tests.dashboards.looking import cell, target
from tests.dashboards.story import (
    AGRICULTURE,
    AUGUST,
    DEVELOPMENT,
    FINANCE,
    INDUSTRY,
    LAST_DAY,
    SEPTEMBER,
)
from tests.keeping import kept_for_the_module
from tests.playing import at, load
from units.models import Unit
from units.services import rename_unit

if TYPE_CHECKING:
    from dashboards.standing import PlanStanding
    from motions.models import Plan

pytestmark = pytest.mark.django_db


def standing_at(plan: Plan, moment: datetime) -> PlanStanding:
    return plan_standing(plan, at=moment, today=timezone.localdate(moment), with_submitted=True)


def without_links(row: Any) -> Any:
    """The row without what says who may open the filing today; a recall closes it."""
    if isinstance(row, tuple):
        return tuple(without_links(one) for one in row)
    if hasattr(row, "__dataclass_fields__"):
        fields = {name: without_links(getattr(row, name)) for name in row.__dataclass_fields__}
        return replace(row, **(fields | ({"filing_id": None} if "filing_id" in fields else {})))
    return row


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The story, and what stood at the moment of each step while it happened."""
    with kept_for_the_module(django_db_blocker):
        plan = load()
        seen: dict[datetime, PlanStanding] = {}
        for moment, step in story.steps_of(plan):
            step()
            seen[moment] = standing_at(plan, moment)
        yield plan, seen


@pytest.fixture
def plan_told(told: Any) -> Plan:
    return told[0]


def test_every_moment_asked_for_later_gives_what_stood_then(told: Any) -> None:
    plan, seen = told
    assert len(seen) > 30
    for moment, then in seen.items():
        assert without_links(standing_at(plan, moment)) == without_links(then), moment


@pytest.mark.parametrize(
    ("unit", "stage", "moment", "state"),
    [
        (INDUSTRY, AUGUST, at("2022-08-31", 23, 0), State.NOT_DUE),
        (INDUSTRY, AUGUST, at("2022-08-31", 23, 45), State.SUBMITTED),
        (INDUSTRY, AUGUST, at("2022-09-05", 12), State.RETURNED),
        (INDUSTRY, AUGUST, at("2022-09-08", 17), State.RETURNED),  # being written anew
        (INDUSTRY, AUGUST, at("2022-09-09", 12), State.SUBMITTED),
        (FINANCE, AUGUST, at("2022-09-07", 12), State.CORRECTION_ASKED),
        (FINANCE, AUGUST, at("2022-09-10"), State.CORRECTING),
        (FINANCE, AUGUST, at("2022-09-13"), State.SUBMITTED),
        (FINANCE, AUGUST, at("2022-09-15"), State.ACCEPTED),
        (AGRICULTURE, SEPTEMBER, at("2022-09-30", 12), State.SUBMITTED),
        (AGRICULTURE, SEPTEMBER, at("2022-09-30", 18), State.DRAFT),
        (AGRICULTURE, SEPTEMBER, at("2022-10-01", 0), State.MISSING),
        (DEVELOPMENT, SEPTEMBER, at("2022-09-28"), State.NOT_DUE),
    ],
    ids=str,
)
def test_a_filing_stands_as_it_stood(
    plan_told: Plan, unit: str, stage: int, moment: datetime, state: State
) -> None:
    assert cell(standing_at(plan_told, moment), unit, stage).state == state


def test_the_accepted_version_stays_in_force_until_the_next_is_accepted(plan_told: Plan) -> None:
    for day, version, figure in (("2022-09-13", 1, 19), ("2022-09-15", 2, 17)):
        standing = standing_at(plan_told, at(day))
        row = target(standing, "5.10", "年产值10亿元以上企业")
        assert row.accepted
        assert (row.accepted.source.version, row.accepted.value) == (version, figure)
        assert cell(standing, FINANCE, AUGUST).accepted_number == version
    beside = target(standing_at(plan_told, at("2022-09-13")), "5.10", "年产值10亿元以上企业")
    assert beside.submitted
    assert beside.submitted.value == 17


def test_a_recalled_version_can_no_longer_be_opened(plan_told: Plan) -> None:
    row = cell(standing_at(plan_told, at("2022-09-30", 12)), AGRICULTURE, SEPTEMBER)
    assert row.version
    assert row.filing_id is None


def test_a_return_and_a_recall_do_not_make_late(plan_told: Plan) -> None:
    standing = standing_at(plan_told, at(LAST_DAY))
    returned = cell(standing, INDUSTRY, AUGUST)
    assert returned.version
    assert returned.version.number == 2
    assert returned.days_late == 0
    assert returned.first_submitted_at == at("2022-08-31", 23, 30)


def test_a_renamed_unit_keeps_its_old_name_in_the_past(plan_told: Plan) -> None:
    unit = Unit.objects.get(government=plan_told.government_id, name=FINANCE)
    rename_unit(unit=unit, name="市财政金融局", on=date(2022, 10, 1))
    names = [
        {row.name for row in standing_at(plan_told, at(day)).units}
        for day in ("2022-09-30", "2022-10-01")
    ]
    assert FINANCE in names[0]
    assert "市财政金融局" in names[1]
    assert FINANCE not in names[1]


NOW = at(LAST_DAY)


def test_without_a_day_the_question_is_about_now() -> None:
    for text in ("", "2022-10-10"):
        question = question_of({"at": text}, now=NOW)
        assert (question.at, question.today, question.day) == (NOW, LAST_DAY, None)


def test_a_day_is_asked_for_as_it_ended() -> None:
    question = question_of({"at": "2022-08-31"}, now=NOW)
    assert question.day == question.today == date(2022, 8, 31)
    midnight = at("2022-09-01", 0)
    assert timedelta(0) < midnight - question.at < timedelta(seconds=1)


def test_a_moment_can_be_asked_for_too() -> None:
    assert question_of({"at": "2022-08-31T23:45"}, now=NOW).at == at("2022-08-31", 23, 45)


@pytest.mark.parametrize(
    "text",
    ["2022-10-11", "2099-01-01", "gestern", "2022-02-30", "8月31日", "0001-01-01T00:00+14:00"],
)
def test_no_day_and_a_day_to_come_are_refused_in_words(text: str) -> None:
    with pytest.raises(MomentRefusedError, match="2022年10月10日"):
        question_of({"at": text}, now=NOW)
