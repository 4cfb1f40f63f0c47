"""A head lets a colleague sign for a period: who, from when, how it shows, and what it never allows."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import NotAllowedError, NotVisibleError
from dashboards.standing import plan_standing
from events.errors import WrongStateError
from events.models import Event
from notifications.models import Message
from reminders.models import Audience
from reminders.people import people_for
from reports.errors import DelegationRefusedError, OwnWordsError
from reports.models import FilingEvent
from reports.permissions import allowed_actions
from reports.services.delegating import give_delegation, revoke_delegation
from reports.services.drafting import give_back
from reports.services.signing import sign_and_submit
from reports.workflow import Action, Status
from tasks.models import Obligation
from tests.co_signing import sign_all
from tests.playing import Person, Player, at, load, person
from units.models import Delegation, Membership
from units.permissions import access_of
from units.roles import Permission, Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

UNIT = "市财政局"
TODAY, LAST = date(2022, 8, 24), date(2022, 8, 31)
NOW = at(TODAY)


@pytest.fixture
def player() -> Player:
    return Player(load(), UNIT)


@pytest.fixture
def colleague(player: Player) -> Person:
    return person(player.unit, Role.CLERK, name="李四")


def give(player: Player, to: Person, **changed: object) -> Delegation:
    given = {
        "post_id": Membership.objects.filter(user=to.user, unit=player.unit).earliest("pk").pk,
        "by": player.head.user,
        "access": player.head.access,
        "from_on": TODAY,
        "through_on": LAST,
        "now": NOW,
    }
    return give_delegation(**{**given, **changed})


def on(who: Person, day: date | str) -> Person:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return Person(who.user, access_of(who.user, day))


def sign(player: Player, who: Person, day: date | str = TODAY) -> None:
    sign_all(player, NOW)
    filing = player.filing
    sign_and_submit(
        filing_id=filing.pk,
        by=who.user,
        access=on(who, day).access,
        seen_revision=filing.draft.revision,
        now=at(day),
    )


def sent(player: Player) -> Player:
    player.start(NOW)
    player.write(NOW)
    player.send(NOW)
    return player


def both_names(player: Player) -> str:
    return f"李四（代{player.head.user.name}审签）"


def test_the_delegate_signs_and_both_names_stand_in_version_event_and_standing(player, colleague):
    give(player, colleague)
    sign(sent(player), colleague)
    version = player.filing.latest_version
    assert version.signed_by == colleague.user
    assert version.signed_by_name == both_names(player)
    assert FilingEvent.objects.latest("pk").by_name == both_names(player)
    standing = plan_standing(player.plan, at=at(LAST), today=LAST, with_submitted=True)
    (filing,) = [row for row in standing.filings if row.version]
    assert filing.version.signed_by == both_names(player)


def test_both_names_stand_on_the_receipt_and_stay_after_the_delegation(
    player, colleague, settings: Settings
):
    settings.REHEARSAL_CLOCK = TODAY
    given = give(player, colleague)
    sign(sent(player), colleague)
    revoke_delegation(
        delegation_id=given.pk, by=player.head.user, access=player.head.access, now=NOW
    )
    client = Client()
    client.force_login(player.office.user)
    page = client.get(reverse("receipt", args=[player.filing.pk, 1])).content.decode()
    assert both_names(player) in page


def test_my_work_asks_no_delegate_for_a_signature_that_is_not_theirs(player, settings: Settings):
    settings.REHEARSAL_CLOCK = TODAY
    give(player, player.clerk)
    sent(player)
    writer, head = Client(), Client()
    writer.force_login(player.clerk.user)
    head.force_login(player.head.user)
    page = writer.get("/work/").content.decode()
    assert "去审签" not in page
    assert "件事等您办" not in page
    page = head.get("/work/").content.decode()
    assert "去审签" in page
    assert "有 1 件事等您办" in page


def test_the_delegate_gives_back_under_both_names(player, colleague):
    give(player, colleague)
    sent(player)
    who = on(colleague, TODAY)
    give_back(filing_id=player.filing.pk, by=who.user, access=who.access, reason="请补数", now=NOW)
    assert FilingEvent.objects.latest("pk").by_name == both_names(player)


def test_it_holds_on_both_days_and_not_around_them(player, colleague):
    give(player, colleague, from_on=date(2022, 8, 26))
    found = {
        day: bool(on(colleague, day).access.units_with(Permission.SIGN_REPORTS))
        for day in ("2022-08-25", "2022-08-26", "2022-08-31", "2022-09-01")
    }
    assert list(found.values()) == [False, True, True, False]


def test_revoked_it_is_over_at_once(player, colleague):
    given = give(player, colleague)
    common = {"by": player.head.user, "access": player.head.access, "now": NOW}
    revoke_delegation(delegation_id=given.pk, **common)
    sent(player)
    with pytest.raises(NotAllowedError):
        sign(player, colleague)
    with pytest.raises(WrongStateError):
        revoke_delegation(delegation_id=given.pk, **common)
    assert list(Event.objects.of(given).values_list("action", flat=True)) == ["give", "revoke"]
    assert player.filing.status == Status.AWAITING_SIGNATURE


def test_it_lapses_with_the_post_of_either(player, colleague):
    give(player, colleague)
    head_post = Membership.objects.get(user=player.head.user)
    own_post = Membership.objects.get(user=colleague.user)
    for post in (head_post, own_post):
        post.until_on = TODAY
        post.save()
        assert not on(colleague, TODAY).access.units_with(Permission.SIGN_REPORTS)
        post.until_on = None
        post.save()
    assert on(colleague, TODAY).access.units_with(Permission.SIGN_REPORTS)


def test_a_delegate_never_signs_what_they_wrote_or_sent(player):
    """The sign-off is a second look; the head may sign, and so may a delegate who wrote nothing."""
    give(player, player.clerk)
    sent(player)
    who = on(player.clerk, TODAY)
    assert Action.SIGN_AND_SUBMIT not in {
        s.action for s in allowed_actions(who.access, player.filing)
    }
    with pytest.raises(OwnWordsError):
        sign(player, player.clerk)
    assert player.filing.status == Status.AWAITING_SIGNATURE
    player.sign(NOW)
    assert player.filing.status == Status.SUBMITTED


def test_whoever_signed_by_delegation_never_reviews(player, colleague):
    give(player, colleague)
    sign(sent(player), colleague)
    Membership.objects.create(
        user=colleague.user, unit_id=player.plan.reviewing_unit_id, role=Role.OFFICE
    )
    actions = {s.action for s in allowed_actions(on(colleague, TODAY).access, player.filing)}
    assert Action.OPEN_REVIEW not in actions
    assert Action.OPEN_REVIEW in {
        s.action for s in allowed_actions(player.office.access, player.filing)
    }


def test_nobody_who_reviews_reports_is_delegated_to(player):
    reviewer = person(player.unit, Role.CLERK, Role.OFFICE, name="审核的同志")
    post = Membership.objects.get(user=reviewer.user, role=Role.CLERK)
    with pytest.raises(DelegationRefusedError):
        give(player, reviewer, post_id=post.pk)
    assert not Delegation.objects.exists()


def test_a_delegate_delegates_to_nobody(player, colleague):
    give(player, colleague)
    with pytest.raises(NotAllowedError):
        give(player, player.clerk, by=colleague.user, access=on(colleague, TODAY).access)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"from_on": date(2022, 8, 23)}, "今天或以后"),
        ({"through_on": date(2022, 8, 20), "from_on": TODAY}, "不早于起始日"),
        ({"from_on": LAST, "through_on": date(2022, 9, 5)}, "不重叠"),
    ],
    ids=["from the past", "ends before it begins", "overlaps"],
)
def test_wrong_days_are_refused_in_words(player, colleague, changed, said):
    give(player, player.clerk)
    with pytest.raises(DelegationRefusedError, match=said):
        give(player, colleague, **changed)
    assert Delegation.objects.count() == 1


def test_after_the_first_is_revoked_its_days_are_free(player, colleague):
    first = give(player, player.clerk)
    revoke_delegation(
        delegation_id=first.pk, by=player.head.user, access=player.head.access, now=NOW
    )
    assert give(player, colleague).pk


def test_another_unit_neither_gives_nor_revokes_nor_knows(player, colleague):
    given = give(player, colleague)
    stranger = Player(player.plan, "市商务局")
    with pytest.raises(DelegationRefusedError):
        give(player, colleague, by=stranger.head.user, access=stranger.head.access)
    with pytest.raises(NotVisibleError):
        revoke_delegation(
            delegation_id=given.pk, by=stranger.head.user, access=stranger.head.access, now=NOW
        )
    with pytest.raises(NotAllowedError):
        revoke_delegation(
            delegation_id=given.pk, by=player.clerk.user, access=player.clerk.access, now=NOW
        )
    given.refresh_from_db()
    assert given.status == "given"


def test_the_delegate_is_told_and_reached_by_what_heads_are_told(player, colleague):
    give(player, colleague)
    told = Message.objects.filter(recipient=colleague.user, channel="inbox")
    assert told.filter(subject__contains="委托您代为审签").count() == 1
    sent(player)
    assert told.filter(subject__contains="请审签").count() == 1
    owed = Obligation.objects.select_related("plan").get(pk=player.obligation.pk)
    heads = people_for([owed], TODAY).of(owed, Audience.HEADS)
    assert heads == [player.head.user, colleague.user]
    after = people_for([owed], date(2022, 9, 1)).of(owed, Audience.HEADS)
    assert after == [player.head.user]


def test_the_page_gives_lists_and_takes_back(player, colleague, settings: Settings):
    settings.REHEARSAL_CLOCK = TODAY
    head = Client()
    head.force_login(player.head.user)
    address = reverse("delegations")
    post = Membership.objects.get(user=colleague.user).pk
    typed = {"post": post, "from_on": "2022-08-24", "through_on": "2022-08-20"}
    refused = head.post(address, typed)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "2022-08-20" in refused.content.decode()
    assert head.post(address, typed | {"through_on": "2022-08-31"}).status_code == HTTPStatus.FOUND
    clerk = Client()
    clerk.force_login(colleague.user)
    page = clerk.get(address).content.decode()
    assert "正在委托" in page
    assert "收回" not in page.split("<main")[1]
    given = Delegation.objects.get()
    assert head.post(reverse("delegation_revoke", args=[given.pk])).status_code == HTTPStatus.FOUND
    assert "已收回" in head.get(address).content.decode()
