"""“加入日历” stands beside a date for whoever owes it, and for nobody to whom the event does not exist."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from tasks.models import Obligation
from tests.access.scene import ROLES, Scene, set_scene
from tests.copies import made_once

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

# Who is offered the event, of all who may open the page.
OFFERED = {
    ("difficulty", "difficulty"): {"office"},
    ("difficulty", "sent_up"): {"vice_mayor"},
    ("instruction", "instruction"): {"clerk", "head"},
    ("notice", "notice"): {"other_clerk", "other_head"},
    ("rating", "issued_reply"): {"deputies_office"},
    # Of the unit that promised, whatever their post: it stands in their work.
    ("promise", "promise"): {"office", "vice_mayor"},
    ("promises", "plan"): {"office", "vice_mayor"},
    ("reply_co_signature", "co_signature"): {"clerk", "head"},
}


@pytest.fixture
def scene(settings: Settings) -> Scene:
    settings.REHEARSAL_CLOCK = date(2022, 8, 30)
    return made_once("scene in August", set_scene)


def links_for(scene: Scene, role: str, address: str) -> list[str]:
    answer = scene.ask(role, address)
    if answer.status != HTTPStatus.OK:
        return []
    page = BeautifulSoup(answer.body, "html.parser")
    return [link["href"] for link in page.find_all("a") if "加入日历" in link.get_text()]


def test_it_is_offered_to_whoever_owes_it_and_leads_to_the_event(scene: Scene) -> None:
    offered = {}
    for name, thing in OFFERED:
        address = reverse(name, args=[scene.numbers[thing]])
        links = {role: links_for(scene, role, address) for role in ROLES}
        offered[name, thing] = {role for role, found in links.items() if found}
        for role, found in links.items():
            statuses = {scene.ask(role, link).status for link in found}
            assert statuses <= {HTTPStatus.OK}, (name, role)
    assert offered == OFFERED


def test_what_is_done_is_offered_no_more(scene: Scene) -> None:
    address = reverse("notice", args=[scene.numbers["notice"]])
    assert links_for(scene, "other_clerk", address)
    plan = scene.numbers["plan"]
    Obligation.objects.filter(plan=plan, kind="notice").update(met_at="2022-08-30T01:00:00Z")
    assert not links_for(scene, "other_clerk", address)
