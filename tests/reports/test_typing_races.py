"""Who types while a colleague types, submits, or is given other work. Through the pages, on PostgreSQL."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from reports.models import FilingVersion, Part
from reports.workflow import Status
from tests import co_signing
from tests.contributing import Contributor
from tests.playing import FIRST_DAY, WORDS, Person, Player, at, load, person
from tests.tasks.handing import Desk
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django.fixtures import Settings

    from tasks.models import Assignment

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no row locks: one writer at a time"
    ),
]

MORNING = at(FIRST_DAY)
TYPING = 4
ROUNDS = 6
TOLD = {HTTPStatus.OK, HTTPStatus.CONFLICT}


@pytest.fixture(autouse=True)
def first_day(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def player() -> Player:
    started = Player(load(), "市财政局")
    started.start(MORNING)
    started.write(MORNING)
    return started


def browser_of(who: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who.user)
    return client


def colleagues(unit: object) -> list[Client]:
    return [browser_of(person(unit, Role.CLERK, name=f"clerk-{n}")) for n in range(TYPING)]


def together(*calls: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


class Typist:
    """Saves as one types, from the revision the last answer told; a conflict is read and gone over."""

    def __init__(self, client: Client, address: str, name: str, revision: int) -> None:
        self.client, self.address, self.name, self.revision = client, address, name, revision
        self.saved: list[str] = []
        self.statuses: set[int] = set()

    def save(self, text: str) -> int:
        typed = {"revision": self.revision, "narrative": text}
        answer = self.client.post(self.address, typed, headers={"Accept": "application/json"})
        self.statuses.add(answer.status_code)
        body = json.loads(answer.content)
        assert body["words"]
        if answer.status_code == HTTPStatus.OK:
            self.revision = body["revision"]
            self.saved.append(text)
        return answer.status_code

    def type(self) -> None:
        for n in range(ROUNDS):
            self.save(f"{self.name} 第 {n} 次")


def typists(player: Player) -> list[Typist]:
    part = player.draft_parts()[0]
    address = reverse("filing_part", args=[player.filing.pk, part.pk])
    return [
        Typist(client, address, f"同事{n}", part.revision)
        for n, client in enumerate(colleagues(player.unit))
    ]


def test_of_those_who_type_at_once_one_is_saved_and_all_others_are_told(player: Player) -> None:
    people = typists(player)
    before = Part.objects.get().revision
    together(*[one.type for one in people])
    assert set().union(*(one.statuses for one in people)) <= TOLD
    kept = Part.objects.get()
    saved = [text for one in people for text in one.saved]
    assert kept.narrative in saved
    assert kept.revision == before + len(saved)


def test_typing_on_while_a_colleague_sends_and_the_head_signs(player: Player) -> None:
    """What is submitted is one of the texts that somebody was told is saved; none comes in after."""
    co_signing.sign_all(player, MORNING)
    people = typists(player)
    clerk, head = browser_of(player.clerk), browser_of(player.head)
    sending = reverse("filing_step", args=[player.filing.pk, "send_for_signature"])
    signing = reverse("filing_step", args=[player.filing.pk, "sign_and_submit"])

    def send_and_sign() -> list[int]:
        sent = clerk.post(sending).status_code
        seen = player.filing.draft.revision
        return [sent, head.post(signing, {"revision": seen}).status_code]

    *_typed, steps = together(*[one.type for one in people], send_and_sign)
    assert steps == [HTTPStatus.FOUND] * 2
    assert set().union(*(one.statuses for one in people)) <= TOLD
    assert player.filing.status == Status.SUBMITTED
    frozen = Part.objects.get()
    assert frozen.narrative in [text for one in people for text in one.saved] + [WORDS]
    assert people[0].save("迟到的话") == HTTPStatus.CONFLICT
    assert Part.objects.get().narrative == frozen.narrative
    assert FilingVersion.objects.get(filing=player.filing).number == 1


def test_typing_on_while_the_item_goes_to_another_unit(player: Player) -> None:
    """The old unit's words stay with what it had; whoever types later is told in words."""
    desk = Desk(player.plan)
    people = typists(player)
    row = assigned(player)
    *_typed, _done = together(
        *[one.type for one in people], lambda: desk.reassign(row, "市商务局", MORNING)
    )
    assert set().union(*(one.statuses for one in people)) <= TOLD
    assert people[0].save("改派以后写的") == HTTPStatus.CONFLICT
    assert not Part.objects.filter(narrative="改派以后写的").exists()


def assigned(player: Player) -> Assignment:
    Desk(player.plan).hand_out()
    return Desk(player.plan).one("市财政局", "5.10")


def test_a_contribution_is_typed_by_several_while_it_is_sent(player: Player) -> None:
    county = Contributor(player.plan, "兰考县人民政府", "t5-10")
    county.write(MORNING)
    address = reverse("contribution", args=[county.owed.pk])
    people = [
        Typist(client, address, f"同事{n}", 1)
        for n, client in enumerate(colleagues(county.owed.unit))
    ]
    head = browser_of(county.head)
    step = reverse("contribution_step", args=[county.owed.pk, "send"])

    def send() -> int:
        return head.post(step, {"revision": county.contribution.draft.revision}).status_code

    *_typed, sent = together(*[one.type for one in people], send)
    assert set().union(*(one.statuses for one in people)) <= TOLD
    assert sent in {HTTPStatus.FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
    row = county.contribution
    version = row.standing or row.draft
    saved = [text for one in people for text in one.saved]
    assert version.narrative in [*saved, "本县项目按计划推进。"]


def test_a_page_sent_by_button_against_one_who_sends_the_contribution(player: Player) -> None:
    """Whoever lost reads words, with everything typed; nobody sees a fault."""
    county = Contributor(player.plan, "兰考县人民政府", "t5-10")
    county.write(MORNING)
    address = reverse("contribution", args=[county.owed.pk])
    step = reverse("contribution_step", args=[county.owed.pk, "send"])
    clients = colleagues(county.owed.unit)
    head = browser_of(county.head)
    typed = {"revision": 0, "narrative": "按钮存的话"}
    calls = [lambda one=one: one.post(address, typed) for one in clients]
    *answers, _sent = together(*calls, lambda: head.post(step, {"revision": 1}))
    for answer in answers:
        assert answer.status_code == HTTPStatus.CONFLICT
        assert "按钮存的话" in answer.content.decode()
