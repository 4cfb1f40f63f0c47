"""Somebody leaves a unit: the drafts stay, the names change hands in one step, the sign-in ends."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.errors import NotAllowedError, NotVisibleError
from notifications.models import Message
from notifications.services import notify
from reports.errors import HandoverRefusedError
from reports.leaving import leavers
from reports.models import FilingEvent
from reports.services.delegating import give_delegation
from reports.services.drafting import PartContent, save_cover
from reports.services.leaving import hand_over
from reports.services.signing import sign_and_submit
from reports.workflow import Action, Status
from tests.co_signing import sign_all
from tests.playing import SECOND_CITY, Person, Player, at, load, person
from units.models import Delegation, Handover, Membership
from units.permissions import access_of
from units.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

UNIT = "市财政局"
TODAY = date(2022, 8, 24)
NOW = at(TODAY)
WORDS = "离任前写的话"


@pytest.fixture
def player() -> Player:
    return Player(load(), UNIT)


@pytest.fixture
def colleague(player: Player) -> Person:
    return person(player.unit, Role.CLERK, name="接手的同志")


def post_of(who: Person) -> int:
    return Membership.objects.filter(user=who.user).earliest("pk").pk


def leave(player: Player, to: Person, who: Person | None = None, by: Person | None = None):
    by = by or player.head
    return hand_over(
        post_id=post_of(who or player.clerk),
        successor_id=post_of(to),
        by=by.user,
        access=by.access,
        now=NOW,
    )


def drafted(player: Player) -> None:
    player.start(NOW)
    (part,) = player.draft_parts()
    player.save(part, PartContent(narrative=WORDS), NOW)


def test_a_leavers_draft_stays_the_units_and_a_colleague_goes_on(player, colleague):
    drafted(player)
    leave(player, colleague)
    assert player.filing.status == Status.DRAFT
    player.clerk = Person(colleague.user, access_of(colleague.user, TODAY))
    (part,) = player.draft_parts()
    assert (part.narrative, part.saved_by.name) == (WORDS, f"clerk-{player.unit.pk}")
    player.write(NOW)
    player.send(NOW)
    player.sign(NOW)
    assert player.filing.latest_version.sent_by == colleague.user


def test_the_contact_on_the_cover_is_the_colleague_where_it_was_the_leaver(player, colleague):
    drafted(player)
    assert player.filing.draft.contact == player.clerk.user.name
    leave(player, colleague)
    assert player.filing.draft.contact == colleague.user.name
    event = FilingEvent.objects.latest("pk")
    assert (event.action, event.from_status, event.to_status) == (
        Action.HAND_OVER,
        Status.DRAFT,
        Status.DRAFT,
    )
    assert player.clerk.user.name in event.reason
    assert colleague.user.name in event.reason


def test_a_report_that_the_head_signs_meanwhile_is_left_alone(player, colleague, monkeypatch):
    """Signed after the hand-over has looked at what is open, before it has locked it."""
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)

    def signed_meanwhile(*asked: object) -> object:
        found = leavers(*asked)
        player.sign(NOW)
        return found

    monkeypatch.setattr("reports.services.leaving.leavers", signed_meanwhile)
    handover = leave(player, colleague)
    assert handover.filings == 0
    assert player.filing.latest_version.sent_by == player.clerk.user


def test_another_contact_stays(player, colleague):
    drafted(player)
    save_cover(
        filing_id=player.filing.pk,
        by=player.clerk.user,
        access=player.clerk.access,
        cover_revision=0,
        document_number="",
        contact="值班室",
        telephone="",
    )
    leave(player, colleague)
    assert player.filing.draft.contact == "值班室"


def test_what_waits_for_the_signature_is_in_the_colleagues_name(player, colleague):
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)
    seen = player.filing.draft.revision
    leave(player, colleague)
    draft = player.filing.draft
    assert (draft.sent_by, draft.sent_by_name) == (colleague.user, colleague.user.name)
    assert draft.revision > seen  # the head looks again before signing
    sign_all(player, NOW)
    sign_and_submit(
        filing_id=player.filing.pk,
        by=player.head.user,
        access=player.head.access,
        seen_revision=draft.revision,
        now=NOW,
    )
    assert player.filing.status == Status.SUBMITTED


def test_unread_messages_go_to_the_colleague(player, colleague):
    player.submit(NOW)
    unread = Message.objects.inbox_of(player.clerk.user).unread()
    keys = set(unread.values_list("key", flat=True))
    assert keys
    before = Message.objects.inbox_of(colleague.user).count()
    done = leave(player, colleague)
    assert done.messages == len(keys)
    assert not unread.exists()
    theirs = Message.objects.inbox_of(colleague.user)
    assert keys <= set(theirs.values_list("key", flat=True))
    assert theirs.count() >= before
    assert theirs.filter(subject__contains="接手").count() == 1


def test_who_keeps_the_office_of_the_same_unit_keeps_its_messages(player, colleague):
    player.submit(NOW)
    Membership.objects.create(user=player.clerk.user, unit=player.unit, role=Role.OFFICE)
    news = {
        "notice/1/now": False,
        f"filing/{player.filing.pk}/submitted/9": False,
        f"filing/{player.filing.pk}/correction-asked/9": False,
        f"filing/{player.filing.pk}/decided/9": True,
    }
    for key in news:
        notify(
            recipients=[player.clerk.user], subject=key, body=key, link="/work/", key=key, now=NOW
        )
    leave(player, colleague)
    unread = set(Message.objects.inbox_of(player.clerk.user).unread().values_list("key", flat=True))
    theirs = set(Message.objects.inbox_of(colleague.user).values_list("key", flat=True))
    for key, moves in news.items():
        assert (key in unread, key in theirs) == (not moves, moves)


def test_a_head_does_not_take_over_from_a_clerk(player, colleague):
    (row,) = (r for r in leavers(player.head.access, TODAY) if r.user == player.clerk.user)
    assert [post.user for post in row.successors] == [colleague.user]
    with pytest.raises(HandoverRefusedError):
        leave(player, player.head)


def test_the_leaver_signs_in_for_that_unit_no_more(player, colleague, settings: Settings):
    settings.REHEARSAL_CLOCK = TODAY
    drafted(player)
    leaver = Client()
    leaver.force_login(player.clerk.user)
    address = reverse("filing", args=[player.filing.pk])
    assert leaver.get(address).status_code == HTTPStatus.OK
    leave(player, colleague)
    assert leaver.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_post_in_another_unit_is_not_touched(player, colleague):
    other = Player(player.plan, "市商务局")
    kept = Membership.objects.create(user=player.clerk.user, unit=other.unit, role=Role.CLERK)
    leave(player, colleague)
    kept.refresh_from_db()
    assert kept.until_on is None
    assert access_of(player.clerk.user, TODAY).units == {other.unit.pk}


def test_delegations_of_the_leaver_end(player, colleague):
    given = give_delegation(
        post_id=post_of(player.clerk),
        by=player.head.user,
        access=player.head.access,
        from_on=TODAY,
        through_on=date(2022, 8, 31),
        now=NOW,
    )
    leave(player, colleague)
    assert Delegation.objects.get(pk=given.pk).status == "revoked"


def test_after_the_administrator_ended_a_post_the_rest_is_still_taken_over(player, colleague):
    drafted(player)
    post = Membership.objects.get(user=player.clerk.user)
    post.until_on = TODAY
    post.save()
    admin = person(player.plan.host_unit_id, Role.SYSTEM_ADMIN)
    leave(player, colleague, by=admin)
    assert player.filing.draft.contact == colleague.user.name
    left = {row.user for row in leavers(admin.access, TODAY)}
    assert player.clerk.user not in left


def test_only_the_administrator_ends_the_post_of_a_head(player, colleague):
    with pytest.raises(NotVisibleError):
        leave(player, colleague, who=player.head)
    admin = person(player.plan.host_unit_id, Role.SYSTEM_ADMIN)
    leave(player, person(player.unit, Role.HEAD, name="新负责人"), who=player.head, by=admin)
    assert not access_of(player.head.user, TODAY).heads()


def test_twice_or_to_a_stranger_is_refused_and_changes_nothing(player, colleague):
    other = Player(player.plan, "市商务局")
    for to in (other.clerk, player.clerk):
        with pytest.raises(HandoverRefusedError):
            leave(player, to)
    assert not Handover.objects.exists()
    leave(player, colleague)
    with pytest.raises(NotVisibleError):
        leave(player, colleague)
    assert Handover.objects.count() == 1


@pytest.mark.parametrize("who", ["clerk", "another head", "another city"])
def test_nobody_else_hands_over(player, colleague, who):
    if who == "clerk":
        with pytest.raises(NotAllowedError):
            leave(player, colleague, by=colleague)
    else:
        stranger = (
            Player(player.plan, "市商务局").head
            if who == "another head"
            else person(load(SECOND_CITY).reviewing_unit_id, Role.SYSTEM_ADMIN)
        )
        with pytest.raises(NotVisibleError):
            leave(player, colleague, by=stranger)
    assert access_of(player.clerk.user, TODAY).units


def test_the_page_shows_what_is_open_and_does_it_in_one_step(player, colleague, settings: Settings):
    settings.REHEARSAL_CLOCK = TODAY
    drafted(player)
    head = Client()
    head.force_login(player.head.user)
    address = reverse("handover")
    assert "2022年8月底阶段报告" in head.get(address).content.decode()
    post = {"post": post_of(player.clerk), "successor": ""}
    refused = head.post(address, post)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    done = head.post(address, post | {"successor": post_of(colleague)})
    assert done.status_code == HTTPStatus.FOUND
    page = head.get(address).content.decode()
    assert f"{player.clerk.user.name} → {colleague.user.name}" in page


def test_the_page_asks_as_often_for_many_people_as_for_few(player, colleague):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            leavers(player.head.access, TODAY)
        return len(seen)

    few = queries()
    for number in range(5):
        person(player.unit, Role.CLERK, name=f"同事{number}")
    assert queries() == few
