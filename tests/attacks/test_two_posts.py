"""Whoever did a thing for a unit does not have the next word on it, whatever posts they hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from common.errors import NotAllowedError
from replies.errors import OwnReplyError
from replies.services.issuing import give_back, sign_and_issue
from replies.services.promises import claim_kept, confirm_kept, reject_claim
from reports.services.delegating import give_delegation
from tests.answering import REPLIED_AT, Answering
from tests.playing import Person, at, load, person
from tests.tasks.handing import WORDS, Desk
from units.models import Membership
from units.permissions import access_of
from units.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TODAY = date(2022, 9, 15)
UNIT = "市财政局"


def post(unit: int, user, role: str) -> None:
    Membership.objects.create(user=user, unit_id=unit, role=role)


def again(who: Person, day: date = TODAY) -> Person:
    """With every post that they hold by now."""
    return Person(who.user, access_of(who.user, day))


# -- a reply, by delegation --------------------------------------------------------------------------


@pytest.fixture
def answering(settings) -> Answering:
    settings.REHEARSAL_CLOCK = TODAY
    return Answering(load())


def stand_in(answering: Answering, who: Person) -> Person:
    give_delegation(
        post_id=Membership.objects.get(user=who.user, unit=answering.host).pk,
        by=answering.head.user,
        access=answering.head.access,
        from_on=TODAY,
        through_on=TODAY,
        now=REPLIED_AT,
    )
    return again(who)


def waiting_for_signature(answering: Answering) -> None:
    answering.start()
    answering.write()
    answering.circulate()
    answering.co_signed()
    answering.send()


def sign(answering: Answering, who: Person) -> None:
    sign_and_issue(seen_revision=answering.reply.revision, **answering.does(who, REPLIED_AT))


def test_who_drafted_the_reply_does_not_sign_it_by_delegation(answering):
    waiting_for_signature(answering)
    delegate = stand_in(answering, answering.clerk)
    with pytest.raises(OwnReplyError):
        sign(answering, delegate)
    with pytest.raises(NotAllowedError):
        give_back(reason=WORDS, **answering.does(delegate, REPLIED_AT))
    assert answering.reply.issued_at is None


def test_nor_who_wrote_one_answer_of_it(answering):
    answering.start()
    answering.write()
    colleague = person(answering.host, Role.CLERK, name="李四")
    answer = answering.reply.answers.first()
    answer.saved_by = colleague.user
    answer.save()
    answering.circulate()
    answering.co_signed()
    answering.send()
    with pytest.raises(OwnReplyError):
        sign(answering, stand_in(answering, colleague))


def test_who_wrote_nothing_of_it_signs_by_delegation(answering):
    waiting_for_signature(answering)
    colleague = person(answering.host, Role.CLERK, name="李四")
    sign(answering, stand_in(answering, colleague))
    assert answering.reply.signed_by_name == f"李四（代{answering.head.user.name}审签）"


def test_the_page_says_why_there_is_no_button(answering):
    waiting_for_signature(answering)
    stand_in(answering, answering.clerk)
    client = Client()
    client.force_login(answering.clerk.user)
    page = client.get(reverse("reply", args=[answering.owed.pk])).content.decode()
    assert str(OwnReplyError.words) in page
    assert reverse("reply_step", args=[answering.owed.pk, "sign_and_issue"]) not in page


# -- a promise ---------------------------------------------------------------------------------------


def test_who_said_a_promise_is_kept_does_not_close_it_for_the_office(answering):
    answering.issue()
    promise = answering.promise
    post(answering.plan.reviewing_unit_id, answering.head.user, Role.OFFICE)
    both = again(answering.head)
    acting = {"promise_id": promise.pk, "by": both.user, "access": both.access, "now": REPLIED_AT}
    claim_kept(reason="已建成。", **acting)
    for verb, words in ((confirm_kept, {}), (reject_claim, {"reason": WORDS})):
        with pytest.raises(NotAllowedError):
            verb(**words, **acting)
    client = Client()
    client.force_login(both.user)
    page = client.get(reverse("promise", args=[promise.pk])).content.decode()
    assert reverse("promise_step", args=[promise.pk, "confirm"]) not in page
    office = answering.office
    confirm_kept(promise_id=promise.pk, by=office.user, access=office.access, now=REPLIED_AT)


# -- a return ----------------------------------------------------------------------------------------


def test_who_returned_work_for_a_unit_does_not_decide_on_the_return(settings):
    settings.REHEARSAL_CLOCK = date(2022, 3, 17)
    desk, now = Desk(), at("2022-03-17")
    desk.hand_out()
    row = desk.one(UNIT, "5.10")
    head = desk.head(UNIT)
    post(desk.plan.reviewing_unit_id, head.user, Role.OFFICE)
    both = again(head)
    desk.return_(row, now, who=both)
    with pytest.raises(NotAllowedError):
        desk.reassign(row, "市商务局", now, who=both)
    client = Client()
    client.force_login(both.user)
    for address in (
        reverse("assignment", args=[row.pk]),
        reverse("assignments", args=[desk.plan.pk]) + "?state=returned",
    ):
        page = client.get(address).content.decode()
        assert reverse("assignment_step", args=[row.pk, "insist"]) not in page
        assert reverse("reassign", args=[row.pk]) not in page
    desk.insist(row, now)
