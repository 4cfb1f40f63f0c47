"""A plan is archived when nothing in it is open, also where nobody owes a step just now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from dashboards.errors import PlanNotReadyError
from dashboards.services.archiving import hindrances_of
from supervision.services.difficulties import report_difficulty, send_up_difficulty
from supervision.services.notices import issue_notice
from tasks.models import Obligation
from tests.answering import Answering
from tests.playing import at, load, person
from tests.reports.closing import City
from tests.supervision.cast import WORDS, who_does
from tests.tasks.handing import Desk
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DIFFICULTY, NOTICE = "没有解决的困难", "没有销号的督办件"
RATED, TO_ASSESS = "评价还没有结束的答复", "等待专家评估的答复"


def sorts(plan: Plan) -> set[str]:
    return {row.sort for row in hindrances_of(plan)}


def test_open_supervision_keeps_a_plan_from_being_archived(settings) -> None:
    """Nothing is owed by a unit here: the one waits for the vice mayor, the other to be made good."""
    city = City()
    now = city.finish()
    settings.REHEARSAL_CLOCK = now.date()
    assert hindrances_of(city.plan) == []

    lead = Unit.objects.get(government=city.plan.government, name=city.leads[0])
    leaf = next(row for row in city.leaves if row.parties.filter(unit=lead, role="lead").exists())
    clerk = person(lead, Role.CLERK)
    difficulty = report_difficulty(
        plan_id=city.plan.pk, key=leaf.key, unit_id=lead.pk, **WORDS, **who_does(clerk), now=now
    )
    office = who_does(city.office)
    send_up_difficulty(difficulty_id=difficulty.pk, reason="请协调。", **office, now=now)
    supervisor = person(city.plan.supervisor_unit_id, Role.SUPERVISOR)
    notice = issue_notice(
        plan_id=city.plan.pk,
        cause=f"pace-{leaf.pk}",
        level="blue",
        number="演示督〔2022〕1号",
        text="请加快进度。",
        due_on=now.date() + timedelta(days=7),
        **who_does(supervisor),
        now=now,
    )
    assert {DIFFICULTY, NOTICE} <= sorts(city.plan)
    with pytest.raises(PlanNotReadyError, match=f"{DIFFICULTY}（1）.*{NOTICE}（1）"):
        city.close_plan(now)

    client = Client()
    client.force_login(city.office.user)
    page = client.get(reverse("closing", args=[city.plan.pk])).content.decode()
    listed = BeautifulSoup(page, "html.parser").select_one("[aria-labelledby=archive] ul")
    links = {link["href"] for link in listed.select("a")}
    assert links >= {
        reverse("difficulty", args=[difficulty.pk]),
        reverse("notice", args=[notice.pk]),
    }


def test_a_rating_that_runs_and_an_assessment_that_is_waited_for() -> None:
    plan = load()
    answering = Answering(plan)
    assert not sorts(plan) & {RATED, TO_ASSESS}
    answering.issue()
    assert RATED in sorts(plan)
    (link,) = answering.links(numbers=[1])
    answering.rate(link, at("2022-09-20"), "dissatisfied")
    answering.again()
    answering.issue(at("2022-10-10"), answer_class="A", promises=False)
    (link,) = answering.links(at("2022-10-11"))
    assert TO_ASSESS not in sorts(plan)
    answering.rate(link, at("2022-10-12"), "dissatisfied")
    assert {RATED, TO_ASSESS} <= sorts(plan)


def test_an_extension_that_nobody_has_answered() -> None:
    desk = Desk()
    owed = Obligation.objects.select_related("unit").get(
        plan=desk.plan, unit__name="市财政局", kind="filing", due_on="2022-08-31"
    )
    desk.ask(owed, date(2022, 9, 5), at("2022-08-29"))
    assert "没有答复的延期申请" in sorts(desk.plan)
