"""Two cities with a 市财政局 each: neither sees anything of the other."""

from __future__ import annotations

import pytest

from common.errors import NotVisibleError
from dashboards.selectors import readable_plan, readable_plans
from motions.models import Plan
from reports.selectors import filing_for, my_obligations, review_queue
from reports.services.drafting import start_filing
from tasks.models import Obligation
from tests.copies import made_once
from tests.playing import Player, at, person
from tests.tasks.contents import KAIFENG, SECOND_CITY, load, raw
from units.models import Government, Unit
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FINANCE = "市财政局"


@pytest.fixture
def cities():
    return made_once("two cities", lambda: (load(raw(KAIFENG)), load(raw(SECOND_CITY))))


def test_both_have_a_bureau_of_finance_and_it_is_not_the_same(cities):
    assert Unit.objects.filter(name=FINANCE).count() == 2
    assert Government.objects.count() == 2
    for plan in cities:
        units = Unit.objects.filter(obligations__plan=plan).values_list("government", flat=True)
        assert set(units) == {plan.government_id}


def test_each_sees_only_its_own_plan_and_work(cities):
    for plan in cities:
        finance = Unit.objects.get(government=plan.government, name=FINANCE)
        clerk = person(finance, Role.CLERK)
        assert list(Plan.objects.visible_to(clerk.access)) == [plan]
        work = my_obligations(clerk.access)
        assert {row.plan_id for row in work} == {plan.pk}


def test_a_filed_report_is_not_to_be_found_from_the_other_city(cities):
    here, there = cities
    player = Player(here, FINANCE)
    player.submit(at("2022-08-30"))
    office = person(there.reviewing_unit_id, Role.OFFICE)
    mayor = person(there.supervisor_unit_id, Role.VICE_MAYOR)
    for stranger in (office, mayor):
        assert filing_for(stranger.access, player.filing.pk) is None
        assert not review_queue(stranger.access).exists()
        assert here not in readable_plans(stranger.access)
        with pytest.raises(NotVisibleError):
            readable_plan(stranger.access, here.pk)


def test_nobody_files_for_the_bureau_of_the_same_name(cities):
    here, there = cities
    clerk = person(Unit.objects.get(government=there.government, name=FINANCE), Role.CLERK)
    owed = Obligation.objects.filter(plan=here, unit__name=FINANCE, kind="filing").first()
    with pytest.raises(NotVisibleError):
        start_filing(
            obligation_id=owed.pk, by=clerk.user, access=clerk.access, now=at("2022-08-30")
        )
