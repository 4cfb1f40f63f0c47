"""Units renamed and merged during the year: the past keeps its names, the work goes on."""

from __future__ import annotations

from datetime import date

import pytest

from notifications.models import Message
from reports.models import Filing
from reports.selectors import my_obligations
from tasks.models import Obligation
from tasks.planfile.export import export_plan
from tasks.planfile.load import load_plan
from tasks.planfile.read import read_plan_file
from tests import playing
from tests.playing import Player, at, person
from tests.tasks.contents import KAIFENG, SECOND_CITY, changed, content, load, raw
from units.models import Membership, Unit
from units.permissions import access_of
from units.roles import Role
from units.services import MergeRefusedError, merge_unit, rename_unit

pytestmark = pytest.mark.django_db

FINANCE, COMMERCE, AGRICULTURE = "市财政局", "市商务局", "市农业农村局"
MERGED_ON = date(2022, 9, 10)


@pytest.fixture
def plan():
    return playing.load()


def unit(name: str) -> Unit:
    return Unit.objects.get(name=name)


# -- renamed -----------------------------------------------------------------------------------------


def test_the_plan_prints_the_names_of_the_day_it_was_issued(plan):
    rename_unit(unit=unit(FINANCE), name="市财政和国资局", on=date(2022, 9, 1))

    assert export_plan(plan) == content(KAIFENG)
    assert load_plan(read_plan_file(raw(KAIFENG))).is_new is False


def test_a_name_changed_before_the_directive_is_the_printed_one(plan):
    rename_unit(unit=unit(FINANCE), name="市财政和国资局", on=date(2022, 1, 1))
    exported = export_plan(plan)
    leads = [lead for item in exported["tasks"][4]["items"] for lead in item["lead_units"]]
    assert "市财政和国资局" in leads
    assert FINANCE not in leads


def test_what_was_filed_before_keeps_the_old_name(plan):
    player = Player(plan, FINANCE)
    player.submit(at("2022-08-30"))
    rename_unit(unit=player.unit, name="市财政和国资局", on=date(2022, 9, 1))
    later = Player(plan, "市财政和国资局", stage=1)
    later.submit(at("2022-09-29"))

    versions = [filing.latest_version for filing in (player.filing, later.filing)]
    assert [version.unit_name for version in versions] == [FINANCE, "市财政和国资局"]


def test_a_new_plan_may_use_the_old_or_the_new_name(plan):
    rename_unit(unit=unit(FINANCE), name="市财政和国资局", on=date(2022, 9, 1))
    before = Unit.objects.count()

    def next_year(value):
        value["id"] = "kaifeng-2023-1"
        value["host_unit"] = "市财政和国资局"

    load(changed(next_year, KAIFENG))
    assert Unit.objects.count() == before


# -- merged ------------------------------------------------------------------------------------------


@pytest.fixture
def merged(plan):
    """市农业农村局 filed in August, had September open, and went into 市商务局."""
    player = Player(plan, AGRICULTURE)
    player.submit(at("2022-08-30"))
    player.accept(at("2022-09-01"))
    merge_unit(unit=player.unit, into=unit(COMMERCE), on=MERGED_ON)
    return player


def owed_by(name: str, kind: str = "filing") -> list[date]:
    rows = Obligation.objects.filter(unit__name=name, kind=kind).order_by("due_on", "pk")
    return [row.due_on for row in rows]


def test_what_is_owed_stays_under_its_name_and_a_stage_has_one_row_a_unit(merged):
    assert owed_by(AGRICULTURE) == [date(2022, 8, 31), date(2022, 9, 30), date(2022, 12, 31)]
    assert owed_by(COMMERCE) == [date(2022, 8, 31), date(2022, 9, 30), date(2022, 12, 31)]


