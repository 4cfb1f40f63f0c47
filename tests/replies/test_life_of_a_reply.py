"""From the first draft to the assessment: every step, the wrong moves included."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from common.errors import NotAllowedError, NotVisibleError
from events.errors import ReasonMissingError, WrongStateError
from motions.models import Deputy
from notifications.models import Message
from replies.errors import (
    AlreadyAnsweredError,
    AnswerConflictError,
    CoSignaturesMissingError,
    CoSignClosedError,
    CoverConflictError,
    DateRefusedError,
    NotRatedNowError,
    OwnReplyError,
    PromiseRefusedError,
    RatingStillOpenError,
    ReplyNotEditableError,
    ReplyUnfinishedError,
    SeenReplyError,
)
from replies.models import Answer, CoSignature, Letter, Promise
from replies.rates import replies_standing
from replies.services.circulating import agree, circulate, co_signed_by, object_to, take_back
from replies.services.drafting import (
    AnswerContent,
    PromiseEntry,
    save_answer,
    save_cover,
    start_reply,
)
from replies.services.following import close_rating, extend_rating, record_assessment
from replies.services.issuing import give_back, sign_and_issue
from reports.models import ReplyReceipt
from reports.services.reply import register_reply
from tasks.duties import duty_groups
from tasks.models import Obligation
from tasks.parties import leads_of
from tests.answering import COVER, REPLIED_AT, Answering
from tests.directive_facts import MOTIONS
from tests.playing import Person, Player, at, person
from units.models import Delegation, Unit
from units.permissions import access_of
from units.roles import Role
from units.selectors import limit_of, work_calendar

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def answers(answering: Answering) -> list[Answer]:
    return list(Answer.objects.filter(reply=answering.reply).select_related("task"))


# -- drafting ----------------------------------------------------------------------------------------


def test_the_draft_begins_with_the_accepted_reports_leaf_by_leaf(answering):
    player = Player(answering.plan, "市财政局")
    player.submit(at("2022-08-29"))
    player.accept(at("2022-08-30"))
    answering.start()

    part = player.filing.accepted_version.parts.get()
    found = {answer.task_id: answer.text for answer in answers(answering)}
    assert len(found) == Obligation.objects.filter(kind="part").values("task").distinct().count()
    assert part.narrative in found[part.obligation.task_id]
    for figure in part.figures.all():
        assert figure.target.name in found[part.obligation.task_id]
    assert [text for text in found.values() if text] == [found[part.obligation.task_id]]


def test_starting_twice_gives_the_same_draft(answering):
    assert answering.start() == answering.start()
    assert len(answers(answering)) == len({row.task_id for row in answers(answering)})


def test_another_unit_learns_nothing_of_the_draft(answering):
    answering.start()
    other = person(Unit.objects.get(name="市财政局"), Role.CLERK)
    with pytest.raises(NotVisibleError):
        start_reply(**answering.does(other, REPLIED_AT))
    with pytest.raises(NotAllowedError):
        start_reply(**answering.does(answering.head, REPLIED_AT))


def test_what_a_colleague_saved_is_not_overwritten(answering):
    answering.start()
    with pytest.raises(CoverConflictError):
        save_cover(
            obligation_id=answering.owed.pk,
            access=answering.clerk.access,
            revision=answering.reply.revision + 1,
            cover=COVER,
        )
    first = answers(answering)[0]
    answering.save(first, AnswerContent(heading="甲"))
    with pytest.raises(AnswerConflictError):
        save_answer(
            answer_id=first.pk,
            revision=0,
            content=AnswerContent(heading="乙"),
            **answering.does(answering.clerk, REPLIED_AT),
        )
    assert Answer.objects.get(pk=first.pk).heading == "甲"


def test_a_promise_needs_a_day_to_come_and_a_unit_of_this_government(answering):
    answering.start()
    first = answers(answering)[0]
    for unit, due_on, error in (
        (answering.host, REPLIED_AT.date(), PromiseRefusedError),
        (0, date(2023, 1, 1), NotVisibleError),
    ):
        promise = PromiseEntry("甲", unit, due_on)
        with pytest.raises(error):
            answering.save(first, AnswerContent(heading="甲", promises=(promise,)))
    assert not Promise.objects.exists()


def test_an_unfinished_draft_goes_nowhere(answering):
    answering.start()
    with pytest.raises(ReplyUnfinishedError) as refusal:
        answering.circulate()
    assert "发文字号" in str(refusal.value)
    assert answering.reply.status == "draft"


@pytest.mark.usefixtures("english_catalogue")
def test_what_a_draft_lacks_is_said_in_the_language_of_who_asks(answering):
    answering.start()
    with translation.override("en"), pytest.raises(ReplyUnfinishedError) as refusal:
        answering.circulate()
    assert "there is no document number" in str(refusal.value)


def test_b_and_c_answers_leave_promises(answering):
    answering.start()
    answering.write(promises=False)
    with pytest.raises(ReplyUnfinishedError) as refusal:
        answering.circulate()
    assert "承诺事项" in str(refusal.value)


# -- co-signing --------------------------------------------------------------------------------------


def circulated(answering: Answering, keeps: int = 16) -> list[CoSignature]:
    answering.start()
    answering.write(keeps=keeps)
    answering.circulate()
    return list(CoSignature.objects.filter(reply=answering.reply).select_related("unit"))


def decide(answering: Answering, row: CoSignature, service=agree, **more: object):
    head = person(row.unit_id, Role.HEAD)
    return service(
        co_signature_id=row.pk,
        by=head.user,
        access=head.access,
        **{"seen_revision": answering.reply.revision, "now": REPLIED_AT, **more},
    )


def test_every_lead_concerned_but_the_host_is_asked(answering):
    rows = circulated(answering)
    leads = {unit.pk for row in answers(answering) for unit in leads_of(row.task)}
    assert {row.unit_id for row in rows} == leads - {answering.host}
    owed = Obligation.objects.filter(kind="reply_co_signature")
    assert {row.unit_id for row in owed} == {row.unit_id for row in rows}
    assert all(row.due_on < answering.owed.due_on for row in owed)


def test_what_is_asked_late_is_due_on_the_next_working_day(answering):
    """Asked on the Friday before a weekend, on the very day the rule set would have it back."""
    answering.start()
    answering.write(at("2022-09-16"))
    answering.circulate(at("2022-09-16"))
    owed = Obligation.objects.filter(kind="reply_co_signature").values_list("due_on", flat=True)
    assert set(owed) == {date(2022, 9, 19)}


def test_inner_dates_count_from_the_printed_date_as_those_of_reports_do(answering):
    """Of a reply that is due on a Saturday."""
    Obligation.objects.filter(pk=answering.owed.pk).update(due_on=date(2022, 10, 22))
    answering.start()
    answering.write()
    reply, limit = (
        answering.reply,
        limit_of(answering.plan.rule_set_id, "co_signature_before_stage"),
    )
    calendar = work_calendar(answering.plan.government_id)
    assert co_signed_by(reply, REPLIED_AT.date()) == limit.before(date(2022, 10, 22), calendar)


def test_an_answer_of_the_hosts_own_needs_nobody(answering):
    first = circulated(answering, keeps=1)
    assert {row.unit_id for row in first} == {
        unit.pk for unit in leads_of(answers(answering)[0].task) if unit.pk != answering.host
    }


def test_a_gap_blocks_until_the_co_signing_date_and_is_named_after_it(answering):
    rows = circulated(answering)
    with pytest.raises(CoSignaturesMissingError):
        answering.send()
    last = max(row.obligation.due_on for row in rows)
    answering.send(at(last + timedelta(days=1)))
    assert answering.reply.status == "awaiting_signature"
    assert not Obligation.objects.open().filter(kind="reply_co_signature").exists()


def test_an_objection_has_words_and_is_no_agreement(answering):
    row, *others = circulated(answering)
    with pytest.raises(ReasonMissingError):
        decide(answering, row, object_to, reason=" ")
    decide(answering, row, object_to, reason="数字与我单位不符。")
    for other in others:
        decide(answering, other)
    with pytest.raises(CoSignaturesMissingError) as refusal:
        answering.send()
    assert str(row.unit) in str(refusal.value)
    decide(answering, row)
    answering.send()


def test_a_changed_text_asks_again_and_an_unchanged_one_does_not(answering):
    rows = circulated(answering)
    answering.co_signed()
    take_back(**answering.does(answering.clerk, REPLIED_AT))
    answering.circulate()
    assert not CoSignature.objects.filter(status="pending").exists()
    take_back(**answering.does(answering.clerk, REPLIED_AT))
    first = answers(answering)[0]
    answering.save(first, AnswerContent(heading=first.heading, text="改过", answer_class="A"))
    answering.circulate()
    assert CoSignature.objects.filter(status="pending").count() == len(rows)


def test_who_signs_says_so_of_the_text_on_the_screen(answering):
    row, *_others = circulated(answering)
    with pytest.raises(SeenReplyError):
        decide(answering, row, seen_revision=answering.reply.revision - 1)
    take_back(**answering.does(answering.clerk, REPLIED_AT))
    with pytest.raises(CoSignClosedError):
        decide(answering, row)


def test_only_the_head_of_the_very_unit_co_signs(answering):
    row, other, *_more = circulated(answering)
    seen = {"seen_revision": answering.reply.revision, "now": REPLIED_AT}
    clerk = person(row.unit_id, Role.CLERK)
    with pytest.raises(NotAllowedError):
        agree(co_signature_id=row.pk, by=clerk.user, access=clerk.access, **seen)
    stranger = person(other.unit_id, Role.HEAD)
    with pytest.raises(NotVisibleError):
        agree(co_signature_id=row.pk, by=stranger.user, access=stranger.access, **seen)


# -- signing off and answering -----------------------------------------------------------------------


def test_the_head_answers_with_a_letter_to_every_deputy(answering):
    answering.issue()
    places = Deputy.objects.filter(motion=answering.owed.motion).order_by("order")
    assert [row.deputy_id for row in answering.letters] == [row.pk for row in places]
    assert [row.number for row in answering.letters] == list(range(1, len(places) + 1))
    owed = Obligation.objects.get(pk=answering.owed.pk)
    assert owed.met_at == REPLIED_AT
    assert ReplyReceipt.objects.get(obligation=owed).document_number == COVER.document_number


def test_both_motions_have_as_many_letters_as_deputies(answering):
    answering.issue()
    Answering(answering.plan, motion=1).issue()
    assert Letter.objects.count() == sum(count for _title, _lead, count in MOTIONS)


def test_the_clerk_signs_nothing_and_the_head_only_what_was_read(answering):
    circulated(answering, keeps=1)
    answering.co_signed()
    answering.send()
    with pytest.raises(NotAllowedError):
        sign_and_issue(seen_revision=0, **answering.does(answering.clerk, REPLIED_AT))
    with pytest.raises(SeenReplyError):
        sign_and_issue(seen_revision=0, **answering.does(answering.head, REPLIED_AT))
    with pytest.raises(ReasonMissingError):
        give_back(reason="", **answering.does(answering.head, REPLIED_AT))
    give_back(reason="第一条太长。", **answering.does(answering.head, REPLIED_AT))
    assert answering.reply.status == "draft"
    assert not Letter.objects.exists()


def stand_in(answering: Answering, name: str) -> Person:
    """A clerk of the host who signs for its head just now."""
    who = person(answering.host, Role.CLERK, name=name)
    Delegation.objects.create(
        government=answering.plan.government,
        unit_id=answering.host,
        head=answering.head.user,
        delegate=who.user,
        from_on=date(2022, 9, 1),
        through_on=date(2022, 9, 30),
        given_at=REPLIED_AT,
    )
    return Person(who.user, access_of(who.user, REPLIED_AT.date()))


def write_the_cover(answering: Answering, who: Person) -> None:
    revision = answering.reply.revision
    save_cover(obligation_id=answering.owed.pk, access=who.access, revision=revision, cover=COVER)


def write_an_answer(answering: Answering, who: Person) -> None:
    row = answers(answering)[0]
    content = AnswerContent(row.heading, "写过。", "A", row.order)
    save_answer(
        answer_id=row.pk, revision=row.revision, content=content, **answering.does(who, REPLIED_AT)
    )


def send_it_round(answering: Answering, who: Person) -> None:
    circulate(**answering.does(who, REPLIED_AT))
    take_back(**answering.does(who, REPLIED_AT))


@pytest.mark.parametrize("part", [write_the_cover, write_an_answer, send_it_round])
def test_whoever_had_a_part_in_it_signs_nothing_in_the_heads_stead(answering, part):
    delegate, other = stand_in(answering, "代签"), stand_in(answering, "另一位")
    answering.start()
    answering.write()
    part(answering, delegate)
    write_an_answer(answering, answering.clerk)  # the last hand is another's
    answering.circulate()
    answering.co_signed()
    answering.send()
    seen = {"seen_revision": answering.reply.revision}
    with pytest.raises(OwnReplyError):
        sign_and_issue(**seen, **answering.does(delegate, REPLIED_AT))
    page = Client()
    page.force_login(delegate.user)
    shown = page.get(f"/replies/{answering.owed.pk}/").content.decode()
    assert "不能再受委托审签" in shown
    assert "do/sign_and_issue/" not in shown
    sign_and_issue(**seen, **answering.does(other, REPLIED_AT))
    assert answering.reply.signed_by == other.user


def test_what_was_issued_is_never_changed_nor_issued_again(answering):
    answering.issue()
    with pytest.raises(WrongStateError):
        answering.sign()
    first = answers(answering)[0]
    with pytest.raises(ReplyNotEditableError):
        answering.save(first, AnswerContent(heading="改"))


def test_a_motion_is_answered_once_on_paper_or_here(answering):
    on_paper = {
        "obligation_id": answering.owed.pk,
        "by": answering.office.user,
        "access": answering.office.access,
        "replied_on": REPLIED_AT.date(),
        "document_number": "纸质 1 号",
        "now": REPLIED_AT,
    }
    circulated(answering, keeps=1)
    answering.co_signed()
    answering.send()
    register_reply(**on_paper)
    with pytest.raises(AlreadyAnsweredError):
        answering.sign()
    assert answering.reply.status == "awaiting_signature"


# -- rated, answered again, assessed -----------------------------------------------------------------


def due_after(answering: Answering, key: str, day: date) -> date:
    calendar = work_calendar(answering.plan.government_id)
    return limit_of(answering.plan.rule_set_id, key).after(day, calendar)


def test_the_deputies_office_follows_by_the_limit_of_the_rule_set(answering):
    answering.issue()
    owed = Obligation.objects.get(kind="rating")
    assert owed.due_on == due_after(answering, "rating_after_reply", REPLIED_AT.date())
    assert owed.unit_id == answering.keeper.access.grants[0].unit_id


def test_all_satisfied_closes_the_motion(answering):
    answering.issue()
    for link in answering.links():
        answering.rate(link, at("2022-09-16"))
    assert answering.reply.status == "closed"
    assert Obligation.objects.get(kind="rating").met_at == at("2022-09-16")
    assert not Obligation.objects.filter(kind="second_reply").exists()


def test_a_dissatisfied_deputy_is_answered_again_and_then_assessed(answering):
    answering.issue()
    links = answering.links()
    answering.rate(links[0], at("2022-09-16"), "dissatisfied", "没有解决。")
    answering.rate(links[1], at("2022-09-17"), "dissatisfied")
    first = answering.reply
    assert first.status == "dissatisfied"
    second = answering.again()
    assert second.due_on == due_after(
        answering, "second_answer_after_dissatisfied", date(2022, 9, 16)
    )
    assert second.due_on == date(2022, 10, 16)

    answering.issue(at("2022-10-08"), answer_class="A", promises=False, keeps=1)
    assert [row.deputy_id for row in answering.letters] == [
        links[0].letter.deputy_id,
        links[1].letter.deputy_id,
    ]
    assert Obligation.objects.get(pk=second.pk).met_at == at("2022-10-08")
    again = answering.links(at("2022-10-08"))
    answering.rate(again[0], at("2022-10-09"), "basically")
    answering.rate(again[1], at("2022-10-09"), "dissatisfied")
    assert answering.reply.status == "to_assess"
    assert Obligation.objects.filter(kind="second_reply").count() == 1

    said = {"experts": "专家三人", "conclusion": "已尽责。", "assessed_on": date(2022, 10, 20)}
    assess = answering.does(answering.keeper, at("2022-10-19"))
    with pytest.raises(DateRefusedError):
        record_assessment(**said, **assess)
    with pytest.raises(NotAllowedError):
        record_assessment(**said, **answering.does(answering.head, at("2022-10-20")))
    record_assessment(**said, **answering.does(answering.keeper, at("2022-10-20")))
    assert answering.reply.status == "assessed"


def test_whoever_is_not_satisfied_after_the_second_answer_went_out_is_owed_a_further_one(answering):
    answering.issue()
    first, links = answering.owed, answering.links()
    limit = {"due_on": date(2022, 10, 31), "reason": "代表出差。"}
    extend_rating(**limit, **answering.does(answering.keeper, REPLIED_AT))
    answering.rate(links[0], at("2022-09-16"), "dissatisfied")
    second = answering.again()
    answering.issue(at("2022-09-20"), answer_class="A", promises=False)
    answering.owed = first
    for place, day in ((1, "2022-09-22"), (2, "2022-09-23")):
        answering.rate(links[place], at(day), "dissatisfied", "还没有解决。")
    (further,) = Obligation.objects.open().filter(kind="second_reply")
    assert further.due_on == due_after(
        answering, "second_answer_after_dissatisfied", date(2022, 9, 22)
    )
    boards = [
        replies_standing(answering.plan, at=at(d), today=at(d).date()).motions[0]
        for d in ("2022-09-21", "2022-09-22")
    ]
    assert [row.second_due_on for row in boards] == [second.due_on, further.due_on]

    answering.owed = further
    answering.start(at("2022-09-26"))
    assert len(answers(answering)) == 2
    answering.issue(at("2022-09-26"), answer_class="A", promises=False)
    told = [row.deputy_id for row in answering.letters]
    assert told == [links[1].letter.deputy_id, links[2].letter.deputy_id]
    page = Client()
    page.force_login(answering.clerk.user)
    shown = page.get(f"/replies/{first.pk}/").content.decode()
    assert all(f"/replies/{row.pk}/" in shown for row in (second, further))


def test_an_assessment_is_owed_by_the_deputies_office_and_waits_for_who_may_still_rate(answering):
    answering.issue()
    for link in answering.links(numbers=[1, 2]):
        answering.rate(link, at("2022-09-16"), "dissatisfied")
    answering.again()
    answering.issue(at("2022-10-08"), answer_class="A", promises=False)
    first, other = answering.links(at("2022-10-08"))
    answering.rate(first, at("2022-10-10"), "dissatisfied")
    owed = Obligation.objects.get(kind="assessment")
    assert owed.due_on == due_after(answering, "assessment_after_dissatisfied", date(2022, 10, 10))
    groups = duty_groups(answering.keeper.access, date(2022, 10, 12))
    assert any(duty.obligation == owed for group in groups for duty in group.duties)
    assert Message.objects.filter(
        recipient=answering.keeper.user, subject__contains="须组织专家评估"
    ).exists()
    keeper = Client()
    keeper.force_login(answering.keeper.user)
    assert keeper.get(f"/duties/assessment/{owed.pk}/").url == f"/ratings/{answering.owed.pk}/"

    said = {"experts": "专家三人", "conclusion": "已尽责。", "assessed_on": date(2022, 10, 11)}
    with pytest.raises(RatingStillOpenError):
        record_assessment(**said, **answering.does(answering.keeper, at("2022-10-11")))
    answering.rate(other, at("2022-10-12"), "dissatisfied")
    record_assessment(**said, **answering.does(answering.keeper, at("2022-10-12")))
    owed.refresh_from_db()
    assert owed.met_at == at("2022-10-12")


def test_rating_ends_after_its_limit_and_not_before(answering):
    answering.issue()
    answering.links()
    limit = Obligation.objects.get(kind="rating").due_on
    with pytest.raises(RatingStillOpenError):
        close_rating(**answering.does(answering.keeper, at(limit)))
    with pytest.raises(NotAllowedError):
        close_rating(**answering.does(answering.head, at(limit + timedelta(days=1))))
    close_rating(**answering.does(answering.keeper, at(limit + timedelta(days=1))))
    assert answering.reply.status == "closed"


def test_the_silent_end_no_handling_again(answering):
    answering.issue()
    answering.rate(answering.links(numbers=[1])[0], at("2022-09-16"), "dissatisfied")
    limit = Obligation.objects.get(kind="rating").due_on
    close_rating(**answering.does(answering.keeper, at(limit + timedelta(days=1))))
    assert answering.reply.status == "dissatisfied"
    assert not Obligation.objects.open().filter(kind="rating").exists()
    assert Obligation.objects.open().filter(kind="second_reply").exists()
    later = {"due_on": limit + timedelta(days=9), "reason": "再等。"}
    with pytest.raises(NotRatedNowError):
        extend_rating(**later, **answering.does(answering.keeper, at(limit + timedelta(days=2))))


def test_only_the_deputies_office_moves_the_limit_and_only_later(answering):
    answering.issue()
    limit = Obligation.objects.get(kind="rating").due_on
    later = {"due_on": limit + timedelta(days=5), "reason": "代表出差。"}
    for who in (answering.clerk, answering.head, answering.office):
        with pytest.raises(NotAllowedError):
            extend_rating(**later, **answering.does(who, REPLIED_AT))
    with pytest.raises(DateRefusedError):
        extend_rating(due_on=limit, reason="x", **answering.does(answering.keeper, REPLIED_AT))
    extend_rating(**later, **answering.does(answering.keeper, REPLIED_AT))
    owed = Obligation.objects.get(kind="rating")
    assert (owed.original_due_on, owed.due_on) == (limit, later["due_on"])
