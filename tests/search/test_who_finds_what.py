"""Nothing shows, not even by a count, that the person could not have opened."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urldefrag

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from replies.models import RosterEntry
from reports.models import Part
from supervision.models import Bulletin, Difficulty, Notice
from supervision.workflow import BulletinStatus
from tests.access.scene import COUNTY_SECRET, INSIDE, ROLES, SECRET
from tests.playing import WORDS
from tests.search.looking import addresses, at_once, found

pytestmark = pytest.mark.django_db

PEOPLE = tuple(role for role in ROLES if role != "anonymous")
COUNTY = ("county_clerk", "county_head")
READERS = ("office", "bureau", "vice_mayor")
# Words that stand in something of every kind.
EVERYWHERE = ("财政", "商务", "推进", "答复")
OPENED = {HTTPStatus.OK, HTTPStatus.FOUND}


def user(scene, role):
    return scene.people[role].user


@pytest.mark.parametrize("role", PEOPLE)
def test_whatever_is_found_can_be_opened(scene, role):
    client = Client()
    client.force_login(user(scene, role))
    found_by = {
        urldefrag(address).url: words
        for words in EVERYWHERE
        for address in addresses(at_once(user(scene, role), words))
    }
    for address, words in found_by.items():
        assert client.get(address).status_code in OPENED, (words, address)


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("words", [SECRET, SECRET[:2], SECRET[-3:]])
def test_a_draft_is_found_by_its_own_unit_alone(scene, role, words):
    groups = found(user(scene, role), words)
    assert ("texts" in groups) == (role in INSIDE)
    # The county's draft ends alike.
    own = {*INSIDE, *COUNTY} if words in COUNTY_SECRET else INSIDE
    assert bool(at_once(user(scene, role), words)["groups"]) == (role in own)


@pytest.mark.parametrize("role", PEOPLE)
def test_what_was_submitted_is_found_by_its_unit_and_by_those_who_read_the_plan(scene, role):
    titles = found(user(scene, role), WORDS).get("texts", [])
    own = any("市财政局" in title for title in titles)
    theirs = any("市商务局" in title for title in titles)
    assert own == (role in {"clerk", "head", *READERS})
    assert theirs == (role in {"other_clerk", "other_head", *READERS})


@pytest.mark.parametrize("role", PEOPLE)
def test_reports_are_found_by_who_may_know_of_them(scene, role):
    titles = found(user(scene, role), "财政局").get("filings", [])
    expected = {"clerk": 2, "head": 2}  # the one submitted, and the draft of the next stage
    assert len(titles) == expected.get(role, 1 if role in READERS else 0)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_notice_is_found_by_its_unit_and_by_those_who_read_the_plan(scene, role):
    title = Notice.objects.get(pk=scene.numbers["notice"]).title
    is_known = role in {"other_clerk", "other_head", *READERS}
    assert found(user(scene, role), title[:8]).get("notices", []) == [title] * is_known


@pytest.mark.parametrize("role", PEOPLE)
def test_a_difficulty_is_found_by_its_unit_and_by_those_who_read_the_plan(scene, role):
    words = Difficulty.objects.get(pk=scene.numbers["difficulty"]).what
    is_known = role in {"other_clerk", "other_head", *READERS}
    assert ("difficulties" in found(user(scene, role), words[:6])) == is_known


@pytest.mark.parametrize("role", PEOPLE)
def test_what_one_unit_drafts_for_another_is_found_by_itself_alone(scene, role):
    is_own = role in COUNTY
    assert found(user(scene, role), COUNTY_SECRET).keys() == (
        {"contributions"} if is_own else set()
    )


@pytest.mark.parametrize("role", PEOPLE)
def test_what_one_unit_sent_to_another_is_found_by_both_and_by_those_who_read_the_plan(scene, role):
    """The roles that may open its page."""
    can_open = scene.ask(role, f"/contributions/{scene.numbers['sent']}/").status == HTTPStatus.OK
    assert ("contributions" in found(user(scene, role), "本县项目按计划")) == can_open


@pytest.mark.parametrize("role", PEOPLE)
def test_units_tasks_and_plans_are_those_of_ones_government(scene, role):
    groups = found(user(scene, role), "兰考")
    is_at_home = role not in {"other_city", "nobody"}
    assert ("units" in groups) == is_at_home
    assert ("tasks" in found(user(scene, role), "重点企业")) == is_at_home
    assert ("plans" in found(user(scene, role), "汴政〔2022〕7号")) == is_at_home


@pytest.mark.parametrize(
    ("role", "found_colleague", "found_stranger"),
    [
        ("clerk", True, False),
        ("other_clerk", False, True),
        ("county_clerk", False, False),
        ("office", True, True),
        ("bureau", True, True),
        ("vice_mayor", True, True),
        ("admin", True, True),
        ("deputies_office", False, False),
        ("other_city", False, False),
        ("nobody", False, False),
    ],
)
def test_people_are_found_by_colleagues_and_by_those_who_read_their_work(
    scene, role, found_colleague, found_stranger
):
    colleague, stranger = user(scene, "head").name, user(scene, "other_head").name
    assert (found(user(scene, role), colleague).get("people", []) == [colleague]) == found_colleague
    assert (found(user(scene, role), stranger).get("people", []) == [stranger]) == found_stranger


@pytest.mark.parametrize("role", PEOPLE)
def test_a_reply_is_the_hosts_own_until_it_is_issued(scene, role):
    """The draft goes round for co-signing; the other one was issued."""
    drafts = addresses_of_replies(scene, role)
    issued = f"/replies/{scene.numbers['issued_reply']}/"
    assert (issued in drafts) == (role in {*READERS, "deputies_office"})
    assert f"/replies/{scene.numbers['reply']}/" not in drafts


@pytest.mark.parametrize("role", PEOPLE)
def test_a_bulletin_is_the_bureaus_until_it_is_issued(scene, role):
    row = Bulletin.objects.get(pk=scene.numbers["bulletin"])
    address = f"/bulletins/{row.pk}/"
    is_at_home = role not in {"other_city", "nobody"}
    assert (address in addresses(at_once(user(scene, role), row.period))) == is_at_home
    Bulletin.objects.filter(pk=row.pk).update(status=BulletinStatus.DRAFT)
    for words in (row.period, row.overview[:6]):
        found_draft = address in addresses(at_once(user(scene, role), words))
        assert found_draft == (role == "bureau")


@pytest.mark.parametrize("role", PEOPLE)
def test_the_roster_is_found_by_who_keeps_it(scene, role):
    address = f"/deputies/{scene.numbers['deputy']}/"
    RosterEntry.objects.update_or_create(
        deputy_id=scene.numbers["deputy"], defaults={"name": "欧阳试", "telephone": "13900001111"}
    )
    for words in ("欧阳试", "1390000"):
        hits = addresses(at_once(user(scene, role), words))
        assert hits == [address] * (role == "deputies_office")


def addresses_of_replies(scene, role):
    from replies.models import Answer  # noqa: PLC0415

    texts = {row.heading[:4] for row in Answer.objects.all()} | {
        row.text[:4] for row in Answer.objects.all() if row.text
    }
    data = [at_once(user(scene, role), text) for text in texts]
    return {address for each in data for address in addresses(each) if "/replies/" in address}


def test_a_unit_shows_what_one_may_know_of_it(scene):
    unit = Part.objects.get(pk=scene.numbers["draft_part"]).obligation.unit_id
    address = f"/units/{unit}/"
    inside = scene.ask("clerk", address).body.decode()
    above = scene.ask("office", address).body.decode()
    beside = scene.ask("other_clerk", address).body.decode()
    assert inside.count("/filings/") == 2
    assert above.count("/filings/") == 1
    assert beside.count("/filings/") == 0
    assert "kind=filings" not in inside
    head = user(scene, "head").name
    assert head in inside
    assert head in above
    assert head not in beside


def test_the_page_of_a_unit_leads_to_the_reports_it_has_no_room_for(scene, monkeypatch):
    monkeypatch.setattr("search.views.ON_A_UNIT", 1)
    unit = Part.objects.get(pk=scene.numbers["draft_part"]).obligation.unit
    page = scene.ask("clerk", f"/units/{unit.pk}/").body.decode()
    assert page.count("/filings/") == 1
    assert "kind=filings" in page
    assert len(found(user(scene, "clerk"), unit.name, kind="filings")["filings"]) == 2


def test_the_page_of_a_unit_says_how_many_notices_there_are_and_leads_to_all(scene, monkeypatch):
    monkeypatch.setattr("search.views.ON_A_UNIT", 2)
    first = Notice.objects.get(pk=scene.numbers["notice"])
    titles = {first.title, "第二件", "第三件"}
    for place, title in enumerate(sorted(titles - {first.title})):
        Notice.objects.create(
            **{
                field.attname: getattr(first, field.attname)
                for field in Notice._meta.concrete_fields
                if not field.primary_key
            }
            | {"title": title, "cause": f"owed-{place}"}
        )
    page = BeautifulSoup(scene.ask("office", f"/units/{first.unit_id}/").body, "html.parser")
    card = page.select_one("section[aria-labelledby=notices]")
    assert card.h2.get_text(strip=True) == "督办件3"
    shown = {link.get_text() for link in card.select("ul.plain-list a")}
    (more,) = card.select("nav.pages a[rel=next]")
    rest = BeautifulSoup(
        scene.ask("office", f"/units/{first.unit_id}/{more['href']}").body, "html.parser"
    )
    shown |= {link.get_text() for link in rest.select("section[aria-labelledby=notices] li > a")}
    assert titles <= shown