def test_the_successors_people_go_on_with_its_work(merged):
    clerk = access_of(merged.clerk.user, MERGED_ON)
    posts = Membership.objects.filter(user=merged.clerk.user).valid_on(MERGED_ON)
    assert [(post.unit.name, post.role) for post in posts] == [(COMMERCE, Role.CLERK)]

    assert len(my_obligations(clerk)) == 6  # three stages of each unit
    september = Player(merged.plan, AGRICULTURE, stage=1)
    september.clerk = person(unit(COMMERCE), Role.CLERK, name="商务局同事")
    september.head = person(unit(COMMERCE), Role.HEAD, name="商务局局长")
    september.submit(at("2022-09-29"))
    assert september.filing.latest_version.unit_name == COMMERCE


def test_a_second_merger_carries_the_first_along(merged):
    merge_unit(unit=unit(COMMERCE), into=unit(FINANCE), on=date(2022, 11, 1))
    access = access_of(merged.clerk.user, date(2022, 11, 1))
    assert access.units == {unit(name).pk for name in (AGRICULTURE, COMMERCE, FINANCE)}


def test_people_of_the_successor_read_what_the_merged_unit_filed(merged):
    colleague = person(unit(COMMERCE), Role.CLERK, name="商务局同事")
    access = access_of(colleague.user, MERGED_ON)
    assert Filing.objects.visible_to(access).filter(pk=merged.filing.pk).exists()
    assert merged.filing.latest_version.unit_name == AGRICULTURE


def test_the_successor_is_told_what_is_said_of_an_old_report(plan):
    player = Player(plan, AGRICULTURE)
    player.submit(at("2022-09-08"))
    merge_unit(unit=player.unit, into=unit(COMMERCE), on=MERGED_ON)

    player.open(at("2022-09-12"))
    player.decide(at("2022-09-12", 10), returned=("t5-5",))

    correction = Obligation.objects.get(kind="correction")
    assert correction.is_open
    told = Message.objects.filter(recipient=player.clerk.user, created_at=at("2022-09-12", 10))
    assert told.exists()


def test_a_post_that_has_run_out_is_taken_up_again(plan):
    clerk = person(unit(AGRICULTURE), Role.CLERK).user
    Membership.objects.create(
        user=clerk,
        unit=unit(COMMERCE),
        role=Role.CLERK,
        from_on=date(2020, 1, 1),
        until_on=date(2021, 1, 1),
    )
    merge_unit(unit=unit(AGRICULTURE), into=unit(COMMERCE), on=MERGED_ON)
    assert access_of(clerk, MERGED_ON).units == {unit(COMMERCE).pk, unit(AGRICULTURE).pk}


def test_a_post_with_an_end_keeps_it(plan):
    clerk = person(unit(AGRICULTURE), Role.CLERK).user
    Membership.objects.filter(user=clerk).update(until_on=date(2022, 10, 1))
    merge_unit(unit=unit(AGRICULTURE), into=unit(COMMERCE), on=MERGED_ON)
    assert access_of(clerk, date(2022, 9, 30)).units
    assert not access_of(clerk, date(2022, 10, 1)).units


def test_the_plan_still_prints_the_merged_unit(merged):
    assert export_plan(merged.plan) == content(KAIFENG)


def test_merges_that_make_no_sense_are_refused(plan):
    load(raw(SECOND_CITY))
    abroad = Unit.objects.exclude(government=plan.government).get(name=FINANCE)
    here = unit(COMMERCE)
    merge_unit(unit=unit(AGRICULTURE), into=here, on=MERGED_ON)
    gone = unit(AGRICULTURE)
    for one, other in ((here, here), (here, abroad), (gone, here), (here, gone)):
        with pytest.raises(MergeRefusedError):
            merge_unit(unit=one, into=other, on=MERGED_ON)


def test_the_first_day_is_the_day_of_the_merge(plan):
    clerk = person(unit(AGRICULTURE), Role.CLERK).user
    merge_unit(unit=unit(AGRICULTURE), into=unit(COMMERCE), on=MERGED_ON)
    assert access_of(clerk, playing.FIRST_DAY).units == {unit(AGRICULTURE).pk}
